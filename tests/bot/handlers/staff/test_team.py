"""The team at work in its group, button by button."""

import pytest

from cases.actions.decide import resolve
from cases.actions.take import take
from cases.model import Audience, ClockKind, Kind, MediaKind, Stage, TakeChoice, Urgency
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.examples import at

GUARD = (Audience.TEAM, "The guard of press 3 is loose")


async def test_a_card_stands_in_the_group_and_moves_with_the_case(phones: Phones, case: int) -> None:
    assert "Nobody has taken it yet. Who does?" in phones.last(GROUP).text
    await phones.presses("Ben", "🙋 At the next meeting", GROUP)
    assert len(phones.bubbles(GROUP)) == 1
    assert "Ben has it: “At the next meeting”." in phones.last(GROUP).text
    known = await phones.plant.case(case)
    assert (known.stage, known.take_choice) == (Stage.TAKEN, TakeChoice.MEETING)


async def test_a_reply_to_a_card_asks_before_anything_leaves(phones: Phones, case: int) -> None:
    await phones.says("Ben", "We order a new one", GROUP, reply_to=phones.card(GROUP))
    asked = phones.last(GROUP)
    assert asked.text.endswith("does this go to the worker, or is it a note for staff?\n\nWe order a new one")
    assert asked.labels == ["💬 To the worker", "📝 A note for staff", "✖️ Cancel"]
    assert await phones.entries(case) == [GUARD]


async def test_a_reply_to_a_card_goes_to_the_worker(phones: Phones, case: int) -> None:
    await phones.says("Ben", "We order a new one", GROUP, reply_to=phones.card(GROUP))
    await phones.presses("Ben", "💬 To the worker", GROUP)
    assert await phones.entries(case) == [GUARD, (Audience.WORKER, "We order a new one")]
    assert phones.last(GROUP).text.endswith("your answer is stored for the worker.")
    assert (await phones.plant.case(case)).owner == phones.plant.people["Ben"].id


async def test_a_reply_to_a_card_stays_a_note(phones: Phones, case: int) -> None:
    await phones.says("Ben", "Ask Fred for money", GROUP, reply_to=phones.card(GROUP))
    await phones.presses("Ben", "📝 A note for staff", GROUP)
    assert await phones.entries(case) == [GUARD, (Audience.TEAM, "Ask Fred for money")]


async def test_what_one_person_wrote_is_not_sent_by_another(phones: Phones, case: int) -> None:
    await phones.says("Ben", "Not finished", GROUP, reply_to=phones.card(GROUP))
    await phones.presses("Carol", "💬 To the worker", GROUP)
    assert phones.last(GROUP).text.startswith("This screen is old")
    assert await phones.entries(case) == [GUARD]


async def test_nothing_is_sent_twice(phones: Phones, case: int) -> None:
    await phones.says("Ben", "We order a new one", GROUP, reply_to=phones.card(GROUP))
    await phones.presses("Ben", "💬 To the worker", GROUP)
    await phones.sends_data("Ben", f"se:{case}:worker", GROUP)
    assert await phones.entries(case) == [GUARD, (Audience.WORKER, "We order a new one")]


async def test_cancelling_sends_nothing(phones: Phones, case: int) -> None:
    await phones.says("Ben", "Never mind", GROUP, reply_to=phones.card(GROUP))
    await phones.presses("Ben", "✖️ Cancel", GROUP)
    assert phones.last(GROUP).text.endswith("nothing was sent.")
    assert await phones.entries(case) == [GUARD]


async def test_people_in_a_group_talk_to_each_other(phones: Phones, case: int) -> None:
    """What is no reply to us is not taken for the answer we asked for."""
    await phones.presses("Ben", "📝 Note", GROUP)
    asked = max(phones.chats[GROUP])
    await phones.says("Ben", "Lunch?", GROUP)
    assert await phones.entries(case) == [GUARD]
    await phones.says("Ben", "Fred has a spare one", GROUP, reply_to=asked)
    assert await phones.entries(case) == [GUARD, (Audience.TEAM, "Fred has a spare one")]


async def test_a_command_stops_a_question_in_the_group(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "📝 Note", GROUP)
    asked = max(phones.chats[GROUP])
    await phones.says("Ben", "/cancel", GROUP)
    await phones.says("Ben", "Too late", GROUP, reply_to=asked)
    assert await phones.entries(case) == [GUARD]


async def test_declining_needs_a_reason_and_words(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🚫 Decline", GROUP)
    await phones.presses("Ben", "Too costly", GROUP)
    asked = max(phones.chats[GROUP])
    assert (await phones.plant.case(case)).stage is Stage.NEW
    await phones.says("Ben", "A new press comes in June.", GROUP, reply_to=asked)
    assert (await phones.plant.case(case)).stage is Stage.DECLINED
    assert await phones.entries(case) == [GUARD, (Audience.WORKER, "A new press comes in June.")]
    assert "Declined. Too costly." in phones.bubbles(GROUP)[0].text


async def test_accepting_asks_for_a_day(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "👍 Accept", GROUP)
    assert phones.last(GROUP).labels == [
        "Tue 3 Mar",
        "Thu 5 Mar",
        "Mon 9 Mar",
        "Mon 16 Mar",
        "Mon 30 Mar",
        "✖️ Cancel",
    ]
    await phones.presses("Ben", "Mon 9 Mar", GROUP)
    assert (await phones.plant.case(case)).stage is Stage.ACCEPTED
    assert phones.bubbles(GROUP)[0].text.endswith("Accepted. Ben has it.\n⏳ It is solved by Mon 9 Mar, 17:00.")


async def test_a_category_is_one_of_its_kind(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🏷 Category", GROUP)
    await phones.presses("Ben", "Machines, tools, fixtures", GROUP)
    assert "Category: Machines, tools, fixtures" in phones.bubbles(GROUP)[0].text
    await phones.sends_data("Ben", f"sc:{case}:GRV-WAG", GROUP)
    assert phones.last(GROUP).text.startswith("This screen is old")
    assert (await phones.plant.case(case)).category == "SUG-EQP"


async def test_a_question_pauses_the_clock_once(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🙋 I need to ask", GROUP)
    await phones.presses("Ben", "🗣 Ask the worker", GROUP)
    await phones.says("Ben", "Which press?", GROUP, reply_to=max(phones.chats[GROUP]))
    assert "⏸ The clock rests: the worker was asked something." in phones.bubbles(GROUP)[0].text
    await phones.sends_data("Ben", f"s:question:{case}", GROUP)
    assert phones.last(GROUP).text.startswith("The clock has rested once already.")


async def test_a_suggestion_is_resolved_with_words(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🙋 I look today", GROUP)
    await phones.presses("Ben", "🔧 It is solved", GROUP)
    await phones.says("Ben", "A new guard is on.", GROUP, reply_to=max(phones.chats[GROUP]))
    await phones.presses("Ben", "🔧 Send: it is solved", GROUP)
    assert (await phones.plant.case(case)).stage is Stage.RESOLVED
    assert await phones.entries(case) == [GUARD, (Audience.WORKER, "A new guard is on.")]


async def test_a_danger_is_resolved_with_a_photo_and_checked_by_another(phones: Phones) -> None:
    case = await phones.released(kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await phones.presses("Ben", "🙋 I look today", GROUP)
    await phones.presses("Ben", "🔧 It is solved", GROUP)
    await phones.says("Ben", "Fixed.", GROUP, reply_to=max(phones.chats[GROUP]))
    assert "🔧 Send: it is solved" not in phones.last(GROUP).labels
    await phones.shows("Ben", where=GROUP, reply_to=max(phones.chats[GROUP]))
    await phones.presses("Ben", "🔧 Send: it is solved", GROUP)
    assert (await phones.plant.case(case)).stage is Stage.RESOLVED
    await phones.presses("Ben", "🔎 I checked it", GROUP)
    assert phones.last(GROUP).text == "You fixed it, so now somebody else of the team has to look at it."
    assert (await phones.plant.case(case)).verified_by is None
    await phones.presses("Carol", "🔎 I checked it", GROUP)
    assert (await phones.plant.case(case)).verified_by == phones.plant.people["Carol"].id
    assert "🔎 I checked it" not in phones.bubbles(GROUP)[0].labels


async def test_an_album_is_answered_once(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🙋 I look today", GROUP)
    await phones.presses("Ben", "🔧 It is solved", GROUP)
    asked, before = max(phones.chats[GROUP]), len(phones.bubbles(GROUP))
    for _ in range(3):
        await phones.shows("Ben", where=GROUP, reply_to=asked, album="a1")
    await phones.until("2026-03-02 11:31")
    assert len(phones.bubbles(GROUP)) == before + 1
    assert phones.last(GROUP).text.startswith("📎 3 files")


@pytest.mark.parametrize("urgency", [Urgency.YELLOW, Urgency.RED])
async def test_only_a_second_person_is_offered_the_check_in_private(phones: Phones, urgency: Urgency) -> None:
    case = await phones.released(kind=Kind.HAZARD, urgency=urgency)
    await phones.plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await phones.plant.does(resolve, case, "Ben", "Fixed.", await a_photo(phones, case))
    number = (await phones.plant.case(case)).number
    for name, offered in {"Ben": False, "Carol": True}.items():
        await phones.says(name, f"/case {number}")
        assert ("🔎 I checked it" in phones.last(name).labels) is offered
    await phones.presses("Carol", "🔎 I checked it")
    assert (await phones.plant.case(case)).verified_by == phones.plant.people["Carol"].id


async def a_photo(phones: Phones, case: int) -> tuple[int, ...]:
    async with phones.plant.storage.unit() as unit:
        return ((await unit.media.expect(case, MediaKind.PHOTO, "photo", 9)).id,)


@pytest.mark.parametrize("taken", [False, True])
async def test_a_red_danger_is_brought_under_control_and_the_worker_hears_at_once(phones: Phones, taken: bool) -> None:
    receipt = await phones.plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)
    await phones.deliver()
    if taken:
        await phones.presses("Ben", "🙋 I look today", GROUP)
    await phones.presses("Ben", "🛡 Under control", GROUP)
    await phones.says("Ben", "The press is switched off.", GROUP, reply_to=max(phones.chats[GROUP]))
    assert phones.last(GROUP).text.endswith("under control. The worker is told how.")
    assert "The press is switched off." in phones.last("Ana").text
    assert (await phones.plant.clocks(receipt.case_id))[ClockKind.MADE_SAFE].met_at == phones.plant.now


async def test_what_is_under_control_is_not_brought_under_control_again(phones: Phones) -> None:
    receipt = await phones.plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)
    await phones.deliver()
    await phones.presses("Ben", "🛡 Under control", GROUP)
    await phones.says("Ben", "The press is switched off.", GROUP, reply_to=max(phones.chats[GROUP]))
    assert "🛡 Under control" not in phones.bubbles(GROUP)[0].labels
    told = len(phones.bubbles("Ana"))
    await phones.sends_data("Carol", f"s:safe:{receipt.case_id}", GROUP)
    assert phones.last(GROUP).text.startswith("This screen is old")
    assert len(phones.bubbles("Ana")) == told


async def test_a_date_moves_once_with_a_reason(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "👍 Accept", GROUP)
    await phones.presses("Ben", "Mon 9 Mar", GROUP)
    await phones.presses("Ben", "📅 New date", GROUP)
    await phones.says("Ben", "The part comes later.", GROUP, reply_to=max(phones.chats[GROUP]))
    await phones.says("Ben", "soon", GROUP, reply_to=max(phones.chats[GROUP]))
    assert phones.last(GROUP).text.startswith("I can't read that as a day to come.")
    await phones.says("Ben", "3月20日", GROUP, reply_to=max(phones.chats[GROUP]))
    await phones.presses("Ben", "✅ Yes, Fri 20 Mar", GROUP)
    assert phones.bubbles(GROUP)[0].text.endswith("⏳ It is solved by Fri 20 Mar, 17:00.")
    await phones.sends_data("Ben", f"s:extend:{case}", GROUP)
    assert phones.last(GROUP).text.startswith("The date has been moved once already")


async def test_a_typed_day_goes_to_the_worker_only_once_it_was_seen(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "👍 Accept", GROUP)
    await phones.presses("Ben", "Mon 9 Mar", GROUP)
    await phones.presses("Ben", "📅 New date", GROUP)
    await phones.says("Ben", "The part comes later.", GROUP, reply_to=max(phones.chats[GROUP]))
    await phones.says("Ben", "1.3", GROUP, reply_to=max(phones.chats[GROUP]))
    asked = phones.last(GROUP)
    assert "Sun, 3 Jan 2027. Is that the day?" in asked.text
    assert asked.labels == ["✅ Yes, Sun, 3 Jan 2027", "✖️ Cancel"]
    assert not (await phones.plant.case(case)).extended
    await phones.says("Ben", "3.27", GROUP, reply_to=max(phones.chats[GROUP]))
    await phones.presses("Ben", "✅ Yes, Fri 27 Mar", GROUP)
    assert (await phones.plant.clocks(case))[ClockKind.SOLVED].due == at("2026-03-27 17:00")
    await phones.presses("Ben", "✅ Yes, Sun, 3 Jan 2027", GROUP)
    assert phones.last(GROUP).text.startswith("This screen is old")
    assert (await phones.plant.clocks(case))[ClockKind.SOLVED].due == at("2026-03-27 17:00")


async def test_a_day_beyond_the_promise_is_refused_and_another_may_be_chosen(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "👍 Accept", GROUP)
    asked = max(phones.chats[GROUP])
    await phones.says("Ben", "2027-01-01", GROUP, reply_to=asked)
    await phones.presses("Ben", "✅ Yes, Fri, 1 Jan 2027", GROUP)
    assert phones.last(GROUP).text.startswith("That is later than your promises allow.")
    await phones.says("Ben", "2026-03-10", GROUP, reply_to=asked)
    assert "Tue 10 Mar. Is that the day?" in phones.last(GROUP).text
    assert (await phones.plant.case(case)).stage is not Stage.ACCEPTED
    await phones.presses("Ben", "✅ Yes, Tue 10 Mar", GROUP)
    assert (await phones.plant.clocks(case))[ClockKind.SOLVED].due == at("2026-03-10 17:00")
