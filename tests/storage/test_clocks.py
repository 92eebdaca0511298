from dataclasses import replace
from datetime import timedelta

from cases.model import Clock, ClockKind, Event, Role
from cases.ports import Enterprise
from storage import Storage
from tests.storage.conftest import MONDAY, a_case, join

DAY = timedelta(days=1)


async def test_a_clock_is_started_moved_and_met(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        taken = Clock(0, dawn.id, case.id, ClockKind.TAKEN, MONDAY, MONDAY + DAY, MONDAY + DAY, MONDAY + DAY)
        first = await work.clocks.start(taken)
        second = await work.clocks.start(replace(taken, kind=ClockKind.ANSWERED, due=MONDAY + 2 * DAY))
        assert first.id != second.id
        moved = replace(first, due=MONDAY + 3 * DAY, next_rung_at=None, rung=2, worker_told=True, met_at=MONDAY)
        await work.clocks.save(moved)
    async with storage.unit() as unit:
        clocks = (await unit.enterprise(dawn.id)).clocks
        assert await clocks.of(case.id) == [second, moved]
        assert await clocks.running() == [second]
        assert len(await clocks.promised_between(MONDAY + DAY, MONDAY + 2 * DAY)) == 2
        assert await clocks.promised_between(MONDAY, MONDAY + DAY) == []


async def test_i_have_it_counts_once_per_person_and_clock(storage: Storage, dawn: Enterprise) -> None:
    ben, carol = [await join(storage, dawn, chat, Role.LEAD) for chat in (77, 78)]
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        clocks = (await unit.enterprise(dawn.id)).clocks
        clock = await clocks.start(Clock(0, dawn.id, case.id, ClockKind.TAKEN, MONDAY, MONDAY, MONDAY, None))
        assert await clocks.hold(clock.id, ben.id, MONDAY + DAY)
        assert not await clocks.hold(clock.id, ben.id, MONDAY + 2 * DAY)
        assert await clocks.hold(clock.id, carol.id, MONDAY + 2 * DAY)
        assert await clocks.holds(clock.id) == {ben.id: MONDAY + DAY, carol.id: MONDAY + 2 * DAY}


async def test_events_keep_their_order(storage: Storage, dawn: Enterprise) -> None:
    ben = await join(storage, dawn, 77, Role.LEAD)
    case = await a_case(storage, dawn)
    happened = [
        Event(case.id, "taken", MONDAY + DAY, ben.id, {"choice": "meeting", "red": False, "n": 1, "none": None}),
        Event(case.id, "answer", MONDAY),
    ]
    async with storage.unit() as unit:
        events = (await unit.enterprise(dawn.id)).events
        for event in happened:
            await events.add(event)
        assert await events.of(case.id) == happened
        assert await events.between(MONDAY, MONDAY + DAY) == [happened[1]]
        assert await events.between(MONDAY, MONDAY + 2 * DAY) == happened[::-1]
