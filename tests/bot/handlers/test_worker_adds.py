"""What a worker adds to a case is looked at before it leaves: what could show who it is, is named once."""

import pytest

from tests.bot.handlers.conversation import Phone, Town

SHOWS = "Call me on 13812345678"
LOOK = (
    "🔎 This could show who you are: “13812345678”\n"
    "Not added yet. Write it without that; or send the same once more, then it is added as it is."
)


async def texts(town: Town) -> list[str]:
    [case] = await town.cases()
    return [entry.text for entry in await town.entries(case)]


@pytest.fixture
async def sent(town: Town, ana: Phone) -> None:
    """Ana's good idea has reached the team."""
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await town.later(hours=2)


async def reply(phone: Phone) -> None:
    await phone.press("📂 My things")
    await phone.press("💡 Mon 30 Nov")
    await phone.press("💬 Reply or add")


async def test_what_could_show_somebody_is_added_when_it_comes_once_more(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    assert (ana.screen, await texts(town)) == (LOOK, ["A lamp would help"])
    await ana.write(SHOWS)
    assert await texts(town) == ["A lamp would help", SHOWS]


async def test_it_is_written_anew(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.write("It is dark there")
    assert await texts(town) == ["A lamp would help", "It is dark there"]


async def test_words_below_a_picture_are_looked_at_too(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.photo(SHOWS)
    assert (ana.screen, await texts(town)) == (LOOK, ["A lamp would help"])


async def test_what_belongs_to_what_was_just_sent_is_looked_at_too(town: Town, ana: Phone, sent: None) -> None:
    await ana.write(SHOWS)
    await ana.press("➕ It belongs to what I just sent")
    assert (ana.screen, await texts(town)) == (LOOK, ["A lamp would help"])
    await ana.write(SHOWS)
    assert await texts(town) == ["A lamp would help", SHOWS]


async def adds_a_place(town: Town, phone: Phone, urgency: str) -> None:
    await phone.photo()
    await phone.press("⚠️ Danger")
    await phone.press(urgency)
    await phone.press("📍 Say where the danger is")
    await phone.write(SHOWS)
    await town.later(hours=2)


async def test_a_place_is_looked_at_too(town: Town, ana: Phone) -> None:
    await adds_a_place(town, ana, "🟡 It could")
    assert (ana.screen, await texts(town)) == (LOOK, [""])


async def test_what_hurts_somebody_now_never_waits_for_a_second_look(town: Town, ana: Phone) -> None:
    await adds_a_place(town, ana, "🔴 It will hurt someone now")
    assert await texts(town) == ["", f"📍 {SHOWS}"]
