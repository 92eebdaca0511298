"""No tap hands to the team what the screen kept for the handlers, and none sends what was not said to be sent."""

import pytest

from cases.model import Kind, Urgency
from tests.bot.handlers.conversation import Phone, Town

ALONE = "Who reads it: only Li Mei and Zhao Gang."
TEAM = "Who reads it: the improvement team and the manager."
RED, YELLOW = "🔴 It will hurt someone now", "🟡 It could hurt someone"
UNFAIR, LAMP, JUST_SENT = "The owner pays us half", "The lamp there is broken too", "➕ It belongs to what I just sent"
OVERTAKEN = "Not sent yet: something changed after the question you tapped. Please look once more:"


def data(phone: Phone, label: str) -> str:
    """The press of a button on the screen of now, which may be pressed when others came after it."""
    buttons = [button for row in phone.said[-1].buttons for button in row]
    return next(button.press.pack() for button in buttons if button.press and button.label.startswith(label))


async def ordered(phone: Phone) -> None:
    await phone.write("The head forces me to drill with the machine running")
    await phone.press("⚠️ Danger")
    await phone.press("👔 My boss orders me to work unsafely")
    await phone.press("The head of my workshop")


@pytest.mark.parametrize("urgency", [RED, YELLOW])
async def test_an_order_to_work_unsafely_stays_with_the_handlers_when_danger_is_tapped_again(
    town: Town, ana: Phone, urgency: str
) -> None:
    await ordered(ana)
    assert ALONE in ana.screen
    old = data(ana, RED)
    await ana.key("⚠️ Danger")
    await ana.forge(old)
    assert ALONE in ana.screen
    assert await town.cases() == []
    await ana.press(urgency)
    await town.later(hours=2)
    [case] = await town.cases()
    assert (case.unsafe_order, case.restricted) == (True, True)


async def test_an_order_to_work_unsafely_costs_four_taps(town: Town, ana: Phone) -> None:
    await ordered(ana)
    await ana.press(RED)
    assert ana.taps == 4
    assert ana.screen.startswith("🏃 Get away first.")
    [case] = await town.cases()
    assert case.restricted


async def test_what_was_kept_for_the_handlers_is_shown_before_the_team_reads_it_as_a_danger(
    town: Town, ana: Phone
) -> None:
    await ana.write("The owner pays us half")
    await ana.press("😟 Unfair treatment")
    await ana.press("The manager or the owner")
    await ana.press("No")
    assert ALONE in ana.screen
    await ana.key("⚠️ Danger")
    assert ana.screen.splitlines() == [TEAM, "How bad is it? I show it to you once more before it goes."]
    await ana.press(RED)
    assert ana.screen.startswith("👀 Look before it goes")
    assert ("“The owner pays us half”" in ana.screen, TEAM in ana.screen) == (True, True)
    assert await town.cases() == []
    await ana.press("📨 Send")
    assert [(case.kind, case.urgency) for case in await town.cases()] == [(Kind.HAZARD, Urgency.RED)]


async def test_what_was_begun_hours_ago_is_shown_before_it_goes(town: Town, ana: Phone) -> None:
    await ana.write("The owner pays us half")
    await town.later(hours=18)
    await ana.photo()
    await ana.key("⚠️ Danger")
    assert "I show it to you once more before it goes." in ana.screen
    await ana.press(RED)
    assert "“The owner pays us half”" in ana.screen
    assert await town.cases() == []


async def test_a_button_under_an_older_question_sends_nothing_that_came_after_it(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    old = data(ana, RED)
    await ana.write("And the owner pays us half")
    said = len(ana.said)
    await ana.forge(old)
    assert [shown.text for shown in ana.said[said:]] == [f"{OVERTAKEN}\n{ana.said[said - 1].text}"]
    assert await town.cases() == []


async def test_a_tap_that_did_nothing_is_answered_below_what_came_after_its_question(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    old = data(ana, RED)
    await ana.write("at lathe 3")
    await ana.forge(old)
    assert (ana.screen.splitlines()[0], ana.places[-1]) == (OVERTAKEN, None)
    await ana.press(RED)
    assert ana.screen.startswith("🏃 Get away first.")
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == ["at lathe 3"]


async def test_a_tap_before_the_last_part_of_an_album_is_asked_about_is_answered_below_it(
    town: Town, ana: Phone
) -> None:
    await ana.key("⚠️ Danger")
    await ana.photo(media_group_id="7")
    await town.later(seconds=2)
    old, said = data(ana, RED), len(ana.said)
    await ana.photo(media_group_id="7")
    await ana.forge(old)
    await town.later(seconds=2)
    assert [shown.text.splitlines()[0] for shown in ana.said[said:]] == [OVERTAKEN]
    assert ana.places[said:] == [None]


async def test_so_is_a_tap_to_add_what_was_changed_since(town: Town, ana: Phone) -> None:
    await sent_a_danger(ana)
    await ana.write(LAMP)
    old = data(ana, JUST_SENT)
    await ana.write(UNFAIR)
    await ana.forge(old)
    assert (ana.screen.splitlines()[0], ana.places[-1]) == (OVERTAKEN, None)
    assert await texts(town) == [""]


async def test_so_is_a_tap_to_send_it(town: Town, ana: Phone) -> None:
    await ana.write(LAMP)
    await ana.press("💡 Good idea")
    old = data(ana, "📨 Send")
    await ana.write(UNFAIR)
    await ana.forge(old)
    head = "👀 Not sent to Yongxing Metal yet: something changed after that. This is all that is seen:"
    assert ana.screen.splitlines()[0] == head
    assert (f"“{LAMP}\n\n{UNFAIR}”" in ana.screen, ana.places[-1], await town.cases()) == (True, None, [])


async def test_a_second_tap_to_send_in_haste_says_that_it_was_sent(town: Town, ana: Phone) -> None:
    await ana.write(LAMP)
    await ana.press("💡 Good idea")
    twice = data(ana, "📨 Send")
    await ana.forge(twice)
    await ana.forge(twice)
    assert ana.screen.startswith("This button is old: what it belongs to was sent already")
    await ana.press("📂 My things")
    assert await texts(town) == [LAMP]


async def test_a_second_tap_in_haste_leaves_the_question_where_it_stands(ana: Phone) -> None:
    await ana.photo()
    twice = data(ana, "⚠️ Danger")
    await ana.forge(twice, message=5)
    question = ana.screen
    await ana.forge(twice, message=5)
    assert (ana.screen, ana.places[-1]) == (question, 5)


async def test_a_chinese_worker_reads_that_the_tap_did_nothing(town: Town) -> None:
    lin = town.phone(502, "zh-hans")
    await lin.write("/start YONG")
    await lin.photo()
    await lin.press("⚠️")
    old = data(lin, "🔴")
    await lin.write("三号车床")
    await lin.forge(old)
    assert lin.screen.splitlines()[0] == "还没发出去：你点的是前面的旧按钮，后来又有变动。请再看一下："


async def test_what_is_marked_is_not_said_to_be_sent_by_a_tap_that_only_shows_it(town: Town, ana: Phone) -> None:
    await ana.write("The guard is off, says Zhang Wei, 13812345678")
    await ana.press("⚠️ Danger")
    assert ana.screen.splitlines() == [
        TEAM,
        "How bad is it? 🔴 is sent when you tap. Anything else I show to you once more before it goes.",
    ]
    await ana.press(YELLOW)
    assert ana.screen.startswith("👀 Look before it goes")
    await town.later(hours=2)
    assert await town.cases() == []


async def test_what_is_sent_by_the_tap_is_said_to_be(ana: Phone) -> None:
    await ana.write("The guard is off")
    await ana.press("⚠️ Danger")
    assert ana.screen.splitlines() == [TEAM, "How bad is it? It is sent when you tap."]
    await ana.press(YELLOW)
    assert ana.screen.startswith("✅ Got it.")


async def test_whom_the_tick_means_is_not_named_as_a_reader_of_an_order_to_work_unsafely(
    town: Town, ana: Phone
) -> None:
    await ana.voice()
    await ana.press("⚠️ Danger")
    await ana.press("👔 My boss orders me to work unsafely")
    await ana.press("HR, or one of those who read this")
    assert ana.screen.splitlines() == [
        "👔 An order to work unsafely: the team can't read it.",
        "Who reads it: only Coach Wu.",
        "How bad is it? It is sent when you tap.",
        "🎤 A voice can be recognised. Only they hear it.",
    ]


async def test_what_is_unfair_is_not_added_to_a_danger_by_a_button_from_before(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    await ana.press(YELLOW)
    await ana.write("The owner pays us half")
    old = data(ana, "➕ It belongs to what I just sent")
    await ana.press("😟 Unfair treatment")
    await ana.forge(old)
    assert ana.screen.startswith("😟 Whom is it about?")
    await town.later(hours=2)
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == [""]


# What was written long ago, and is not in mind any more, when something is added to what was just sent

TAKEN = "👀 Not added yet. This is all that goes to Yongxing Metal:"


async def texts(town: Town) -> list[str]:
    await town.later(hours=2)
    [case] = await town.cases()
    return [entry.text for entry in await town.entries(case)]


async def sent_a_danger(phone: Phone, urgency: str = YELLOW) -> None:
    await phone.photo()
    await phone.press("⚠️ Danger")
    await phone.press(urgency)


async def test_words_of_hours_ago_are_not_offered_to_what_was_just_sent(town: Town, ana: Phone) -> None:
    await sent_a_danger(ana)
    await ana.write(UNFAIR)
    await town.later(hours=2)
    await ana.write(LAMP)
    assert JUST_SENT not in ana.labels
    await ana.press(JUST_SENT)
    assert await texts(town) == [""]


@pytest.mark.parametrize("urgency", [RED, YELLOW], ids=["red", "yellow"])
async def test_a_button_of_hours_ago_shows_what_it_adds(town: Town, ana: Phone, urgency: str) -> None:
    await sent_a_danger(ana, urgency)
    await ana.write(UNFAIR)
    await town.later(hours=2)
    await ana.press(JUST_SENT)
    assert ana.screen.splitlines()[:2] == [TAKEN, f"“{UNFAIR}”"]
    assert await texts(town) == [""]
    await ana.press("📨 Send")
    assert await texts(town) == ["", UNFAIR]


async def test_several_messages_are_shown_before_they_are_added(town: Town, ana: Phone) -> None:
    await sent_a_danger(ana)
    long = "The owner pays us half of it. " * 20
    await ana.write(long)
    await ana.write(LAMP)
    said = len(ana.said)
    await ana.press(JUST_SENT)
    assert ana.said[said].text == f"“{long.strip()}\n\n{LAMP}”"
    assert (ana.screen.splitlines()[0], await texts(town)) == (TAKEN, [""])
    await ana.press("📨 Send")
    assert await texts(town) == ["", f"{long.strip()}\n\n{LAMP}"]


async def test_to_what_hurts_somebody_now_several_messages_are_added_at_once(town: Town, ana: Phone) -> None:
    await sent_a_danger(ana, RED)
    await ana.write("At lathe 3")
    await ana.write(LAMP)
    await ana.press(JUST_SENT)
    assert await texts(town) == ["", f"At lathe 3\n\n{LAMP}"]
