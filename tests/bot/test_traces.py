"""What the bot says leaves the worker's chat by itself, and at once when the worker wants it."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile

from bot.delivery import blank
from bot.say import delete
from cases.model import Role
from sandbox.client import Phone
from storage.drafts import Drafts
from tests.bot.conftest import House, until
from tests.bot.media.samples import telling_jpeg


@pytest.fixture(autouse=True)
async def _somebody_answers(house: House) -> None:
    await house.staff("Lena", Role.LEAD)


async def send(ana: Phone, text: str, *, way_back: bool = True) -> None:
    await ana.sends(text)
    await ana.sees("What is it?", within=10)
    await ana.presses("💡 Good idea")
    await ana.sees("Look before it goes", within=10)
    if not way_back:
        await ana.presses("🔒 No way back")
        await ana.sees("No name and no way back", within=10)
    await ana.presses("📨 Send")
    await ana.sees("Got it", within=10)


async def early_in_a_day(house: House) -> None:
    """What is said then is remembered for three days, nearly; the third midnight takes it."""
    at = house.app.clock.now()
    await house.sandbox.client.passes(timedelta(hours=24 - at.hour))

    async def is_tomorrow() -> bool:
        return house.app.clock.now().date() > at.date()

    await until(is_tomorrow)


async def ours(ana: Phone) -> list[str]:
    """The first words of what the bot has said and what still stands in the chat."""
    return [message.text[:12] for message in await ana.screen() if message.sender == "Huiyin"]


async def test_what_was_said_about_a_case_is_deleted_and_the_rest_stays(house: House) -> None:
    ana = await house.worker("Ana")
    greeting = await ours(ana)
    await send(ana, "A lamp beside the press would help")
    await house.sandbox.client.passes(timedelta(hours=45))
    await ana.sends("/privacy")
    await ana.sees("🔒", within=10)
    assert [text for text in await ours(ana) if text.startswith("✅ Got it")]
    await house.sandbox.client.passes(timedelta(hours=2))
    await ana.sees_no_more("Got it", within=10)
    left = await ours(ana)
    assert left[: len(greeting)] == greeting
    assert [text[0] for text in left[len(greeting) :] if "Huiyin: new" not in text] == ["🔒"]


async def test_who_has_the_token_finds_what_still_stands_and_nothing_that_was_deleted(house: House) -> None:
    """A bot may forward what it once received, and what it said."""
    ana, thief = await house.worker("Ana"), await house.worker("Thief")
    await send(ana, "A lamp beside the press would help", way_back=False)
    await ana.sees("Write it on paper", within=10)
    newest = max(message.id for message in await ana.screen())
    await house.sandbox.client.passes(timedelta(hours=47))
    await ana.sees_no_more("Got it", within=10)
    await ana.sees_no_more("Write it on paper", within=10)
    for number in range(1, newest + 1):
        with suppress(TelegramBadRequest):
            await house.app.bot.forward_message(thief.chat_id, ana.chat_id, number)
    taken = "".join(message.text for message in await thief.screen())
    assert [words in taken for words in ("A lamp beside", "Got it", "Write it on paper")] == [True, False, False]


async def test_what_an_outage_kept_too_long_loses_its_words(house: House) -> None:
    """Its deletion was due while nobody was there to ask for it; after 48 h Telegram only edits."""
    ana = await house.worker("Ana")
    await send(ana, "A lamp beside the press would help", way_back=False)
    await ana.sees("Write it on paper", within=10)
    await house.sandbox.client.passes(timedelta(hours=49))
    await ana.sees_no_more("Write it on paper", within=10)
    await ana.sees_no_more("Got it", within=10)
    assert "·" in await ours(ana)


async def test_what_became_too_old_while_its_deletion_waited_loses_its_words(house: House) -> None:
    ana = await house.worker("Ana")
    [message] = [each for each in await ana.screen() if each.sender == "Huiyin"]
    await house.sandbox.client.passes(timedelta(hours=49))
    async with house.app.storage.unit() as unit:
        await delete(unit.outbox, ana.chat_id, [message.id])

    async def is_blank() -> bool:
        return await ours(ana) == ["·"]

    await until(is_blank)


async def test_the_digits_are_deleted_after_an_hour(house: House) -> None:
    ana = await house.worker("Ana")
    await send(ana, "A lamp beside the press would help", way_back=False)
    await ana.sees("Write it on paper", within=10)
    await house.sandbox.client.passes(timedelta(minutes=58))
    await ana.sends("/privacy")
    await ana.sees("🔒", within=10)
    assert any("Write it on paper" in message.text for message in await ana.screen())
    await house.sandbox.client.breaks("500", "deleteMessage")
    await house.sandbox.client.passes(timedelta(minutes=8))
    await ana.sees_no_more("Write it on paper", within=10)
    assert [text for text in await ours(ana) if text.startswith("✅ Got it")]


async def test_who_wipes_is_left_with_the_last_word_alone(house: House) -> None:
    ana, bao = await house.worker("Ana"), await house.worker("Bao")
    theirs = await ours(bao)
    await send(ana, "A lamp beside the press would help")
    await ana.presses("🧹 Delete this chat")
    await ana.sees("I can forget where you work", within=10)
    await ana.presses("🧹 Forget me")
    await ana.sees("🧹 Forgotten.", within=10)

    async def is_empty() -> bool:
        return await ours(ana) == ["🧹 Forgotten."[:12]]

    await until(is_empty)
    assert len(await house.sandbox.client.calls("deleteMessages")) == 1
    assert await ours(bao) == theirs


async def test_who_wipes_twice_is_answered_twice_and_what_was_there_is_deleted_once(house: House) -> None:
    ana = await house.worker("Ana")
    greeting = [message.id for message in await ana.screen() if message.sender == "Huiyin"]
    for _ in range(2):
        await house.sandbox.client.passes(timedelta(minutes=5))
        await until(lambda: follows(house))
        await ana.sends("/wipe")
        await ana.presses("🧹 Forget me", on=await ana.sees("I can forget where you work", within=10))
        await ana.sees("🧹 Forgotten.", within=10)
        await ana.sees_no_more("I can forget where you work", within=10)
    first, second = [call["params"]["message_ids"] for call in await house.sandbox.client.calls("deleteMessages")]
    assert set(greeting) < set(json.loads(first))
    assert set(greeting) & set(json.loads(second)) == set()


async def follows(house: House) -> bool:
    """The bot's clock is as late as the sandbox's."""
    return abs(await house.sandbox.client.now() - house.app.clock.now()) < timedelta(minutes=1)


async def test_who_wipes_leaves_no_words_behind(house: House) -> None:
    ana = await house.worker("Ana")
    await send(ana, "A lamp beside the press would help")
    await ana.sends("/wipe")
    await ana.sees("I can forget where you work", within=10)
    await ana.presses("🧹 Forget me")
    await ana.sees("🧹 Forgotten.", within=10)

    async def nothing_is_left() -> bool:
        async with house.app.storage.reading() as unit:
            return [one.draft.flow for one in await Drafts(unit).stored(ana.person_id)] == [""]

    await until(nothing_is_left)


async def test_what_is_too_old_loses_its_words_and_is_told_of(house: House) -> None:
    """After 48 h Telegram, and the sandbox with it, deletes nothing more and still edits."""
    await early_in_a_day(house)
    ana = await house.worker("Ana")
    before = await ours(ana)
    assert all(before)
    await house.sandbox.client.passes(timedelta(hours=49))
    await ana.sends("/wipe")
    await ana.sees("I can forget where you work", within=10)
    await ana.presses("🧹 Forget me")
    await ana.sees("Older messages and your own are still on your phone", within=10)

    async def question_is_gone() -> bool:
        return await ours(ana) == [*["·"] * len(before), "🧹 Forgotten."[:12]]

    await until(question_is_gone)


async def test_what_nobody_remembers_any_more_stays(house: House) -> None:
    ana = await house.worker("Ana")
    before = await ours(ana)
    await house.sandbox.client.passes(timedelta(days=5))
    await ana.sends("/wipe")
    await ana.sees("I can forget where you work", within=10)
    await ana.presses("🧹 Forget me")
    await ana.sees("Older messages and your own are still on your phone", within=10)
    assert (await ours(ana))[: len(before)] == before


async def test_a_photo_that_is_too_old_loses_its_caption(house: House) -> None:
    ana = await house.worker("Ana")
    bot, client = house.app.bot, house.sandbox.client
    photo = await bot.send_photo(ana.person_id, BufferedInputFile(telling_jpeg(), "photo.jpg"), caption="words")
    await client.passes(timedelta(hours=49))
    await blank(bot, ana.person_id, photo.message_id)
    [shown] = [message for message in await ana.screen() if message.id == photo.message_id]
    assert shown.text == ""
