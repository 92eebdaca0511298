"""A 🟢 danger is solved on Monday 2 March and closed by the worker's ✅ at 16:30."""

import pytest

from cases.actions.decide import decline, resolve
from cases.actions.major import call_major
from cases.actions.rate import rate
from cases.actions.recheck import recheck
from cases.actions.verify import verify
from cases.errors import NotAllowed, NotFound, StaleButton
from cases.model import ClockKind, DeclineReason, Kind, MediaKind, Stage, Urgency, Verdict
from tests.cases.actions.plant import Plant


async def a_danger(plant: Plant) -> int:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.GREEN)).case_id
    await plant.until("2026-03-02 12:00")
    return case


async def solved(plant: Plant, case: int) -> None:
    async with plant.storage.unit() as unit:
        photo = (await unit.media.expect(case, MediaKind.PHOTO, "file", 1000)).id
    await plant.does(resolve, case, "Ben", "Mended", (photo,))
    await plant.does(rate, case, Verdict.SOLVED)


async def closed(plant: Plant) -> int:
    case = await a_danger(plant)
    await solved(plant, case)
    await plant.until("2026-03-02 16:30")
    assert (await plant.case(case)).stage is Stage.CLOSED
    return case


async def asked(plant: Plant, moment: str) -> bool:
    """Whether the team has been asked to look again between the last look and this moment."""
    await plant.told()
    await plant.until(moment)
    return ("Carol", "recheck") in await plant.told()


async def test_after_thirty_days_somebody_is_asked_to_look(plant: Plant) -> None:
    await closed(plant)
    assert not await asked(plant, "2026-04-01 16:29")
    assert await asked(plant, "2026-04-01 16:31")


async def test_a_major_danger_is_looked_at_after_seven_days_and_closed_by_two(plant: Plant) -> None:
    case = await a_danger(plant)
    await plant.does(call_major, case, "Carol")
    await solved(plant, case)
    await plant.until("2026-03-02 16:30")
    assert (await plant.case(case)).stage is Stage.RESOLVED
    await plant.does(verify, case, "Carol")
    assert (await plant.case(case)).stage is Stage.CLOSED
    assert not await asked(plant, "2026-03-09 16:29")
    assert await asked(plant, "2026-03-09 16:31")


async def test_closed_by_silence_it_is_looked_at_too(plant: Plant) -> None:
    case = await a_danger(plant)
    async with plant.storage.unit() as unit:
        photo = (await unit.media.expect(case, MediaKind.PHOTO, "file", 1000)).id
    await plant.does(resolve, case, "Ben", "Mended", (photo,))
    assert await asked(plant, "2026-04-15 12:01")


async def test_what_was_declined_or_is_open_again_is_not_asked_about(plant: Plant) -> None:
    declined = await a_danger(plant)
    await plant.does(decline, declined, "Carol", DeclineReason.NOT_CONFIRMED, "We saw nothing")
    await plant.does(rate, declined, Verdict.SOLVED)
    reopened = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.GREEN)).case_id
    await plant.until("2026-03-02 16:30")
    await solved(plant, reopened)
    await plant.until("2026-03-03 12:00")
    await plant.does(rate, reopened, Verdict.HALF)
    assert not await asked(plant, "2026-04-20 12:00")


async def test_still_gone_is_noted_once(plant: Plant) -> None:
    case = await closed(plant)
    await plant.does(recheck, case, "Ben", True)
    assert (await plant.events(case))[-1].data == {"gone": True}
    assert (await plant.case(case)).stage is Stage.CLOSED
    with pytest.raises(StaleButton):
        await plant.does(recheck, case, "Carol", True)


async def test_back_it_is_open_again_with_fresh_promises_and_the_worker_hears_it(plant: Plant) -> None:
    case = await closed(plant)
    await plant.told()
    await plant.does(recheck, case, "Carol", False)
    stored = await plant.case(case)
    assert (stored.stage, stored.verdict, stored.owner) == (Stage.TAKEN, None, plant.people["Ben"].id)
    async with plant.work() as work:
        running = {clock.kind for clock in await work.clocks.of(case) if clock.met_at is None}
    assert running == {ClockKind.ANSWERED, ClockKind.SOLVED}
    await plant.until("2026-03-02 19:15")
    assert ("Ana", "knock") in await plant.told()


async def test_only_a_closed_danger_is_looked_at_and_by_those_who_see_it(plant: Plant) -> None:
    done = await closed(plant)
    with pytest.raises(NotFound):
        await plant.does(recheck, done, "Dora", True)
    running = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.GREEN)).case_id
    await plant.until("2026-03-03 12:00")
    with pytest.raises(NotAllowed):
        await plant.does(recheck, running, "Carol", True)
