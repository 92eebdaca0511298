"""What is begun and not sent: how long it lies, and when it is brought to mind."""

from datetime import timedelta

import pytest

from bot.ticks import tell_of_expiry
from tests.bot.handlers.conversation import Phone, a_town
from tests.databases import Database


def nudges(phone: Phone) -> int:
    return sum(shown.text.startswith("You began something and did not send it.") for shown in phone.said)


async def test_what_goes_on_after_it_was_brought_to_mind_is_not_brought_to_mind_again(database: Database) -> None:
    """A new change before that only puts it off; of what is begun afterwards it is said anew."""
    async with a_town(database.url) as town:
        ana = town.phone(501)
        await ana.write("/start YONG")
        await ana.write("A lamp would help")
        await town.later(hours=1)
        await ana.write("A big one")
        for hours in (2, 8):
            await town.later(hours=hours)
            await ana.press("💡 Good idea")
        await town.later(hours=12)
        assert nudges(ana) == 1
        await ana.press("🗑 Throw it away")
        await ana.write("A fan would help")
        await town.later(hours=12)
        assert nudges(ana) == 2


@pytest.mark.parametrize("minute", [0, 29, 44], ids=["19:59", "20:28", "20:43"])
async def test_a_photo_sent_late_in_the_evening_is_kept_until_a_day_after(database: Database, minute: int) -> None:
    """It is brought to mind at the next message time, on the day after, and may still be sent then."""
    async with a_town(database.url) as town:
        ana = town.phone(501)
        await ana.write("/start YONG")
        await town.later(hours=9, minutes=44 + minute)
        await ana.photo()
        await ana.press("💡 Good idea")
        began = town.at
        said: list[tuple[str, timedelta]] = []
        for _ in range(2 * 37):
            await town.later(minutes=30)
            await town.storage.due.drafts(town.at, tell_of_expiry)
            await town.say_all()
            said += [(ana.screen[:20], town.at - began)] if ana.screen[:20] not in [text for text, _ in said] else []
    [_, (nudge, reminded), (_, erased)] = said
    assert nudge == "You began something "
    assert reminded < timedelta(hours=17)
    assert timedelta(days=1) <= erased <= timedelta(hours=36)
