"""What Telegram refuses, in its own words."""

from typing import Any

import aiogram
import aiohttp
import pytest
import telegram
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
)
from aiogram.types import InputMediaDocument, InputMediaPhoto, ReplyParameters

from sandbox.app import Sandbox, running_sandbox
from sandbox.files import DOWNLOAD_LIMIT, UPLOAD_LIMITS
from sandbox.phone import Phone
from sandbox.world import World
from tests.sandbox.samples import keyboard, png, upload


def refused(words: str) -> Any:
    return pytest.raises(TelegramBadRequest, match=f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("bot42:abc/noSuchMethod", 404, "Not Found: method not found"),
        ("botnonsense/getMe", 404, "Not Found"),
        ("file/bot42:abc/photos/none.jpg", 404, "Not Found"),
    ],
)
async def test_unknown_paths(sandbox: Sandbox, path: str, status: int, description: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.api_base}/{path}") as response:
        assert await response.json() == {"ok": False, "error_code": status, "description": description}


async def test_other_token_is_unauthorized_where_one_is_set() -> None:
    async with running_sandbox(world=World("42:right")) as sandbox, aiohttp.ClientSession() as session:
        answers = [await session.get(f"{sandbox.api_base}/bot{token}/getMe") for token in ("42:right", "42:wrong")]
        assert [answer.status for answer in answers] == [200, 401]


async def test_unknown_chat(bot: aiogram.Bot) -> None:
    with refused("chat not found"):
        await bot.send_message(999, "Hello?")


async def test_person_who_never_started(bot: aiogram.Bot, ben: Phone) -> None:
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(ben.chat_id, "Hello?")


async def test_person_who_blocked(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone) -> None:
    await ana.blocks()
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(ana.chat_id, "Hello?")
    with pytest.raises(telegram.error.Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(ana.chat_id, "Hello?")
    await ana.unblocks()
    await bot.send_message(ana.chat_id, "Welcome back")
    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_deleted_account(bot: aiogram.Bot, ana: Phone) -> None:
    await ana.does("deactivate")
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_message(ana.chat_id, "Hello?")


async def test_group_that_kicked_the_bot(bot: aiogram.Bot, ana: Phone, team: int) -> None:
    await ana.inside(team).does("kick_bot")
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(team, "Hello?")


async def test_group_that_became_a_supergroup(
    bot: aiogram.Bot, ptb: telegram.Bot, sandbox: Sandbox, ana: Phone
) -> None:
    group = sandbox.group("Crew", ana, chat_type="group")
    await ana.adds_bot(group)
    new_id = await ana.inside(group).does("migrate")
    with pytest.raises(TelegramMigrateToChat) as mine:
        await bot.send_message(group.id, "Hello?")
    with pytest.raises(telegram.error.ChatMigrated) as theirs:
        await ptb.send_message(group.id, "Hello?")
    assert mine.value.migrate_to_chat_id == theirs.value.new_chat_id == new_id
    assert (await bot.send_message(new_id, "Here")).chat.type == "supergroup"
    services = [update.message for update in await bot.get_updates() if update.message]
    assert [(m.migrate_to_chat_id, m.migrate_from_chat_id) for m in services[-2:]] == [(new_id, None), (None, group.id)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("   ", "message text is empty"),
        ("<b> </b>", "message text is empty"),
        ("😀" * 2049, "message is too long"),
        ("<b>open", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("<h1>big</h1>", 'can\'t parse entities: Unsupported start tag "h1" at byte offset 0'),
        ("好</b>", "can't parse entities: Unexpected end tag at byte offset 3"),
        ("<b><i>x</b></i>", 'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("1 < 2", "can't parse entities: Unclosed start tag at byte offset 2"),
    ],
)
async def test_texts(bot: aiogram.Bot, ana: Phone, text: str, words: str) -> None:
    with refused(words):
        await bot.send_message(ana.chat_id, text, parse_mode="HTML")


async def test_longest_text_and_caption_count_after_parsing(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.send_message(ana.chat_id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    await bot.send_photo(ana.chat_id, upload(png()), caption=f"<b>{'x' * 1024}</b>", parse_mode="HTML")
    with refused("message caption is too long"):
        await bot.send_photo(ana.chat_id, upload(png()), caption="x" * 1025)


async def test_keyboards(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.send_message(ana.chat_id, "fits", reply_markup=keyboard("x", callback_data="好" * 21))
    with refused("BUTTON_DATA_INVALID"):
        await bot.send_message(ana.chat_id, "no", reply_markup=keyboard("x", callback_data="好" * 22))
    with refused("can't parse inline keyboard button: Text must be non-empty"):
        await bot.send_message(ana.chat_id, "no", reply_markup=keyboard("", callback_data="x"))
    with refused("can't parse inline keyboard button: Text buttons are unallowed"):
        await bot.send_message(ana.chat_id, "no", reply_markup=keyboard("x", callback_data=""))


async def test_edits(bot: aiogram.Bot, ana: Phone) -> None:
    said = await ana.sends("mine")
    text = await bot.send_message(ana.chat_id, "<b>same</b>", parse_mode="HTML", reply_markup=keyboard("Yes"))
    photo = await bot.send_photo(ana.chat_id, upload(png()))
    place: dict[str, Any] = {"chat_id": ana.chat_id, "message_id": text.message_id}
    with refused("message is not modified: specified new message content and reply markup are exactly the same"):
        await bot.edit_message_text("<b>same</b>", **place, parse_mode="HTML", reply_markup=keyboard("Yes"))
    with refused("message to edit not found"):
        await bot.edit_message_text("new", chat_id=ana.chat_id, message_id=999)
    with refused("message can't be edited"):
        await bot.edit_message_text("new", chat_id=ana.chat_id, message_id=said.id)
    with refused("there is no text in the message to edit"):
        await bot.edit_message_text("new", chat_id=ana.chat_id, message_id=photo.message_id)
    with refused("there is no caption in the message to edit"):
        await bot.edit_message_caption(**place, caption="new")


async def test_deletions(bot: aiogram.Bot, sandbox: Sandbox, ana: Phone) -> None:
    sent = await bot.send_message(ana.chat_id, "old")
    with refused("message to delete not found"):
        await bot.delete_message(ana.chat_id, 999)
    sandbox.world.clock.advance(48 * 3600)
    with refused("message can't be deleted for everyone"):
        await bot.delete_message(ana.chat_id, sent.message_id)


async def test_replies(bot: aiogram.Bot, ana: Phone) -> None:
    with refused("message to be replied not found"):
        await bot.send_message(ana.chat_id, "to what?", reply_parameters=ReplyParameters(message_id=999))
    said = await ana.sends("question")
    reply = await bot.send_message(ana.chat_id, "answer", reply_parameters=ReplyParameters(message_id=said.id))
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "question"


async def test_callback_queries(bot: aiogram.Bot, sandbox: Sandbox, ana: Phone) -> None:
    await bot.send_message(ana.chat_id, "Choose", reply_markup=keyboard("Yes"))
    await ana.presses("Yes")
    await ana.presses("Yes")
    first, second = [update.callback_query for update in (await bot.get_updates())[-2:] if update.callback_query]
    await bot.answer_callback_query(first.id)
    with refused("query is too old and response timeout expired or query ID is invalid"):
        await bot.answer_callback_query(first.id)
    sandbox.world.clock.advance(151)
    with refused("query is too old"):
        await bot.answer_callback_query(second.id)


async def test_files(bot: aiogram.Bot, ana: Phone) -> None:
    await ana.sends_document(bytes(DOWNLOAD_LIMIT + 1), "big.bin")
    big = (await bot.get_updates())[-1].message
    assert big is not None
    assert big.document is not None
    with refused("file is too big"):
        await bot.get_file(big.document.file_id)
    with refused("wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("nothing")
    with refused("wrong file identifier/HTTP URL specified"):
        await bot.send_photo(ana.chat_id, "nothing")
    with refused("can't use file of type Document as Photo"):
        await bot.send_photo(ana.chat_id, big.document.file_id)
    with refused("IMAGE_PROCESS_FAILED"):
        await bot.send_photo(ana.chat_id, upload(b"no image"))
    with refused("file must be non-empty"):
        await bot.send_document(ana.chat_id, upload(b""))
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_photo(ana.chat_id, upload(png() + bytes(UPLOAD_LIMITS["photo"])))


async def test_albums(bot: aiogram.Bot, ana: Phone) -> None:
    photo = InputMediaPhoto(media=upload(png()))
    with refused("an album must include 2-10 items"):
        await bot.send_media_group(ana.chat_id, [photo])
    with refused("document can't be mixed with other media types"):
        await bot.send_media_group(ana.chat_id, [photo, InputMediaDocument(media=upload(b"paper"))])
    assert [message.text for message in await ana.screen()] == ["/start"]


async def test_pinning_needs_rights_in_a_group(bot: aiogram.Bot, team: int) -> None:
    sent = await bot.send_message(team, "Rules")
    with refused("not enough rights to manage pinned messages in the chat"):
        await bot.pin_chat_message(team, sent.message_id)


async def test_strangers_are_not_found(bot: aiogram.Bot, team: int) -> None:
    with refused("user not found"):
        await bot.get_chat_member(team, 999)
    with pytest.raises(TelegramNotFound):
        await bot.get_chat_menu_button()
