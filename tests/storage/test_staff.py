"""Everybody in an enterprise is remembered, and nobody is remembered who has changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cases.errors import NotFound
from cases.model import Flag, Role
from cases.ports import Enterprise
from storage import KeyRing, Storage
from storage.tables import members
from tests.databases import Database
from tests.storage.conftest import BOT, MONDAY, Now, join


async def names(storage: Storage, enterprise: Enterprise) -> list[str]:
    async with storage.reading() as unit:
        return [member.name for member in await (await unit.enterprise(enterprise.id)).staff.all()]


async def test_everybody_is_read_once(storage: Storage, dawn: Enterprise) -> None:
    await join(storage, dawn, 11, Role.LEAD, name="Ana")
    assert await names(storage, dawn) == ["Ana"]
    async with storage.unit() as unit:
        await unit.run(sa.delete(members))  # behind our back
    assert await names(storage, dawn) == ["Ana"]


async def test_who_comes_and_goes_is_seen_by_every_process(
    database: Database, ring: KeyRing, now: Now, storage: Storage, dawn: Enterprise
) -> None:
    async with Storage.open(database.url, ring, BOT, now, alone=False) as other:
        ana = await join(storage, dawn, 11, Role.LEAD, name="Ana")
        assert await names(other, dawn) == ["Ana"]
        await join(storage, dawn, 12, Role.MEMBER, name="Bo")
        assert await names(other, dawn) == ["Ana", "Bo"]
        async with storage.unit() as unit:
            await (await unit.enterprise(dawn.id)).staff.end(ana.id, MONDAY + timedelta(days=1))
        assert await names(other, dawn) == ["Bo"]
        async with storage.unit() as unit:
            await unit.identities.set_language(12, "zh_Hans")
        async with other.reading() as unit:
            [bo] = await (await unit.enterprise(dawn.id)).staff.all()
            assert bo.language == "zh_Hans"


async def leave_and_think_better_of_it(storage: Storage, enterprise: Enterprise, member: int) -> None:
    async with storage.unit() as unit:
        staff = (await unit.enterprise(enterprise.id)).staff
        assert [member.name for member in await staff.all()] == ["Ana"]
        await staff.end(member, MONDAY)
        assert await staff.all() == []
        assert (await staff.get(member)).roles == frozenset()
        raise ZeroDivisionError


async def test_a_unit_sees_who_left_in_it_and_who_then_did_not_leave(storage: Storage, dawn: Enterprise) -> None:
    ana = await join(storage, dawn, 11, Role.LEAD, name="Ana")
    with pytest.raises(ZeroDivisionError):
        await leave_and_think_better_of_it(storage, dawn, ana.id)
    assert await names(storage, dawn) == ["Ana"]


async def test_a_stranger_is_not_found(storage: Storage, dawn: Enterprise) -> None:
    async with storage.reading() as unit:
        with pytest.raises(NotFound):
            await (await unit.enterprise(dawn.id)).staff.get(4711)


async def test_flags_are_put_in_the_place_of_others(storage: Storage, dawn: Enterprise, foreign: Enterprise) -> None:
    dora = await join(storage, dawn, 77, Role.HANDLER, flags=frozenset({Flag.WOMAN, Flag.HR}))
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).staff.carry(dora.id, frozenset({Flag.WOMAN}), {Flag.HR: MONDAY.date()})
    async with storage.unit() as unit:
        found = await (await unit.enterprise(dawn.id)).staff.get(dora.id)
        assert found == replace(dora, flags=frozenset({Flag.WOMAN}), former={Flag.HR: MONDAY.date()})
        with pytest.raises(NotFound):
            await (await unit.enterprise(foreign.id)).staff.carry(dora.id, frozenset(), {})
