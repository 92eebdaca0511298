"""What is late reaches those above, with ways out; the coach reads figures."""

import pytest

from cases.actions.decide import resolve
from cases.actions.digest import digest
from cases.actions.leave import leave
from cases.actions.reply import pause
from cases.actions.take import take
from cases.model import About, ClockKind, Event, Kind, Role, Stage, TakeChoice, Urgency
from tests.bot.handlers.staff.phones import GROUP, Phones

UNKNOWN = "I don't know this enterprise or month. Write it like this: /summary KEYU 2026-03."


async def test_the_manager_has_it(phones: Phones, case: int) -> None:
    await phones.until("2026-03-05 17:30")
    alert = phones.last("Fred")
    assert alert.text.splitlines()[1:] == ["Somebody should have taken it by Wed 4 Mar, 17:00. Nobody has."]
    await phones.presses("Fred", "👌 I have it")
    assert phones.last("Fred").text.endswith(
        "you have it. Nobody higher is told before Tue 10 Mar, 17:00. The promise to the worker stays."
    )
    await phones.presses("Fred", "👌 I have it")
    assert phones.last("Fred").text.startswith("You have used “I have it” for this date already.")


async def test_the_manager_gives_it_to_somebody(phones: Phones, case: int) -> None:
    await phones.until("2026-03-05 17:30")
    await phones.presses("Fred", "👤 Reassign")
    assert phones.last("Fred").labels == ["Ben", "Carol", "✖️ Cancel"]
    await phones.presses("Fred", "Ben")
    assert (await phones.plant.case(case)).owner == phones.plant.people["Ben"].id
    assert phones.last("Ben").text.startswith("👤 You have been given this one. 💡 Case ")


async def test_the_manager_sets_a_new_date(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🙋 I look today", GROUP)
    await phones.until("2026-03-17 17:30")
    await phones.presses("Fred", "📅 New date")
    await phones.says("Fred", "The supplier is late.")
    await phones.presses("Fred", phones.last("Fred").labels[0])
    assert phones.last("Fred").text.endswith("the new day is set. The worker is told it, and why.")
    assert (await phones.plant.case(case)).extended


async def test_an_alert_that_is_settled_meanwhile_is_old(phones: Phones, case: int) -> None:
    await phones.until("2026-03-05 17:30")
    await phones.presses("Ben", "🙋 I look today", GROUP)
    await phones.presses("Fred", "👌 I have it")
    assert phones.last("Fred").text.startswith("I can't find that.")


async def test_the_lead_reports_a_call_nobody_answered(phones: Phones, case: int) -> None:
    await phones.until("2026-03-10 12:30")
    call = phones.last("Carol")
    assert call.labels == ["☎️ Reached", "🔕 Not reached"]
    await phones.presses("Carol", "🔕 Not reached")
    noted, printed = phones.bubbles("Carol")[-2:]
    assert noted.text.endswith("noted that you did not reach them.")
    assert "called" in await phones.plant.log(case)
    number = (await phones.plant.case(case)).number
    assert printed.text == "🖨 Print this sheet and go through it with the management."
    assert printed.files == 1
    assert printed.sheet
    assert printed.sheet.title == "What is late at Keyu Tools"
    assert printed.sheet.rows == [(str(number), "Wed 4 Mar, 17:00", "")]


async def call_asked(phones: Phones, case: int) -> None:
    """Of the coach."""
    async with phones.plant.work() as work:
        asked = Event(case, "call_asked", phones.plant.now, data={"clock": ClockKind.TAKEN, "to": Role.COACH})
        await work.events.add(asked)


async def test_a_call_that_nobody_asked_for_or_that_was_reported_is_not_reported(
    phones: Phones, grievance: int
) -> None:
    """Else an old button tells a case's number, and fills its events."""
    for asked, reports in ((False, 0), (True, 1), (False, 1)):
        if asked:
            await call_asked(phones, grievance)
        await phones.sends_data("Gina", f"sm:{grievance}:1")
        assert (await phones.plant.log(grievance)).count("called") == reports
    assert phones.last("Gina").text.startswith("I can't find that.")
    await phones.sends_data("Carol", f"sm:{grievance}:1")
    assert phones.last("Carol").text.startswith("I can't find that.")


async def test_what_handlers_have_is_on_no_paper(phones: Phones, case: int, grievance: int) -> None:
    await phones.until("2026-03-09 17:30")
    await call_asked(phones, grievance)
    await phones.sends_data("Gina", f"sm:{grievance}:0")
    assert phones.last("Gina").text.endswith("noted that you did not reach them.")
    await call_asked(phones, case)
    await phones.sends_data("Gina", f"sm:{case}:0")
    printed = phones.last("Gina")
    assert printed.text == "🖨 For your next visit: print this sheet and take it along."
    sheet = printed.sheet
    assert sheet
    assert sheet.title == "Next visit to Keyu Tools"
    assert [row[0] for row in sheet.rows] == [str((await phones.plant.case(case)).number)]


async def test_a_call_is_reported_by_those_it_is_for(phones: Phones, case: int, grievance: int) -> None:
    await phones.until("2026-03-02 16:30")  # the second one is released then
    for asked in (case, grievance):
        await call_asked(phones, asked)
    for name, about in (("Fred", case), ("Ben", case), ("Carol", grievance), ("Dora", grievance)):
        await phones.sends_data(name, f"sm:{about}:1")
        assert phones.last(name).text.startswith("I can't find that.")
    await phones.sends_data("Gina", f"sm:{grievance}:1")
    assert phones.last("Gina").text.endswith("noted that you reached them. Thank you.")


async def test_a_red_danger_alarms_lead_and_manager_at_once(phones: Phones) -> None:
    await phones.plant.sends("The press runs by itself", kind=Kind.HAZARD, urgency=Urgency.RED)
    await phones.until("2026-03-02 09:01")
    assert "The press runs by itself" in phones.last(GROUP).text
    for name in ("Carol", "Fred"):
        assert "danger: it will hurt someone now" in phones.last(name).text


async def test_the_digest_is_one_message(phones: Phones, case: int) -> None:
    async with phones.plant.work() as work:
        await digest(work, phones.plant.people["Carol"], phones.plant.now)
    await phones.deliver()
    number = (await phones.plant.case(case)).number
    assert phones.last("Carol").text == (f"☀️ Today: 1 case.\n🙋 💡 {number}: nobody has it yet, due Wed 4 Mar, 17:00")


async def test_the_overview_counts_no_grievance(phones: Phones, case: int) -> None:
    await phones.plant.sends("He shouts at us", kind=Kind.GRIEVANCE)
    await phones.until("2026-03-02 16:30")
    for name in ("Carol", "Fred", "Gina", "Iris"):
        await phones.says(name, "/overview")
        assert phones.last(name).text == (
            "📊 Keyu Tools\n1 case is open.\n1 of them nobody has taken yet.\n0 of them are late."
        )


async def test_what_its_owner_left_is_untaken_in_the_overview_as_it_is_in_the_inbox(phones: Phones, case: int) -> None:
    """And what was solved by who left is not: the worker has the word."""
    solved = (await phones.plant.sends("The floor is wet")).case_id
    await phones.until("2026-03-02 16:30")
    for each in (case, solved):
        await phones.plant.does(take, each, "Ben", TakeChoice.LOOK_TODAY)
    await phones.plant.does(resolve, solved, "Ben", "There is a mat now", ())
    async with phones.plant.work() as work:
        await leave(work, phones.plant.people["Ben"].id, phones.plant.now)
    await phones.says("Carol", "/overview")
    assert "2 cases are open.\n1 of them nobody has taken yet." in phones.last("Carol").text
    await phones.says("Carol", "/inbox")
    assert str((await phones.plant.case(case)).number) in phones.last("Carol").text
    assert str((await phones.plant.case(solved)).number) not in phones.last("Carol").text


async def test_the_coach_reads_a_month_in_ten_lines(phones: Phones, case: int) -> None:
    await phones.says("Gina", "/summary KEYU 2026-03")
    text = phones.last("Gina").text
    assert (text.splitlines()[0], len(text.splitlines())) == ("📄 Keyu Tools, March 2026", 10)
    await phones.says("Gina", "/enterprises")
    await phones.presses("Gina", "📄 Keyu Tools")
    assert phones.last("Gina").text == text


async def test_the_coachs_list_names_what_is_three_working_days_late_and_opens_nothing(
    phones: Phones, case: int, grievance: int
) -> None:
    """The grievance, told in the afternoon, is as late as the idea."""
    number = (await phones.plant.case(case)).number
    await phones.until("2026-03-09 16:59")
    await phones.says("Gina", "/overdue")
    assert phones.last("Gina").text == (
        "⏰ Nothing is on your list. What stays late for three working days comes here; "
        "what is urgent, from 09:00 the next day."
    )
    await phones.until("2026-03-09 17:30")
    await phones.says("Gina", "/overdue")
    listed = phones.last("Gina")
    assert listed.text == f"⏰ What is late\n⏰ Keyu Tools: 💡 {number}, late since Wed 4 Mar, 17:00"
    assert listed.labels == []
    await phones.says("Gina", f"/case {number}")
    assert phones.last("Gina").text.startswith("I can't find that.")


@pytest.mark.parametrize("about", [About.COACH, About.NOT_SURE, About.MANAGER_OR_OWNER])
async def test_what_may_be_about_somebody_is_not_on_the_coachs_list(phones: Phones, about: About) -> None:
    await phones.plant.sends("He sells our gloves", about=about)
    await phones.until("2026-03-10 09:00")
    await phones.says("Gina", "/overdue")
    assert phones.last("Gina").text.startswith("⏰ Nothing is on your list.")


async def test_what_a_manager_has_comes_to_the_coachs_list_once_that_is_over(phones: Phones, case: int) -> None:
    await phones.until("2026-03-05 17:30")
    await phones.presses("Fred", "👌 I have it")
    for moment, listed in (("2026-03-09 17:30", False), ("2026-03-10 17:30", True)):
        await phones.until(moment)
        await phones.says("Gina", "/overdue")
        assert ("late since Wed 4 Mar" in phones.last("Gina").text) is listed


async def test_what_waits_for_the_worker_is_not_on_the_coachs_list(phones: Phones, case: int) -> None:
    await phones.plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await phones.until("2026-03-18 09:00")
    await phones.plant.does(pause, case, "Ben", "Which press is it?")
    await phones.until("2026-03-20 12:00")
    await phones.says("Gina", "/overdue")
    assert phones.last("Gina").text.startswith("⏰ Nothing is on your list.")


async def test_the_months_text_is_for_the_coach(phones: Phones) -> None:
    for name in ("Ben", "Carol", "Dora", "Fred", "Hugo", "Iris"):
        await phones.says(name, "/summary")
        assert phones.last(name).text.startswith("This is not for you to do here.")
        await phones.sends_data(name, f"su:{phones.plant.enterprise}:24314")
        assert phones.last(name).text.startswith("This is not for you to do here.")


async def test_another_coachs_enterprise_is_not_found(phones: Phones) -> None:
    other = await phones.another_enterprise()
    await phones.says("Gina", "/summary ELSE")
    assert phones.last("Gina").text == UNKNOWN
    await phones.sends_data("Gina", f"su:{other}:24314")
    assert phones.last("Gina").text.startswith("I can't find that.")


@pytest.mark.parametrize("month", ["0000-01", "0001-01", "1999-12", "9999-12", "2026-13", "２０２６-00"])
async def test_a_month_that_is_none_is_not_found(phones: Phones, month: str) -> None:
    await phones.says("Gina", f"/summary {month}")
    assert phones.last("Gina").text == UNKNOWN


@pytest.mark.parametrize("words", ["KEYU November", "KEYU 11", "KEYU 2026-13", "10月", "KEYU ELSE", "2026-02 ELSE"])
async def test_of_what_is_not_understood_no_other_figures_are_sent(phones: Phones, words: str) -> None:
    await phones.says("Gina", f"/summary {words}")
    assert [bubble.text for bubble in phones.bubbles("Gina")] == [UNKNOWN]


@pytest.mark.parametrize("month", ["2026-02", "2026-2", "2026年2月", "2026/02", "2026.02", "２０２６年２月"])
async def test_a_month_is_read_as_people_write_it(phones: Phones, month: str) -> None:
    await phones.says("Gina", f"/summary keyu {month}")
    assert phones.last("Gina").text.splitlines()[0] == "📄 Keyu Tools, February 2026"


async def test_two_months_are_asked_for_one_by_one(phones: Phones) -> None:
    await phones.says("Gina", "/summary KEYU 2026-02 2026-01")
    assert phones.last("Gina").text == "One month at a time, please. Write it like this: /summary KEYU 2026-03."
    await phones.says("Gina", "/summary KEYU 2026-02 2026/02")
    assert phones.last("Gina").text.startswith("📄 Keyu Tools, February 2026")


async def test_a_month_to_come_has_no_figures(phones: Phones) -> None:
    await phones.says("Gina", "/summary 2026-04")
    assert phones.last("Gina").text == "April 2026 is still to come: there are no figures yet."


@pytest.mark.parametrize("month", [12, 12 * 1999 + 11, 12 * 9998 + 11, 12 * 9999])
async def test_a_button_of_a_month_that_is_none_is_not_found(phones: Phones, month: int) -> None:
    await phones.sends_data("Gina", f"su:{phones.plant.enterprise}:{month}")
    assert phones.last("Gina").text.startswith("I can't find that.")


async def test_silence_is_named_after_thirty_days(phones: Phones, case: int) -> None:
    await phones.until("2026-03-03 09:00")
    await phones.says("Gina", "/silent")
    assert phones.last("Gina").text == "🔊 Something came in everywhere in the last 30 days."
    await phones.presses("Ben", "🚫 Decline", GROUP)
    await phones.presses("Ben", "Too costly", GROUP)
    await phones.says("Ben", "No money.", GROUP, reply_to=max(phones.chats[GROUP]))
    assert (await phones.plant.case(case)).stage is Stage.DECLINED
    await phones.until("2026-04-02 12:00")
    await phones.says("Gina", "/silent")
    assert phones.last("Gina").text == "🔇 Nothing came in for 30 days:\nKeyu Tools"
