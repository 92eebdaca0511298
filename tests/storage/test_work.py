import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from cases.errors import NotFound
from cases.model import Audience, Author, Case, Clock, ClockKind, Event, MediaKind, Role, Stage
from cases.ports import Address, Enterprise, Message, ToMember, ToTeam, Worker
from storage import Storage, Work, in_transaction
from storage.errors import JoinRefused, StorageError
from tests.storage.conftest import MONDAY, a_case, join

Attempt = Callable[[Work, Case], Awaitable[object]]


async def test_a_rolled_back_unit_keeps_nothing(storage: Storage, dawn: Enterprise) -> None:
    begun: list[int] = []

    async def fail() -> None:
        async with storage.unit() as unit:
            begun.append(await unit.new_case_id())
            await unit.identities.keep_worker(5, Worker(dawn.id, "en"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with storage.unit() as unit:
        assert await unit.identities.worker(5) is None
        with pytest.raises(NotFound):
            await unit.media.expect(begun[0], MediaKind.PHOTO, "file", 1)


async def test_two_units_on_one_case_follow_each_other(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    inside, order = asyncio.Event(), []

    async def take(name: str) -> Stage:
        async with storage.unit() as unit:
            work = await unit.enterprise(dawn.id)
            found = await work.cases.get(case.id)
            order.append(name)
            inside.set()
            seen, found.stage = found.stage, Stage.TAKEN
            await work.cases.save(found)
            return seen

    assert sorted(await asyncio.gather(take("Ana"), take("Ben"))) == [Stage.NEW, Stage.TAKEN]
    assert len(order) == 2


async def test_the_edge_can_tell_that_a_transaction_is_open(storage: Storage) -> None:
    assert in_transaction.get() is False
    async with storage.unit():
        assert in_transaction.get() is True
        elsewhere = await asyncio.to_thread(in_transaction.get)
        assert elsewhere is True
    assert in_transaction.get() is False
    async with storage.reading():
        assert in_transaction.get() is False


@pytest.mark.parametrize(
    "attempt",
    [
        lambda work, case: work.cases.get(case.id),
        lambda work, case: work.cases.by_number(case.number),
        lambda work, case: work.cases.save(case),
        lambda work, case: work.cases.add(case),
        lambda work, case: work.cases.remove(case.id),
        lambda work, case: work.entries.add(case.id, Author.WORKER, Audience.TEAM, MONDAY, "words"),
        lambda work, case: work.entries.of(case.id),
        lambda work, case: work.entries.media_of(case.id),
        lambda work, case: work.clocks.of(case.id),
        lambda work, case: work.acts.later(case.id, "release", MONDAY),
        lambda work, case: work.acts.cancel(case.id, "release"),
        lambda work, case: work.events.add(Event(case.id, "taken", MONDAY)),
        lambda work, case: work.events.of(case.id),
        lambda work, case: work.replies.keep(case.id, Address(9, "en")),
        lambda work, case: work.replies.open(case.id),
        lambda work, case: work.replies.end(case.id),
        lambda work, case: work.receipts.issue(case.id),
        lambda work, _case: work.staff.get(1),
        lambda work, _case: work.staff.end(1, MONDAY),
        lambda work, _case: work.policy(99),
    ],
)
async def test_what_is_somebody_elses_is_not_found(
    storage: Storage, dawn: Enterprise, foreign: Enterprise, attempt: Attempt
) -> None:
    case = await a_case(storage, dawn, chat=5)
    await join(storage, dawn, 77, Role.LEAD)
    with pytest.raises(NotFound):
        async with storage.unit() as unit:
            await attempt(await unit.enterprise(foreign.id), case)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        assert await work.cases.get(case.id) == case
        assert await work.replies.open(case.id) == Address(5, "zh_Hans")


async def test_somebody_elses_clock_is_not_found(storage: Storage, dawn: Enterprise, foreign: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        clock = await work.clocks.start(Clock(0, dawn.id, case.id, ClockKind.TAKEN, MONDAY, MONDAY, MONDAY, None))
    async with storage.unit() as unit:
        work = await unit.enterprise(foreign.id)
        with pytest.raises(NotFound):
            await work.clocks.save(clock)
        with pytest.raises(NotFound):
            await work.clocks.hold(clock.id, 1, MONDAY)
        assert await work.clocks.holds(clock.id) == {}
        assert await work.clocks.running() == []
        assert await work.clocks.promised_between(MONDAY, MONDAY + timedelta(days=1)) == []


async def test_lists_hold_only_our_own(storage: Storage, dawn: Enterprise, foreign: Enterprise) -> None:
    case = await a_case(storage, dawn, chat=5)
    await join(storage, dawn, 77, Role.LEAD)
    async with storage.unit() as unit:
        work = await unit.enterprise(foreign.id)
        own = unit.identities.own_tags(5)
        assert await work.cases.open() == []
        assert await work.cases.many([case.id]) == {}
        assert await work.cases.mine(own) == []
        assert await work.staff.all() == []
        assert await work.staff.reachable() == frozenset()
        assert await work.events.between(MONDAY - timedelta(days=9), MONDAY + timedelta(days=9)) == []


async def test_an_unknown_enterprise_is_not_found(storage: Storage, dawn: Enterprise) -> None:
    async with storage.unit() as unit:
        assert (await unit.enterprise_by_code("dawn")).enterprise == dawn
        for look in (unit.enterprise(404), unit.enterprise_by_code("dusk")):
            with pytest.raises(NotFound):
                await look


@pytest.mark.parametrize("worker_first", [True, False])
async def test_a_unit_that_writes_a_case_writes_no_worker(
    storage: Storage, dawn: Enterprise, *, worker_first: bool
) -> None:
    case = await a_case(storage, dawn)

    async def write_worker(work: Work) -> None:
        await work.unit.identities.keep_worker(5, Worker(dawn.id, "en"))

    async def write_case(work: Work) -> None:
        await work.entries.add(case.id, Author.WORKER, Audience.TEAM, MONDAY, "more")

    first, second = (write_worker, write_case) if worker_first else (write_case, write_worker)

    async def write_both() -> None:
        async with storage.unit() as unit:
            work = await unit.enterprise(dawn.id)
            await first(work)
            await second(work)

    with pytest.raises(JoinRefused):
        await write_both()
    async with storage.unit() as unit:
        assert await unit.identities.worker(5) is None
        assert len(await (await unit.enterprise(dawn.id)).entries.of(case.id)) == 1


async def test_a_reading_unit_says_nothing(storage: Storage, dawn: Enterprise) -> None:
    ben = await join(storage, dawn, 77, Role.LEAD)
    with pytest.raises(StorageError, match="cannot write"):
        async with storage.reading() as unit:
            await unit.outbox.say(Message(ToMember(ben.id), "hello", "hello"))


async def test_a_team_is_spoken_to_through_its_enterprise(storage: Storage) -> None:
    async with storage.unit() as unit:
        with pytest.raises(StorageError, match="through the work"):
            await unit.outbox.say(Message(ToTeam(), "hello", "hello"))


async def test_a_reading_unit_sees_cases_without_locking_them(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as writing, storage.reading() as reading:
        await (await writing.enterprise(dawn.id)).cases.get(case.id)
        work = await reading.enterprise(dawn.id)
        assert await work.cases.get(case.id) == case
        assert await work.cases.by_number(case.number) == case
