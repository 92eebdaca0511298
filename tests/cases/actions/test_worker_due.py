"""The date the worker knows stays, and on it they hear when it breaks; what fell due meanwhile is told."""

from datetime import date, datetime

import pytest

from cases.actions.add import add
from cases.actions.decide import accept
from cases.actions.major import assure, call_major
from cases.actions.manage import extend
from cases.actions.reply import pause, reply
from cases.actions.sort import sort, sort_again
from cases.actions.take import take
from cases.assurances import Assurances
from cases.errors import RuleBroken
from cases.model import ClockKind, Kind, TakeChoice, Urgency
from cases.policy import RowName
from tests.cases.actions.plant import SMALLEST, Plant
from tests.cases.actions.test_sort import broken, told_a_new_date, unsorted
from tests.cases.examples import at


@pytest.mark.parametrize("row", [RowName.HAZARD_RED, RowName.QUESTION, RowName.SUGGESTION])
async def test_the_date_of_a_solution_stays_told_through_a_slip(plant: Plant, row: RowName) -> None:
    case = await told_a_new_date(plant)
    await plant.until("2026-03-20 10:00")
    before = await broken(plant, case)
    await plant.does(sort, case, "Dora", row)
    await plant.does(sort_again, case, "Dora")
    clock = (await plant.clocks(case))[ClockKind.SOLVED]
    assert clock.due <= at("2026-04-10 17:00") == clock.worker_due
    await plant.until("2026-04-10 17:00")
    assert (await broken(plant, case))[len(before) :] == [("solved", at("2026-04-10 17:00"))]


async def test_the_date_of_a_solution_stays_told_in_a_question_too(plant: Plant) -> None:
    """Those who look after questions hear of it as well."""
    case = await told_a_new_date(plant)
    await plant.does(sort, case, "Dora", RowName.QUESTION)
    await plant.until("2026-04-10 17:00")
    assert await broken(plant, case) == [("solved", at("2026-04-10 17:00"))]
    assert ("Carol", "alert") in await plant.told()


async def a_danger(plant: Plant) -> int:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.YELLOW)).case_id
    await plant.until("2026-03-02 12:00")
    return case


def gone_by(day: date) -> Assurances:
    return Assurances("Ben", "A fence and a guard", "3,000", day, "Stop the line")


async def promised(plant: Plant, case: int) -> list[datetime]:
    """The dates for which the worker was told sorry, on those very dates."""
    events = [event for event in await plant.events(case) if event.what == "promise_broken"]
    dates = [datetime.fromisoformat(str(event.data["promised"])) for event in events]
    assert dates == [event.at for event in events]
    return dates


async def test_assurances_move_no_date_the_worker_was_told(plant: Plant) -> None:
    case = await a_danger(plant)
    await plant.does(reply, case, "Carol", "We look.", ())
    await plant.does(extend, case, "Carol", "It takes longer", date(2026, 3, 12))
    await plant.does(call_major, case, "Carol")
    await plant.does(assure, case, "Carol", gone_by(date(2026, 3, 20)))
    await plant.until("2026-03-23 17:00")
    assert await promised(plant, case) == [at("2026-03-12 17:00")]


async def test_a_nearer_time_limit_alerts_the_team_and_apologises_for_the_day_that_was_told(plant: Plant) -> None:
    case = await a_danger(plant)
    await plant.does(accept, case, "Carol", date(2026, 3, 9))
    await plant.does(call_major, case, "Carol")
    await plant.does(assure, case, "Carol", gone_by(date(2026, 3, 5)))
    await plant.until("2026-03-23 17:00")
    assert await promised(plant, case) == [at("2026-03-09 17:00")]
    first = next(e for e in await plant.events(case) if e.what == "rung" and e.data["form"] == "alert")
    assert first.at == at("2026-03-05 17:00")


async def test_an_extension_is_later_for_the_worker_too(plant: Plant) -> None:
    case = await a_danger(plant)
    await plant.does(accept, case, "Carol", date(2026, 3, 9))
    await plant.does(call_major, case, "Carol")
    await plant.does(assure, case, "Carol", gone_by(date(2026, 3, 5)))
    with pytest.raises(RuleBroken, match="extend_only_to_later"):
        await plant.does(extend, case, "Carol", "It takes longer", date(2026, 3, 6))
    await plant.does(extend, case, "Carol", "It takes longer", date(2026, 3, 10))
    assert (await plant.clocks(case))[ClockKind.SOLVED].worker_due == at("2026-03-10 17:00")


async def test_what_is_sorted_names_the_day_that_counts_and_none_that_is_over(plant: Plant) -> None:
    late = await unsorted(plant)
    await plant.does(take, late, "Dora", TakeChoice.LOOK_TODAY)
    await plant.does(extend, late, "Dora", "It takes longer", date(2026, 3, 13))
    await plant.until("2026-03-11 10:00")
    await plant.does(sort, late, "Dora", RowName.SUGGESTION)
    assert (await plant.events(late))[-1].data["promised"] == at("2026-03-13 17:00").isoformat()
    over = (await plant.sends(kind=None)).case_id
    await plant.until("2026-03-23 10:00")
    await plant.does(sort, over, "Dora", RowName.SUGGESTION)
    assert (await plant.events(over))[-1].data["promised"] is None


async def alerted(plant: Plant, case: int) -> list[tuple[object, datetime]]:
    events = [event for event in await plant.events(case) if event.what == "rung"]
    return [(event.data["to"], event.at) for event in events if event.data["form"] == "alert"]


async def test_what_fell_due_while_it_rested_is_told_to_those_who_act_first(plant: Plant) -> None:
    """Asked on a Friday and answered on the Saturday: no working day was waited for."""
    await plant.until("2026-03-06 09:00")
    case = (await plant.sends(kind=Kind.GRIEVANCE)).case_id
    await plant.until("2026-03-06 12:00")
    await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-13 10:00")
    await plant.does(pause, case, "Dora", "Which press is it?")
    await plant.until("2026-03-14 10:00")
    async with plant.work() as work:
        await add(work, case, "Press 3", (), plant.now)
    await plant.until("2026-03-16 18:00")
    told = (await alerted(plant, case))[:2]
    assert [to for to, _ in told] == ["handler", "coach"]
    assert told[0][1] < at("2026-03-15 00:00") < told[1][1]


async def test_what_is_urgent_and_fell_due_while_it_rested_alarms_those_who_act_first(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.GRIEVANCE, harm=True)).case_id
    await plant.until("2026-03-02 12:30")
    await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-04 16:00")
    before = len(await alerted(plant, case))
    await plant.does(pause, case, "Dora", "Which press is it?")
    await plant.until("2026-03-04 17:10")
    async with plant.work() as work:
        await add(work, case, "Press 3", (), plant.now)
    await plant.until("2026-03-04 18:30")
    assert [to for to, _ in await alerted(plant, case)][before:] == ["handler"]


async def test_what_fell_due_just_before_it_was_sorted_is_told_all_the_same(plant: Plant) -> None:
    case = await unsorted(plant)
    await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-09 16:59")
    plant.clock.at = at("2026-03-09 17:00") + SMALLEST
    await plant.does(sort, case, "Dora", RowName.SUGGESTION)
    await plant.tick()
    assert await broken(plant, case) == [("answered", plant.now)]
    assert (await alerted(plant, case))[-1][0] == "lead"
