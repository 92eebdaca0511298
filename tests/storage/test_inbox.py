import asyncio
import random
from dataclasses import replace

import pytest

from storage import Storage
from storage.errors import ClaimLost
from storage.inbox import LANES, Arrival, Arrived, Counts
from storage.leases import Lease
from tests.storage.conftest import Now
from tests.storage.test_leases import run_out

ALL = range(LANES)


@pytest.fixture
async def lease(storage: Storage) -> Lease:
    taken = await storage.leases.take("lanes", "one")
    assert taken
    return taken


def update(number: int, person: int | None = 5) -> Arrival:
    return Arrival(number, person, b'{"update_id": %d}' % number)


async def finish(storage: Storage, *arrived: Arrived) -> None:
    for one in arrived:
        async with storage.unit() as unit:
            unit.finish(one)


async def test_an_update_is_kept_once_however_often_it_comes(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1), update(2), update(1)])
    await asyncio.gather(*(storage.inbox.accept([update(number)]) for number in (1, 2, 3, 3)))
    assert await storage.inbox.counts() == Counts(received=3, done=0, open=3, parked=0)
    assert storage.inbox.arrived.is_set()


async def test_a_lane_gives_its_oldest_update_alone(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(30), update(20), update(40, person=6), update(50, person=None)])
    first, *others = await storage.inbox.claim(lease, ALL)
    assert (first.update_id, first.raw, first.attempt, first.parked) == (30, b'{"update_id": 30}', 1, False)
    assert sorted(other.update_id for other in others) == [40, 50]
    assert await storage.inbox.claim(lease, ALL, [one.lane for one in (first, *others)]) == []
    await finish(storage, first)
    [second] = await storage.inbox.claim(lease, ALL, [other.lane for other in others])
    assert (second.update_id, second.lane) == (20, first.lane)


async def test_no_more_is_claimed_than_asked_for(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(number, person=number) for number in range(9)])
    first = await storage.inbox.claim(lease, ALL, limit=2)
    assert [one.update_id for one in first] == [0, 1]
    others = await storage.inbox.claim(lease, ALL, [one.lane for one in first])
    assert {one.attempt for one in others} == {1}


async def test_lanes_are_shared_out(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(number, person=number) for number in range(60)])
    lower = await storage.inbox.claim(lease, range(LANES // 2))
    upper = await storage.inbox.claim(lease, range(LANES // 2, LANES))
    assert {one.lane < LANES // 2 for one in lower} == {True}
    assert {one.lane >= LANES // 2 for one in upper} == {True}
    assert len({one.lane for one in lower + upper}) == len(lower + upper)


async def test_a_finished_update_is_remembered_and_nothing_of_it_kept(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    [one] = await storage.inbox.claim(lease, ALL)
    await finish(storage, one)
    await storage.inbox.accept([update(1)])
    assert await storage.inbox.counts() == Counts(received=1, done=1, open=0, parked=0)
    assert await storage.inbox.claim(lease, ALL) == []


async def test_work_that_fails_is_begun_twice_and_then_parked(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    starts = [(await storage.inbox.claim(lease, ALL))[0] for _ in range(3)]
    assert [(one.attempt, one.parked) for one in starts] == [(1, False), (2, False), (3, True)]
    assert await storage.inbox.claim(lease, ALL) == []
    assert await storage.inbox.counts() == Counts(received=1, done=0, open=0, parked=1)
    [parked] = await storage.inbox.parked()
    assert (parked.update_id, parked.raw) == (1, b'{"update_id": 1}')
    assert await storage.inbox.replay(1)
    assert not await storage.inbox.replay(1)
    [again] = await storage.inbox.claim(lease, ALL)
    assert (again.attempt, again.parked) == (1, False)


async def test_an_attempt_given_back_does_not_count(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    for _ in range(5):
        [one] = await storage.inbox.claim(lease, ALL)
        await storage.inbox.give_back(one)
    assert one.attempt == 1


async def test_who_lost_the_update_cannot_finish_it(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    [slow] = await storage.inbox.claim(lease, ALL)
    [fast] = await storage.inbox.claim(lease, ALL)
    with pytest.raises(ClaimLost):
        await finish(storage, slow)
    await finish(storage, fast)
    with pytest.raises(ClaimLost):
        await finish(storage, fast)


async def test_who_lost_the_lease_gets_nothing(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    await run_out(storage)
    successor = await storage.leases.take("lanes", "two")
    assert successor
    assert await storage.inbox.claim(lease, ALL) == []
    assert len(await storage.inbox.claim(successor, ALL)) == 1


async def test_a_rolled_back_unit_leaves_the_update_open(storage: Storage, lease: Lease) -> None:
    await storage.inbox.accept([update(1)])
    [one] = await storage.inbox.claim(lease, ALL)

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
        await storage.inbox.accept([update(luck.randrange(200), luck.randrange(9)) for _ in range(5)])
        for one in await storage.inbox.claim(lease, ALL):
            if luck.random() < 0.4 and not one.parked:
                await finish(storage, one)
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


async def test_a_cancelled_caller_leaves_its_batch_to_the_next(storage: Storage) -> None:
    first = asyncio.ensure_future(storage.inbox.accept([update(1)]))
    second = asyncio.ensure_future(storage.inbox.accept([update(2)]))
    await asyncio.sleep(0)
    first.cancel()
    await second
    await asyncio.gather(first, return_exceptions=True)
    await storage.inbox.accept([update(1)])
    assert (await storage.inbox.counts()).received == 2


async def test_everybody_hears_that_storing_failed(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(storage.inbox, "_store", broken)
        heard = await asyncio.gather(*(storage.inbox.accept([update(n)]) for n in (1, 2)), return_exceptions=True)
    assert [str(error) for error in heard] == ["disk full", "disk full"]
    await storage.inbox.accept([update(1)])
    assert (await storage.inbox.counts()).received == 1


async def test_a_person_is_served_in_order_over_midnight(storage: Storage, lease: Lease, now: Now) -> None:
    await storage.inbox.accept([update(1)])
    now.later(days=1)
    await storage.inbox.accept([update(2)])
    [first] = await storage.inbox.claim(lease, ALL)
    assert first.update_id == 1
    assert await storage.inbox.claim(lease, ALL, [first.lane]) == []
    await finish(storage, first)
    assert [one.update_id for one in await storage.inbox.claim(lease, ALL)] == [2]
