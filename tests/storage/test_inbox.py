import asyncio
import random
from dataclasses import replace

import pytest
import sqlalchemy as sa

from storage import KeyRing, Storage
from storage.errors import ClaimLost
from storage.inbox import STEP, Arrival, Arrived, Counts
from storage.leases import Lease
from storage.tables import inbox
from tests.databases import Database
from tests.storage.conftest import BOT, Now
from tests.storage.test_leases import run_out


@pytest.fixture
async def lease(storage: Storage) -> Lease:
    taken = await storage.leases.take("lanes", "one")
    assert taken
    return taken


def update(number: int) -> Arrival:
    return Arrival(number, b'{"update_id": %d}' % number)


async def begin(storage: Storage, lease: Lease, *updates: int) -> list[Arrived]:
    """Those, or all that wait."""
    rows = [each.row for each in await storage.inbox_queue.waiting([]) if not updates or each.update_id in updates]
    return await storage.inbox_queue.begin(lease, rows)


async def successor(storage: Storage, name: str) -> Lease:
    """The lease in other hands, after its holder was not heard of any more."""
    await run_out(storage)
    taken = await storage.leases.take("lanes", name)
    assert taken
    await storage.inbox_queue.take_over(taken, [])
    return taken


async def finish(storage: Storage, *arrived: Arrived) -> None:
    for one in arrived:
        async with storage.unit() as unit:
            unit.finish(one)


async def test_an_update_is_kept_once_however_often_it_comes(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1), update(2), update(1)])
    await asyncio.gather(*(storage.inbox.accept([update(number)]) for number in (1, 2, 3, 3)))
    assert await storage.inbox.counts() == Counts(received=3, done=0, open=3, parked=0)
    assert storage.inbox.arrived.is_set()


async def test_what_waits_is_seen_in_the_order_it_came_and_begun_by_row(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(30), update(20), update(40)])
    seen = await storage.inbox_queue.waiting([])
    assert [(each.update_id, each.raw, each.left) for each in seen] == [
        (30, b'{"update_id": 30}', False),
        (20, b'{"update_id": 20}', False),
        (40, b'{"update_id": 40}', False),
    ]
    [only] = await storage.inbox_queue.waiting([each.row for each in seen[:2]])
    assert only == seen[2]
    first, last = await storage.inbox_queue.begin(lease, [seen[2].row, seen[0].row])
    assert (first.update_id, first.raw, first.against, first.parked) == (30, b'{"update_id": 30}', 0, False)
    assert last.update_id == 40
    await finish(storage, first)
    assert await storage.inbox_queue.begin(lease, [seen[0].row]) == []


async def test_the_length_of_what_is_stored_does_not_tell_whose_it_is(storage: Storage, lease: Lease) -> None:
    short, long = b'{"name": "Li"}', b'{"name": "Maria-Magdalena"}'
    await storage.inbox.accept([Arrival(1, short), Arrival(2, long), Arrival(3, b"x" * STEP + b"y")])
    async with storage.reading() as unit:
        lengths = (await unit.run(sa.select(sa.func.length(inbox.c.sealed)).order_by(inbox.c.id))).scalars().all()
    assert lengths[0] == lengths[1] == lengths[2] - STEP
    assert [each.raw for each in await begin(storage, lease)][:2] == [short, long]


async def test_a_finished_update_is_remembered_and_nothing_of_it_kept(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    [one] = await begin(storage, lease)
    await finish(storage, one)
    await storage.inbox.accept([update(1)])
    assert await storage.inbox.counts() == Counts(received=1, done=1, open=0, parked=0)
    assert await storage.inbox_queue.waiting([]) == []
    async with storage.reading() as unit:
        [row] = (await unit.run(sa.select(inbox))).all()
    assert (row.sealed, row.epoch) == (None, None)


async def test_work_that_fails_is_begun_twice_and_then_parked(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    starts = []
    for _ in range(2):
        starts += await begin(storage, lease)
        await storage.inbox_queue.failed(starts[-1])
    starts += await begin(storage, lease)
    assert [one.parked for one in starts] == [False, False, True]
    await finish(storage, starts[-1])
    assert await begin(storage, lease) == []
    assert await storage.inbox.counts() == Counts(received=1, done=0, open=0, parked=1)
    [parked] = await storage.inbox.parked()
    assert (parked.update_id, parked.raw) == (1, b'{"update_id": 1}')
    assert await storage.inbox.replay(1)
    assert not await storage.inbox.replay(1)
    [again] = await begin(storage, lease)
    assert (again.against, again.parked) == (0, False)


async def test_who_ends_before_a_parked_update_was_told_of_leaves_the_telling_to_the_next(
    storage: Storage, lease: Lease
) -> None:
    await storage.inbox.accept([update(1), update(2)])
    for _ in range(2):
        for one in await begin(storage, lease):
            await storage.inbox_queue.failed(one)
    await begin(storage, lease)
    begun = await begin(storage, await successor(storage, "two"))
    assert [one.parked for one in begun] == [True, True]
    assert await storage.inbox.counts() == Counts(received=2, done=0, open=2, parked=0)
    await finish(storage, *begun)
    assert await storage.inbox.counts() == Counts(received=2, done=0, open=0, parked=2)


async def test_what_cannot_even_be_told_of_is_parked_without_it(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    for _ in range(4):
        for one in await begin(storage, lease):
            await storage.inbox_queue.failed(one)
    assert await begin(storage, lease) == []
    assert await storage.inbox.counts() == Counts(received=1, done=0, open=0, parked=1)


async def test_what_is_given_back_does_not_count(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1), update(2)])
    for _ in range(5):
        begun = await begin(storage, lease)
        await storage.inbox_queue.give_back(begun)
    assert [(one.against, one.parked) for one in begun] == [(0, False)] * 2
    assert [each.left for each in await storage.inbox_queue.waiting([])] == [False, False]


async def test_an_update_that_ends_its_process_each_time_is_parked_at_its_fifth_start(
    storage: Storage, lease: Lease
) -> None:
    await storage.inbox.accept([update(1)])
    starts = await begin(storage, lease)
    for name in ("two", "three", "four", "five"):
        lease = await successor(storage, name)
        assert [each.left for each in await storage.inbox_queue.waiting([])] == [True]
        starts += await begin(storage, lease)
    assert [one.parked for one in starts] == [False, False, False, False, True]


async def test_nobody_is_blamed_when_several_were_in_hand(storage: Storage, lease: Lease) -> None:
    """Until each has been begun alone: then the culprit is found, and nobody else is parked."""
    await storage.inbox.accept([update(number) for number in (1, 2, 3)])
    await begin(storage, lease)
    for name in ("two", "three", "four"):
        lease = await successor(storage, name)
        begun = await begin(storage, lease)
        assert [one.against for one in begun] == [0, 0, 0]
    lease = await successor(storage, "five")
    await begin(storage, lease, 2)
    lease = await successor(storage, "six")
    assert {one.update_id: one.against for one in await begin(storage, lease)} == {1: 0, 2: 1, 3: 0}


async def test_an_outage_that_outlasts_the_lease_counts_nothing(storage: Storage, lease: Lease) -> None:
    """The same process takes the lease again and knows that it lives."""
    await storage.inbox.accept([update(1)])
    for name in ("two", "three", "four"):
        ours = await begin(storage, lease)
        await run_out(storage)
        again = await storage.leases.take("lanes", name)
        assert again
        await storage.inbox_queue.take_over(again, ours)
        lease = again
    [one] = await begin(storage, lease)
    assert (one.against, one.parked) == (0, False)


async def test_who_was_taken_for_dead_cannot_finish_the_update(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    [slow] = await begin(storage, lease)
    [fast] = await begin(storage, await successor(storage, "two"))
    with pytest.raises(ClaimLost):
        await finish(storage, slow)
    await storage.inbox_queue.give_back([slow])
    await storage.inbox_queue.failed(slow)
    await finish(storage, fast)
    with pytest.raises(ClaimLost):
        await finish(storage, fast)


async def test_who_lost_the_lease_gets_nothing_and_takes_nothing_over(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    new = await successor(storage, "two")
    assert await begin(storage, lease) == []
    begun = await begin(storage, new)
    await storage.inbox_queue.take_over(lease, [])
    await finish(storage, *begun)
    assert len(begun) == 1


async def test_a_rolled_back_unit_leaves_the_update_open(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    [one] = await begin(storage, lease)

    async def fail() -> None:
        async with storage.unit() as unit:
            unit.finish(one)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await storage.inbox.counts() == Counts(received=1, done=0, open=1, parked=0)


async def test_the_sum_holds_through_duplicates_failures_and_purges(storage: Storage, lease: Lease, now: Now) -> None:
    luck = random.Random(7)  # noqa: S311 (the same luck each time)
    for _ in range(40):
        await storage.inbox.accept([update(luck.randrange(200)) for _ in range(5)])
        for one in await begin(storage, lease):
            if luck.random() < 0.4 and not one.parked:
                await finish(storage, one)
            else:
                await storage.inbox_queue.failed(one)
        counts = await storage.inbox.counts()
        assert counts.received == counts.done + counts.open + counts.parked
    assert min(counts.done, counts.open, counts.parked) > 0
    purged = await storage.admin.purge(now.later(days=4))
    after = await storage.inbox.counts()
    assert purged.updates == counts.done > 0
    assert after == counts
    parked_too = await storage.admin.purge(now.later(days=5))
    last = await storage.inbox.counts()
    assert parked_too.updates == counts.parked
    assert last == replace(counts, done=counts.done + counts.parked, parked=0)


async def test_what_a_cancelled_caller_brought_is_stored_once_all_the_same(storage: Storage) -> None:
    first = asyncio.ensure_future(storage.inbox.accept([update(1)]))
    second = asyncio.ensure_future(storage.inbox.accept([update(2)]))
    await asyncio.sleep(0)
    first.cancel()
    await second
    await asyncio.gather(first, return_exceptions=True)
    await storage.inbox.accept([update(1)])
    assert (await storage.inbox.counts()).received == 2


async def test_what_is_being_written_is_written_before_the_memory_closes(
    database: Database, ring: KeyRing, now: Now
) -> None:
    async with Storage.open(database.url, ring, BOT, now) as storage:
        leaving = asyncio.ensure_future(storage.inbox.accept([update(1)]))
        await asyncio.sleep(0)
        leaving.cancel()
    async with Storage.open(database.url, ring, BOT, now) as storage:
        assert (await storage.inbox.counts()).received == 1


async def test_everybody_hears_that_storing_failed(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(storage.inbox, "_store", broken)
        heard = await asyncio.gather(*(storage.inbox.accept([update(n)]) for n in (1, 2)), return_exceptions=True)
    assert [str(error) for error in heard] == ["disk full", "disk full"]
    await storage.inbox.accept([update(1)])
    assert (await storage.inbox.counts()).received == 1
