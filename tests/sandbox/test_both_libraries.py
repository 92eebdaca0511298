"""Every method, called by aiogram and by python-telegram-bot over HTTP: what one forgives, the other does not."""

from typing import Any

import aiogram
import pytest
import telegram
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    EphemeralMessageParameters,
    InputMediaPhoto,
    MediaUnion,
    MenuButtonDefault,
)

from sandbox.app import Sandbox
from sandbox.phone import Phone
from tests.sandbox.samples import OGG, keyboard, png, upload


async def test_both_read_the_bot_itself(bot: aiogram.Bot, ptb: telegram.Bot) -> None:
    mine, theirs = await bot.get_me(), await ptb.get_me()
    assert (mine.id, mine.is_bot, mine.username) == (bot.id, True, "huiyin_sandbox_bot")
    assert theirs.to_dict().items() <= mine.model_dump(exclude_none=True).items()


async def test_both_send_texts_alike(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone) -> None:
    mine = await bot.send_message(ana.chat_id, "<b>Hi</b> 😀 <i>you</i>", parse_mode="HTML")
    theirs = await ptb.send_message(ana.chat_id, "<b>Hi</b> 😀 <i>you</i>", parse_mode="HTML")
    expected = [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 6, "length": 3}]
    assert [entity.model_dump(exclude_none=True) for entity in mine.entities or []] == expected
    assert [entity.to_dict() for entity in theirs.entities] == expected
    assert (theirs.message_id, theirs.text) == (mine.message_id + 1, "Hi 😀 you")


SAMPLES = {"photo": png(), "voice": OGG, "video": b"v", "audio": b"a", "document": b"d"}


@pytest.mark.parametrize("kind", SAMPLES)
async def test_both_send_each_kind_of_file(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone, kind: str) -> None:
    data = SAMPLES[kind]
    mine = await getattr(bot, f"send_{kind}")(ana.chat_id, upload(data, "file.txt"), caption="mine")
    theirs = await getattr(ptb, f"send_{kind}")(ana.chat_id, data, caption="theirs", filename="file.txt")
    again = await getattr(ptb, f"send_{kind}")(ana.chat_id, _file_id(mine, kind))
    assert (mine.caption, theirs.caption, again.caption) == ("mine", "theirs", None)
    assert [await ana.saves(await ana.sees(text)) for text in ("mine", "theirs")] == [data, data]
    assert _file_id(again, kind) == _file_id(mine, kind)


def _file_id(message: Any, kind: str) -> str:
    media = getattr(message, kind)
    return str(media[-1].file_id if kind == "photo" else media.file_id)


async def test_both_send_albums(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone) -> None:
    media: list[MediaUnion] = [
        InputMediaPhoto(media=upload(png()), caption="one"),
        InputMediaPhoto(media=upload(png(4, 4))),
    ]
    mine = await bot.send_media_group(ana.chat_id, media)
    theirs = await ptb.send_media_group(ana.chat_id, [telegram.InputMediaPhoto(png()), telegram.InputMediaPhoto(png())])
    assert [message.caption for message in mine] == ["one", None]
    assert len({message.media_group_id for message in mine}) == 1
    assert len({message.media_group_id for message in theirs}) == 1
    assert mine[0].media_group_id != theirs[0].media_group_id


async def test_both_edit(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone) -> None:
    sent = await bot.send_message(ana.chat_id, "first", reply_markup=keyboard("Yes"))
    place: dict[str, Any] = {"chat_id": ana.chat_id, "message_id": sent.message_id}
    mine = await bot.edit_message_text("second", **place)
    theirs = await ptb.edit_message_text("third", **place)
    marked = await ptb.edit_message_reply_markup(
        **place, reply_markup=telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("No", callback_data="n")]])
    )
    assert isinstance(mine, aiogram.types.Message)
    assert isinstance(theirs, telegram.Message)
    assert isinstance(marked, telegram.Message)
    assert (mine.text, theirs.text, mine.reply_markup) == ("second", "third", None)
    assert (await ana.sees("third")).labels == ["No"]


async def test_both_edit_captions_and_media(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone) -> None:
    sent = await bot.send_photo(ana.chat_id, upload(png()), caption="first")
    place: dict[str, Any] = {"chat_id": ana.chat_id, "message_id": sent.message_id}
    await bot.edit_message_caption(**place, caption="second")
    assert (await ana.sees("second")).media == "photo"
    await ptb.edit_message_media(telegram.InputMediaDocument(b"paper", caption="third"), **place)
    assert await ana.saves(await ana.sees("third")) == b"paper"
    await bot.edit_message_media(InputMediaPhoto(media=upload(png(7, 7)), caption="fourth"), **place)
    assert await ana.saves(await ana.sees("fourth")) == png(7, 7)


async def test_both_delete_copy_and_forward(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone) -> None:
    said = await ana.sends("My words")
    place: dict[str, Any] = {"chat_id": ana.chat_id, "from_chat_id": ana.chat_id, "message_id": said.id}
    copies = [(await bot.copy_message(**place)).message_id, (await ptb.copy_message(**place)).message_id]
    mine, theirs = await bot.forward_message(**place), await ptb.forward_message(**place)
    assert isinstance(mine.forward_origin, aiogram.types.MessageOriginUser)
    assert isinstance(theirs.forward_origin, telegram.MessageOriginUser)
    assert mine.forward_origin.sender_user.id == theirs.forward_origin.sender_user.id == ana.person_id
    assert await bot.delete_message(ana.chat_id, copies[0])
    assert await ptb.delete_messages(ana.chat_id, [copies[1], mine.message_id])
    assert await bot.delete_messages(ana.chat_id, [theirs.message_id, theirs.message_id, 999])
    assert [message.text for message in await ana.screen()] == ["/start", "My words"]


async def test_both_hear_and_answer_a_button(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone) -> None:
    await bot.send_message(ana.chat_id, "Choose", reply_markup=keyboard("Yes"))
    await ana.presses("Yes")
    await ana.presses("Yes")
    mine = [update.callback_query for update in await bot.get_updates() if update.callback_query]
    theirs = [update.callback_query for update in await ptb.get_updates() if update.callback_query]
    assert [query.data for query in mine] == [query.data for query in theirs] == ["Yes", "Yes"]
    assert await bot.answer_callback_query(mine[0].id, text="Done")
    assert await ptb.answer_callback_query(theirs[1].id)


async def test_both_download(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone) -> None:
    await ana.sends_document(b"%PDF", "plan.pdf", caption="see here")
    document = (await bot.get_updates())[-1].message.document  # type: ignore[union-attr]
    assert document is not None
    assert (document.file_name, document.mime_type, document.file_size) == ("plan.pdf", "application/pdf", 4)
    mine = await bot.download(document.file_id)
    theirs = await (await ptb.get_file(document.file_id)).download_as_bytearray()
    assert mine is not None
    assert mine.read() == bytes(theirs) == b"%PDF"


async def test_both_set_commands(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone) -> None:
    assert await bot.set_my_commands([BotCommand(command="help", description="Help")])
    assert await ptb.set_my_commands([("mine", "My things")], language_code="en")
    scope = BotCommandScopeChat(chat_id=ana.chat_id)
    assert await bot.set_my_commands([BotCommand(command="today", description="Today")], scope=scope)
    assert [command.command for command in await ptb.get_my_commands()] == ["help"]
    assert [command.command for command in await bot.get_my_commands(language_code="en")] == ["mine"]
    assert await ana.commands() == ["today"]
    assert await bot.delete_my_commands(scope=scope)
    assert await ana.commands() == ["mine"]
    assert await ptb.delete_my_commands(language_code="en")
    assert await ana.commands() == ["help"]


async def test_both_describe_the_bot(bot: aiogram.Bot, ptb: telegram.Bot, sandbox: Sandbox) -> None:
    assert await bot.set_my_name("Echo")
    assert await ptb.set_my_description("Speak up", language_code="en")
    assert await bot.set_my_short_description("Short")
    assert await bot.set_chat_menu_button(menu_button=MenuButtonDefault())
    assert await ptb.set_chat_menu_button()
    assert (await ptb.get_me()).first_name == "Echo"
    assert sandbox.world.profile.texts["description", "en"] == "Speak up"


async def test_both_look_at_a_group(bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone, ben: Phone, team: int) -> None:
    await ana.inside(team).does("promote_bot")
    sent = await bot.send_message(team, "Rules")
    assert await ptb.pin_chat_message(team, sent.message_id)
    mine, theirs = await bot.get_chat(team), await ptb.get_chat(team)
    assert (mine.title, theirs.title, theirs.pinned_message.text if theirs.pinned_message else "") == (
        "Team",
        "Team",
        "Rules",
    )
    assert await bot.get_chat_member_count(team) == await ptb.get_chat_member_count(team) == 3
    statuses = [(await bot.get_chat_member(team, who)).status for who in (ana.person_id, ben.person_id, bot.id)]
    assert statuses == ["creator", "member", "administrator"]
    assert (await ptb.get_chat_member(team, ben.person_id)).status == "member"
    assert {admin.user.first_name for admin in await bot.get_chat_administrators(team)} == {"Ana", "Huiyin"}
    assert {admin.user.first_name for admin in await ptb.get_chat_administrators(team)} == {"Ana", "Huiyin"}
    assert await bot.send_chat_action(team, "typing")
    assert await ptb.send_chat_action(team, "typing")
    assert await ptb.leave_chat(team)
    with pytest.raises(telegram.error.Forbidden, match="bot is not a member of the supergroup chat"):
        await ptb.send_message(team, "Still here?")


async def test_ephemeral_message_is_seen_by_one_member(bot: aiogram.Bot, ana: Phone, ben: Phone, team: int) -> None:
    to_ben = EphemeralMessageParameters(receiver_user_id=ben.person_id)
    sent = await bot.send_message(team, "Only you", ephemeral_message_parameters=to_ben, reply_markup=keyboard("Mine"))
    ephemeral_id = sent.ephemeral_message_id
    assert (sent.message_id, sent.receiver_user and sent.receiver_user.id) == (0, ben.person_id)
    assert ephemeral_id is not None
    await ana.inside(team).silent("Only you", within=0.05)
    await ben.inside(team).sees("Only you")
    await ben.inside(team).presses("Mine")
    pressed = (await bot.get_updates())[-1].callback_query
    assert pressed is not None
    assert pressed.message is not None
    assert pressed.message.message_id == 0
    place: dict[str, Any] = {"chat_id": team, "receiver_user_id": ben.person_id, "ephemeral_message_id": ephemeral_id}
    assert await bot.edit_ephemeral_message_text(**place, text="Changed", reply_markup=keyboard("Mine"))
    assert (await ben.inside(team).sees("Changed")).labels == ["Mine"]
    assert await bot.edit_ephemeral_message_reply_markup(**place)
    assert (await ben.inside(team).sees("Changed")).labels == []
    assert await bot.delete_ephemeral_message(**place)
    await ben.inside(team).sees_no_more("Changed")
