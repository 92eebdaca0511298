"""The ladder on a real case: who is told when nobody acts."""

from dataclasses import replace
from datetime import date, time

import pytest

from cases.actions.climb import climb
from cases.actions.decide import accept
from cases.actions.digest import digest, digest_lines, why_listed
from cases.actions.manage import extend, have_it, reassign
from cases.actions.reply import note, pause
from cases.actions.summarise import summary
from cases.actions.take import take
from cases.calendar import Calendar, Shift
from cases.figures import Share, Signal
from cases.model import About, ClockKind, Flag, Kind, TakeChoice, Urgency
from tests.cases.actions.plant import Plant, a_plant
from tests.cases.actions.test_staff import released
from tests.cases.china import CHINA
from tests.cases.examples import at
from tests.databases import Database


async def alerts(plant: Plant, moment: str) -> list[str]:
    """Who is alerted on the way to the moment."""
    await plant.until(moment)
    return [name for name, what in await plant.told() if what == "alert"]


async def test_climb_a_late_suggestion_from_the_lead_to_the_manager(plant: Plant) -> None:
    await released(plant)
    assert await alerts(plant, "2026-03-04 16:59") == []
    assert await alerts(plant, "2026-03-04 17:00") == ["Carol"]
    assert await alerts(plant, "2026-03-05 17:00") == ["Fred"]
    assert await alerts(plant, "2026-03-09 17:00") == ["Fred"]


async def test_climb_ten_working_days_late_tells_the_office_a_number_and_nothing_else(plant: Plant) -> None:
    await released(plant)
    await plant.until("2026-03-18 16:59")
    await plant.told()
    await plant.until("2026-03-18 17:00")
    assert ("Iris", "overdue_count") in await plant.told()


async def test_climb_stops_when_somebody_takes_it(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    assert await alerts(plant, "2026-03-13 17:00") == []


async def test_climb_rests_while_somebody_has_it_but_the_promise_does_not(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-16 09:00")
    await plant.does(have_it, case, ClockKind.ANSWERED, "Carol")
    assert await alerts(plant, "2026-03-16 16:59") == []
    assert await alerts(plant, "2026-03-16 17:00") == ["Carol"]
    assert await alerts(plant, "2026-03-19 16:59") == []
    broken = [event.data["next_role"] for event in await plant.events(case) if event.what == "promise_broken"]
    assert broken == ["lead"]
    assert await alerts(plant, "2026-03-19 17:00") == ["Fred"]


async def test_climb_a_broken_promise_is_told_to_the_worker_once_with_who_knows_now(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-27 17:00")
    broken = [event for event in await plant.events(case) if event.what == "promise_broken"]
    promised = at("2026-03-16 17:00").isoformat()
    assert [event.data for event in broken] == [{"clock": "answered", "promised": promised, "next_role": "lead"}]


async def test_climb_apologises_for_a_date_that_was_told_and_never_for_one_that_was_not(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(accept, case, "Carol", date(2026, 3, 6))
    await plant.until("2026-03-06 17:00")
    assert [event.data["clock"] for event in await plant.events(case) if event.what == "promise_broken"] == ["solved"]


async def test_climb_apologises_for_the_date_that_the_worker_was_last_told(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Carol", TakeChoice.LOOK_TODAY)
    await plant.does(extend, case, "Carol", "The part comes late", date(2026, 3, 25))
    assert await apologies(plant, case, "2026-03-25 17:00") == [at("2026-03-25 17:00").isoformat()]
    assert (await plant.clocks(case))[ClockKind.ANSWERED].promised == at("2026-03-16 17:00"), "the figures keep it"


async def test_climb_apologises_after_a_pause_for_the_date_it_led_to(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Carol", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-16 09:00")
    await plant.does(pause, case, "Carol", "Which press is it?")
    assert await apologies(plant, case, "2026-03-27 17:00") == [at("2026-03-19 17:00").isoformat()]


async def apologies(plant: Plant, case: int, moment: str) -> list[object]:
    """For which dates, on the way to the moment."""
    await plant.until(moment)
    return [event.data["promised"] for event in await plant.events(case) if event.what == "promise_broken"]


async def test_climb_never_reaches_whom_the_tick_means(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.GRIEVANCE, about=About.MANAGER_OR_OWNER)).case_id
    told: set[str] = set()
    for day in range(3, 31):
        await plant.until(f"2026-03-{day:02} 18:00")
        told |= {name for name, _ in await plant.told()}
    assert told == {"Ana", "Dora", "Emil", "Gina", "Hugo", "Iris"}
    assert all("manager" not in str(event.data) for event in await plant.events(case))


async def test_climb_of_a_ticked_coach_goes_around_the_coach(plant: Plant) -> None:
    await plant.sends(kind=Kind.GRIEVANCE, about=About.COACH)
    told: set[str] = set()
    for day in range(3, 31):
        await plant.until(f"2026-03-{day:02} 18:00")
        told |= {name for name, _ in await plant.told()}
    assert told == {"Ana", "Dora", "Emil", "Hugo", "Iris"}


async def test_climb_a_red_hazard_by_the_hour(plant: Plant) -> None:
    await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)
    assert await alerts(plant, "2026-03-02 09:01") == ["Carol", "Fred"]
    await plant.until("2026-03-02 09:30")
    assert [what for name, what in await plant.told() if name == "Carol"] == ["reminder"]
    assert await alerts(plant, "2026-03-02 11:00") == ["Fred"]
    assert await alerts(plant, "2026-03-03 09:00") == ["Carol", "Fred", "Gina"]


async def test_climb_after_a_day_of_downtime_tells_the_newest_rung_and_logs_the_others(plant: Plant) -> None:
    case = await released(plant)
    plant.clock.at = at("2026-03-09 17:30")
    await plant.tick()
    assert [each for each in await plant.told() if each[1] == "alert"] == [("Fred", "alert")]
    events = [event for event in await plant.events(case) if event.what in ("rung", "rung_passed")]
    assert [event.what for event in events] == ["rung_passed", "rung_passed", "rung_passed", "rung"]


async def test_climb_twice_at_once_tells_once(plant: Plant) -> None:
    case = await released(plant)
    plant.clock.at = at("2026-03-04 17:00")
    clock = (await plant.clocks(case))[ClockKind.TAKEN]
    for _ in range(2):
        await plant.does(climb, case, clock.id)
    assert [each for each in await plant.told() if each[1] == "alert"] == [("Carol", "alert")]


async def test_two_alerts_to_the_manager_without_an_answer_become_a_call_at_noon_of_the_next_day(plant: Plant) -> None:
    await released(plant)
    await plant.until("2026-03-10 11:59")
    assert ("Carol", "call_manager") not in await plant.told()
    await plant.until("2026-03-10 12:00")
    assert ("Carol", "call_manager") in await plant.told()
    await plant.until("2026-03-31 18:00")
    assert ("Carol", "call_manager") not in await plant.told(), "once"


@pytest.mark.parametrize("moment", ["2026-03-06 09:00", "2026-03-10 09:00"])
async def test_a_manager_who_did_something_has_answered(plant: Plant, moment: str) -> None:
    """After the first of the two alerts, or in the time there is after the second."""
    case = await released(plant)
    await plant.until(moment)
    await plant.does(reassign, case, "Fred", plant.people["Ben"].id)
    await plant.until("2026-03-16 18:00")
    assert "call_asked" not in await plant.log(case)


async def test_who_has_it_is_not_asked_to_call_those_who_have_it(plant: Plant) -> None:
    """Of what may be about the handlers, coach and independent contact are those who look after it."""
    await plant.sends(kind=Kind.GRIEVANCE, about=About.HR_OR_HANDLER, harm=True)
    asked: set[str] = set()
    for day in range(3, 31):
        await plant.until(f"2026-03-{day:02} 18:00")
        asked |= {name for name, what in await plant.told() if what == "call_manager"}
    assert asked == {"Iris"}


async def test_nobody_is_asked_to_call_for_a_date_that_was_moved_meanwhile(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Carol", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-20 09:00")
    await plant.does(extend, case, "Carol", "The part comes late", date(2026, 3, 27))
    await plant.until("2026-03-27 16:59")
    assert "call_asked" not in await plant.log(case)


async def test_a_red_hazard_that_nobody_takes_becomes_a_call_in_the_morning_after(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    await plant.until("2026-03-03 10:59")
    assert "call_asked" not in await plant.log(case)
    await plant.until("2026-03-03 11:00")
    assert ("Carol", "call_manager") in await plant.told()


async def test_a_red_hazard_in_which_the_manager_did_something_becomes_no_call(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    await plant.until("2026-03-02 12:00")
    await plant.does(note, case, "Fred", "The electrician is on the way")
    await plant.until("2026-03-03 18:00")
    assert "call_asked" not in await plant.log(case)


async def test_a_broken_promise_names_nobody_who_is_not_there(database: Database) -> None:
    gone = ("Fred", "Gina", "Iris", "Carol")
    assert await told_of_the_broken_promise(database, gone) == ["member"]


async def test_a_broken_promise_names_nobody_where_nobody_is_left(database: Database) -> None:
    assert await told_of_the_broken_promise(database, ("Fred", "Gina", "Iris", "Carol", "Ben")) == [None]


async def told_of_the_broken_promise(database: Database, gone: tuple[str, ...]) -> list[object]:
    async with a_plant(database, "2026-03-02 09:00", without=gone) as plant:
        case = (await plant.sends()).case_id
        await plant.until("2026-03-30 18:00")
        return [event.data["next_role"] for event in await plant.events(case) if event.what == "promise_broken"]


async def test_an_extended_promise_climbs_from_its_new_date(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Carol", TakeChoice.LOOK_TODAY)
    await plant.does(extend, case, "Carol", "The part comes late", date(2026, 3, 20))
    assert await alerts(plant, "2026-03-20 16:59") == []
    assert await alerts(plant, "2026-03-20 17:00") == ["Carol"]


async def test_digest_names_what_is_late_first_and_says_nothing_when_there_is_nothing(plant: Plant) -> None:
    carol = plant.people["Carol"]
    async with plant.work() as work:
        await digest(work, carol, plant.now)
    assert await plant.told() == []
    await plant.sends()
    await plant.until("2026-03-03 10:00")
    question = (await plant.sends(kind=Kind.QUESTION)).case_id
    await plant.until("2026-03-03 12:00")
    await plant.does(take, question, "Carol", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-06 08:00")
    async with plant.work() as work:
        lines = await digest_lines(work, carol, plant.now)
    assert [(line["kind"], line["why"]) for line in lines] == [("suggestion", "overdue"), ("question", "due_today")]


async def test_digest_hides_grievances_from_all_but_their_holders(plant: Plant) -> None:
    await released(plant, kind=Kind.GRIEVANCE)
    async with plant.work() as work:
        seen = {name: len(await digest_lines(work, member, plant.now)) for name, member in plant.people.items()}
    assert {name for name, count in seen.items() if count} == {"Dora", "Emil"}


async def test_summary_of_a_month(plant: Plant) -> None:
    case = await released(plant)
    await plant.sends(kind=Kind.GRIEVANCE)
    await plant.until("2026-03-04 10:00")
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.until("2026-04-01 09:00")
    async with plant.work() as work:
        march = await summary(work, plant.people["Gina"], date(2026, 3, 1), plant.now)
    assert march.submitted == {Kind.SUGGESTION: 1, Kind.HAZARD: 0, Kind.QUESTION: 0}
    assert (march.taken_in_time, march.answered_in_time) == (Share(1, 1), Share(0, 1))
    assert march.grievance_late is True
    assert march.signals == (Signal.GRIEVANCE_LATE, Signal.ANSWERS_LATE)


async def test_a_coach_whom_the_ticked_flag_means_reads_nothing_of_the_case_in_the_summary(plant: Plant) -> None:
    await plant.sends(kind=Kind.GRIEVANCE, about=About.AGENCY)
    await plant.until("2026-04-01 09:00")
    gina = plant.people["Gina"]
    async with plant.work() as work:
        late = [
            (await summary(work, reader, date(2026, 3, 1), plant.now)).grievance_late
            for reader in (gina, replace(gina, flags=frozenset({Flag.AGENCY})))
        ]
    assert late == [True, False]


async def test_without_handlers_and_coach_a_grievance_still_finds_somebody(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Dora", "Emil", "Gina")) as plant:
        await plant.sends(kind=Kind.GRIEVANCE)
        await plant.until("2026-03-02 11:30")
        assert await plant.told() == [("Hugo", "card")]


async def test_digest_names_a_promise_due_today_beside_one_told_alone(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.QUESTION)).case_id
    await plant.until("2026-03-04 17:01")
    assert ("Carol", "alert") in await plant.told()
    await plant.until("2026-03-05 08:00")
    assert await lines_of(plant, "Carol") == [(case, "due_today", at("2026-03-05 17:00").isoformat())]
    await plant.until("2026-03-06 08:00")
    assert await lines_of(plant, "Carol") == [(case, "overdue", at("2026-03-04 17:00").isoformat())]


async def test_a_list_names_what_is_late_and_what_is_due_today_in_one_line(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.QUESTION)).case_id
    await plant.until("2026-03-05 08:00")
    async with plant.work() as work:
        clocks, stored = await work.clocks.of(case), await work.cases.get(case)
    assert why_listed(stored, clocks, plant.now, CHINA) == "overdue_and_due"
    assert why_listed(stored, clocks, at("2026-03-05 17:00"), CHINA) == "overdue"


async def test_what_is_due_on_a_closed_day_is_in_the_digest_of_the_last_day_of_work(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.does(accept, case, "Ben", date(2026, 3, 15))
    await plant.until("2026-03-12 08:00")
    assert await lines_of(plant, "Ben") == []
    await plant.until("2026-03-13 08:00")
    assert await lines_of(plant, "Ben") == [(case, "due_today", at("2026-03-15 17:00").isoformat())]


async def test_who_works_at_night_hears_the_evening_before_of_what_is_due_by_day(plant: Plant) -> None:
    nights = Calendar("Asia/Shanghai", windows=(), shifts=(Shift("night", time(22), time(6)),))
    await plant.storage.admin.change_enterprise(plant.enterprise, lambda known: replace(known, calendar=nights))
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.does(accept, case, "Ben", date(2026, 3, 12))
    await plant.until("2026-03-10 22:00")
    assert await lines_of(plant, "Ben") == []
    await plant.until("2026-03-11 22:00")
    assert await lines_of(plant, "Ben") == [(case, "due_today", at("2026-03-12 17:00").isoformat())]


@pytest.mark.parametrize("moment", ["2026-03-05 07:00", "2026-03-05 08:00"])
async def test_what_is_due_today_is_listed_also_before_work_begins(plant: Plant, moment: str) -> None:
    case = (await plant.sends(kind=Kind.QUESTION)).case_id
    await plant.until("2026-03-03 12:00")
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.until(moment)
    assert await lines_of(plant, "Ben") == [(case, "due_today", at("2026-03-05 17:00").isoformat())]


async def lines_of(plant: Plant, name: str) -> list[tuple[int, str, str]]:
    async with plant.work() as work:
        lines = await digest_lines(work, plant.people[name], plant.now)
    return [(line["case"], line["why"], line["due"]) for line in lines]
