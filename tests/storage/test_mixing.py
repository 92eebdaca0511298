"""Rows of workers are written anew without anybody noticing. What a thief sees of it: tests/privacy/test_joining.py."""

import asyncio

import pytest

from cases.ports import Enterprise, Worker
from storage import Storage
from storage.errors import JoinRefused
from storage.mixing import mix_workers
from tests.storage.conftest import a_case
from tests.storage.test_cards import until_it_waits

CHATS = range(9_000, 9_020)


async def come_in(storage: Storage, enterprise: Enterprise) -> None:
    for chat in CHATS:
        async with storage.unit() as unit:
            await unit.identities.keep_worker(chat, Worker(enterprise.id, f"l{chat}"))


async def known(storage: Storage) -> dict[int, Worker | None]:
    async with storage.reading() as unit:
        return {chat: await unit.identities.worker(chat) for chat in CHATS}


async def test_everybody_is_known_as_before(storage: Storage, dawn: Enterprise) -> None:
    await storage.admin.mix_workers()
    await come_in(storage, dawn)
    await storage.admin.mix_workers()
    await storage.admin.mix_workers()
    assert await known(storage) == {chat: Worker(dawn.id, f"l{chat}") for chat in CHATS}


async def test_who_goes_or_changes_meanwhile_has_gone_or_changed_afterwards(storage: Storage, dawn: Enterprise) -> None:
    await come_in(storage, dawn)

    async def go_and_change() -> None:
        async with storage.unit() as unit:
            await unit.identities.forget_worker(CHATS[0])
            await unit.identities.keep_worker(CHATS[1], Worker(dawn.id, "another"))

    async with storage.unit() as unit:
        await mix_workers(unit)
        going = asyncio.create_task(go_and_change())
        await until_it_waits(storage, going)
        assert not going.done()
    await going
    found = await known(storage)
    assert [found[chat] for chat in CHATS[:3]] == [None, Worker(dawn.id, "another"), Worker(dawn.id, f"l{CHATS[2]}")]


async def test_it_is_not_done_beside_a_case(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        unit.writes_case(case.id)
        with pytest.raises(JoinRefused):
            await mix_workers(unit)
