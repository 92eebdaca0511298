"""The one message of a shift: when it comes, and what its buttons open."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.ticks import shift_message
from cases.actions.decide import resolve
from cases.actions.digest import digest, digest_lines
from cases.actions.flags import set_flags
from cases.actions.reply import pause
from cases.actions.summarise import summary
from cases.actions.take import take
from cases.calendar import Shutdown, Window
from cases.model import About, Event, Flag, Kind, Role, TakeChoice, Urgency
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.actions.plant import SMALLEST
from tests.cases.actions.test_staff import a_photo
from tests.cases.examples import at


@pytest.fixture
async def jane(phones: Phones) -> str:
    """Somebody who has joined on Monday at nine, when the day's work had begun."""
    await phones.joins("Jane", 50, Role.LEAD)
    phones.chats.clear()
    return "Jane"


async def digests(phones: Phones, moment: str) -> list[str]:
    """The first lines of what Jane has been sent by then."""
    await phones.until(moment)
    while (await phones.plant.storage.due.digests(phones.plant.now, shift_message)).done:
        await phones.deliver()
    found = (bubble.text.splitlines()[0] for bubble in phones.bubbles("Jane"))
    return [line for line in found if line.startswith("☀️")]


async def test_whoever_is_new_hears_when_the_next_working_day_begins(phones: Phones, jane: str) -> None:
    await phones.released()
    assert await digests(phones, "2026-03-02 16:00") == []
    assert await digests(phones, "2026-03-03 07:59") == []
    assert await digests(phones, "2026-03-03 08:00") == ["☀️ Today: 1 case."]
    assert await digests(phones, "2026-03-03 18:00") == ["☀️ Today: 1 case."]
    assert len(await digests(phones, "2026-03-04 08:00")) == 2


async def test_whoever_joins_before_work_hears_on_the_same_day(phones: Phones) -> None:
    await phones.released()
    await phones.until("2026-03-03 07:00")
    await phones.joins("Jane", 50, Role.LEAD)
    assert await digests(phones, "2026-03-03 08:00") == ["☀️ Today: 1 case."]


async def test_what_nobody_has_is_said_to_be_nobodys_on_its_last_day_and_when_it_is_late(
    phones: Phones, jane: str, case: int
) -> None:
    number = (await phones.plant.case(case)).number
    for moment, line in (
        ("2026-03-03 08:00", f"🙋 💡 {number}: nobody has it yet, due Wed 4 Mar, 17:00"),
        ("2026-03-04 08:00", f"⏳ 💡 {number}: nobody has it yet, due Wed 4 Mar, 17:00"),
        ("2026-03-06 08:00", f"⏰ 💡 {number}: late since Wed 4 Mar, 17:00, nobody has it"),
    ):
        await digests(phones, moment)
        assert phones.last("Jane").text.splitlines()[1:] == [line]
        await phones.says("Jane", "/today")
        assert phones.last("Jane").text.splitlines()[1:] == [line]


async def test_a_line_of_what_nobody_has_names_what_is_due_beside_what_is_late(phones: Phones, jane: str) -> None:
    await phones.plant.sends("When do the lockers come?", kind=Kind.QUESTION)
    await phones.until("2026-03-05 08:00")
    await phones.says("Jane", "/inbox")
    [line] = phones.last("Jane").text.splitlines()[1:]
    assert line.endswith("late since Wed 4 Mar, 17:00, nobody has it; more is due soon")


async def test_on_closed_days_there_is_silence(phones: Phones, jane: str) -> None:
    await phones.released()
    assert len(await digests(phones, "2026-03-06 08:00")) == 1
    assert len(await digests(phones, "2026-03-08 20:00")) == 1
    assert len(await digests(phones, "2026-03-09 08:00")) == 2


async def test_a_day_that_was_closed_since_stays_silent(phones: Phones, jane: str) -> None:
    await phones.released()
    repairs = Shutdown(date(2026, 3, 3), date(2026, 3, 3), "repairs")
    await phones.plant.storage.admin.change_enterprise(
        phones.plant.enterprise, lambda keyu: replace(keyu, calendar=replace(keyu.calendar, shutdowns=(repairs,)))
    )
    assert await digests(phones, "2026-03-03 20:00") == []
    assert len(await digests(phones, "2026-03-04 08:00")) == 1


async def closes(phones: Phones, *shutdowns: Shutdown) -> None:
    await phones.plant.storage.admin.change_enterprise(
        phones.plant.enterprise, lambda keyu: replace(keyu, calendar=replace(keyu.calendar, shutdowns=shutdowns))
    )


async def test_when_a_shutdown_is_taken_out_digests_and_alerts_come_as_if_it_had_never_been(
    phones: Phones, jane: str
) -> None:
    await phones.released()
    await closes(phones, Shutdown(date(2026, 3, 5), date(2026, 3, 20), "repairs"))
    assert len(await digests(phones, "2026-03-04 08:00")) == 1
    await phones.until("2026-03-04 17:01")
    await closes(phones)
    assert len(await digests(phones, "2026-03-06 08:00")) == 2
    alerts = [event.at for event in await climbed(phones) if event.data["form"] == "alert"]
    assert alerts == [at("2026-03-04 17:00"), at("2026-03-05 17:00")]


async def test_work_that_begins_earlier_from_today_on_leaves_out_no_digest_of_today(phones: Phones, jane: str) -> None:
    await phones.released()
    assert len(await digests(phones, "2026-03-03 08:00")) == 1
    await phones.until("2026-03-04 07:45")
    await begins_at(phones, time(7, 30))
    assert len(await digests(phones, "2026-03-04 07:46")) == 2
    assert len(await digests(phones, "2026-03-04 20:00")) == 2


async def test_a_digest_that_is_due_comes_also_when_the_calendar_changes_before_the_tick(
    phones: Phones, jane: str
) -> None:
    await phones.released()
    await phones.until("2026-03-03 08:00")
    phones.plant.clock.at += 2 * SMALLEST
    await begins_at(phones, time(7, 30))
    assert len(await digests(phones, "2026-03-03 08:01")) == 1
    assert len(await digests(phones, "2026-03-04 07:29")) == 1
    assert len(await digests(phones, "2026-03-04 07:30")) == 2


async def test_a_digest_that_was_due_when_work_began_later_from_today_on_comes_once(phones: Phones, jane: str) -> None:
    await phones.released()
    await phones.until("2026-03-03 08:00")
    phones.plant.clock.at += 2 * SMALLEST
    await begins_at(phones, time(9))
    assert len(await digests(phones, "2026-03-03 08:01")) == 1
    assert len(await digests(phones, "2026-03-03 20:00")) == 1
    assert len(await digests(phones, "2026-03-04 09:00")) == 2


async def begins_at(phones: Phones, opens: time) -> None:
    hours = (Window(opens, time(17)),)
    await phones.plant.storage.admin.change_enterprise(
        phones.plant.enterprise, lambda keyu: replace(keyu, calendar=replace(keyu.calendar, windows=hours))
    )


async def climbed(phones: Phones) -> list[Event]:
    async with phones.plant.work() as work:
        [case] = await work.cases.open()
        return [event for event in await work.events.of(case.id) if event.what == "rung"]


async def test_a_reminder_that_a_shutdown_takes_away_leaves_nobody_out(phones: Phones) -> None:
    await phones.released()
    await phones.until("2026-03-04 09:00")
    await closes(phones, Shutdown(date(2026, 3, 3), date(2026, 3, 4), "no power"))
    await phones.until("2026-03-05 18:00")
    assert [(event.data["to"], event.at) for event in await climbed(phones)] == [
        ("lead", at("2026-03-04 08:00")),
        ("lead", at("2026-03-04 17:00")),
        ("manager", at("2026-03-05 17:00")),
    ]


async def test_a_reminder_that_comes_with_the_calendar_makes_nobody_hear_twice(phones: Phones) -> None:
    await phones.released()
    await closes(phones, Shutdown(date(2026, 3, 3), date(2026, 3, 4), "no power"))
    await phones.until("2026-03-04 17:01")
    await closes(phones)
    await phones.until("2026-03-05 18:00")
    assert [(event.data["to"], event.at) for event in await climbed(phones)] == [
        ("lead", at("2026-03-04 17:00")),
        ("manager", at("2026-03-05 17:00")),
    ]


async def test_what_was_said_alone_is_not_said_again_the_next_morning(phones: Phones, jane: str) -> None:
    await phones.released()
    assert len(await digests(phones, "2026-03-03 08:00")) == 1
    assert len(await digests(phones, "2026-03-04 08:00")) == 2
    await phones.until("2026-03-04 17:01")
    assert phones.last(jane).text.endswith("Somebody should have taken it by Wed 4 Mar, 17:00. Nobody has.")
    assert len(await digests(phones, "2026-03-05 08:00")) == 2
    assert len(await digests(phones, "2026-03-06 08:00")) == 3
    assert len(await digests(phones, "2026-03-09 08:00")) == 4
    assert len(await digests(phones, "2026-03-10 08:00")) == 5
    await phones.until("2026-03-10 12:01")
    assert phones.last(jane).labels == ["☎️ Reached", "🔕 Not reached"]
    assert len(await digests(phones, "2026-03-11 08:00")) == 5


@pytest.fixture
async def emil(phones: Phones) -> str:
    """A handler who has seven grievances today, the last of them about a line leader."""
    for number in range(6):
        await phones.plant.sends(f"Unfair {number}", kind=Kind.GRIEVANCE)
    await phones.released("He shouts", kind=Kind.GRIEVANCE, about=About.LINE_LEADER)
    await phones.until("2026-03-03 07:59")
    return "Emil"


async def becomes_a_line_leader(phones: Phones, name: str) -> None:
    async with phones.plant.work() as work:
        await set_flags(work, phones.plant.people[name].id, frozenset({Flag.LINE_LEADER}), phones.plant.now)


async def test_a_digest_that_waits_to_be_sent_leaves_out_what_a_new_flag_hides(phones: Phones, emil: str) -> None:
    async with phones.plant.work() as work:
        await digest(work, phones.plant.people[emil], at("2026-03-03 08:00"))
    await becomes_a_line_leader(phones, emil)
    await phones.deliver()
    [shown] = [each for each in phones.bubbles(emil) if each.text.startswith("☀️")]
    assert (shown.text.splitlines()[0], len(shown.labels)) == ("☀️ Today: 6 cases.", 6)


async def test_a_page_that_waits_to_be_sent_leaves_out_what_a_new_flag_hides(
    phones: Phones, emil: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing() -> None:
        """Telegram is away."""

    with monkeypatch.context() as away:
        away.setattr(phones, "deliver", nothing)
        await phones.says(emil, "/inbox")
        await becomes_a_line_leader(phones, emil)
    await phones.deliver()
    assert len(phones.last(emil).labels) == 6


async def test_a_digest_of_which_nothing_is_left_is_not_sent(phones: Phones) -> None:
    await phones.released("He shouts", kind=Kind.GRIEVANCE, about=About.LINE_LEADER)
    async with phones.plant.work() as work:
        await digest(work, phones.plant.people["Emil"], at("2026-03-03 08:00"))
    await becomes_a_line_leader(phones, "Emil")
    await phones.deliver()
    assert [each.text for each in phones.bubbles("Emil") if each.text.startswith("☀️")] == []


async def test_a_promise_that_waits_for_the_worker_is_not_late(phones: Phones) -> None:
    case = await phones.released(kind=Kind.QUESTION)
    await phones.until("2026-03-05 10:00")
    await phones.plant.does(pause, case, "Ben", "Which press is it?")
    await phones.until("2026-03-06 08:00")
    async with phones.plant.work() as work:
        assert await digest_lines(work, phones.plant.people["Carol"], phones.plant.now) == []
        figures = await summary(work, phones.plant.people["Carol"], date(2026, 3, 1), phones.plant.now)
        assert figures.overdue_now == 0
    async with phones.plant.storage.reading() as unit:
        [tally] = await unit.tallies([phones.plant.enterprise], phones.plant.now)
    assert (tally.count, tally.late) == (1, False)
    await phones.says("Fred", "/overdue")
    assert "Nothing is late" in phones.last("Fred").text


async def test_who_fixed_a_danger_is_not_asked_to_check_it(phones: Phones) -> None:
    case = await phones.released(kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await phones.plant.does(resolve, case, "Ben", "Mended", (await a_photo(phones.plant, case),))
    async with phones.plant.work() as work:
        asked = {
            name: [line["why"] for line in await digest_lines(work, phones.plant.people[name], at("2026-03-03 08:00"))]
            for name in ("Ben", "Fred", "Carol")
        }
    assert asked == {"Ben": [], "Fred": [], "Carol": ["to_verify"]}


async def test_who_took_a_case_is_reminded_whatever_the_role(phones: Phones) -> None:
    case = await phones.released()
    await phones.plant.does(take, case, "Fred", TakeChoice.LOOK_TODAY)
    await phones.until("2026-03-16 08:00")
    async with phones.plant.work() as work:
        [line] = await digest_lines(work, phones.plant.people["Fred"], phones.plant.now)
    assert (line["case"], line["why"]) == (case, "due_today")


async def test_it_has_seven_lines_and_each_button_opens_its_case(phones: Phones, jane: str) -> None:
    for number in range(8):
        await phones.plant.sends(f"Idea {number}")
    await phones.released("The last idea")
    await digests(phones, "2026-03-03 08:00")
    shown = phones.last(jane)
    assert (shown.text.splitlines()[0], len(shown.text.splitlines())) == ("☀️ Today: 6 and 3 more.", 7)
    assert len(shown.labels) == 6
    for label in shown.labels:
        await phones.presses(jane, label)
        assert f"Case {label.split()[-1]}: " in phones.last(jane).text


async def test_with_the_day_the_group_is_counted_once(phones: Phones, jane: str) -> None:
    await digests(phones, "2026-03-02 16:00")
    phones.errands.clear()
    await digests(phones, "2026-03-03 08:00")
    assert phones.errands == [("count_group", GROUP)]
