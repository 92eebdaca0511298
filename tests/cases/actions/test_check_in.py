"""Ana's grievance is released on Monday 2 March at 11:30; what Dora does at once is the first staff action."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.actions.check_in import all_right, stop_check_ins, want_check_ins
from cases.actions.decide import resolve
from cases.actions.rate import rate
from cases.actions.reply import reply
from cases.actions.withdraw import withdraw
from cases.errors import RuleBroken, StaleButton
from cases.model import Kind, Mode, Stage, Verdict
from tests.cases.actions.plant import Plant
from tests.cases.examples import SHANGHAI

LONG_AFTER = "2026-04-30 12:00"


async def a_grievance(plant: Plant, **facts: Any) -> int:
    case = (await plant.sends("He shouts at us", **{"kind": Kind.GRIEVANCE} | facts)).case_id
    await plant.until("2026-03-02 11:30")
    return case


async def answered(plant: Plant, case: int) -> None:
    await plant.does(reply, case, "Dora", "We talk to him", ())


async def asked(plant: Plant, case: int, moment: str = LONG_AFTER) -> list[str]:
    """When the worker was asked, up to then, as the clock on the wall showed it."""
    await plant.until(moment)
    times = [event.at.astimezone(ZoneInfo(SHANGHAI)) for event in await plant.events(case) if event.what == "check_in"]
    return [f"{time:%d %b %H:%M}" for time in times]


async def test_who_did_not_want_it_is_never_asked(plant: Plant) -> None:
    case = await a_grievance(plant)
    await answered(plant, case)
    assert await asked(plant, case) == []


async def test_seven_and_twenty_one_days_after_the_first_staff_action_wanted_before_it(plant: Plant) -> None:
    case = await a_grievance(plant)
    await plant.does(want_check_ins, case)
    await plant.does(want_check_ins, case)
    await answered(plant, case)
    assert await asked(plant, case) == ["09 Mar 12:15", "23 Mar 12:15"]


async def test_fourteen_days_after_the_end_and_then_no_more(plant: Plant) -> None:
    case = await a_grievance(plant)
    await plant.does(want_check_ins, case)
    await plant.does(resolve, case, "Dora", "He will not", ())
    await plant.until("2026-03-12 12:00")
    await plant.does(rate, case, Verdict.SOLVED)
    await plant.until("2026-03-12 16:30")
    assert (await plant.case(case)).stage is Stage.CLOSED
    assert await asked(plant, case) == ["09 Mar 12:15", "23 Mar 12:15", "26 Mar 19:15"]


async def test_the_worker_is_knocked_at_a_message_time_and_nobody_else_hears_of_it(plant: Plant) -> None:
    case = await a_grievance(plant)
    await plant.does(want_check_ins, case)
    await answered(plant, case)
    await plant.until("2026-03-09 12:15")
    await plant.told()
    await plant.until("2026-03-09 19:14")
    assert ("Ana", "knock") not in await plant.told()
    await plant.until("2026-03-09 19:15")
    assert [each for each in await plant.told() if each[1] != "digest"] == [("Ana", "knock")]


async def test_not_asked_again(plant: Plant) -> None:
    case = await a_grievance(plant)
    await plant.does(want_check_ins, case)
    await answered(plant, case)
    await plant.until("2026-03-10 12:00")
    async with plant.work() as work:
        await stop_check_ins(work, case)
    assert await asked(plant, case) == ["09 Mar 12:15"]


async def test_what_was_taken_back_or_has_no_way_back_any_more_is_not_asked_about(plant: Plant) -> None:
    taken_back = await a_grievance(plant)
    await plant.does(want_check_ins, taken_back)
    await plant.does(withdraw, taken_back)
    cut = (await plant.sends("He shouts", kind=Kind.GRIEVANCE)).case_id
    await plant.until("2026-03-02 16:30")
    await plant.does(want_check_ins, cut)
    await answered(plant, cut)
    async with plant.work() as work:
        await work.replies.end(cut)
    assert (await asked(plant, taken_back), await asked(plant, cut)) == ([], [])


async def test_only_a_grievance_with_a_way_back_is_asked_about(plant: Plant) -> None:
    suggestion = await a_grievance(plant, kind=Kind.SUGGESTION)
    with pytest.raises(StaleButton):
        await plant.does(want_check_ins, suggestion)
    with pytest.raises(StaleButton):
        await plant.does(all_right, suggestion)
    alone = (await plant.sends("He shouts", kind=Kind.GRIEVANCE, mode=Mode.NO_WAY_BACK)).case_id
    with pytest.raises(RuleBroken, match="check_in_needs_a_way_back"):
        await plant.does(want_check_ins, alone)


async def test_all_right_is_noted_once_at_the_next_release(plant: Plant) -> None:
    case = await a_grievance(plant)
    await plant.does(all_right, case)
    await plant.does(all_right, case)
    await plant.until("2026-03-02 16:29")
    assert "all_right" not in await plant.log(case)
    await plant.until("2026-03-02 16:31")
    assert (await plant.log(case)).count("all_right") == 1
