"""Sending, as people do it: honest taps, previews, receipts, albums, edits, old buttons."""

from collections.abc import Awaitable, Callable

import pytest

from bot.callbacks.worker import PickUrgency, Send
from bot.ticks import tell_of_expiry
from cases.model import About, Kind, MediaKind, Mode, Urgency
from tests.bot.handlers.conversation import Phone, Town


async def test_a_hazard_with_a_photo_costs_two_taps(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    await ana.press("🟡 It could hurt someone")
    assert ana.taps == 2
    assert ana.screen.startswith("✅ Got it. By the end of ")
    await town.later(hours=2)
    [case] = await town.cases()
    assert (case.kind, case.urgency, case.mode) == (Kind.HAZARD, Urgency.YELLOW, Mode.ANSWER_HERE)


async def test_a_suggestion_costs_two_taps(town: Town, ana: Phone) -> None:
    await ana.write("A lamp beside the press would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    assert ana.taps == 2
    await town.later(hours=2)
    [case] = await town.cases()
    assert (case.kind, [entry.text for entry in await town.entries(case)]) == (
        Kind.SUGGESTION,
        ["A lamp beside the press would help"],
    )


async def test_a_grievance_by_voice_costs_four_taps(town: Town, ana: Phone) -> None:
    await ana.voice()
    await ana.press("😟 Unfair treatment")
    await ana.press("My line leader")
    await ana.press("No")
    assert "Who reads it: only Li Mei and Zhao Gang." in ana.screen
    assert "🎤 A voice can be recognised. Only they hear it." in ana.screen
    await ana.press("📨 Send")
    assert ana.taps == 4
    await town.later(hours=2)
    [case] = await town.cases()
    assert (case.kind, case.about, case.harm) == (Kind.GRIEVANCE, About.LINE_LEADER, False)


async def test_the_kind_may_come_first(town: Town, ana: Phone) -> None:
    await ana.key("⚠️ Danger")
    assert "What is dangerous?" in ana.screen
    await ana.photo("The guard of press 3 is off")
    await ana.press("🟢 Not urgent")
    assert ana.taps == 2
    await town.later(hours=2)
    assert [case.urgency for case in await town.cases()] == [Urgency.GREEN]


async def test_a_red_danger_goes_out_at_once_with_what_to_do_first(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    await ana.press("🔴 It will hurt someone now")
    assert ana.screen.startswith("🏃 Get away first.")
    assert "call 119" in ana.screen
    assert [case.urgency for case in await town.cases()] == [Urgency.RED]


async def test_an_order_to_work_unsafely_goes_to_the_handlers_alone(town: Town, ana: Phone) -> None:
    await ana.write("He says run it without the guard")
    await ana.press("⚠️ Danger")
    await ana.press("👔 My boss orders me to work unsafely")
    await ana.press("The manager or the owner")
    await ana.press("🟡 It could hurt someone")
    await town.later(hours=2)
    [case] = await town.cases()
    assert (case.unsafe_order, case.about, case.restricted) == (True, About.MANAGER_OR_OWNER, True)


async def test_who_does_not_know_the_kind_can_send_it_unsorted(town: Town, ana: Phone) -> None:
    await ana.write("Something is odd with the time cards")
    await ana.press("🤷 I don't know which")
    assert "Who reads it first: Li Mei and Zhao Gang. They may hand it to the team." in ana.screen
    await ana.press("📨 Send")
    await town.later(hours=2)
    assert [case.kind for case in await town.cases()] == [None]


async def test_the_preview_shows_the_words_the_firm_and_the_files(ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.photo()
    await ana.press("💡 Good idea")
    assert ana.screen.splitlines() == [
        "👀 Look before it goes to Yongxing Metal. This is all that is seen:",
        "💡 Good idea",
        "“A lamp would help”",
        "📎 1 photo",
        "👥 So far few here use me in your language: easier to guess.",
        "Who reads it: the improvement team and the manager.",
        "No name. The answer comes to this chat.",
    ]


async def test_with_no_way_back_there_are_digits_and_nothing_else(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("🔒 No way back")
    await ana.press("📨 Send")
    assert ana.screen.startswith("🔢 ")
    await ana.write("/mine")
    assert ana.screen.startswith("📂 Nothing here yet.")


async def test_a_name_is_asked_and_shown_before_it_goes(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("✍️ With my name")
    await ana.write("Wang  Fang")
    assert "✍️ Name: Wang Fang" in ana.screen
    await ana.press("📨 Send")
    await town.later(hours=2)
    assert [(case.mode, case.name) for case in await town.cases()] == [(Mode.NAMED, "Wang Fang")]


async def test_the_name_can_be_left_out_after_all(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("✍️ With my name")
    await ana.press("No name after all")
    await ana.press("📨 Send")
    await town.later(hours=2)
    assert [(case.mode, case.name) for case in await town.cases()] == [(Mode.ANSWER_HERE, "")]


async def test_the_preview_can_be_seen_whole(town: Town, ana: Phone) -> None:
    phones = [f"1381234567{digit}" for digit in range(5)]
    texts = ["Call " + ", ".join(phones) + ". " + "a" * 3_000, "b" * 3_000]
    for text in texts:
        await ana.write(text)
    await town.later(seconds=2)
    await ana.press("💡 Good idea")
    preview = ana.screen
    await ana.press("📖 Show it all")
    *words, marks, again = [shown.text for shown in ana.said[-4:]]
    assert "".join(part.removeprefix("“").removesuffix("”") for part in words) == "\n\n".join(texts)
    assert [phone for phone in phones if f"“{phone}”" not in marks] == []
    assert again == preview
    await ana.press("📨 Send")
    await town.later(hours=2)
    [case] = await town.cases()
    assert "".join(entry.text for entry in await town.entries(case)) == "\n\n".join(texts)


async def test_a_short_preview_is_whole_already(ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    assert "📖 Show it all" not in ana.labels


async def test_an_album_is_asked_about_once_after_its_last_part(town: Town, ana: Phone) -> None:
    said = len(ana.said)
    for _ in range(3):
        await ana.photo(media_group_id="a1")
    assert len(ana.said) == said
    await town.later(seconds=2)
    assert len(ana.said) == said + 1
    await ana.press("💡 Good idea")
    assert "📎 3 photos" in ana.screen


async def test_a_late_part_of_an_album_joins_what_was_sent(town: Town, ana: Phone) -> None:
    await ana.photo(media_group_id="a1")
    await town.later(seconds=2)
    await ana.press("⚠️ Danger")
    await ana.press("🔴 It will hurt someone now")
    await ana.photo(media_group_id="a1")
    assert ana.screen == "➕ Added. They see it now."
    [case] = await town.cases()
    assert [[media.kind for media in entry.media] for entry in await town.entries(case)] == [[MediaKind.PHOTO]] * 2


async def test_a_text_right_after_sending_can_be_added_to_it(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    await ana.press("🟢 Not urgent")
    await ana.write("beside the paint store")
    await ana.press("➕ It belongs to what I just sent")
    await town.later(hours=2)
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == ["", "beside the paint store"]


async def test_the_place_is_asked_after_a_danger_was_sent(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    await ana.press("🟡 It could hurt someone")
    await ana.press("📍 Say where the danger is")
    await ana.write("Hall 3, second press")
    assert ana.screen == "➕ Added. They see it at 11:30."
    await town.later(hours=2)
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == ["", "📍 Hall 3, second press"]


async def test_an_edit_changes_what_is_not_sent_yet(ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.edit(ana.last_message, "A lamp and a fan would help")
    assert "“A lamp and a fan would help”" in ana.screen


async def test_an_edit_after_sending_changes_nothing_and_says_so(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await ana.edit(ana.last_message, "Nothing")
    assert ana.screen == (
        "✋ I can't take this change. What is sent stays as you sent it: take it back, or add to it. "
        "What is not sent yet, please send as a new message."
    )
    await town.later(hours=2)
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == ["A lamp would help"]


async def test_an_edit_changes_the_name_before_it_is_sent_and_not_afterwards(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("✍️ With my name")
    await ana.write("Wang Fang of hall 3")
    await ana.edit(ana.last_message, "Wang  Fang")
    assert ("Wang Fang" in ana.screen, "hall 3" in ana.screen) == (True, False)
    await ana.press("📨 Send")
    await ana.edit(ana.last_message, "Li Na")
    assert ana.screen.startswith("✋ I can't take this change.")
    await town.later(hours=2)
    assert [case.name for case in await town.cases()] == ["Wang Fang"]


async def test_only_what_was_shown_is_sent(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    old = next(button for button in ana.said[-1].buttons[0] if isinstance(button.press, Send))
    await ana.write("And my boss is a thief")
    assert old.press is not None
    await ana.forge(old.press.pack())
    assert "And my boss is a thief" in ana.screen
    await town.later(hours=2)
    assert await town.cases() == []


async def test_a_button_of_an_old_draft_changes_nothing(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("🗑 Throw it away")
    await ana.write("Something else")
    await ana.press("💡 Good idea")
    await ana.forge(PickUrgency(draft=1, look=0, urgency=Urgency.RED).pack())
    assert "old" in ana.screen
    await town.later(hours=2)
    assert await town.cases() == []


async def test_send_pressed_twice_sends_once(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await ana.press("📨 Send")
    await town.later(hours=2)
    assert len(await town.cases()) == 1


async def test_thrown_away_is_gone(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("🗑 Throw it away")
    assert ana.screen.startswith("🗑 Thrown away.")
    await town.later(days=1)
    assert ana.screen.startswith("🗑 Thrown away.")
    assert await town.cases() == []


async def test_what_is_not_sent_is_brought_to_mind_once(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await town.later(hours=3)
    assert ana.screen.startswith("You began something and did not send it.")
    said = len(ana.said)
    await town.later(hours=8)
    assert len(ana.said) == said
    await ana.press("📨 Look at it and send")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    assert ana.screen.startswith("✅ Got it.")


async def test_after_a_day_it_is_erased_and_that_is_said(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await town.later(hours=25)
    await town.storage.due.drafts(town.at, tell_of_expiry)
    await town.say_all()
    assert ana.screen.startswith("What you began was not sent, and is erased now.")
    await ana.press("💡 Good idea")
    assert "old" in ana.screen


async def test_a_finished_draft_expires_without_a_word(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    await ana.press("🟡 It could hurt someone")
    said = len(ana.said)
    await town.later(hours=25)
    await town.storage.due.drafts(town.at, tell_of_expiry)
    await town.say_all()
    assert [shown.text for shown in ana.said[said:] if "erased" in shown.text] == []


async def test_nothing_is_brought_to_mind_once_it_is_sent(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    said = len(ana.said)
    await town.later(hours=3)
    assert len(ana.said) == said


@pytest.mark.parametrize("begin", [lambda ana: ana.write("A lamp would help"), Phone.photo], ids=["text", "photo"])
async def test_nothing_is_brought_to_mind_after_a_wipe(
    town: Town, ana: Phone, begin: Callable[[Phone], Awaitable[None]]
) -> None:
    await begin(ana)
    await ana.write("/wipe")
    await ana.press("🧹 Forget me")
    said = len(ana.said)
    await town.later(hours=3)
    assert len(ana.said) == said


async def test_practice_reaches_nobody(town: Town, ana: Phone) -> None:
    await ana.key("🙂 Just try")
    await ana.photo()
    await ana.press("⚠️ Danger")
    await ana.press("🔴 It will hurt someone now")
    assert ana.screen.startswith("🙂 That was practice")
    await town.later(days=1)
    assert await town.cases() == []


async def test_practice_does_not_push_aside_what_is_not_sent(ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.write("/practice")
    assert ana.screen.startswith("You have something here that is not sent yet.")


@pytest.mark.parametrize(
    "text", ["hello", "Hi!", "Anyone there?", "TEST", "你好", "在吗?", "测试", "有人吗!!", "👋", "???"]
)
async def test_small_talk_is_never_a_case(ana: Phone, text: str) -> None:
    await ana.write(text)
    assert ana.screen.startswith("👋 Yes, I'm here.")


async def test_a_long_text_in_one_part_is_asked_about_a_moment_later(town: Town, ana: Phone) -> None:
    await ana.write("a" * 2_000)
    assert not ana.screen.startswith("Got it.")
    await town.later(seconds=2)
    assert ana.screen.startswith("Got it.")


async def test_a_greeting_before_a_matter_does_not_swallow_it(ana: Phone) -> None:
    await ana.write("Hello, the guard of press 3 is off")
    assert ana.screen.startswith("Got it. What is it?")


async def test_a_long_text_arrives_whole(town: Town, ana: Phone) -> None:
    """Telegram sends it in two parts; one question is asked."""
    before = len(ana.said)
    await ana.write("a" * 4096)
    await ana.write("b")
    await town.later(seconds=2)
    assert [shown.text for shown in ana.said[before:]] == ["Got it. What is it? One tap. You can send more first, too."]
    await ana.press("💡 Good idea")
    assert "All 4099 characters are sent." in ana.screen
    await ana.press("📨 Send")
    await town.later(hours=2)
    [case] = await town.cases()
    assert "".join(entry.text for entry in await town.entries(case)) == "a" * 4096 + "\n\nb"
