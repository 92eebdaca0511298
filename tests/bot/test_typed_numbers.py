"""A receipt number that a worker types does not stay in the chat, right or nearly right."""

from contextlib import suppress
from datetime import timedelta

import pytest

from bot.say import delete
from cases.model import Role
from sandbox.client import Phone
from tests.bot.conftest import House, until
from tests.bot.test_traces import send

TAKES = "I take your message with the number out of this chat."


@pytest.fixture
async def ana(house: House) -> Phone:
    await house.staff("Lena", Role.LEAD)
    return await house.worker("Ana")


async def number_of(ana: Phone) -> str:
    """Of a good idea that was sent with no way back."""
    await send(ana, "A lamp beside the press would help", way_back=False)
    paper = await ana.sees("Write it on paper", within=10)
    return paper.text.splitlines()[0].removeprefix("🔢 ")


async def typed(ana: Phone) -> list[str]:
    """What she wrote and what still stands in the chat."""
    return [message.text for message in await ana.screen() if message.sender != "Huiyin"]


async def goes(ana: Phone, text: str) -> None:
    async def stands_no_more() -> bool:
        return text not in await typed(ana)

    with suppress(TimeoutError):
        await until(stands_no_more, within=10)
    assert text not in await typed(ana)


@pytest.mark.parametrize("way", ["/receipt", "/proof"])
async def test_the_right_number_goes_and_what_else_was_typed_stays(house: House, ana: Phone, way: str) -> None:
    number = await number_of(ana)
    before = await typed(ana)
    await ana.sends(way)
    await ana.sees(TAKES, within=10)
    await ana.sends(number)
    await ana.sees("A lamp" if way == "/receipt" else "the chain of", within=10)
    await goes(ana, number)
    assert await typed(ana) == [*before, way]


@pytest.mark.parametrize("number", ["1234 5678 9012 3456", "1234 5678 9012 345"])
async def test_a_mistyped_number_goes_too_and_that_is_said(house: House, ana: Phone, number: str) -> None:
    await ana.sends("/receipt")
    await ana.sees("Type the 16 digits", within=10)
    await ana.sends(number)
    await ana.sees(TAKES, within=10)
    await goes(ana, number)


async def test_a_number_alone_and_one_behind_the_command_go(house: House, ana: Phone) -> None:
    for text in ("1234 5678 9012 3456", "/receipt 1234567890123456"):
        await ana.sends(text)
        await ana.sees(TAKES, within=10)
        await goes(ana, text)


async def test_a_number_goes_also_while_something_unsent_comes_first(house: House, ana: Phone) -> None:
    await ana.sends("A lamp would help")
    await ana.sees("What is it?", within=10)
    await ana.sends("1234 5678 9012 3456")
    await ana.sees("not sent yet", within=10)
    await goes(ana, "1234 5678 9012 3456")
    assert "A lamp would help" in await typed(ana)


async def test_what_telegram_does_not_delete_any_more_hurts_nothing(house: House, ana: Phone) -> None:
    await ana.sends("1234 5678 9012 3456")
    await ana.sees(TAKES, within=10)
    await goes(ana, "1234 5678 9012 3456")
    [start] = [message for message in await ana.screen() if message.sender != "Huiyin"]
    await house.sandbox.client.passes(timedelta(hours=49))
    async with house.app.storage.unit() as unit:
        await delete(unit.outbox, ana.chat_id, [start.id])
    await ana.sends("/receipt")
    await ana.sees("Type the 16 digits", within=10)
    await until(lambda: nothing_waits(house))
    assert await typed(ana) == [start.text, "/receipt"]


async def nothing_waits(house: House) -> bool:
    return await house.app.storage.outbox_queue.waiting() == {}
