"""What is written hours after a question about a case is something new: nobody reads it before it is shown."""

import pytest

from cases.actions.reply import reply as answer
from cases.model import Case
from storage import closing
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_adds import NEW as NEW_AFTER_ALL
from tests.bot.handlers.test_worker_cases import released
from tests.bot.handlers.test_worker_shown_first import RED, TEAM, UNFAIR, YELLOW, sent_a_danger, texts
from tests.bot.handlers.test_worker_things import spoken
from tests.bot.handlers.test_worker_unsent import nudges

PLACE, NEW = "📍 Say where the danger is", "Got it. What is it? One tap. You can send more first, too."
WANTED, TAKEN = "➕ It is what I wanted to add before", "👀 Not added yet. This is all that goes to Yongxing Metal:"
FORGOTTEN = (
    "This was not added: you took that back, or erased the way back to you, so I can't tell any more what it was. "
    "Send it as something new."
)


async def replies(town: Town, phone: Phone, case: Case) -> None:
    async with town.work() as work:
        await answer(work, case.id, town.people["Chen Li"], "Which lamp?", (), town.at)
    await town.later(hours=10)
    await phone.press("Open")
    await phone.press("💬 Reply")


@pytest.mark.parametrize("urgency", [RED, YELLOW])
async def test_a_grievance_is_no_place_for_a_danger(town: Town, ana: Phone, urgency: str) -> None:
    await sent_a_danger(ana, urgency)
    await ana.press(PLACE)
    await town.later(hours=20)
    await ana.write(UNFAIR)
    assert (ana.screen, WANTED in ana.labels, await texts(town)) == (NEW, True, [""])
    await ana.press("😟 Unfair treatment")
    assert ana.screen.startswith("😟 Whom is it about?")


async def test_a_photo_is_no_place_either(town: Town, ana: Phone) -> None:
    await sent_a_danger(ana)
    await ana.press(PLACE)
    await town.later(hours=2)
    await ana.photo()
    assert (ana.screen, await texts(town)) == (NEW, [""])


async def test_hello_gets_its_answer_and_so_it_does_in_place_of_a_place(town: Town, ana: Phone) -> None:
    await sent_a_danger(ana)
    await ana.press(PLACE)
    await ana.write("hello")
    assert ana.screen.startswith("📍 Where is the danger?")
    await town.later(hours=2)
    await ana.write("hello")
    assert ana.screen.startswith("👋 Yes, I'm here.")
    assert await texts(town) == [""]


@pytest.mark.parametrize("urgency", [RED, YELLOW])
async def test_a_late_answer_is_one_tap_away_and_shown_before_it_goes(town: Town, ana: Phone, urgency: str) -> None:
    await sent_a_danger(ana, urgency)
    await ana.press(PLACE)
    await town.later(hours=2)
    await ana.write("At lathe 3")
    await ana.press(WANTED)
    assert ana.screen.splitlines() == [TAKEN, "“At lathe 3”", "It is added to: ⚠️ Mon 30 Nov", TEAM]
    assert await texts(town) == [""]
    await ana.press("📨 Send")
    assert await texts(town) == ["", "At lathe 3"]


async def test_a_late_reply_is_added_to_what_it_answers(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await replies(town, ana, case)
    await town.later(hours=22)
    await ana.write("The one at lathe 3")
    assert (ana.screen, [entry.text for entry in await town.entries(case)][1:]) == (NEW, ["Which lamp?"])
    await ana.press(WANTED)
    assert ana.screen.splitlines()[:2] == [TAKEN, "“The one at lathe 3”"]
    await ana.press("📨 Send")
    assert [entry.text for entry in await town.entries(case)][1:] == ["Which lamp?", "The one at lathe 3"]


@pytest.mark.parametrize("word", ["yes", "No.", "ok", "是", "不是!", "好的"])
async def test_a_late_yes_or_no_is_an_answer_too(town: Town, ana: Phone, word: str) -> None:
    case = await released(town, ana)
    await replies(town, ana, case)
    await town.later(minutes=61)
    await ana.write(word)
    assert ana.screen == NEW
    await ana.press(WANTED)
    assert ana.screen.splitlines()[:2] == [TAKEN, f"“{word}”"]
    await ana.press("📨 Send")
    assert [entry.text for entry in await town.entries(case)][1:] == ["Which lamp?", word]


async def test_a_late_yes_to_an_enterprise_that_its_writer_left_is_one_as_well(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await replies(town, ana, case)
    await ana.write("/start HUA")
    await ana.press("Yes")
    await town.later(hours=2)
    await ana.write("yes")
    assert ana.screen.splitlines()[:2] == [TAKEN, "“yes”"]


async def test_a_yes_to_no_question_is_a_greeting_and_no_place(town: Town, ana: Phone) -> None:
    await ana.write("yes")
    assert ana.screen.startswith("👋 Yes, I'm here.")
    await sent_a_danger(ana)
    await ana.press(PLACE)
    await town.later(hours=2)
    await ana.write("yes")
    assert ana.screen.startswith("👋 Yes, I'm here.")


@pytest.mark.parametrize("words", ["This one", ""])
async def test_a_photo_may_be_the_late_answer(town: Town, ana: Phone, words: str) -> None:
    case = await released(town, ana)
    await replies(town, ana, case)
    await town.later(hours=2)
    await ana.photo(words)
    await ana.press(WANTED)
    assert (ana.screen.splitlines()[0], "📎 1 photo" in ana.screen) == (TAKEN, True)
    await town.later(hours=20)
    await ana.press("📨 Send")
    [_, _, late] = await town.entries(case)
    assert (late.text, len(late.media), nudges(ana)) == (words, 1, 1)


async def test_what_is_made_new_and_is_the_answer_after_all_keeps_its_photo(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await replies(town, ana, case)
    await town.later(hours=2)
    await ana.photo("This one")
    for label in (WANTED, NEW_AFTER_ALL, WANTED):
        await ana.press(label)
    await town.later(minutes=5)
    await ana.press("📨 Send")
    [_, _, late] = await town.entries(case)
    assert (late.text, len(late.media)) == ("This one", 1)


async def test_a_photo_is_no_part_of_what_was_just_sent_by_a_tap(town: Town, ana: Phone) -> None:
    await sent_a_danger(ana)
    await ana.photo("Lathe 3")
    assert (ana.screen, [label for label in ana.labels if label.startswith("➕")]) == (NEW, [])


async def test_within_the_hour_it_is_added_as_it_comes(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await replies(town, ana, case)
    await town.later(minutes=55)
    await ana.write("The one at lathe 3")
    assert ana.screen.startswith("➕ Added.")


async def test_what_comes_late_is_never_what_was_said_in_a_recording(town: Town, ana: Phone) -> None:
    await spoken(town, ana)
    await town.later(hours=10)
    await ana.press("Open")
    await ana.press("✍️ Change it")
    await town.later(hours=20)
    await ana.write(UNFAIR)
    [case] = await town.cases()
    assert (ana.screen, UNFAIR in "".join(entry.text for entry in await town.entries(case))) == (NEW, False)


async def test_who_came_by_a_number_is_shown_first_what_comes_late(town: Town, ana: Phone) -> None:
    """That person may work nowhere: nothing could be made of it but an addition."""
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("🔒 No way back")
    await ana.press("📨 Send")
    digits = "".join(sign for sign in ana.screen.splitlines()[0] if sign.isdigit())
    await town.later(hours=2)
    friend = town.phone(777)
    await friend.write("/receipt")
    await friend.write(digits)
    await friend.press("💬 Reply")
    await town.later(hours=2)
    await friend.write("It is dark there")
    assert friend.screen.splitlines()[:2] == [TAKEN, "“It is dark there”"]
    assert await texts(town) == ["A lamp would help"]
    await friend.press("📨 Send")
    assert await texts(town) == ["A lamp would help", "It is dark there"]


# Where nothing new can be sent, or it would be read elsewhere


async def test_a_late_reply_is_not_lost_where_the_enterprise_has_left(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await replies(town, ana, case)
    async with town.storage.unit() as unit:
        await closing.mark(await unit.enterprise(town.yong.id), town.at)
    await town.later(minutes=61)
    await ana.write("hello")
    assert ana.screen.startswith("🚪")
    await ana.write("The one at lathe 3")
    assert (ana.screen.splitlines()[:2], NEW_AFTER_ALL in ana.labels) == ([TAKEN, "“The one at lathe 3”"], False)
    await ana.press("📨 Send")
    assert [entry.text for entry in await town.entries(case)][1:] == ["Which lamp?", "The one at lathe 3"]


async def test_after_a_change_of_job_it_is_not_taken_for_something_of_the_new_one(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await replies(town, ana, case)
    await ana.write("/start HUA")
    await ana.press("Yes")
    await town.later(hours=2)
    await ana.write("The one at lathe 3")
    assert (ana.screen.splitlines()[:2], NEW_AFTER_ALL in ana.labels) == ([TAKEN, "“The one at lathe 3”"], True)
    await ana.press("📨 Send")
    assert [entry.text for entry in await town.entries(case)][1:] == ["Which lamp?", "The one at lathe 3"]


async def test_what_is_new_there_is_read_there_alone(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await replies(town, ana, case)
    await ana.write("/start HUA")
    await ana.press("Yes")
    await town.later(hours=2)
    await ana.write("The loom has no guard")
    await ana.press(NEW_AFTER_ALL)
    assert (ana.screen, [label for label in ana.labels if label.startswith("➕")]) == (NEW, [])
    await ana.press("💡 Good idea")
    assert ana.screen.startswith("👀 Look before it goes to Hua Textiles.")


# Never mind


NOTHING = "👌 All right, nothing is added. What you sent before stays as it is."


@pytest.mark.parametrize("label", [PLACE, "➕ Add to it"])
async def test_a_question_can_be_left(town: Town, ana: Phone, label: str) -> None:
    await sent_a_danger(ana)
    await ana.press(label)
    assert ana.labels == ["Never mind"]
    await ana.press("Never mind")
    assert (ana.screen, ana.labels) == (NOTHING, ["📂 My things"])
    await ana.write(UNFAIR)
    assert (ana.screen, [label for label in ana.labels if label.startswith("➕")]) == (NEW, [])
    assert await texts(town) == [""]


async def test_so_can_the_question_for_ones_own_words(town: Town, ana: Phone) -> None:
    await spoken(town, ana)
    await town.later(hours=10)
    await ana.press("Open")
    await ana.press("✍️ Change it")
    await ana.press("Never mind")
    assert ana.screen == NOTHING
    await ana.press("✅ That is what I said")
    assert "Noted" in ana.screen


async def test_who_came_by_a_number_goes_on_reading_there(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await ana.press("🔢 Receipt number")
    digits = "".join(sign for sign in ana.screen.splitlines()[0] if sign.isdigit())
    friend = town.phone(777)
    await friend.write(digits)
    await friend.press("💬 Reply")
    await friend.press("Never mind")
    await friend.press("💬 Reply")
    assert friend.screen.startswith("➕ What do you want to add?")


# Who hears it


async def test_who_would_hear_an_addition_is_said_before_it_is_spoken(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await ana.press("➕ Add to it")
    assert ana.screen.splitlines()[1:] == [
        "🎤 A voice can be recognised. Only the lead hears it, never the group.",
        "You can type it instead.",
    ]


async def test_of_what_is_unfair_by_name(town: Town, ana: Phone) -> None:
    await ana.write(UNFAIR)
    for label in ("😟 Unfair treatment", "Nobody in particular", "No", "📨 Send", "➕ Add to it"):
        await ana.press(label)
    assert "🎤 A voice can be recognised. Only Li Mei and Zhao Gang will hear it." in ana.screen.splitlines()


# What it was to be added to is gone


async def test_words_for_what_was_taken_back_are_asked_about_anew(town: Town, ana: Phone) -> None:
    await sent_a_danger(ana)
    await ana.write("The stairs too")
    await ana.press("↩️ Take it back")
    await ana.press("↩️ Take it back")
    await ana.press("➕ It belongs to what I just sent")
    assert [shown.text for shown in ana.said[-2:]] == [
        FORGOTTEN,
        NEW,
    ]
    assert (ana.places[-1], [label for label in ana.labels if label.startswith("➕")]) == (None, [])
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    assert await texts(town) == ["The stairs too"]
