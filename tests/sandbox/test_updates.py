"""The queue of updates, as Telegram keeps it."""

import asyncio

import aiogram
import pytest
import telegram
from aiogram.exceptions import TelegramConflictError

from sandbox.app import Sandbox
from sandbox.phone import Phone
from sandbox.updates import Updates


async def ids(bot: aiogram.Bot, offset: int | None = None, limit: int | None = None) -> list[int]:
    return [update.update_id for update in await bot.get_updates(offset=offset, limit=limit)]


async def test_update_is_kept_until_a_higher_offset_is_asked_for(bot: aiogram.Bot, ana: Phone) -> None:
    await ana.sends("one")
    first, second = await ids(bot)
    assert await ids(bot) == [first, second]
    assert await ids(bot, offset=first) == [first, second]
    assert await ids(bot, offset=second) == [second]
    assert await ids(bot, offset=first) == [second]
    assert await ids(bot, offset=second + 1) == []


async def test_negative_offset_forgets_all_but_the_newest(bot: aiogram.Bot, ana: Phone) -> None:
    await ana.sends("one")
    await ana.sends("two")
    everything = await ids(bot)
    assert await ids(bot, offset=-1) == everything[-1:]
    assert await ids(bot) == everything[-1:]


async def test_limit_bounds_a_batch(bot: aiogram.Bot, ana: Phone) -> None:
    for number in range(4):
        await ana.sends(f"{number}")
    assert len(await ids(bot, limit=2)) == 2
    assert len(await ids(bot)) == 5


async def test_long_poll_answers_when_something_comes(bot: aiogram.Bot, ana: Phone) -> None:
    (start,) = await ids(bot)
    polling = asyncio.create_task(bot.get_updates(offset=start + 1, timeout=30))
    await ana.sends("here I am")
    (update,) = await polling
    assert update.message is not None
    assert update.message.text == "here I am"


async def test_long_poll_ends_empty_after_its_time() -> None:
    assert await Updates().poll(offset=0, limit=100, patience=0) == []


async def test_second_poller_ends_the_older_poll(bot: aiogram.Bot, ptb: telegram.Bot, sandbox: Sandbox) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=30))
    await _calls_made(sandbox, 1)
    newer = asyncio.create_task(ptb.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await older
    await sandbox.phone("Ana").starts()
    assert len(await newer) == 1


async def test_polling_is_refused_while_a_webhook_is_set(bot: aiogram.Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_setting_a_webhook_ends_a_waiting_poll(bot: aiogram.Bot, sandbox: Sandbox) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await _calls_made(sandbox, 1)
    await bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await polling


async def test_pending_updates_can_be_dropped(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_allowed_updates_hold_from_then_on(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.get_updates(offset=-1, allowed_updates=["edited_message"])
    said = await ana.sends("first")
    await ana.edits(said, "second")
    newest = (await bot.get_updates())[-1]
    assert newest.edited_message is not None
    assert newest.edited_message.text == "second"
    assert [update.message.text for update in await bot.get_updates() if update.message] == ["/start"]


async def test_chat_member_comes_only_to_an_admin_who_asked(
    bot: aiogram.Bot, ana: Phone, ben: Phone, team: int
) -> None:
    await bot.get_updates(allowed_updates=["chat_member", "message"])
    await ben.inside(team).does("leave")
    await ben.inside(team).does("join")
    await bot.get_updates(allowed_updates=[])
    await ana.inside(team).does("promote_bot")
    await ben.inside(team).does("leave")
    assert [update for update in await bot.get_updates() if update.chat_member] == []
    await bot.get_updates(allowed_updates=["chat_member", "message"])
    await ben.inside(team).does("join")
    (change,) = [update.chat_member for update in await bot.get_updates() if update.chat_member]
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("left", "member")


async def test_raw_update_reaches_the_bot_as_it_is(sandbox: Sandbox, bot: aiogram.Bot) -> None:
    await sandbox.client.post("/updates", {"message_reaction": {"odd": True}})
    (update,) = sandbox.world.updates.pending
    assert update == {"update_id": update["update_id"], "message_reaction": {"odd": True}}
    with pytest.raises(aiogram.exceptions.ClientDecodeError):
        await bot.get_updates()


async def _calls_made(sandbox: Sandbox, number: int) -> None:
    """Wait until the sandbox has begun to answer so many calls."""
    async with asyncio.timeout(5):
        while sandbox.world.calls.last < number:
            await sandbox.world.updates.changed.wait()
