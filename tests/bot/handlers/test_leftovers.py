"""What is left of a conversation once its case is sent, taken back, thrown away, or answered no more."""

import sqlalchemy as sa

from bot.ticks import tell_of_expiry
from storage.tables import drafts, media
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_cases import released


async def conversations(town: Town) -> int:
    """Rows that name a chat and what it began."""
    async with town.storage.reading() as unit:
        return len((await unit.run(sa.select(drafts.c.tag))).all())


async def said_within_a_day(town: Town, phone: Phone) -> list[str]:
    said = len(phone.said)
    for _ in range(5):
        await town.later(hours=5)
        await town.storage.due.drafts(town.at, tell_of_expiry)
        await town.say_all()
    return [shown.text for shown in phone.said[said:]]


async def test_a_photo_sent_with_no_way_back_leaves_nothing_of_the_chat(town: Town, ana: Phone) -> None:
    await ana.photo("The guard of press 3 is off")
    await ana.press("💡 Good idea")
    await ana.press("🔒 No way back")
    await ana.press("📨 Send")
    assert await conversations(town) == 0
    assert await said_within_a_day(town, ana) == []


async def test_a_photo_thrown_away_is_kept_nowhere(town: Town, ana: Phone) -> None:
    await ana.photo("The guard of press 3 is off")
    await ana.press("💡 Good idea")
    await ana.press("🗑")
    assert await conversations(town) == 0
    async with town.storage.reading() as unit:
        assert (await unit.run(sa.select(sa.func.count()).select_from(media))).scalar_one() == 0
    assert await said_within_a_day(town, ana) == []


async def test_a_photo_taken_back_leaves_nothing_of_the_chat(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await ana.press("↩️ Take it back")
    await ana.press("↩️ Take it back")
    assert await conversations(town) == 0


async def test_a_photo_sent_after_midnight_is_called_lost_by_nobody(town: Town, ana: Phone) -> None:
    await town.later(hours=21, minutes=30)
    await ana.photo()
    await ana.press("💡 Good idea")
    await town.later(minutes=30)
    await ana.press("📨 Send")
    assert await conversations(town) == 1
    assert [text for text in await said_within_a_day(town, ana) if "erased" in text] == []


async def test_with_the_way_back_goes_what_was_remembered_of_the_case(town: Town, ana: Phone) -> None:
    await released(town, ana)
    assert await conversations(town) == 1
    await ana.write("/mine")
    await ana.press("💡 Mon 30 Nov")
    await ana.press("✂️ Erase the way back to me")
    assert await conversations(town) == 0


async def test_what_was_taken_back_late_is_remembered_by_nothing(town: Town, ana: Phone) -> None:
    await released(town, ana)
    await ana.press("↩️ Take it back")
    await ana.press("↩️ I want it back myself")
    await town.later(hours=5)
    assert await conversations(town) == 0
