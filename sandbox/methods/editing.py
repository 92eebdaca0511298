"""editMessage*: the bot changes what it has said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox import markup
from sandbox.content import CONTENT, media_kind
from sandbox.errors import bad_request, not_modified
from sandbox.methods.composing import CAPTIONED, FORMATTED, caption_of, media_of, pace, text_of
from sandbox.methods.registry import Params, method
from sandbox.people import Chat
from sandbox.world import World

Json = dict[str, Any]

TARGET = "business_connection_id chat_id message_id inline_message_id reply_markup"


@method("editMessageText", "", f"{TARGET} {FORMATTED} text rich_message")
def edit_message_text(world: World, params: Params) -> Json:
    return _edit(world, params, new_text)


@method("editMessageCaption", "", f"{TARGET} {CAPTIONED} show_caption_above_media")
def edit_message_caption(world: World, params: Params) -> Json:
    return _edit(world, params, new_caption)


@method("editMessageMedia", "media", TARGET)
def edit_message_media(world: World, params: Params) -> Json:
    return _edit(world, params, new_media)


@method("editMessageReplyMarkup", "", TARGET)
def edit_message_reply_markup(world: World, params: Params) -> Json:
    return _edit(world, params, same_content)


Change = Callable[[World, Json, Params], Json]


def new_text(_: World, message: Json, params: Params) -> Json:
    if "rich_message" in params:
        raise bad_request("the sandbox does not show rich messages")
    if "text" not in params:
        raise bad_request("message text is empty")
    if media_kind(message):
        raise bad_request("there is no text in the message to edit")
    return text_of(params)


def new_caption(_: World, message: Json, params: Params) -> Json:
    kind = media_kind(message)
    if kind is None:
        raise bad_request("there is no caption in the message to edit")
    return {kind: message[kind], **caption_of(params)}


def new_media(world: World, _: Json, params: Params) -> Json:
    item = params["media"]
    return media_of(world, item["type"], item["media"], {**params, **item}) | caption_of(item)


def same_content(_: World, message: Json, __: Params) -> Json:
    return {key: message[key] for key in CONTENT if key in message}


def apply_edit(world: World, chat: Chat, message: Json, content: Json, params: Params) -> Json:
    """Replace content and inline keyboard, unless nothing would change."""
    inline = markup.checked_inline(params.get("reply_markup"))
    if content == same_content(world, message, params) and inline == message.get("reply_markup"):
        raise not_modified()
    pace(world, chat.id)
    kept = {key: value for key, value in message.items() if key not in {*CONTENT, "reply_markup"}}
    edited = {**kept, **content, "edit_date": world.clock.timestamp()}
    return world.replace(chat, message, {**edited, "reply_markup": inline} if inline else edited)


def _edit(world: World, params: Params, change: Change) -> Json:
    chat, message = _target(world, params)
    return apply_edit(world, chat, message, change(world, message, params), params)


def _target(world: World, params: Params) -> tuple[Chat, Json]:
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    chat = world.chat_for_bot(params["chat_id"])
    if not params.get("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot.id:
        raise bad_request("message can't be edited")
    return chat, message
