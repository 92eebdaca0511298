"""What the databases themselves refuse: a row of one enterprise that refers to a row of another."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cases.model import Audience, Author, Case, MediaKind, Role
from cases.ports import Enterprise, Message, ToMember
from storage import Storage
from storage.tables import media, outbox
from tests.storage.conftest import MONDAY, a_case, join


async def a_file(storage: Storage, case: Case) -> None:
    async with storage.unit() as unit:
        await unit.media.expect(case.id, MediaKind.PHOTO, "source", 1)


async def an_entry(storage: Storage, enterprise: Enterprise) -> int:
    case = await a_case(storage, enterprise)
    async with storage.unit() as unit:
        work = await unit.enterprise(enterprise.id)
        return (await work.entries.add(case.id, Author.WORKER, Audience.TEAM, MONDAY, "words")).id


async def change(storage: Storage, table: sa.Table, **values: int | None) -> None:
    async with storage.unit() as unit:
        await unit.run(sa.update(table), values)


async def test_no_file_hangs_on_an_entry_of_another_enterprise(
    storage: Storage, dawn: Enterprise, foreign: Enterprise
) -> None:
    await a_file(storage, await a_case(storage, dawn))
    with pytest.raises(IntegrityError):
        await change(storage, media, enterprise_id=dawn.id, entry_id=await an_entry(storage, foreign))
    await change(storage, media, enterprise_id=dawn.id, entry_id=await an_entry(storage, dawn))


async def test_a_file_of_no_enterprise_hangs_on_no_entry(storage: Storage, dawn: Enterprise) -> None:
    await a_file(storage, await a_case(storage, dawn))
    with pytest.raises(IntegrityError):
        await change(storage, media, entry_id=await an_entry(storage, dawn))


async def test_a_message_of_no_enterprise_names_nobody_and_no_case(storage: Storage, dawn: Enterprise) -> None:
    ben, case = await join(storage, dawn, 71, Role.LEAD), await a_case(storage, dawn)
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).outbox.say(Message(ToMember(ben.id), "alert", "alert", case=case.id))
    with pytest.raises(IntegrityError):
        await change(storage, outbox, enterprise_id=None, case_id=None)
    with pytest.raises(IntegrityError):
        await change(storage, outbox, enterprise_id=None, member_id=None)
    await change(storage, outbox, enterprise_id=None, case_id=None, member_id=None)


async def test_a_message_about_nobody_that_is_there_names_nobody(storage: Storage, dawn: Enterprise) -> None:
    async with storage.unit() as unit:
        await unit.outbox.say(Message(ToMember(99), "alert", "alert", case=99))
    async with storage.reading() as unit:
        assert [(row.case_id, row.member_id) for row in await unit.run(sa.select(outbox))] == [(None, None)]
