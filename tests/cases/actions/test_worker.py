from datetime import date
from typing import Any

import pytest

from cases.actions.add import add
from cases.actions.decide import decline, resolve
from cases.actions.major import assure, call_major
from cases.actions.rate import rate
from cases.actions.take import take
from cases.actions.verify import verify
from cases.actions.withdraw import Withdrawal, withdraw
from cases.actions.write_down import leave_out, write_down
from cases.assurances import Assurances
from cases.errors import MoveForbidden, NotFound
from cases.model import ClockKind, DeclineReason, Kind, Level, MediaKind, Stage, TakeChoice, Urgency, Verdict
from cases.recordings import written_down
from tests.cases.actions.plant import Plant, a_plant
from tests.cases.actions.test_staff import a_photo, released
from tests.cases.examples import at
from tests.databases import Database


async def resolved(plant: Plant, **facts: Any) -> int:
    case = await released(plant, **facts)
    photo = (await a_photo(plant, case),) if facts.get("kind") is Kind.HAZARD else ()
    restricted = facts.get("kind") is Kind.GRIEVANCE
    await plant.does(resolve, case, "Dora" if restricted else "Carol", "It is done", photo)
    await plant.told()
    return case


async def test_withdraw_before_the_release_leaves_no_trace(plant: Plant) -> None:
    case = (await plant.sends()).case_id
    assert await plant.does(withdraw, case) is Withdrawal.GONE
    with pytest.raises(NotFound):
        await plant.case(case)
    await plant.until("2026-03-02 16:30")
    assert await plant.told() == []


async def test_withdraw_a_red_one_within_the_hour_counts_nowhere(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    await plant.until("2026-03-02 09:59")
    assert await plant.does(withdraw, case) is Withdrawal.RECALLED
    assert (await plant.events(case))[-1].data == {"counts": False}
    assert (await plant.case(case)).stage is Stage.WITHDRAWN


async def test_withdraw_a_red_one_that_was_taken_counts(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    assert await plant.does(withdraw, case) is Withdrawal.COUNTED


async def test_withdraw_a_red_one_that_somebody_has_leaves_at_the_next_release(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.does(withdraw, case)
    await plant.until("2026-03-02 11:59")
    assert (await plant.case(case)).stage is Stage.TAKEN
    await plant.until("2026-03-02 12:00")
    assert (await plant.case(case)).stage is Stage.WITHDRAWN


async def test_a_no_to_what_was_written_down_of_a_red_one_is_noted_with_the_next_release(plant: Plant) -> None:
    case = (await plant.sends("", kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    async with plant.storage.unit() as unit:
        voice = await unit.media.expect(case, MediaKind.VOICE, "file", 1000)
        await add(await unit.enterprise(plant.enterprise), case, "", (voice.id,), plant.now)
    await plant.does(write_down, case, "Carol", "The guard is loose")
    [entry] = written_down(await plant.events(case))
    await plant.does(leave_out, case, entry)
    noted = (await plant.events(case))[-1]
    assert (noted.what, noted.at) == ("left_out", at("2026-03-02 12:00"))


async def test_withdraw_later_is_seen_at_the_next_release_and_ends_the_clocks(plant: Plant) -> None:
    case = await released(plant)
    assert await plant.does(withdraw, case) is Withdrawal.COUNTED
    await plant.until("2026-03-02 16:29")
    assert (await plant.case(case)).stage is Stage.NEW
    await plant.until("2026-03-02 16:30")
    assert (await plant.case(case)).stage is Stage.WITHDRAWN
    assert all(clock.met_at for clock in (await plant.clocks(case)).values())
    assert await plant.told() == [("Carol", "card")]


async def test_withdraw_what_is_settled_is_refused(plant: Plant) -> None:
    case = await resolved(plant)
    with pytest.raises(MoveForbidden):
        await plant.does(withdraw, case)


async def test_add_before_the_release_travels_with_the_case(plant: Plant) -> None:
    case = (await plant.sends()).case_id
    assert await plant.does(add, case, "And it rattles", ()) == at("2026-03-02 11:30")
    await plant.until("2026-03-02 11:30")
    assert await plant.told() == [("Carol", "card")]


async def test_add_later_waits_for_the_next_release_and_reaches_the_owner(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.told()
    await plant.does(add, case, "And it rattles", ())
    await plant.until("2026-03-02 16:29")
    assert "worker_said" not in await plant.log(case)
    await plant.until("2026-03-02 16:30")
    assert [each for each in await plant.told() if each[0] != "Ana"] == [("Ben", "worker_said"), ("Carol", "card")]


async def test_rate_solved_closes_at_the_next_release(plant: Plant) -> None:
    case = await resolved(plant)
    assert await plant.does(rate, case, Verdict.SOLVED) == at("2026-03-02 16:30")
    assert (await plant.case(case)).stage is Stage.RESOLVED
    await plant.until("2026-03-02 16:30")
    assert (await plant.case(case)).stage is Stage.CLOSED


async def test_rate_a_red_one_waits_for_the_next_release_too(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    await plant.does(decline, case, "Carol", DeclineReason.NOT_CONFIRMED, "We looked and found nothing")
    assert await plant.does(rate, case, Verdict.NOT) == at("2026-03-02 12:00")
    await plant.until("2026-03-02 11:59")
    assert (await plant.case(case)).stage is Stage.DECLINED
    await plant.until("2026-03-02 12:00")
    assert (await plant.case(case)).level is Level.MANAGER


async def test_rate_can_be_changed_until_the_release(plant: Plant) -> None:
    case = await resolved(plant)
    await plant.does(rate, case, Verdict.NOT)
    await plant.does(rate, case, Verdict.SOLVED)
    await plant.until("2026-03-02 16:30")
    assert (await plant.case(case)).stage is Stage.CLOSED


async def test_rate_half_goes_back_to_the_owner_on_the_same_level(plant: Plant) -> None:
    case = await resolved(plant)
    await plant.does(rate, case, Verdict.HALF)
    await plant.until("2026-03-02 16:30")
    stored = await plant.case(case)
    assert (stored.stage, stored.level, stored.owner) == (Stage.TAKEN, Level.TEAM, plant.people["Carol"].id)
    async with plant.work() as work:
        running = sorted(clock.kind for clock in await work.clocks.of(case) if clock.met_at is None)
    assert running == [ClockKind.ANSWERED, ClockKind.SOLVED]


async def test_rate_not_climbs_to_the_manager_then_to_the_independent_contact_then_outside(plant: Plant) -> None:
    case = await resolved(plant)
    for moment, level, seen_by in (
        ("2026-03-02 16:30", Level.MANAGER, "Fred"),
        ("2026-03-03 11:30", Level.INDEPENDENT, "Hugo"),
    ):
        await plant.does(rate, case, Verdict.NOT)
        await plant.until(moment)
        assert (await plant.case(case)).level is level
        assert (seen_by, "card") in await plant.told()
        await plant.does(decline, case, seen_by, DeclineReason.NOT_CONFIRMED, "We looked and found nothing")
    await plant.does(rate, case, Verdict.NOT)
    await plant.until("2026-03-03 16:30")
    stored = await plant.case(case)
    assert (stored.level, stored.stage) == (Level.OUTSIDE, Stage.CLOSED)
    assert (await plant.log(case))[-1] == "outside_doors"


async def test_rate_not_for_a_grievance_climbs_to_the_coach(plant: Plant) -> None:
    case = await resolved(plant, kind=Kind.GRIEVANCE)
    await plant.does(rate, case, Verdict.NOT)
    await plant.until("2026-03-02 16:30")
    assert ("Gina", "card") in await plant.told()


async def test_rate_not_brings_whom_it_climbs_to_the_pictures_of_before(plant: Plant) -> None:
    case = await resolved(plant, kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await plant.does(rate, case, Verdict.NOT)
    await plant.until("2026-03-02 16:30")
    assert {("Fred", "card"), ("Fred", "files")} <= set(await plant.told())


async def test_rate_before_there_is_anything_to_rate_is_refused(plant: Plant) -> None:
    case = await released(plant)
    with pytest.raises(MoveForbidden):
        await plant.does(rate, case, Verdict.SOLVED)


async def test_rate_solved_waits_for_the_second_person_where_somebody_could_be_hurt(plant: Plant) -> None:
    case = await resolved(plant, kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await plant.does(rate, case, Verdict.SOLVED)
    await plant.until("2026-03-02 16:30")
    assert (await plant.case(case)).stage is Stage.RESOLVED
    await plant.does(verify, case, "Ben")
    assert (await plant.case(case)).stage is Stage.CLOSED


async def test_rate_solved_is_enough_where_nobody_could_be_hurt(plant: Plant) -> None:
    case = await resolved(plant, kind=Kind.HAZARD, urgency=Urgency.GREEN)
    await plant.does(rate, case, Verdict.SOLVED)
    await plant.until("2026-03-02 16:30")
    assert (await plant.case(case)).stage is Stage.CLOSED


async def test_silence_closes_after_fourteen_days_in_a_column_of_its_own(plant: Plant) -> None:
    case = await resolved(plant)
    await plant.until("2026-03-16 11:59")
    assert (await plant.case(case)).stage is Stage.RESOLVED
    await plant.until("2026-03-16 12:00")
    stored = await plant.case(case)
    assert (stored.stage, stored.closed_by_silence) == (Stage.CLOSED, True)


async def test_silence_never_closes_a_danger_that_nobody_verified(plant: Plant) -> None:
    case = await resolved(plant, kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await plant.until("2026-03-20 12:00")
    assert (await plant.case(case)).stage is Stage.RESOLVED


async def test_silence_that_was_broken_does_not_close_a_case_settled_anew(plant: Plant) -> None:
    case = await resolved(plant)
    await plant.until("2026-03-12 09:00")
    await plant.does(rate, case, Verdict.HALF)
    await plant.until("2026-03-12 12:00")
    await plant.does(resolve, case, "Carol", "Now it is", ())
    await plant.until("2026-03-16 12:00")
    assert (await plant.case(case)).stage is Stage.RESOLVED
    await plant.until("2026-03-26 12:00")
    assert (await plant.case(case)).stage is Stage.CLOSED


async def test_the_way_back_is_erased_thirty_days_after_closing(plant: Plant) -> None:
    case = await resolved(plant)
    await plant.does(rate, case, Verdict.SOLVED)
    await plant.until("2026-04-01 16:29")
    async with plant.work() as work:
        assert await work.replies.open(case) is not None
    await plant.until("2026-04-01 16:30")
    async with plant.work() as work:
        assert await work.replies.open(case) is None


async def test_rate_not_skips_a_level_on_which_nobody_is(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Fred",)) as plant:
        case = await resolved(plant)
        await plant.does(rate, case, Verdict.NOT)
        await plant.until("2026-03-02 16:30")
        assert (await plant.case(case)).level is Level.INDEPENDENT
        assert ("Hugo", "card") in await plant.told()


@pytest.mark.parametrize(("gone", "named"), [((), True), (("Hugo",), False)])
async def test_rate_not_names_the_independent_contact_only_where_there_is_one(
    database: Database, gone: tuple[str, ...], named: bool
) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=gone) as plant:
        case = (await plant.sends(kind=Kind.GRIEVANCE)).case_id
        for day in ("2026-03-03", "2026-03-04"):
            await plant.until(f"{day} 09:00")
            await plant.does(decline, case, "Dora", DeclineReason.NOT_CONFIRMED, "We looked")
            await plant.does(rate, case, Verdict.NOT)
            await plant.until(f"{day} 16:30")
        climbed = [event.data for event in await plant.events(case) if event.what == "climbed"]
    assert climbed == [{"level": 1, "independent": False}, {"level": 2, "independent": named}]


async def to_the_end(plant: Plant, case: int) -> None:
    """Said not to be gone, mended again by the lead, until nobody is left above."""
    for moment in ("2026-03-02 16:30", "2026-03-03 11:30"):
        await plant.does(rate, case, Verdict.NOT)
        await plant.until(moment)
        await plant.does(resolve, case, "Carol", "Mended", (await a_photo(plant, case),))
    await plant.does(rate, case, Verdict.NOT)
    await plant.until("2026-03-03 16:30")
    assert (await plant.log(case))[-1] == "outside_doors"


async def test_rate_not_to_the_end_closes_no_danger_that_nobody_has_checked(plant: Plant) -> None:
    case = await resolved(plant, kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await to_the_end(plant, case)
    assert (await plant.case(case)).stage is Stage.RESOLVED
    await plant.does(verify, case, "Ben")
    stored = await plant.case(case)
    assert (stored.stage, stored.closed_by_silence) == (Stage.CLOSED, False)


async def test_rate_not_to_the_end_is_looked_at_again(plant: Plant) -> None:
    case = await resolved(plant, kind=Kind.HAZARD, urgency=Urgency.GREEN)
    await to_the_end(plant, case)
    assert (await plant.case(case)).stage is Stage.CLOSED
    await plant.until("2026-04-02 16:31")
    assert ("Carol", "recheck") in await plant.told()


@pytest.mark.parametrize("given", [True, False])
async def test_a_danger_that_comes_back_is_to_be_made_safe_again_and_assured_once(plant: Plant, given: bool) -> None:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    await plant.tick()
    await plant.does(call_major, case, "Carol")
    await plant.does(take, case, "Carol", TakeChoice.LOOK_TODAY)
    if given:
        assurances = Assurances("Ben", "A fence", "3,000", date(2026, 3, 20), "Stop the line")
        await plant.does(assure, case, "Carol", assurances)
    await plant.does(resolve, case, "Carol", "Mended", (await a_photo(plant, case),))
    await plant.does(rate, case, Verdict.HALF)
    await plant.until("2026-03-02 12:00")
    async with plant.work() as work:
        running = {clock.kind for clock in await work.clocks.of(case) if clock.met_at is None}
    anew = {ClockKind.ANSWERED, ClockKind.MADE_SAFE, ClockKind.SOLVED}
    assert running == (anew if given else anew | {ClockKind.ASSURED})
