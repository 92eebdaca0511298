"""Whoever sends much stands before nobody, however much it is."""

import asyncio
from collections.abc import AsyncGenerator, Collection
from datetime import UTC, datetime

import pytest

from bot import lanes as bot_lanes
from bot.health import Metrics
from bot.holding import Held
from bot.lanes import EACH, Lanes
from storage import KeyRing, Storage
from storage.inbox import Arrival, Arrived
from storage.inbox_queue import InboxQueue, Waiting
from storage.vault import new_key_line
from tests.databases import Database

BOT, ANA, BEN = 700_001, 5, 6
MANY = 3_000


@pytest.fixture
async def storage(database: Database) -> AsyncGenerator[Storage]:
    ring = KeyRing.parse(new_key_line())
    async with Storage.open(database.url, ring, BOT, lambda: datetime.now(UTC)) as opened:
        yield opened


class Watched(InboxQueue):
    """``most``: how many rows the lanes had in mind at once."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage.shared)
        self.most = 0

    async def waiting(self, known: Collection[int], after: int = 0) -> list[Waiting]:
        self.most = max(self.most, len(known))
        return await super().waiting(known, after)


class Slow(Watched):
    """Whoever looks behind those passed over gets an answer after an update has failed, and that was taken in."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        self.wrong = asyncio.Event()

    async def waiting(self, known: Collection[int], after: int = 0) -> list[Waiting]:
        found = await super().waiting(known, after)
        if after:
            await self.wrong.wait()
            for _ in range(20):
                await asyncio.sleep(0)
        return found

    async def failed(self, arrived: Arrived) -> None:
        await super().failed(arrived)
        self.wrong.set()


class Late(Watched):
    """One update's transaction ends only when the rows behind it are looked at."""

    def __init__(self, storage: Storage, late: int) -> None:
        super().__init__(storage)
        self.late, self.committed = late, False

    async def waiting(self, known: Collection[int], after: int = 0) -> list[Waiting]:
        found = await super().waiting(known, after)
        if self.committed:
            return found
        self.committed = after > 0
        return [each for each in found if each.update_id != self.late]


def update(number: int, person: int) -> Arrival:
    return Arrival(number, b'{"update_id": %d, "message": {"from": {"id": %d}}}' % (number, person))


async def worked_off(
    storage: Storage, last: int, queue: Watched | None = None, *, fails: int | None = None, stuck: int | None = None
) -> tuple[list[int], int]:
    """The updates in the order in which they were ended, until this one was, and the most rows in mind.

    ``fails``: does so at its first start. ``stuck``: does not end before the last one has.
    """
    ended: list[int] = []
    enough, failed, queue = asyncio.Event(), False, queue or Watched(storage)

    async def handle(arrived: Arrived) -> str:
        nonlocal failed
        if arrived.update_id == fails and not failed:
            failed = True
            raise RuntimeError("at its first start")
        if arrived.update_id == stuck:
            await enough.wait()
        async with storage.unit() as unit:
            unit.finish(arrived)
        ended.append(arrived.update_id)
        if arrived.update_id == last:
            enough.set()
        return "done"

    lease = await storage.leases.take("lanes", "test")
    assert lease
    lanes = Lanes(queue, handle, lambda _error: False, storage.inbox.arrived, Metrics())
    work = asyncio.create_task(lanes.run(Held(lease, asyncio.get_running_loop().time())))
    await asyncio.wait_for(enough.wait(), 60)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    return ended, queue.most


async def test_one_persons_thousands_hold_up_nobody(storage: Storage) -> None:
    for start in range(0, MANY, 500):
        await storage.inbox.accept([update(number, ANA) for number in range(start, start + 500)])
    await storage.inbox.accept([update(MANY, BEN)])
    ended, most = await worked_off(storage, MANY)
    assert ended.index(MANY) < 100
    assert [number for number in ended if number != MANY] == list(range(len(ended) - 1))
    assert most <= 2 * EACH


async def test_what_was_passed_over_keeps_its_order(storage: Storage) -> None:
    numbers = range(10 * EACH)
    await storage.inbox.accept([update(number, ANA if number % 10 else BEN) for number in numbers])
    ended, _ = await worked_off(storage, numbers[-1])
    assert [number for number in ended if number % 10] == [number for number in numbers if number % 10]


async def test_a_failure_while_it_is_looked_keeps_the_order(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot_lanes, "REST_SECONDS", 0)
    numbers = range(10 * EACH)
    await storage.inbox.accept([update(number, ANA if number else BEN) for number in numbers])
    ended, _ = await worked_off(storage, numbers[-1], Slow(storage), fails=0)
    assert [number for number in ended if number] == list(numbers[1:])


async def test_what_is_stored_late_is_found(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot_lanes, "POLL_SECONDS", 0.05)
    late = 10
    await storage.inbox.accept([update(number, BEN if number == late else ANA) for number in range(10 * EACH)])
    ended, _ = await worked_off(storage, late, Late(storage, late), stuck=0)
    assert ended[0] == late


async def test_who_stands_behind_more_than_can_be_looked_at_in_time_is_reached(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_lanes, "POLL_SECONDS", 0.001)
    monkeypatch.setattr(bot_lanes, "EACH", 2)
    for start in range(0, MANY, 500):
        await storage.inbox.accept([update(number, ANA) for number in range(start, start + 500)])
    await storage.inbox.accept([update(MANY, BEN)])
    ended, _ = await worked_off(storage, MANY)
    assert ended.index(MANY) < 100
    assert [number for number in ended if number != MANY] == list(range(len(ended) - 1))
