"""What counts against an update: that its work went wrong, or that it ended a process; no outage and no stop."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.handling import OutOfReach
from bot.health import Metrics
from bot.holding import Held
from bot.lanes import Lanes, Place, heads
from storage import KeyRing, Storage
from storage.errors import away
from storage.inbox import Arrival, Arrived, Counts
from storage.vault import write_key_file
from tests.bot.conftest import until
from tests.bot.dying import BOT, dies
from tests.databases import Database
from tests.storage.test_leases import run_out


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    write_key_file(tmp_path / "keys")
    return tmp_path / "keys"


@asynccontextmanager
async def opened(database: Database, key_file: Path) -> AsyncGenerator[Storage]:
    async with Storage.open(database.url, KeyRing.read(key_file), BOT, lambda: datetime.now(UTC)) as storage:
        yield storage


@pytest.fixture
async def storage(database: Database, key_file: Path) -> AsyncGenerator[Storage]:
    async with opened(database, key_file) as storage:
        yield storage


def update(number: int, person: int, text: str = "") -> Arrival:
    return Arrival(
        number, json.dumps({"update_id": number, "message": {"from": {"id": person}, "text": text}}).encode()
    )


class World:
    """What the lanes work with: ``fault`` is what every handler meets just now."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.fault: Exception | None = None
        self.starts: list[tuple[int, int]] = []
        self.parked: list[int] = []
        self.lanes = Lanes(storage.inbox_queue, self.handle, away, storage.inbox.arrived, Metrics())

    async def handle(self, arrived: Arrived) -> str:
        if arrived.parked:
            self.parked.append(arrived.update_id)
        else:
            self.starts.append((arrived.update_id, arrived.against))
            if self.fault:
                raise self.fault
        async with self.storage.unit() as unit:
            unit.finish(arrived)
        return "done"

    @asynccontextmanager
    async def working(self, name: str) -> AsyncGenerator[None]:
        """Under a lease taken anew; what is left at the end is as when the lease is lost, or the program stops."""
        await run_out(self.storage)
        asked_at = time.monotonic()
        lease = await self.storage.leases.take("lanes", name)
        assert lease
        task = asyncio.create_task(self.lanes.run(Held(lease, asked_at)))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def begun(self, count: int) -> None:
        async def is_so() -> bool:
            return len(self.starts) >= count

        await until(is_so)

    async def quiet(self) -> Counts:
        async def is_so() -> bool:
            return (await self.storage.inbox.counts()).open == 0

        await until(is_so)
        return await self.storage.inbox.counts()


@pytest.mark.parametrize("fault", [OSError("connection lost"), OutOfReach()])
async def test_stops_while_something_is_out_of_reach_count_nothing(storage: Storage, fault: Exception) -> None:
    world = World(storage)
    world.fault = fault
    await storage.inbox.accept([update(1, person=5)])
    for number in range(4):
        async with world.working(str(number)):
            await world.begun(len(world.starts) + 1)
    world.fault = None
    async with world.working("last"):
        assert await world.quiet() == Counts(received=1, done=1, open=0, parked=0)
    assert {against for _, against in world.starts} == {0}


async def test_an_outage_of_the_database_that_outlasts_the_lease_again_and_again_counts_nothing(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be given back while it is away: the same process does so when it is there again."""

    async def cut_off(_: object) -> None:
        raise OSError("connection lost")

    world = World(storage)
    world.fault = OSError("connection lost")
    await storage.inbox.accept([update(1, person=5)])
    for number in range(4):
        with monkeypatch.context() as patch:
            async with world.working(str(number)):
                await world.begun(len(world.starts) + 1)
                patch.setattr(storage.inbox_queue, "give_back", cut_off)
    world.fault = None
    async with world.working("last"):
        assert await world.quiet() == Counts(received=1, done=1, open=0, parked=0)
    assert {against for _, against in world.starts} == {0}


async def test_a_fault_of_ours_counts_and_is_parked_at_the_third_start(storage: Storage) -> None:
    world = World(storage)
    world.fault = ZeroDivisionError()
    await storage.inbox.accept([update(1, person=5)])
    async with world.working("one"):
        assert await world.quiet() == Counts(received=1, done=0, open=0, parked=1)
    assert ([one for one, _ in world.starts], world.parked) == ([1, 1], [1])


async def test_one_persons_updates_keep_their_order_and_nobody_waits_for_another(storage: Storage) -> None:
    world = World(storage)
    await storage.inbox.accept([update(number, person=number % 7) for number in range(300)])
    async with world.working("one"):
        assert await world.quiet() == Counts(received=300, done=300, open=0, parked=0)
    for person in range(7):
        assert [one for one, _ in world.starts if one % 7 == person] == list(range(person, 300, 7))


def test_the_first_of_each_lane_that_is_free_is_next() -> None:
    line = [Place(4, 8, False), Place(2, 7, False), Place(3, 7, False), Place(5, "update 9", False), Place(1, 6, False)]
    assert heads(line, busy=[6]) == [2, 4, 5]


async def test_an_update_that_ends_the_process_is_parked_at_its_fifth_start(database: Database, key_file: Path) -> None:
    async with opened(database, key_file) as storage:
        await storage.inbox.accept([update(1, 5, "poison")])
    assert [await dies(database.url, key_file) for _ in range(5)] == [True] * 4 + [False]
    async with opened(database, key_file) as storage:
        assert await storage.inbox.counts() == Counts(received=1, done=0, open=0, parked=1)


async def test_those_beside_an_update_that_ends_the_process_are_not_parked(database: Database, key_file: Path) -> None:
    """The first death blames nobody, as many were in hand; then each is begun alone."""
    async with opened(database, key_file) as storage:
        await storage.inbox.accept([update(n, n, "poison" if n == 13 else "hello") for n in range(32)])
    assert [await dies(database.url, key_file) for _ in range(6)] == [True] * 5 + [False]
    async with opened(database, key_file) as storage:
        assert await storage.inbox.counts() == Counts(received=32, done=31, open=0, parked=1)
        assert [each.update_id for each in await storage.inbox.parked()] == [13]
