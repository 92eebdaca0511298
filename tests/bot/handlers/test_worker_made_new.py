"""What waited for a case and is made something new may be for others than were to read it; and nobody gets stuck."""

import pytest
import sqlalchemy as sa

from bot.ticks import tell_of_expiry
from cases.actions.reply import reply as answer
from cases.actions.sort import sort
from cases.model import Stage
from cases.policy import RowName
from storage.tables import cases, media
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_adds import NEW, SHOWS
from tests.bot.handlers.test_worker_cases import digits_on, released
from tests.bot.handlers.test_worker_cases import sent as sends
from tests.bot.handlers.test_worker_shown_first import JUST_SENT, RED, UNFAIR, YELLOW, data
from tests.bot.handlers.test_worker_words_wait import FIRST

LATER = "➕ It is what I wanted to add before"


@pytest.mark.parametrize("urgency", [RED, YELLOW], ids=["at once", "in time"])
async def test_what_only_handlers_were_to_read_is_shown_before_the_team_does(
    town: Town, ana: Phone, urgency: str
) -> None:
    await ana.write(UNFAIR)
    for label in ("😟 Unfair treatment", "Nobody in particular", "No", "📨 Send", "➕ Add to it"):
        await ana.press(label)
    await ana.write(f"Zhang hit me. {SHOWS}")
    for label in (NEW, "⚠️ Danger", urgency):
        await ana.press(label)
    assert ana.screen.startswith("👀 Look before it goes")


async def test_how_old_it_is_it_stays(town: Town, ana: Phone) -> None:
    await sends(town, ana)
    for words in ("The lathe has no guard", "and the floor is wet"):
        await ana.write(words)
    await ana.press(JUST_SENT)
    await town.later(hours=6)
    for label in (NEW, "⚠️ Danger", YELLOW):
        await ana.press(label)
    assert ana.screen.startswith("👀 Look before it goes")


async def test_one_tap_takes_it_back_to_what_it_was_for(town: Town, ana: Phone) -> None:
    await reply_later(town, ana)
    await ana.press(NEW)
    await ana.press(LATER)
    assert "It is added to: 💡" in ana.screen


async def reply_later(town: Town, ana: Phone) -> None:
    await released(town, ana)
    await ana.press("➕ Add to it")
    await ana.write(SHOWS)
    await town.later(hours=3)


async def test_what_is_to_be_finished_first_covers_no_question_of_the_team(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await ana.press("➕ Add to it")
    await ana.write(SHOWS)
    async with town.work() as work:
        await answer(work, case.id, town.people["Chen Li"], "Which lamp do you mean?", (), town.at)
    await town.later(hours=10)
    await ana.press("Open")
    await ana.press("💬 Reply")
    first, waits = ana.said[-2:]
    assert (first.text, "It is added to: 💡" in waits.text, ana.places[-2:]) == (FIRST, True, [None, None])


@pytest.mark.parametrize("way", ["/receipt", "💡 Good idea", "/practice"])
async def test_words_for_what_is_gone_keep_nobody(town: Town, ana: Phone, way: str) -> None:
    await sends(town, ana)
    take_back = data(ana, "↩️ Take it back")
    await ana.press("🔢 Receipt number")
    ben = town.phone(778)
    await ben.write("/start YONG")
    await ben.write(digits_on(ana))
    await ben.press("💬 Reply")
    await ben.write(SHOWS)
    await ana.forge(take_back)
    await ana.press("↩️ Take it back")
    await ben.write(way)
    assert [shown.text.split(":")[0] for shown in ben.said[-2:]] == [FIRST, "This was not added"]
    await ben.write(way)
    assert ben.screen not in (FIRST, ben.said[-2].text)


async def test_a_draft_edited_to_nothing_is_nothing_to_send(town: Town, ana: Phone) -> None:
    await ana.write("The lathe has no guard")
    await ana.edit(ana.last_message, "")
    await ana.press("⚠️ Danger")
    assert YELLOW not in ana.labels
    assert await town.cases() == []


async def test_a_photo_that_was_the_late_answer_and_is_thrown_away_goes_with_its_draft(town: Town, ana: Phone) -> None:
    await released(town, ana)
    await ana.press("➕ Add to it")
    await town.later(hours=2)
    await ana.photo()
    await ana.press(LATER)
    await ana.press("🗑 Throw it away")
    await town.later(hours=37)
    await town.storage.due.drafts(town.at, tell_of_expiry)
    async with town.storage.reading() as unit:
        assert (await unit.run(sa.select(media.c.case_id))).all() == []


async def test_a_caption_edited_away_and_written_again_is_sent(town: Town, ana: Phone) -> None:
    await ana.photo(caption="The lathe")
    caption = ana.last_message
    await ana.press("💡 Good idea")
    await ana.edit(caption, "")
    await ana.edit(caption, "The lathe has no guard")
    await ana.press("📨 Send")
    await town.later(hours=2)
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == ["The lathe has no guard"]


async def words_wait_while_it_is_sorted(town: Town, ana: Phone) -> None:
    """She hears of that no earlier than at the next message time."""
    await ana.write(UNFAIR)
    for label in ("🤷 I don't know which", "📨 Send"):
        await ana.press(label)
    await town.later(hours=3)
    [case] = await town.cases()
    for label in ("📂 My things", "📨 Mon 30 Nov", "💬 Reply or add"):
        await ana.press(label)
    await ana.write(f"Zhang hit me. {SHOWS}")
    await town.later(minutes=1)
    async with town.work() as work:
        await sort(work, case.id, town.people["Li Mei"], RowName.SUGGESTION, town.at, "about pay")


async def test_words_that_wait_for_handlers_are_shown_once_they_have_sorted_it(town: Town, ana: Phone) -> None:
    await words_wait_while_it_is_sorted(town, ana)
    await ana.press("▇ Make it unreadable")
    for label in (NEW, "⚠️ Danger", YELLOW):
        await ana.press(label)
    assert ana.screen.startswith("👀 Look before it goes")


async def test_so_they_are_before_they_are_added_to_what_others_read_by_now(town: Town, ana: Phone) -> None:
    await words_wait_while_it_is_sorted(town, ana)
    await ana.press("📨 Send")
    assert ("👀" in ana.screen, "It is added to: 💡" in ana.screen) == (True, True)
    await ana.press("📨 Send")
    assert ana.screen.startswith("➕ Added.")


async def test_so_is_what_was_to_be_added_by_a_tap_below_it(town: Town, ana: Phone) -> None:
    await ana.write(UNFAIR)
    for label in ("🤷 I don't know which", "📨 Send"):
        await ana.press(label)
    await ana.write(f"Zhang hit me. {SHOWS}")
    await ana.press(JUST_SENT)
    await town.later(hours=3)
    [case] = await town.cases()
    async with town.work() as work:
        await sort(work, case.id, town.people["Li Mei"], RowName.SUGGESTION, town.at, "about pay")
    await ana.press("📨 Send")
    assert "It is added to: 💡" in ana.screen


async def test_words_for_what_was_closed_meanwhile_can_still_be_made_new(town: Town, ana: Phone) -> None:
    await reply_later(town, ana)
    [case] = await town.cases()
    async with town.storage.unit() as unit:
        await unit.run(sa.update(cases).where(cases.c.id == case.id).values(stage=Stage.CLOSED, closed_at=town.at))
    await ana.write("/receipt")
    assert ana.said[-2].text == FIRST
    await ana.press(NEW)
    assert "What is it?" in ana.screen


async def test_words_that_wait_are_kept_when_they_can_be_added_no_more(town: Town, ana: Phone) -> None:
    """The tap that was to look at them, or to send them, throws nothing away."""
    await reply_later(town, ana)
    [case] = await town.cases()
    async with town.storage.unit() as unit:
        await unit.run(sa.update(cases).where(cases.c.id == case.id).values(stage=Stage.CLOSED, closed_at=town.at))
    await ana.press("📨 Send")
    assert "that is closed" in ana.said[-2].text
    assert SHOWS in ana.screen
    await ana.press(NEW)
    assert "What is it?" in ana.screen
