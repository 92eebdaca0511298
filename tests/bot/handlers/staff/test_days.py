"""Days that are tapped or typed, and what a list says of a case for which no date runs."""

from datetime import date

from cases.actions.reply import reply
from cases.model import ClockKind, Kind, Role
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.examples import at

MONDAY = date(2026, 3, 9).toordinal()


async def test_a_day_that_was_offered_for_one_thing_serves_no_other(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "👍 Accept", GROUP)
    await phones.presses("Ben", "Mon 30 Mar", GROUP)
    await phones.presses("Ben", "📅 New date", GROUP)
    await phones.says("Ben", "The part comes later.", GROUP, reply_to=max(phones.chats[GROUP]))
    await phones.sends_data("Ben", f"sy:accept:{case}:{MONDAY}", GROUP)
    assert phones.last(GROUP).text.startswith("This screen is old")
    assert (await phones.plant.clocks(case))[ClockKind.SOLVED].due == at("2026-03-30 17:00")


async def test_no_new_date_is_offered_where_no_date_runs(phones: Phones) -> None:
    case = await phones.released("When is the canteen open?", kind=Kind.QUESTION)
    await phones.presses("Ben", "🙋 I look today", GROUP)
    assert "📅 New date" in phones.bubbles(GROUP)[0].labels
    await phones.says("Ben", "From 11 to 13", GROUP, reply_to=phones.card(GROUP))
    await phones.presses("Ben", "💬 To the worker", GROUP)
    assert phones.bubbles(GROUP)[0].labels == [
        "💬 Answer",
        "🗣 Ask the worker",
        "🔧 It is solved",
        "📝 Note",
        "👤 Reassign",
    ]
    await phones.sends_data("Ben", f"s:extend:{case}", GROUP)
    assert phones.last(GROUP).text.startswith("This screen is old")


async def test_who_writes_why_while_another_answers_is_told_so_at_once(phones: Phones) -> None:
    case = await phones.released("When is the canteen open?", kind=Kind.QUESTION)
    await phones.presses("Ben", "🙋 I look today", GROUP)
    await phones.presses("Ben", "📅 New date", GROUP)
    asked = max(phones.chats[GROUP])
    await phones.plant.does(reply, case, "Carol", "From 11 to 13", ())
    await phones.says("Ben", "The canteen moves.", GROUP, reply_to=asked)
    assert phones.last(GROUP).text.startswith("This screen is old")


async def test_in_a_group_it_is_said_that_a_typed_day_has_to_be_a_reply(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "👍 Accept", GROUP)
    assert phones.last(GROUP).text.endswith("type it like this: 2026-03-30\n\nTo type it, reply to this message.")
    await phones.says("Ben", "3.13", GROUP, reply_to=max(phones.chats[GROUP]))
    assert phones.last(GROUP).text.endswith("type it again like this: 2026-03-13\n\nTo type it, reply to this message.")
    await phones.sends_data("Carol", f"s:accept:{case}")
    assert phones.last("Carol").text.endswith("type it like this: 2026-03-30")


async def test_a_question_in_hand_is_listed_by_what_it_waits_for(phones: Phones) -> None:
    case = await phones.released("When is the canteen open?", kind=Kind.QUESTION)
    number = (await phones.plant.case(case)).number
    await phones.presses("Ben", "🙋 I need to ask", GROUP)
    await phones.presses("Ben", "🗣 Ask the worker", GROUP)
    await phones.says("Ben", "At which shift?", GROUP, reply_to=max(phones.chats[GROUP]))
    await phones.says("Ben", "/mine")
    assert phones.last("Ben").text == f"🙋 What you have\n❓ {number}: waits for the worker's answer"
    await phones.says("Ben", "From 11 to 13", GROUP, reply_to=phones.card(GROUP))
    await phones.presses("Ben", "💬 To the worker", GROUP)
    await phones.says("Ben", "/mine")
    assert phones.last("Ben").text == (
        f"🙋 What you have\n❓ {number}: answered; say that it is solved when nothing is left to do"
    )
    await phones.says("Ben", "/today", GROUP)
    assert phones.last(GROUP).text == "☀️ Nothing is due today, and nothing is late."


async def test_the_office_reads_of_its_own_list(phones: Phones, case: int) -> None:
    await phones.joins("Olga", 78, Role.OFFICE)
    await phones.until("2026-03-05 17:30")
    await phones.says("Olga", "/overdue")
    assert phones.last("Olga").text == "⏰ Nothing on your list is late."
