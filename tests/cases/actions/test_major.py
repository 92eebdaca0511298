"""A 🟡 danger comes in on Monday 2 March at 11:30; at 12:00 the lead calls it major."""

from datetime import date

import pytest

from cases.actions.decide import accept, resolve
from cases.actions.flags import set_flags
from cases.actions.major import assure, call_major
from cases.assurances import Assurances
from cases.errors import NotAllowed, NotFound, RuleBroken, StaleButton
from cases.model import ClockKind, Flag, Kind, MediaKind, Stage, Urgency
from tests.cases.actions.plant import Plant
from tests.cases.examples import at

GIVEN = Assurances("Ben", "A fence and a guard", "3,000 from the owner", date(2026, 3, 20), "Stop the line, call 119")


async def a_danger(plant: Plant, urgency: Urgency = Urgency.YELLOW) -> int:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=urgency)).case_id
    await plant.until("2026-03-02 12:00")
    await plant.told()
    return case


async def test_five_assurances_are_due_within_72_hours(plant: Plant) -> None:
    case = await a_danger(plant)
    await plant.does(call_major, case, "Carol")
    clocks = await plant.clocks(case)
    assert clocks[ClockKind.ASSURED].due == at("2026-03-05 12:00")
    assert await plant.log(case) == ["submitted", "major"]
    assert await plant.told() == [("Carol", "card")]


async def test_only_a_lead_or_the_safety_officer_says_so(plant: Plant) -> None:
    case = await a_danger(plant)
    for name in ("Ben", "Fred"):
        with pytest.raises(NotAllowed):
            await plant.does(call_major, case, name)
    with pytest.raises(NotFound):
        await plant.does(call_major, case, "Dora")
    async with plant.work() as work:
        await set_flags(work, plant.people["Ben"].id, frozenset({Flag.SAFETY_OFFICER}), plant.now)
    await plant.does(call_major, case, "Ben")
    with pytest.raises(NotAllowed):
        await plant.does(call_major, case, "Carol")


async def test_what_is_no_danger_is_never_major(plant: Plant) -> None:
    idea = (await plant.sends()).case_id
    await plant.until("2026-03-02 12:00")
    with pytest.raises(NotAllowed):
        await plant.does(call_major, idea, "Carol")


async def test_the_assurances_keep_the_promise_and_set_the_time_limit(plant: Plant) -> None:
    case = await a_danger(plant, Urgency.RED)
    await plant.does(call_major, case, "Carol")
    await plant.does(assure, case, "Carol", GIVEN)
    clocks = await plant.clocks(case)
    assert clocks[ClockKind.ASSURED].met_at == plant.now
    assert (clocks[ClockKind.SOLVED].promised, clocks[ClockKind.SOLVED].due) == (at("2026-03-20 17:00"),) * 2
    event = (await plant.events(case))[-1]
    async with plant.work() as work:
        entry = (await work.entries.of(case))[-1]
    assert (event.what, event.data) == ("assured", {"entry": entry.id, "until": "2026-03-20"})
    assert Assurances.of(entry.text) == GIVEN
    with pytest.raises(StaleButton):
        await plant.does(assure, case, "Carol", GIVEN)


async def test_an_earlier_day_the_worker_was_promised_stays(plant: Plant) -> None:
    case = await a_danger(plant)
    await plant.does(accept, case, "Carol", date(2026, 3, 6))
    await plant.does(call_major, case, "Carol")
    await plant.does(assure, case, "Carol", GIVEN)
    assert (await plant.clocks(case))[ClockKind.SOLVED].due == at("2026-03-06 17:00")


async def test_each_assurance_is_needed_and_a_day_to_come(plant: Plant) -> None:
    with pytest.raises(RuleBroken, match="text_needed"):
        Assurances("Ben", "", "3,000", date(2026, 3, 20), "Stop the line")
    case = await a_danger(plant)
    await plant.does(call_major, case, "Carol")
    past = Assurances("Ben", "A fence", "3,000", date(2026, 3, 1), "Stop the line")
    with pytest.raises(RuleBroken, match="date_not_later"):
        await plant.does(assure, case, "Carol", past)


async def test_who_is_late_with_them_is_told_and_so_is_the_next_above(plant: Plant) -> None:
    case = await a_danger(plant)
    await plant.does(call_major, case, "Carol")
    await plant.until("2026-03-05 12:01")
    rungs = [event.data for event in await plant.events(case) if event.what == "rung"]
    assert {"clock": "assured", "form": "alert", "to": "lead"} in rungs


async def test_mended_within_72_hours_needs_no_assurances(plant: Plant) -> None:
    case = await a_danger(plant)
    await plant.does(call_major, case, "Carol")
    async with plant.storage.unit() as unit:
        photo = (await unit.media.expect(case, MediaKind.PHOTO, "file", 1000)).id
    await plant.does(resolve, case, "Carol", "Mended", (photo,))
    assert (await plant.clocks(case))[ClockKind.ASSURED].met_at == plant.now
    assert (await plant.case(case)).stage is Stage.RESOLVED
