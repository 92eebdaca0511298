"""One process at a time: a lease is kept while the work is done and given up with it."""

import asyncio
import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from bot.bot_api import OpenTransactionError, make_bot
from bot.holding import RENEW_SECONDS, Held, Holder
from bot.settings import SANDBOX_TOKEN
from storage import KeyRing, Storage, in_transaction
from storage.leases import SECONDS, Lease
from storage.vault import new_key_line
from tests.databases import Database, PostgreSQL, fresh_postgresql
from tests.line import line_to


@pytest.fixture
async def storage(database: Database) -> AsyncGenerator[Storage]:
    ring = KeyRing.parse(new_key_line())
    async with Storage.open(database.url, ring, 1, lambda: datetime.now(UTC)) as opened:
        yield opened


async def test_two_holders_do_not_work_at_once(storage: Storage) -> None:
    first, second = Holder(storage.leases, "first"), Holder(storage.leases, "second")
    begun, seen = asyncio.Event(), list[str]()

    async def work(held: Held) -> None:
        seen.append(held.lease.holder)
        begun.set()
        await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        leading = tasks.create_task(first.keep("lanes", work))
        await begun.wait()
        assert await storage.leases.take("lanes", "second") is None
        begun.clear()
        leading.cancel()
        await asyncio.wait([leading])
        following = tasks.create_task(second.keep("lanes", work))
        await begun.wait()
        following.cancel()
    assert (seen, first.held, second.held) == (["first", "second"], {}, {})


def test_a_lease_is_trusted_by_the_own_clock() -> None:
    at = 100.0
    held = Held(Lease("lanes", "first", 1), asked_at=at, monotonic=lambda: at)
    assert held.left == 10.0
    at = 111.0
    assert held.left == -1.0
    held.renewed(asked_at=109.0)
    assert held.left == 8.0


async def test_work_that_fails_is_told_of_once() -> None:
    released = asyncio.Event()

    class Leases:
        async def take(self, name: str, holder: str) -> Lease:
            return Lease(name, holder, 1)

        async def release(self, _: Lease) -> None:
            released.set()

    async def fails(_: Held) -> None:
        raise ValueError

    with capture_logs() as lines:
        keeping = asyncio.create_task(Holder(cast(Any, Leases()), "first").keep("lanes", fails))
        await released.wait()
        await asyncio.wait([keeping], timeout=0.1)
    keeping.cancel()
    assert [(line["log_level"], line["task"], line["error"]) for line in lines] == [("error", "lanes", "ValueError")]


async def test_no_call_to_telegram_while_a_transaction_is_open(storage: Storage) -> None:
    bot = make_bot(SANDBOX_TOKEN, "http://127.0.0.1:1", in_transaction.get)
    async with storage.unit():
        with pytest.raises(OpenTransactionError, match="SendMessage was called inside a transaction"):
            await bot.send_message(1, "hello")
    await bot.session.close()


async def test_a_database_that_goes_silent_ends_the_work_before_another_may_begin_it(
    postgresql_server: PostgreSQL, tmp_path: Path
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work(held: Held) -> None:
        held.renewed(time.monotonic() - SECONDS + RENEW_SECONDS + 0.5)  # one more renewal, and half a second for it
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    ring = KeyRing.parse(new_key_line())
    async with (
        line_to(await fresh_postgresql(postgresql_server), tmp_path) as line,
        Storage.open(line.url, ring, 1, lambda: datetime.now(UTC)) as storage,
        asyncio.TaskGroup() as tasks,
    ):
        keeping = tasks.create_task(Holder(storage.leases, "first").keep("lanes", work))
        await begun.wait()
        with line.silent():
            async with asyncio.timeout(RENEW_SECONDS + 3):
                await ended.wait()
        keeping.cancel()
