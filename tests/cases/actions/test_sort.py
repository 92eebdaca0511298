"""An unsorted case comes in on Monday 2 March at 11:30; it is taken and answered as a grievance until it is sorted."""

from datetime import date, datetime, timedelta

import pytest

from cases.actions.add import add
from cases.actions.decide import accept
from cases.actions.manage import extend
from cases.actions.reply import note, pause, reply
from cases.actions.sort import sort, sort_again
from cases.actions.take import take
from cases.actions.withdraw import Withdrawal, withdraw
from cases.actions.write_down import write_down
from cases.errors import NotAllowed, NotFound, RuleBroken, StaleButton
from cases.model import ClockKind, Kind, MediaKind, Member, Stage, TakeChoice, Urgency
from cases.policy import RowName
from cases.ports import Address, Invite, Work
from cases.stages import Data
from tests.cases.actions.plant import Plant
from tests.cases.examples import at


async def unsorted(plant: Plant) -> int:
    case = (await plant.sends(kind=None)).case_id
    await plant.until("2026-03-02 12:00")
    await plant.told()
    return case


async def test_an_idea_goes_to_the_team_with_the_promise_the_worker_has(plant: Plant) -> None:
    case = await unsorted(plant)
    before = (await plant.clocks(case))[ClockKind.ANSWERED].promised
    await plant.does(sort, case, "Dora", RowName.SUGGESTION)
    clocks = await plant.clocks(case)
    assert clocks[ClockKind.ANSWERED].promised == clocks[ClockKind.ANSWERED].due == before == at("2026-03-09 17:00")
    assert (clocks[ClockKind.TAKEN].due, clocks[ClockKind.SOLVED].due) == (
        at("2026-03-04 17:00"),
        at("2026-05-31 17:00"),
    )
    assert await plant.told() == [("Carol", "card"), ("Dora", "card"), ("Emil", "card")]
    assert await plant.log(case) == ["submitted", "sorted"]
    assert (await plant.events(case))[-1].data == {
        "kind": "suggestion",
        "row": "suggestion",
        "team": True,
        "promised": before.isoformat(),
        "entries": 1,
    }


async def test_a_new_date_that_the_worker_was_told_stays_one(plant: Plant) -> None:
    case = await told_a_new_date(plant)
    await plant.does(sort, case, "Dora", RowName.SUGGESTION)
    assert (await plant.clocks(case))[ClockKind.SOLVED].due == at("2026-04-10 17:00")
    await plant.until("2026-04-10 17:00")
    assert await broken(plant, case) == [("solved", at("2026-04-10 17:00"))]


async def told_a_new_date(plant: Plant) -> int:
    """The worker was told that it will be done by 10 April."""
    case = await unsorted(plant)
    await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
    await plant.does(reply, case, "Dora", "We look for the part.", ())
    await plant.does(extend, case, "Dora", "It comes from far away.", date(2026, 4, 10))
    return case


async def broken(plant: Plant, case: int) -> list[tuple[Data, datetime]]:
    return [(event.data["clock"], event.at) for event in await plant.events(case) if event.what == "promise_broken"]


async def test_a_new_date_stays_also_when_it_is_sorted_as_what_is_done_sooner(plant: Plant) -> None:
    """As if it had been sorted first and moved then: figures keep what its kind promises."""
    case = await told_a_new_date(plant)
    await plant.does(sort, case, "Dora", RowName.HAZARD_YELLOW)
    clock = (await plant.clocks(case))[ClockKind.SOLVED]
    assert (clock.promised, clock.due) == (at("2026-03-09 17:00"), at("2026-04-10 17:00"))
    await plant.until("2026-04-10 17:00")
    assert await broken(plant, case) == [("solved", at("2026-04-10 17:00"))]


async def test_what_hurts_somebody_now_waits_for_no_date_that_was_told_before_it_was_sorted(plant: Plant) -> None:
    """Those who are to act; the worker hears on the day that was told."""
    case = await told_a_new_date(plant)
    await plant.does(sort, case, "Dora", RowName.HAZARD_RED)
    assert (await plant.clocks(case))[ClockKind.SOLVED].due == at("2026-03-05 17:00")
    await plant.until("2026-04-10 17:00")
    assert await broken(plant, case) == [("solved", at("2026-04-10 17:00"))]
    alerts = [
        event.at for event in await plant.events(case) if event.what == "rung" and event.data["clock"] == "solved"
    ]
    assert at("2026-03-05 17:00") in alerts


async def test_a_danger_is_promised_sooner_from_now_on(plant: Plant) -> None:
    case = await unsorted(plant)
    await plant.does(sort, case, "Dora", RowName.HAZARD_YELLOW)
    stored, clocks = await plant.case(case), await plant.clocks(case)
    assert (stored.kind, stored.urgency) == (Kind.HAZARD, Urgency.YELLOW)
    assert {kind: (clock.promised, clock.due) for kind, clock in clocks.items()} == {
        ClockKind.TAKEN: (at("2026-03-03 12:00"),) * 2,
        ClockKind.ANSWERED: (at("2026-03-05 17:00"),) * 2,
        ClockKind.SOLVED: (at("2026-03-09 17:00"),) * 2,
    }


async def test_what_hurts_somebody_now_alarms_at_once(plant: Plant) -> None:
    case = await unsorted(plant)
    await plant.does(sort, case, "Dora", RowName.HAZARD_RED)
    await plant.until("2026-03-02 12:01")
    assert await plant.told() == [
        ("Carol", "alert"),
        ("Carol", "card"),
        ("Dora", "card"),
        ("Emil", "card"),
        ("Fred", "alert"),
    ]
    assert (await plant.clocks(case))[ClockKind.MADE_SAFE].due == at("2026-03-03 12:00")


async def test_what_staff_call_red_by_sorting_does_not_make_the_senders_phone_ring(plant: Plant) -> None:
    case = await unsorted(plant)
    await plant.does(sort, case, "Dora", RowName.HAZARD_RED)
    await plant.does(reply, case, "Carol", "We stop it.", ())
    assert "Ana" not in {who for who, _ in await plant.told()}
    await plant.until("2026-03-02 12:15")
    assert [each for each in await plant.told() if each[0] == "Ana"] == [("Ana", "knock")]


async def test_what_staff_call_red_by_sorting_tells_no_minute_of_what_its_sender_does(plant: Plant) -> None:
    case = await unsorted(plant)
    await plant.does(sort, case, "Dora", RowName.HAZARD_RED)
    assert await plant.does(add, case, "It is worse now", ()) == at("2026-03-02 15:00")
    assert await plant.does(withdraw, case) is Withdrawal.COUNTED
    assert (await plant.case(case)).stage is Stage.NEW
    await plant.until("2026-03-02 15:00")
    assert (await plant.case(case)).stage is Stage.WITHDRAWN


async def test_for_a_question_no_solution_is_promised(plant: Plant) -> None:
    case = await unsorted(plant)
    await plant.does(sort, case, "Dora", RowName.QUESTION)
    assert set(await plant.clocks(case)) == {ClockKind.TAKEN, ClockKind.ANSWERED}


async def test_a_grievance_stays_with_its_handlers_and_violence_goes_to_the_independent_contact_too(
    plant: Plant,
) -> None:
    case, other = (await plant.sends(kind=None)).case_id, (await plant.sends(kind=None)).case_id
    await plant.until("2026-03-02 12:00")
    await plant.told()
    await plant.does(sort, case, "Dora", RowName.GRIEVANCE)
    assert await plant.told() == [("Dora", "card"), ("Emil", "card")]
    await plant.does(sort, other, "Dora", RowName.GRIEVANCE_URGENT)
    assert await plant.told() == [("Dora", "card"), ("Emil", "card"), ("Hugo", "card")]


async def test_who_took_it_and_may_not_see_it_any_more_hands_it_over(plant: Plant) -> None:
    case = await unsorted(plant)
    await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
    await plant.does(sort, case, "Dora", RowName.SUGGESTION)
    assert (await plant.case(case)).owner is None
    async with plant.work() as work:
        running = [clock.kind for clock in await work.clocks.of(case) if clock.met_at is None]
    assert ClockKind.TAKEN in running
    with pytest.raises(NotFound):
        await plant.does(reply, case, "Dora", "One more thing", ())
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    assert (await plant.case(case)).owner == plant.people["Ben"].id


async def test_a_pause_ends_and_what_was_answered_is_not_promised_again(plant: Plant) -> None:
    case = await unsorted(plant)
    await plant.does(pause, case, "Dora", "Which press is it?")
    await plant.does(sort, case, "Dora", RowName.HAZARD_GREEN)
    assert (await plant.case(case)).paused_at is None
    answered = await unsorted_and_answered(plant)
    await plant.does(sort, answered, "Dora", RowName.SUGGESTION)
    async with plant.work() as work:
        kinds = [clock.kind for clock in await work.clocks.of(answered) if clock.kind is ClockKind.ANSWERED]
    assert kinds == [ClockKind.ANSWERED]


async def unsorted_and_answered(plant: Plant) -> int:
    case = (await plant.sends(kind=None)).case_id
    await plant.until("2026-03-02 16:30")
    await plant.does(reply, case, "Dora", "Thank you", ())
    return case


async def test_an_extended_date_the_worker_was_told_is_kept_and_the_first_promise_too(plant: Plant) -> None:
    case = await unsorted(plant)
    await plant.does(extend, case, "Dora", "We ask around", date(2026, 3, 20))
    await plant.does(sort, case, "Dora", RowName.SUGGESTION)
    clock = (await plant.clocks(case))[ClockKind.ANSWERED]
    assert (clock.promised, clock.due) == (at("2026-03-09 17:00"), at("2026-03-16 17:00"))


async def test_it_is_sorted_once_and_before_it_is_decided(plant: Plant) -> None:
    case, decided = await unsorted(plant), (await plant.sends(kind=None)).case_id
    await plant.does(sort, case, "Dora", RowName.GRIEVANCE)
    with pytest.raises(NotAllowed):
        await plant.does(sort, case, "Emil", RowName.SUGGESTION)
    await plant.until("2026-03-02 16:30")
    await plant.does(accept, decided, "Dora", date(2026, 3, 20))
    with pytest.raises(NotAllowed):
        await plant.does(sort, decided, "Dora", RowName.SUGGESTION)
    assert (await plant.case(decided)).stage is Stage.ACCEPTED


async def test_only_those_who_hold_it_sort_it(plant: Plant) -> None:
    case = await unsorted(plant)
    for name in ("Ben", "Carol", "Fred", "Gina", "Hugo"):
        with pytest.raises(NotFound):
            await plant.does(sort, case, name, RowName.SUGGESTION)


async def test_pictures_follow_to_the_team(plant: Plant) -> None:
    case = await unsorted(plant)
    async with plant.storage.unit() as unit:
        photo = (await unit.media.expect(case, MediaKind.PHOTO, "file", 1000)).id
    await plant.does(add, case, "It looks like this", (photo,))
    await plant.until("2026-03-02 16:30")
    await plant.told()
    await plant.does(sort, case, "Dora", RowName.SUGGESTION)
    assert ("Carol", "files") in await plant.told()
    await plant.does(sort_again, case, "Dora")
    assert (await plant.events(case))[-1].data == {"team": True, "files": True}


async def spoken(plant: Plant, case: int, text: str = "") -> None:
    """A recording is added, which comes out at the next release."""
    async with plant.storage.unit() as unit:
        voice = (await unit.media.expect(case, MediaKind.VOICE, "file", 1000)).id
        work = await unit.enterprise(plant.enterprise)
        await add(work, case, text, (voice,), plant.now)


async def in_a_group(plant: Plant) -> None:
    plant.chats[-9] = "group"
    expires = plant.now + timedelta(days=1)
    token = await plant.storage.admin.invite(
        Invite(plant.enterprise, frozenset(), frozenset(), "", group=True, expires=expires)
    )
    async with plant.storage.unit() as unit:
        await unit.identities.bind_group(token, Address(-9, "en"), plant.now)


async def files(plant: Plant) -> list[str]:
    return [who for who, what in await plant.told() if what == "files"]


async def test_a_recording_stays_with_the_handlers_it_was_sent_to(plant: Plant) -> None:
    await in_a_group(plant)
    case = await unsorted(plant)
    await spoken(plant, case)
    await plant.until("2026-03-02 16:30")
    assert await files(plant) == ["Dora", "Emil"]
    await plant.does(sort, case, "Dora", RowName.SUGGESTION)
    assert "Carol" not in await files(plant)
    await spoken(plant, case)
    await plant.until("2026-03-03 11:30")
    assert await files(plant) == ["Carol"]


@pytest.mark.parametrize("group", [True, False])
async def test_a_recording_on_its_way_while_it_is_sorted_reaches_the_handlers(plant: Plant, *, group: bool) -> None:
    if group:
        await in_a_group(plant)
    case = await unsorted(plant)
    await spoken(plant, case)
    await plant.does(sort, case, "Dora", RowName.SUGGESTION)
    await plant.told()
    await plant.until("2026-03-02 16:30")
    assert await files(plant) == ["Dora", "Emil"]


async def test_a_recording_alone_is_handed_on_with_words_for_the_team(plant: Plant) -> None:
    """Neither what a handler wrote down, which waits for the worker's yes, nor a note to the others is for the team."""
    case = (await plant.sends("", kind=None)).case_id
    await spoken(plant, case)
    await plant.until("2026-03-02 12:00")
    await plant.does(write_down, case, "Dora", "The guard of press 3 is loose")
    await plant.does(note, case, "Dora", "I think it is the night shift")
    for empty in ("", "  "):
        with pytest.raises(RuleBroken, match="words_first"):
            await plant.does(sort_with, case, "Dora", RowName.HAZARD_RED, empty)
    await plant.does(sort_with, case, "Dora", RowName.HAZARD_RED, "Danger at press 3")
    assert (await plant.case(case)).kind is Kind.HAZARD
    grievance = (await plant.sends("", kind=None)).case_id
    await spoken(plant, grievance)
    await plant.until("2026-03-02 16:30")
    await plant.does(sort, grievance, "Dora", RowName.GRIEVANCE)
    assert (await plant.case(grievance)).kind is Kind.GRIEVANCE


async def sort_with(work: Work, case: int, by: Member, row: RowName, note: str, at: datetime) -> None:
    await sort(work, case, by, row, at, note)


async def test_whether_words_are_on_their_way_is_not_told_by_trying_to_sort(plant: Plant) -> None:
    case = (await plant.sends("", kind=None)).case_id
    await spoken(plant, case)
    await plant.until("2026-03-02 12:00")
    async with plant.work() as work:
        await add(work, case, "At press 3", (), plant.now)
    with pytest.raises(RuleBroken, match="words_first"):
        await plant.does(sort, case, "Dora", RowName.HAZARD_YELLOW)
    await plant.until("2026-03-02 16:30")
    await plant.does(sort, case, "Dora", RowName.HAZARD_YELLOW)
    assert (await plant.case(case)).kind is Kind.HAZARD


async def test_a_slip_is_taken_back_by_who_made_it_and_no_promise_gets_later(plant: Plant) -> None:
    case = await unsorted(plant)
    before = {kind: clock.promised for kind, clock in (await plant.clocks(case)).items()}
    await plant.does(sort, case, "Dora", RowName.HAZARD_RED)
    sooner = (await plant.clocks(case))[ClockKind.ANSWERED].promised
    await plant.until("2026-03-02 12:05")
    await plant.told()
    with pytest.raises(NotFound):
        await plant.does(sort_again, case, "Emil")
    await plant.does(sort_again, case, "Dora")
    stored, clocks = await plant.case(case), await plant.clocks(case)
    assert (stored.kind, stored.urgency, stored.harm, stored.owner) == (None, None, False, None)
    assert set(clocks) == set(before)
    assert clocks[ClockKind.ANSWERED].promised == sooner < before[ClockKind.ANSWERED]
    assert (await plant.events(case))[-1].data == {"team": True, "files": False}
    assert await plant.told() == [("Carol", "card"), ("Dora", "card"), ("Emil", "card")]
    await plant.does(sort, case, "Emil", RowName.GRIEVANCE)
    assert [what for what in await plant.log(case) if "sorted" in what] == ["sorted", "unsorted", "sorted"]


async def test_a_slip_stays_once_somebody_has_acted(plant: Plant) -> None:
    case = await unsorted(plant)
    await plant.does(sort, case, "Dora", RowName.SUGGESTION)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    with pytest.raises(StaleButton):
        await plant.does(sort_again, case, "Dora")
    assert (await plant.case(case)).kind is Kind.SUGGESTION


async def test_nothing_is_sorted_again_that_was_not_sorted(plant: Plant) -> None:
    for kind in (None, Kind.GRIEVANCE):
        case = (await plant.sends(kind=kind)).case_id
        await plant.until("2026-03-02 12:00")
        with pytest.raises(NotFound):
            await plant.does(sort_again, case, "Dora")
