"""The phone as tests use it: seeing, and not seeing."""

import asyncio

import aiogram
import pytest

from sandbox.phone import NotSeen, Phone
from tests.sandbox.samples import keyboard, upload


async def test_sees_waits_for_what_comes_later(bot: aiogram.Bot, ana: Phone) -> None:
    waiting = asyncio.create_task(ana.sees("at last"))
    await bot.send_message(ana.chat_id, "Here at last!", reply_markup=keyboard("Yes", "No"))
    message = await waiting
    assert (message.text, message.labels, message.is_edited) == ("Here at last!", ["Yes", "No"], False)


async def test_sees_shows_the_screen_when_it_is_not_there(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.send_message(ana.chat_id, "Choose", reply_markup=keyboard("Yes"))
    with pytest.raises(NotSeen) as error:
        await ana.sees("Thanks", within=0.05)
    assert str(error.value) == "Ana waited 0.05 s for 'Thanks' and sees:\n  Ana: /start\n  Huiyin: Choose ⟦Yes⟧"


async def test_sees_only_what_came_since_the_last_act(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.send_message(ana.chat_id, "Got it")
    await ana.sends("more")
    with pytest.raises(NotSeen):
        await ana.sees("Got it", within=0.05)
    await ana.sees("Got it", also_old=True)


async def test_sees_an_edit_as_new(bot: aiogram.Bot, ana: Phone) -> None:
    sent = await bot.send_message(ana.chat_id, "Open")
    await ana.sends("and?")
    await bot.edit_message_text("Closed", chat_id=ana.chat_id, message_id=sent.message_id)
    assert (await ana.sees("Closed")).is_edited
    await ana.sees_no_more("Open")


async def test_sees_nothing_of_its_own(ana: Phone) -> None:
    await ana.sends("echo")
    await ana.silent("echo", within=0.05)


async def test_sees_no_more_fails_while_it_is_there(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.send_message(ana.chat_id, "Stays")
    with pytest.raises(NotSeen, match="Ana still sees 'Stays'"):
        await ana.sees_no_more("Stays", within=0.05)


async def test_presses_waits_for_the_button(bot: aiogram.Bot, ana: Phone) -> None:
    waiting = asyncio.create_task(ana.presses("Yes"))
    await bot.send_message(ana.chat_id, "Choose", reply_markup=keyboard("Yes"))
    await waiting
    assert [update.callback_query.data for update in await bot.get_updates() if update.callback_query] == ["Yes"]


async def test_sees_a_kind_of_file(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.send_document(ana.chat_id, upload(b"paper", "plan.pdf"))
    await bot.send_message(ana.chat_id, "There it is")
    assert await ana.saves(await ana.sees(media="document")) == b"paper"


async def test_silent_fails_when_something_comes(bot: aiogram.Bot, ana: Phone) -> None:
    waiting = asyncio.create_task(ana.silent(within=5))
    await bot.send_message(ana.chat_id, "Psst")
    with pytest.raises(NotSeen, match="Ana should hear nothing, but sees: Huiyin: Psst"):
        await waiting


async def test_reads_makes_everything_old(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.send_message(ana.chat_id, "Reminder")
    assert [message.text for message in await ana.reads()] == ["/start", "Reminder"]
    await ana.silent("Reminder", within=0.05)
    await bot.send_message(ana.chat_id, "Reminder")
    await ana.sees("Reminder")
