"""What staff wrote reaches the worker whole, with its pictures and its buttons, however much it is."""

from datetime import timedelta

import pytest

from bot.delivery import File, parts, pieces, send
from bot.rendering import Rendered
from bot.views.shown import Button, Shown
from cases.model import MediaKind, Role
from sandbox.client import Phone
from tests.bot.conftest import House
from tests.bot.test_files import picture

LONG = "好😀" * 1_365
"""4,095 of Telegram's units, which are those of UTF-16: a message to send, too long with a heading above."""
ROWS = [[Button("Open", url="https://huiyin.example")]]


async def solved(house: House, words: str, photos: int) -> Phone:
    """The phone of a worker who has opened the news that the lead has solved it."""
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    await ana.sends("A lamp would help")
    await ana.presses("💡 Good idea", within=10)
    await ana.presses("📨 Send", within=10)
    await ana.sees("Got it", within=10)
    await house.sandbox.client.passes(timedelta(days=1))
    await lead.presses("🙋 I look today", within=20)
    await lead.presses("🔧 It is solved", within=10)
    await lead.sees("what was done", within=10, also_old=True)
    await lead.sends(words)
    await lead.sees("send this to the worker", within=10)
    if photos:
        await lead.sends_album(*[picture()] * photos)
        await lead.sees("📎", within=10)
    await lead.presses("🔧 Send: it is solved", within=10)
    await lead.sees("solved", within=10)
    await house.sandbox.client.passes(timedelta(days=1))
    await ana.presses("Open", within=20)
    return ana


@pytest.mark.parametrize(("words", "photos"), [(LONG, 2), ("x" * 1_000, 1)])
async def test_it_is_read_to_its_end_and_answered_by_a_tap(house: House, words: str, photos: int) -> None:
    ana = await solved(house, words, photos)
    await ana.sees("Is it solved? One tap.", within=30, also_old=True)
    shown = await ana.screen()
    assert words in "".join(message.text for message in shown)
    assert sum(message.media == "photo" for message in shown) == photos
    await ana.presses("✅ Solved")
    await ana.sees("noted as solved", within=10)


async def test_a_limit_met_half_way_sends_nothing_twice(house: House) -> None:
    ana = await house.worker("Ana")
    await house.sandbox.client.breaks("429", "sendMessage", retry_after=1)
    photos = [File(MediaKind.PHOTO, "photo.jpg", picture())] * 2
    sent = await send(house.app.bot, ana.chat_id, Shown("Look", ROWS), photos, silent=False)
    shown = (await ana.screen())[-3:]
    assert [(each.media, each.text) for each in shown] == [("photo", ""), ("photo", ""), (None, "Look")]
    assert sent == [shown[2].id, shown[0].id, shown[1].id]


def a_file(kind: MediaKind) -> File:
    return File(kind, kind.value, b"")


def test_the_buttons_come_last_and_the_text_stands_below_the_files_that_can_bear_both() -> None:
    photo, plain, pressed, long = a_file(MediaKind.PHOTO), Shown("Look"), Shown("Look", ROWS), Shown("x" * 1_025, ROWS)
    assert parts(plain, [photo, photo]) == [([photo, photo], plain)]
    assert parts(pressed, [photo]) == [([photo], pressed)]
    assert parts(pressed, [photo, photo]) == [([photo, photo], Shown("")), ([], pressed)]
    assert parts(long, [photo]) == [([photo], Shown("")), ([], long)]
    assert Rendered(long, (photo, photo)).messages == 3


def test_a_text_is_cut_by_the_units_that_telegram_counts_and_never_within_a_sign() -> None:
    assert pieces("") == [""]
    assert pieces("x" * 4_096) == ["x" * 4_096]
    assert pieces("x" + "😀" * 2_048) == ["x" + "😀" * 2_047, "😀"]
