"""Who goes on after any error ends all the same when it was cancelled and an error hid that."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.health import Metrics
from bot.holding import Held, Holder
from bot.intake import Poller
from bot.ledger import Ledger
from bot.media.fetch import Fetcher
from bot.nursery import Nursery
from bot.pacing import BOT, Pacer
from bot.sender import Sender
from bot.ticks import Ticks
from cases.ports import Address, Priority
from storage.leases import Lease
from storage.marks import Outgoing


class Database:
    """Stands still in every call; the first that is cancelled fails instead: its connection is gone as well."""

    def __init__(self) -> None:
        self.asked, self._lost = asyncio.Event(), False

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        return self._call

    async def _call(self, *_: object, **__: object) -> object:
        self.asked.set()
        try:
            return await asyncio.Event().wait()
        except asyncio.CancelledError:
            if self._lost:
                raise
            self._lost = True
            raise OSError("the connection is lost") from None


def held() -> Held:
    return Held(Lease("sender", "first", 1), asked_at=0.0, monotonic=lambda: 0.0)


async def marks(database: Any) -> None:
    await Ledger(database).write(lambda _: None)


async def sends(database: Any) -> None:
    await Sender(database, cast(Any, None), Pacer(BOT), asyncio.Event(), Metrics()).run(held())


async def puts_off(database: Any) -> None:
    """The message's chat has to be silent for a minute: it goes back to the outbox, and the database fails there."""
    nothing: dict[str, Any] = dict.fromkeys(Outgoing.__dataclass_fields__)
    out = Outgoing(**nothing | CLAIMED)
    pacer = Pacer(BOT)
    pacer.flooded(5, 0.0, 60.0)
    queue, speaker = SimpleNamespace(claim=lambda *_: answer([out])), SimpleNamespace(put_off=database.put_off)
    await Sender(cast(Any, queue), cast(Any, speaker), pacer, asyncio.Event(), Metrics(), lambda: 0.0).run(held())


CLAIMED: dict[str, Any] = {"id": 1, "address": Address(5, "en"), "priority": Priority.PROMPT, "waited": 0.0}


async def answer(value: Any) -> Any:
    return value


async def ticks(database: Any) -> None:
    def now() -> datetime:
        return datetime(2026, 3, 2, tzinfo=UTC)

    await Ticks(database, database, database, now, Metrics()).run()


async def holds(database: Any) -> None:
    await Holder(database, "first").keep("lanes", lambda _: asyncio.sleep(0))


async def polls(database: Any) -> None:
    await Poller(database, database.accept).run()


async def fetches(database: Any) -> None:
    storage = SimpleNamespace(media_queue=database)
    await Fetcher(cast(Any, None), cast(Any, storage), asyncio.Semaphore()).run()


@pytest.mark.parametrize("work", [marks, sends, puts_off, ticks, holds, polls, fetches], ids=lambda work: work.__name__)
async def test_who_was_cancelled_ends_though_an_error_hid_it(work: Callable[[Database], Any]) -> None:
    database, nursery = Database(), Nursery()
    task = nursery.start("work", work(database))
    await database.asked.wait()
    closing = asyncio.create_task(nursery.close())
    _, waits = await asyncio.wait([closing], timeout=2)
    for each in asyncio.all_tasks() - {asyncio.current_task(), closing}:
        each.cancel()
    await closing
    assert (task.cancelled(), waits) == (True, set())
