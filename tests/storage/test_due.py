from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cases.model import Clock, ClockKind, Event, Member, Role
from cases.ports import Act, Enterprise
from storage import Storage, Work
from storage.due import PUSHED_AHEAD, Step
from storage.keytable import KeyKind
from tests.storage.conftest import MONDAY, Now, a_case, join

HOUR = timedelta(hours=1)


class Doing:
    """Notes what it is asked to do; fails for what is called poison."""

    def __init__(self) -> None:
        self.done: list[Act | Clock | Member] = []

    async def act(self, work: Work, act: Act, at: datetime) -> None:
        if act.what == "poison":
            raise ZeroDivisionError
        self.done.append(act)
        await work.events.add(Event(act.case, act.what, at))

    async def clock(self, work: Work, clock: Clock, at: datetime) -> None:
        if clock.kind is ClockKind.SOLVED:
            raise ZeroDivisionError
        self.done.append(clock)
        await work.clocks.save(replace(clock, next_rung_at=at + HOUR, rung=clock.rung + 1))

    async def digest(self, work: Work, member: Member, at: datetime) -> None:
        if member.name == "Poison":
            raise ZeroDivisionError
        self.done.append(member)
        await work.staff.next_digest(member.id, at + 24 * HOUR)


@pytest.fixture
def doing() -> Doing:
    return Doing()


async def _later(storage: Storage, dawn: Enterprise, what: str, due: datetime) -> int:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).acts.later(case.id, what, due, {"n": 1, "词": "x"})
    return case.id


async def test_acts_are_done_once_when_due_oldest_first(storage: Storage, dawn: Enterprise, doing: Doing) -> None:
    second = await _later(storage, dawn, "second", MONDAY)
    first = await _later(storage, dawn, "first", MONDAY - HOUR)
    await _later(storage, dawn, "later", MONDAY + HOUR)
    assert await storage.due.acts(MONDAY, doing.act, most=1) == Step(1)
    assert await storage.due.acts(MONDAY, doing.act) == Step(1)
    assert await storage.due.acts(MONDAY, doing.act) == Step(0)
    assert [replace(act, id=0) for act in doing.done if isinstance(act, Act)] == [
        Act(0, dawn.id, first, "first", MONDAY - HOUR, {"n": 1, "词": "x"}),
        Act(0, dawn.id, second, "second", MONDAY, {"n": 1, "词": "x"}),
    ]


async def test_the_next_act_or_rung_is_known(storage: Storage, dawn: Enterprise) -> None:
    assert await storage.due.next_at() is None
    case = await _later(storage, dawn, "release", MONDAY + 2 * HOUR)
    assert await storage.due.next_at() == MONDAY + 2 * HOUR
    async with storage.unit() as unit:
        rung = Clock(0, dawn.id, case, ClockKind.TAKEN, MONDAY, MONDAY, MONDAY, MONDAY + HOUR)
        await (await unit.enterprise(dawn.id)).clocks.start(rung)
    assert await storage.due.next_at() == MONDAY + HOUR


async def test_of_promises_due_at_once_the_further_one_has_the_last_word(storage: Storage, dawn: Enterprise) -> None:
    """Whatever the order of their random numbers: whoever is told of both in one message hears the same each time."""
    kinds = [ClockKind.TAKEN, ClockKind.ANSWERED, ClockKind.SOLVED]
    case = (await a_case(storage, dawn)).id
    async with storage.unit() as unit:
        for number, kind in enumerate(4 * kinds):
            promise = Clock(0, dawn.id, case, kind, MONDAY, MONDAY, MONDAY, MONDAY + number // 3 * HOUR)
            await (await unit.enterprise(dawn.id)).clocks.start(promise)
    seen = []

    async def note(work: Work, clock: Clock, _at: datetime) -> None:
        seen.append(clock.kind)
        await work.clocks.save(replace(clock, next_rung_at=None))

    assert await storage.due.clocks(MONDAY + 3 * HOUR, note) == Step(12)
    assert seen == 4 * kinds


async def test_a_cancelled_act_never_happens(storage: Storage, dawn: Enterprise, doing: Doing) -> None:
    case = await _later(storage, dawn, "release", MONDAY)
    async with storage.unit() as unit:
        acts = (await unit.enterprise(dawn.id)).acts
        await acts.cancel(case, "another")
        await acts.cancel(case, "release")
    assert await storage.due.acts(MONDAY, doing.act) == Step(0)


async def test_a_poison_act_is_pushed_ahead_and_the_others_go_on(
    storage: Storage, dawn: Enterprise, doing: Doing
) -> None:
    good = await _later(storage, dawn, "good", MONDAY - HOUR)
    await _later(storage, dawn, "poison", MONDAY)
    failed = await storage.due.acts(MONDAY, doing.act)
    assert (failed.done, type(failed.failed)) == (0, ZeroDivisionError)
    async with storage.unit() as unit:
        assert await (await unit.enterprise(dawn.id)).events.of(good) == []
    assert await storage.due.acts(MONDAY, doing.act) == Step(1)
    assert await storage.due.acts(MONDAY, doing.act) == Step(0)
    again = await storage.due.acts(MONDAY + PUSHED_AHEAD, doing.act)
    assert isinstance(again.failed, ZeroDivisionError)


async def test_an_act_of_a_shredded_case_is_let_go(storage: Storage, dawn: Enterprise, doing: Doing) -> None:
    case = await _later(storage, dawn, "release", MONDAY)
    async with storage.unit() as unit:
        await unit.shared.keys.destroy(unit.connection, KeyKind.CASE, case)
    assert await storage.due.acts(MONDAY, doing.act) == Step(1)
    assert doing.done == []


async def test_clocks_climb_when_due(storage: Storage, dawn: Enterprise, doing: Doing) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        clocks = (await unit.enterprise(dawn.id)).clocks
        taken = Clock(0, dawn.id, case.id, ClockKind.TAKEN, MONDAY, MONDAY, MONDAY, MONDAY)
        clock = await clocks.start(taken)
        await clocks.start(replace(taken, kind=ClockKind.SOLVED, next_rung_at=MONDAY + HOUR))
        await clocks.start(replace(taken, next_rung_at=None))
    assert await storage.due.clocks(MONDAY, doing.clock) == Step(1)
    assert await storage.due.clocks(MONDAY, doing.clock) == Step(0)
    assert doing.done == [clock]
    failed = await storage.due.clocks(MONDAY + HOUR, doing.clock)
    assert isinstance(failed.failed, ZeroDivisionError)
    doing.done.clear()
    assert await storage.due.clocks(MONDAY + HOUR, doing.clock) == Step(1)
    assert doing.done == [replace(clock, rung=1, next_rung_at=MONDAY + HOUR)]


async def test_digests_come_to_each_member_when_due(storage: Storage, dawn: Enterprise, doing: Doing) -> None:
    ben = await join(storage, dawn, 77, Role.LEAD, name="Ben")
    await join(storage, dawn, 78, Role.LEAD, name="Poison")
    left = await join(storage, dawn, 79, Role.LEAD, name="Carol")
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).staff.end(left.id, MONDAY)
    failed = await storage.due.digests(MONDAY, doing.digest)
    assert isinstance(failed.failed, ZeroDivisionError)
    doing.done.clear()
    assert await storage.due.digests(MONDAY, doing.digest) == Step(1)
    assert await storage.due.digests(MONDAY, doing.digest) == Step(0)
    assert doing.done == [ben]


async def test_a_digest_is_moved_unless_it_is_due(storage: Storage, dawn: Enterprise, doing: Doing) -> None:
    ana = await join(storage, dawn, 11, Role.LEAD, name="Ana")

    async def moved(to: datetime) -> None:
        async with storage.unit() as unit:
            await (await unit.enterprise(dawn.id)).staff.move_digest(ana.id, to, MONDAY)

    await moved(MONDAY + HOUR)
    assert await storage.due.digests(MONDAY, doing.digest) == Step(1)
    await moved(MONDAY + HOUR)
    assert await storage.due.digests(MONDAY, doing.digest) == Step(0)
    assert await storage.due.digests(MONDAY + HOUR, doing.digest) == Step(1)


async def test_two_replicas_share_what_is_due(storage: Storage, dawn: Enterprise, doing: Doing, now: Now) -> None:
    if storage.shared.database.sqlite:
        return
    for _ in range(4):
        await _later(storage, dawn, "release", MONDAY)

    async def nested(work: Work, act: Act, at: datetime) -> None:
        await doing.act(work, act, at)
        if len(doing.done) == 1:
            assert await storage.due.acts(MONDAY, doing.act) == Step(2)

    assert await storage.due.acts(MONDAY, nested, most=2) == Step(2)
    assert len(doing.done) == 4


async def test_a_case_in_somebodys_hands_is_left_to_the_next_look(
    storage: Storage, dawn: Enterprise, doing: Doing
) -> None:
    """On SQLite nobody else can hold one: there the writer simply comes later."""
    case = await _later(storage, dawn, "release", MONDAY)
    if storage.shared.database.sqlite:
        assert await storage.due.acts(MONDAY, doing.act) == Step(1)
        return
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).cases.get(case)
        assert await storage.due.acts(MONDAY, doing.act) == Step(0)
    assert await storage.due.acts(MONDAY, doing.act) == Step(1)


async def test_a_database_that_is_away_blames_no_row(storage: Storage, dawn: Enterprise, doing: Doing) -> None:
    await _later(storage, dawn, "release", MONDAY)

    async def cut_off(_work: Work, _act: Act, _at: datetime) -> None:
        raise OSError("connection lost")

    with pytest.raises(OSError, match="connection lost"):
        await storage.due.acts(MONDAY, cut_off)
    assert await storage.due.acts(MONDAY, doing.act) == Step(1)
