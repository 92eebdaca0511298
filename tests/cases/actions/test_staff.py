from datetime import date
from typing import Any

import pytest

from cases.actions.add import add
from cases.actions.call import call_made
from cases.actions.decide import accept, decline, resolve
from cases.actions.make_safe import make_safe
from cases.actions.manage import categorise, extend, have_it, reassign
from cases.actions.rate import rate
from cases.actions.reply import note, pause, reply
from cases.actions.take import take
from cases.actions.verify import verify
from cases.errors import AlreadyTaken, MoveForbidden, NotAllowed, NotFound, RuleBroken
from cases.model import Audience, ClockKind, DeclineReason, Kind, MediaKind, Mode, Stage, TakeChoice, Urgency, Verdict
from tests.cases.actions.plant import Plant
from tests.cases.examples import at

TODAY = TakeChoice.LOOK_TODAY


async def released(plant: Plant, **facts: Any) -> int:
    """A case that staff can see, on Monday at 12:00, and whose cards have left."""
    case = (await plant.sends(**facts)).case_id
    await plant.until("2026-03-02 12:00")
    await plant.told()
    return case


async def a_photo(plant: Plant, case: int) -> int:
    async with plant.storage.unit() as unit:
        return (await unit.media.expect(case, MediaKind.PHOTO, "file", 1000)).id


async def test_take_stops_the_first_clock_and_reaches_the_worker_at_the_fixed_time(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.MEETING)
    assert await plant.told() == [("Carol", "card")]
    assert (await plant.clocks(case))[ClockKind.TAKEN].met_at == plant.now
    await plant.until("2026-03-02 12:15")
    assert await plant.told() == [("Ana", "knock")]
    stored = await plant.case(case)
    assert (stored.stage, stored.owner, stored.take_choice) == (
        Stage.TAKEN,
        plant.people["Ben"].id,
        TakeChoice.MEETING,
    )


async def test_take_a_second_time_is_refused_with_the_owner(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Ben", TODAY)
    with pytest.raises(AlreadyTaken) as refused:
        await plant.does(take, case, "Carol", TODAY)
    assert refused.value.owner == plant.people["Ben"].id
    await plant.does(take, case, "Ben", TakeChoice.NEED_TO_ASK)
    assert (await plant.case(case)).take_choice is TakeChoice.NEED_TO_ASK


async def test_what_staff_may_not_see_does_not_exist_for_them(plant: Plant) -> None:
    grievance = await released(plant, kind=Kind.GRIEVANCE)
    waiting = (await plant.sends()).case_id
    for case in (grievance, waiting):
        with pytest.raises(NotFound):
            await plant.does(take, case, "Ben", TODAY)


async def test_reply_keeps_the_promise_to_answer_and_takes_what_nobody_took(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(reply, case, "Ben", "We mend it tonight", ())
    clocks = await plant.clocks(case)
    assert [clocks[kind].met_at for kind in (ClockKind.TAKEN, ClockKind.ANSWERED)] == [plant.now] * 2
    assert clocks[ClockKind.SOLVED].met_at is None
    async with plant.work() as work:
        entry = (await work.entries.of(case))[-1]
    assert (entry.text, entry.audience, entry.by) == ("We mend it tonight", Audience.WORKER, plant.people["Ben"].id)
    assert await plant.log(case) == ["submitted", "taken_silently", "answer"]


async def test_reply_without_words_and_pictures_is_refused(plant: Plant) -> None:
    case = await released(plant)
    with pytest.raises(RuleBroken, match="text_needed"):
        await plant.does(reply, case, "Ben", "  ", ())
    assert await plant.log(case) == ["submitted"]


async def test_note_is_for_the_team_and_keeps_no_promise(plant: Plant) -> None:
    case = await released(plant)
    entry = await plant.does(note, case, "Ben", "Ask the fitter")
    assert entry.audience is Audience.TEAM
    assert (await plant.clocks(case))[ClockKind.TAKEN].met_at is None
    await plant.until("2026-03-02 19:15")
    assert await plant.told() == [("Carol", "card")]


async def test_accept_sets_the_date_the_worker_is_promised(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(accept, case, "Carol", date(2026, 3, 20))
    clock = (await plant.clocks(case))[ClockKind.SOLVED]
    assert (clock.promised, clock.due) == (at("2026-03-20 17:00"), at("2026-03-20 17:00"))
    assert (await plant.case(case)).stage is Stage.ACCEPTED
    assert (await plant.events(case))[-1].data == {"solve_by": "2026-03-20"}


@pytest.mark.parametrize(("day", "rule"), [(date(2026, 6, 1), "solve_too_late"), (date(2026, 3, 1), "date_not_later")])
async def test_accept_refuses_a_date_beyond_the_policy_or_in_the_past(plant: Plant, day: date, rule: str) -> None:
    case = await released(plant)
    with pytest.raises(RuleBroken, match=rule):
        await plant.does(accept, case, "Carol", day)
    assert (await plant.case(case)).stage is Stage.NEW


async def test_decline_needs_a_reason_in_words(plant: Plant) -> None:
    case = await released(plant)
    with pytest.raises(RuleBroken, match="text_needed"):
        await plant.does(decline, case, "Carol", DeclineReason.TOO_COSTLY, "")
    await plant.does(decline, case, "Carol", DeclineReason.TOO_COSTLY, "It costs a year's budget")
    stored = await plant.case(case)
    assert (stored.stage, stored.decline_reason) == (Stage.DECLINED, DeclineReason.TOO_COSTLY)
    assert all(clock.met_at for clock in (await plant.clocks(case)).values())


async def test_decline_a_grievance_for_missing_facts_is_for_the_independent_contact(plant: Plant) -> None:
    case = await released(plant, kind=Kind.GRIEVANCE, harm=True)
    with pytest.raises(RuleBroken, match="only_independent"):
        await plant.does(decline, case, "Dora", DeclineReason.NEEDS_MORE_FACTS, "Tell us more")
    await plant.does(decline, case, "Hugo", DeclineReason.NEEDS_MORE_FACTS, "Tell us more")
    assert (await plant.case(case)).stage is Stage.DECLINED


async def test_decide_is_for_the_owner_or_a_lead(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Carol", TODAY)
    with pytest.raises(NotAllowed):
        await plant.does(resolve, case, "Ben", "Done", ())


async def test_resolve_a_hazard_needs_a_photo_of_how_it_looks_now(plant: Plant) -> None:
    case = await released(plant, kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    with pytest.raises(RuleBroken, match="after_evidence_needed"):
        await plant.does(resolve, case, "Ben", "Mended", ())
    await plant.does(resolve, case, "Ben", "Mended", (await a_photo(plant, case),))
    assert (await plant.case(case)).stage is Stage.RESOLVED


async def test_verify_a_hazard_is_never_for_the_one_who_fixed_it(plant: Plant) -> None:
    case = await released(plant, kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await plant.does(resolve, case, "Ben", "Mended", (await a_photo(plant, case),))
    with pytest.raises(NotAllowed):
        await plant.does(verify, case, "Ben")
    await plant.does(verify, case, "Carol")
    stored = await plant.case(case)
    assert (stored.verified_by, stored.stage, stored.verdict) == (plant.people["Carol"].id, Stage.RESOLVED, None)


async def test_make_safe_is_an_answer_too_and_tells_the_worker_at_once(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    await plant.tick()
    await plant.told()
    await plant.does(make_safe, case, "Ben", "The power is off and the press is fenced")
    met = {kind for kind, clock in (await plant.clocks(case)).items() if clock.met_at}
    assert met == {ClockKind.TAKEN, ClockKind.ANSWERED, ClockKind.MADE_SAFE}
    assert await plant.told() == [("Ana", "made_safe"), ("Carol", "card")]


async def test_categorise_sets_the_category(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(categorise, case, "Ben", "SUG-QUA")
    assert (await plant.case(case)).category == "SUG-QUA"


async def test_reassign_gives_it_to_another_who_may_work_on_it(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(reassign, case, "Carol", plant.people["Ben"].id)
    assert (await plant.case(case)).owner == plant.people["Ben"].id
    assert await plant.told() == [("Ben", "assigned"), ("Carol", "card")]
    with pytest.raises(NotAllowed):
        await plant.does(reassign, case, "Carol", plant.people["Dora"].id)
    with pytest.raises(NotAllowed):
        await plant.does(reassign, case, "Ben", plant.people["Carol"].id)


async def test_extend_moves_the_due_time_once_and_never_the_promise(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(extend, case, "Carol", "The part comes late", date(2026, 3, 20))
    clock = (await plant.clocks(case))[ClockKind.ANSWERED]
    assert (clock.promised, clock.due) == (at("2026-03-16 17:00"), at("2026-03-20 17:00"))
    with pytest.raises(RuleBroken, match="extend_only_once"):
        await plant.does(extend, case, "Carol", "Again", date(2026, 3, 25))


async def test_extend_a_danger_that_nobody_accepted_promises_the_worker_the_new_date(plant: Plant) -> None:
    case = await released(plant, kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await plant.does(take, case, "Carol", TODAY)
    await plant.does(reply, case, "Carol", "We look for a fitter", ())
    await plant.until("2026-03-10 09:00")
    assert await broken(plant, case) == [], "nobody told the worker a date by which it is gone"
    await plant.does(extend, case, "Fred", "The part comes late", date(2026, 3, 12))
    await plant.until("2026-03-12 17:00")
    assert await broken(plant, case) == [("solved", at("2026-03-12 17:00").isoformat())]


async def broken(plant: Plant, case: int) -> list[tuple[object, object]]:
    """Which promises the worker was told are broken, and of which date."""
    events = [event for event in await plant.events(case) if event.what == "promise_broken"]
    return [(event.data["clock"], event.data["promised"]) for event in events]


async def test_extend_needs_a_reason_and_a_later_day(plant: Plant) -> None:
    case = await released(plant)
    for reason, day, rule in (
        (" ", date(2026, 3, 20), "text_needed"),
        ("Why", date(2026, 3, 3), "extend_only_to_later"),
    ):
        with pytest.raises(RuleBroken, match=rule):
            await plant.does(extend, case, "Carol", reason, day)


async def test_extend_a_late_case_leads_to_no_day_that_is_over(plant: Plant) -> None:
    """A day that was offered or typed yesterday."""
    case = await released(plant)
    await plant.until("2026-03-19 17:00")
    with pytest.raises(RuleBroken, match="date_not_later"):
        await plant.does(extend, case, "Carol", "The part comes late", date(2026, 3, 19))


async def test_pause_rests_the_answer_clock_until_the_worker_writes(plant: Plant) -> None:
    case = await released(plant, kind=Kind.QUESTION)
    await plant.does(pause, case, "Ben", "Which press is it?")
    assert (await plant.clocks(case))[ClockKind.ANSWERED].next_rung_at is None
    await plant.until("2026-03-03 10:00")
    await plant.does(add, case, "Press 3", ())
    await plant.until("2026-03-03 11:30")
    clock = (await plant.clocks(case))[ClockKind.ANSWERED]
    assert (clock.promised, clock.due) == (at("2026-03-05 17:00"), at("2026-03-06 17:00"))
    assert ("Ben", "worker_said") in await plant.told()


async def test_extend_a_case_that_waits_for_the_worker_ends_the_wait_and_keeps_the_date(plant: Plant) -> None:
    case = await released(plant, kind=Kind.QUESTION)
    await plant.does(pause, case, "Ben", "Which press is it?")
    await plant.does(extend, case, "Ben", "The fitter is away", date(2026, 3, 6))
    extended = (await plant.clocks(case))[ClockKind.ANSWERED]
    assert ((await plant.case(case)).paused_at, extended.due) == (None, at("2026-03-06 17:00"))
    await plant.until("2026-03-03 10:00")
    await plant.does(add, case, "Press 3", ())
    await plant.until("2026-03-05 17:30")
    clock = (await plant.clocks(case))[ClockKind.ANSWERED]
    assert (clock.due, clock.next_rung_at) == (at("2026-03-06 17:00"), at("2026-03-06 08:00"))


async def test_pause_ends_by_itself_after_three_working_days(plant: Plant) -> None:
    case = await released(plant, kind=Kind.QUESTION)
    await plant.does(pause, case, "Ben", "Which press is it?")
    await plant.until("2026-03-06 09:00")
    clock = (await plant.clocks(case))[ClockKind.ANSWERED]
    assert (await plant.case(case)).paused_at is None
    assert (clock.due, clock.next_rung_at) == (at("2026-03-10 17:00"), at("2026-03-10 08:00"))


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"kind": Kind.HAZARD, "urgency": Urgency.GREEN}, "pause_never_for_hazards"),
        ({"mode": Mode.NO_WAY_BACK}, "pause_needs_a_way_back"),
    ],
)
async def test_pause_is_refused_where_nobody_could_answer_in_time(
    plant: Plant, facts: dict[str, Any], rule: str
) -> None:
    case = await released(plant, **facts)
    with pytest.raises(RuleBroken, match=rule):
        await plant.does(pause, case, "Ben", "Which one?")


async def test_have_it_counts_once_per_person_and_clock(plant: Plant) -> None:
    case = await released(plant)
    until = await plant.does(have_it, case, ClockKind.TAKEN, "Carol")
    assert until == at("2026-03-05 17:00")
    with pytest.raises(RuleBroken, match="had_it_before"):
        await plant.does(have_it, case, ClockKind.TAKEN, "Carol")
    await plant.does(have_it, case, ClockKind.TAKEN, "Fred")


async def test_call_made_is_written_down(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(call_made, case, "Carol", False)
    event = (await plant.events(case))[-1]
    assert (event.what, event.data) == ("called", {"reached": False})


async def test_a_settled_case_can_not_be_settled_again(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(resolve, case, "Carol", "Done", ())
    with pytest.raises(MoveForbidden):
        await plant.does(accept, case, "Carol", date(2026, 3, 20))


async def test_accept_a_question_is_refused(plant: Plant) -> None:
    case = await released(plant, kind=Kind.QUESTION)
    with pytest.raises(NotAllowed):
        await plant.does(accept, case, "Carol", date(2026, 3, 20))


async def test_an_answer_ends_the_pause_and_moves_no_later_promise(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(pause, case, "Carol", "Which press is it?")
    await plant.does(decline, case, "Carol", DeclineReason.TOO_COSTLY, "It costs too much")
    assert (await plant.case(case)).paused_at is None
    await plant.does(rate, case, Verdict.HALF)
    await plant.until("2026-03-02 16:30")
    promised = (await plant.clocks(case))[ClockKind.ANSWERED].promised
    await plant.until("2026-03-09 09:00")
    async with plant.work() as work:
        running = [clock for clock in await work.clocks.of(case) if clock.met_at is None]
    assert [clock.due for clock in running if clock.kind is ClockKind.ANSWERED] == [promised]


async def test_accept_is_possible_after_the_policys_date_too(plant: Plant) -> None:
    case = await released(plant, kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await plant.until("2026-03-09 17:01")
    await plant.does(accept, case, "Carol", date(2026, 3, 20))
    clock = (await plant.clocks(case))[ClockKind.SOLVED]
    assert (clock.promised, clock.due) == (at("2026-03-20 17:00"), at("2026-03-20 17:00"))


async def test_verify_counts_once(plant: Plant) -> None:
    case = await released(plant, kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await plant.does(resolve, case, "Ben", "Mended", (await a_photo(plant, case),))
    await plant.does(verify, case, "Carol")
    with pytest.raises(NotAllowed):
        await plant.does(verify, case, "Carol")
    assert (await plant.log(case)).count("verified") == 1
