"""A file that is refused, added to a case: its words are added all the same."""

import pytest

from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_adds import LOOK, SHOWS, files, reply, texts

WAIT = "The words you wrote with it are here, not sent yet."


@pytest.fixture
async def sent(town: Town, ana: Phone) -> None:
    """Ana's good idea has reached the team."""
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await town.later(hours=2)


async def test_words_below_a_refused_file_are_added_and_the_refusal_is_said(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    before = len(ana.said)
    await ana.document("application/msword", caption="It is dark there")
    refused, added = [shown.text for shown in ana.said[before:]]
    assert refused.splitlines()[1:] == ["I took the words you wrote with it."]
    assert added.startswith("➕ Added.")
    assert await texts(town) == ["A lamp would help", "It is dark there"]


async def test_marked_words_below_a_refused_file_wait_like_others(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.document("application/msword", caption=SHOWS)
    assert ana.said[-2].text.splitlines()[1:] == [WAIT]
    assert (ana.screen, await texts(town)) == (LOOK, ["A lamp would help"])
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", SHOWS]


async def ten_photos(phone: Phone) -> None:
    for number in range(10):
        await reply(phone)
        await phone.photo(f"photo {number}")
    await reply(phone)


async def test_words_below_one_file_too_many_are_added(town: Town, ana: Phone, sent: None) -> None:
    await ten_photos(ana)
    await ana.photo("It is dark there")
    assert ana.said[-2].text == (
        "This file was not added: ten files are the most for one thing. I took the words you wrote with it."
    )
    assert ((await texts(town))[-1], len(await files(town))) == ("It is dark there", 12)


async def test_marked_words_below_one_file_too_many_are_not_said_to_be_taken(ana: Phone, sent: None) -> None:
    await ten_photos(ana)
    await ana.photo(SHOWS)
    assert ana.said[-2].text == f"This file was not added: ten files are the most for one thing. {WAIT}"
    assert ana.screen == LOOK
