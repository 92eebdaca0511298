"""*I have it* holds the climb, never the promise: whatever changes meanwhile, the worker hears of a break in time."""

from dataclasses import replace
from datetime import date

import pytest

from cases.actions.flags import set_flags
from cases.actions.manage import extend, have_it
from cases.actions.take import take
from cases.actions.wind_up import wind_up
from cases.calendar import Shutdown
from cases.model import About, ClockKind, Flag, Kind, TakeChoice
from tests.cases.actions.plant import SMALLEST, Plant, a_plant
from tests.cases.actions.test_staff import released
from tests.cases.examples import at
from tests.databases import Database

JUNE = Shutdown(date(2026, 6, 1), date(2026, 6, 5), "stocktaking")


async def told_of_the_break(plant: Plant, case: int) -> list[str]:
    return [event.at.isoformat() for event in await plant.events(case) if event.what == "promise_broken"]


@pytest.fixture
async def held(plant: Plant) -> int:
    """An answer due on Monday 16 March at 17:00, which Carol says in the morning of that day that she looks after."""
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-16 09:00")
    await plant.does(have_it, case, ClockKind.ANSWERED, "Carol")
    await plant.told()
    return case


async def test_said_after_the_promise_broke_it_delays_nothing_that_the_worker_hears(plant: Plant) -> None:
    """It is said a second after the due time, before the tick that looks at the clock."""
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-16 16:59")
    plant.clock.at = at("2026-03-16 17:00") + SMALLEST
    held = await plant.does(have_it, case, ClockKind.ANSWERED, "Carol")
    await plant.tick()
    assert await told_of_the_break(plant, case) == [plant.now.isoformat()]
    assert (await plant.clocks(case))[ClockKind.ANSWERED].next_rung_at == held


async def test_by_a_changed_calendar_no_break_is_told_later(plant: Plant, held: int) -> None:
    await plant.storage.admin.change_enterprise(
        plant.enterprise, lambda keyu: replace(keyu, calendar=replace(keyu.calendar, shutdowns=(JUNE,)))
    )
    await plant.until("2026-03-16 17:00")
    assert await told_of_the_break(plant, held) == [at("2026-03-16 17:00").isoformat()]


async def test_a_new_date_within_the_hold_that_breaks_is_told_in_time(plant: Plant, held: int) -> None:
    await plant.does(extend, held, "Carol", "The part comes late", date(2026, 3, 17))
    await plant.until("2026-03-17 17:00")
    assert await told_of_the_break(plant, held) == [at("2026-03-17 17:00").isoformat()]


async def test_while_a_second_one_has_it_a_new_flag_of_the_first_delays_nothing(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00") as plant:
        case = (await plant.sends(kind=Kind.GRIEVANCE, about=About.LINE_LEADER)).case_id
        await plant.until("2026-03-02 12:00")
        await plant.does(take, case, "Emil", TakeChoice.LOOK_TODAY)
        await plant.until("2026-03-09 09:00")
        for name in ("Dora", "Emil"):
            await plant.does(have_it, case, ClockKind.ANSWERED, name)
        async with plant.work() as work:
            await set_flags(work, plant.people["Dora"].id, frozenset({Flag.LINE_LEADER}), plant.now)
        await plant.until("2026-03-09 17:00")
        assert await told_of_the_break(plant, case) == [at("2026-03-09 17:00").isoformat()]


async def test_who_left_holds_nothing_still(plant: Plant, held: int) -> None:
    """The lead had it: once the enterprise has left, the coach hears on the day on which the manager would have."""
    await plant.until("2026-03-16 18:00")
    await plant.told()
    await plant.until("2026-03-17 10:00")
    async with plant.work() as work:
        await wind_up(work, plant.now)
    await plant.told()
    await plant.until("2026-03-17 17:00")
    assert ("Gina", "alert") in await plant.told()
