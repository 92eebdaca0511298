"""A 🟢 danger is solved on Monday 2 March and closed by the worker's ✅ at 16:30."""

from datetime import datetime

import pytest

from cases.actions.decide import decline, resolve
from cases.actions.leave import leave
from cases.actions.major import call_major
from cases.actions.rate import rate
from cases.actions.recheck import recheck
from cases.actions.verify import verify
from cases.errors import NotAllowed, NotFound, StaleButton
from cases.model import ClockKind, DeclineReason, Kind, MediaKind, Member, Stage, Urgency, Verdict
from cases.ports import Work
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


async def test_after_the_last_of_the_team_who_holds_it_is_asked_to_look(plant: Plant) -> None:
    await closed(plant)
    for name in ("Ben", "Carol"):
        await plant.does(leaves, 0, name)
    await plant.told()
    await plant.until("2026-04-01 16:31")
    assert [each for each in await plant.told() if each[1] == "recheck"] == [("Fred", "recheck")]


async def leaves(work: Work, _case: int, member: Member, at: datetime) -> None:
    await leave(work, member.id, at)


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


async def test_whoever_sees_it_still_there_opens_it_again_before_it_is_checked(plant: Plant) -> None:
    case = await a_danger(plant)
    async with plant.storage.unit() as unit:
        photo = (await unit.media.expect(case, MediaKind.PHOTO, "file", 1000)).id
    await plant.does(resolve, case, "Ben", "Mended", (photo,))
    with pytest.raises(NotAllowed):
        await plant.does(recheck, case, "Carol", True)
    await plant.does(recheck, case, "Carol", False)
    stored = await plant.case(case)
    assert (stored.stage, stored.owner) == (Stage.TAKEN, plant.people["Ben"].id)
    assert (await plant.log(case))[-2:] == ["reopened", "came_back"]


async def test_nobody_looked_it_is_asked_once_more_each_week_and_not_for_ever(plant: Plant) -> None:
    await closed(plant)
    for monday in ("2026-04-01 16:31", "2026-04-08 16:31", "2026-04-15 16:31", "2026-04-22 16:31", "2026-04-29 16:31"):
        assert await asked(plant, monday)
    assert not await asked(plant, "2026-07-01 12:00")


@pytest.mark.parametrize("gone", [True, False])
async def test_somebody_looked_it_is_asked_no_more(plant: Plant, gone: bool) -> None:
    case = await closed(plant)
    assert await asked(plant, "2026-04-01 16:31")
    await plant.does(recheck, case, "Ben", gone)
    assert not await asked(plant, "2026-05-01 12:00")


async def test_open_again_and_declined_it_is_not_asked_about_for_its_first_end(plant: Plant) -> None:
    case = await closed(plant)
    await plant.does(rate, case, Verdict.HALF)
    await plant.until("2026-03-03 11:30")
    await plant.does(decline, case, "Carol", DeclineReason.NOT_CONFIRMED, "We saw nothing")
    await plant.does(rate, case, Verdict.SOLVED)
    assert not await asked(plant, "2026-04-20 12:00")
    assert (await plant.case(case)).stage is Stage.CLOSED
