"""Words for a case that wait for a second look are not lost: not for others, nor for a tap, nor without a word."""

import pytest

from bot.ticks import tell_of_expiry
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_adds import LABELS, LOOK, NEW, SHOWS, files, reply, texts
from tests.bot.handlers.test_worker_cases import sent as sends
from tests.bot.handlers.test_worker_shown_first import JUST_SENT, RED, TAKEN, UNFAIR, data, sent_a_danger
from tests.bot.handlers.test_worker_unsent import nudges

FIRST = "You have something here that is not sent yet. Send it or throw it away first, then try."
EXPIRED = "What you began was not sent, and is erased now. If it still matters, just send it again."


@pytest.fixture
async def sent(town: Town, ana: Phone) -> None:
    """Ana's good idea has reached the team."""
    await sends(town, ana)
    await town.later(hours=2)


async def test_words_below_a_refused_file_wait_with_what_waits(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.document("application/msword", caption="It is dark there")
    assert ana.said[-2].text.splitlines()[1:] == ["The words you wrote with it are here, not sent yet."]
    await ana.document("application/msword")
    assert ana.screen.splitlines()[1:] == ["Everything else is still here."]
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", f"{SHOWS}\n\nIt is dark there"]


async def test_a_photo_waits_with_them_whenever_it_comes(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.press("▇ Make it unreadable")
    await town.later(hours=20)
    await ana.photo()
    assert ("📎 1 photo" in ana.screen, await files(town)) == (True, [[]])


async def test_a_text_that_telegram_cut_in_two_is_shown_whole_and_the_question_below_it(
    town: Town, ana: Phone, sent: None
) -> None:
    first, second = f"{SHOWS} {'a' * 3_000}", "b" * 400
    await reply(ana)
    await ana.write(first)
    said = len(ana.said)
    await ana.write(second)
    assert [shown.text.splitlines()[0] for shown in ana.said[said:]] == [f"“{first}", TAKEN]
    assert ana.said[said].text == f"“{first}\n\n{second}”"
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", f"{first}\n\n{second}"]


async def test_one_message_that_was_edited_takes_its_own_place(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.write("It is dark there")
    await ana.edit(ana.last_message - 1, "Ask the foreman")
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", "Ask the foreman\n\nIt is dark there"]


async def test_they_are_thrown_away_together(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.photo("It is dark there")
    await ana.press("🗑 Throw it away")
    assert ana.screen == "🗑 Thrown away. Nobody has seen it. What you sent before stays as it is."
    await ana.write("/practice")
    assert ana.screen.startswith("🙂 This is practice")
    assert (await texts(town), await files(town)) == (["A lamp would help"], [[]])


async def test_nothing_pushes_them_aside(town: Town, ana: Phone) -> None:
    await sends(town, ana, "Other thing")
    await sent_a_danger(ana)
    await ana.write("Lathe 3 has no guard")
    await ana.write("and the floor is wet")
    await ana.press(JUST_SENT)
    send = data(ana, "📨 Send")
    for way in ("💡 Good idea", "/receipt", "/practice", "1234 5678 9012 3456"):
        await ana.write(way)
        assert (ana.said[-2].text, ana.screen.splitlines()[0]) == (FIRST, TAKEN)
    await ana.write("/mine")
    await ana.press("💡 Mon")
    await ana.press("💬 Reply")
    assert ana.said[-2].text == FIRST
    await ana.press("↩️ Take it back")
    await ana.press("↩️ Take it back")
    await ana.forge(send)
    assert ana.screen.startswith("➕ Added.")


@pytest.mark.parametrize("taps", [["↩️ Take it back"] * 2, ["✂️ Erase"]])
async def test_they_go_with_what_they_were_for_and_that_is_said(town: Town, ana: Phone, taps: list[str]) -> None:
    await sends(town, ana)
    await reply(ana)
    await ana.write(SHOWS)
    send = data(ana, "📨 Send")
    await ana.write("/mine")
    await ana.press("💡 Mon")
    for label in taps:
        await ana.press(label)
    assert EXPIRED in [shown.text for shown in ana.said[-2:]]
    await ana.forge(send)
    assert ana.screen.startswith("This button is old")


async def passes(town: Town, hours: int) -> None:
    for _ in range(hours):
        await town.later(hours=1)
        await town.storage.due.drafts(town.at, tell_of_expiry)
        await town.say_all()


async def test_they_are_brought_to_mind_and_shown_before_they_go(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.write("It is dark there")
    await passes(town, 12)
    assert nudges(ana) == 1
    await ana.press("📨 Look at it and send")
    assert (ana.screen, ana.labels) == (LOOK.replace(SHOWS, f"{SHOWS}\n\nIt is dark there"), LABELS)
    await ana.press("📨 Send")
    await passes(town, 12)
    assert nudges(ana) == 1
    assert await texts(town) == ["A lamp would help", f"{SHOWS}\n\nIt is dark there"]


async def test_they_are_thrown_away_where_they_are_brought_to_mind(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await passes(town, 12)
    await ana.press("🗑 Throw it away")
    assert ana.screen.startswith("🗑 Thrown away.")
    assert await texts(town) == ["A lamp would help"]


async def test_what_was_sent_in_time_is_not_brought_to_mind(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.press("📨 Send")
    await passes(town, 12)
    assert nudges(ana) == 0


@pytest.mark.parametrize("at_once", [True, False])
async def test_when_they_are_erased_that_is_said_and_no_earlier_than_a_day_after(
    town: Town, ana: Phone, at_once: bool
) -> None:
    """Though they lie where what was sent lay, in a row that no other conversation touches."""
    await sends(town, ana)
    if not at_once:
        await town.later(days=2)
    await ana.press("➕ Add to it")
    await ana.write(SHOWS)
    await passes(town, 23)
    assert EXPIRED not in [shown.text for shown in ana.said]
    await passes(town, 14)
    assert [shown.text for shown in ana.said].count(EXPIRED) == 1


async def test_what_was_brought_to_mind_as_something_new_is_not_once_more(town: Town, ana: Phone) -> None:
    await sends(town, ana)
    await ana.write("It is dark there")
    await passes(town, 3)
    assert nudges(ana) == 1
    await ana.press(JUST_SENT)
    await passes(town, 12)
    assert nudges(ana) == 1
    await ana.press("📨 Look at it and send")
    assert ana.screen.splitlines()[:2] == [TAKEN, "“It is dark there”"]


# Something new after all


async def test_what_is_new_is_not_held_back_by_what_waits(town: Town, ana: Phone, sent: None) -> None:
    """A key finds the way to it below what stands in its way, and nothing that was not sent is lost or sent."""
    await reply(ana)
    await ana.write(SHOWS)
    await ana.write(UNFAIR)
    await ana.photo()
    await ana.key("😟 Unfair treatment")
    assert (ana.said[-2].text, ana.labels) == (FIRST, LABELS)
    await ana.press(NEW)
    assert ana.screen.startswith("Got it. What is it?")
    for label in ("😟 Unfair treatment", "The manager or the owner", "No"):
        await ana.press(label)
    assert (f"“{SHOWS}\n\n{UNFAIR}”" in ana.screen, "📎 1 photo" in ana.screen) == (True, True)
    assert await texts(town) == ["A lamp would help"]
    await ana.press("📨 Send")
    await passes(town, 30)
    new = next(case for case in await town.cases() if case.restricted)
    [entry] = await town.entries(new)
    assert (entry.text, len(entry.media), nudges(ana)) == (f"{SHOWS}\n\n{UNFAIR}", 1, 0)
    assert EXPIRED not in [shown.text for shown in ana.said]


async def test_what_hurts_somebody_now_is_three_taps_away(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    for label in (NEW, "⚠️ Danger", RED):
        await ana.press(label)
    assert ana.screen.startswith("🏃 Get away first.")


async def test_words_of_hours_ago_are_shown_before_they_go_as_something_new(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await passes(town, 20)
    await ana.write("My boss hit me today")
    for label in (NEW, "⚠️ Danger", RED):
        await ana.press(label)
    assert f"“{SHOWS}\n\nMy boss hit me today”" in ana.screen
    await ana.press("🗑 Throw it away")
    await passes(town, 12)
    assert (await texts(town), nudges(ana)) == (["A lamp would help"], 1)


# An "ok" to what is shown


@pytest.mark.parametrize("said", ["ok", "是", "👍"])
async def test_what_is_said_to_the_bot_is_no_part_of_it(town: Town, ana: Phone, sent: None, said: str) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.write(said)
    assert (ana.screen, ana.labels) == (LOOK, LABELS)


async def test_nor_does_it_ask_anew_where_the_danger_is(town: Town, ana: Phone) -> None:
    await sent_a_danger(ana)
    await ana.press("📍 Say where the danger is")
    await ana.write(SHOWS)
    await ana.write("ok")
    assert ana.screen.splitlines()[:2] == [TAKEN, f"“{SHOWS}”"]


# Other things they are told of


async def test_who_would_hear_a_voice_among_them_is_said(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.voice()
    assert ana.screen.splitlines()[-2:] == [
        "🎤 A voice can be recognised. Only the lead hears it, never the group.",
        "You can type it instead.",
    ]


async def test_words_edited_to_nothing_are_thrown_away(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.document("application/msword", caption=SHOWS)
    await ana.edit(ana.last_message, "")
    assert ana.screen == "👌 All right, nothing is added. What you sent before stays as it is."
    await ana.write("A fan would help")
    assert (ana.screen.startswith("Got it. What is it?"), await texts(town)) == (True, ["A lamp would help"])


async def test_a_name_is_known_after_something_was_thrown_away(town: Town, ana: Phone) -> None:
    """Typed and left out again, it stands nowhere but in the draft."""
    await ana.write("A lamp would help")
    for label in ("💡 Good idea", "✍️ With my name"):
        await ana.press(label)
    await ana.write("Lin Xiaoyu")
    for label in ("✅ No name", "📨 Send", "➕ Add to it", "Never mind"):
        await ana.press(label)
    await ana.write("Lin Xiaoyu wants a fan")
    await ana.press("💡 Good idea")
    assert "🔎 This could show who you are: “Lin Xiaoyu”" in ana.screen
