"""editEphemeralMessage* and deleteEphemeralMessage: messages in a group that one member alone sees."""

from __future__ import annotations

from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.composing import CAPTIONED
from sandbox.methods.editing import Change, apply_edit, new_caption, new_media, new_text, same_content
from sandbox.methods.registry import Params, method
from sandbox.people import Chat
from sandbox.world import World

Json = dict[str, Any]

TARGET = "chat_id receiver_user_id ephemeral_message_id"


@method("editEphemeralMessageText", TARGET, "text parse_mode entities link_preview_options rich_message reply_markup")
def edit_text(world: World, params: Params) -> bool:
    return _edit(world, params, new_text)


@method("editEphemeralMessageCaption", TARGET, f"{CAPTIONED} show_caption_above_media reply_markup")
def edit_caption(world: World, params: Params) -> bool:
    return _edit(world, params, new_caption)


@method("editEphemeralMessageMedia", f"{TARGET} media", "reply_markup")
def edit_media(world: World, params: Params) -> bool:
    return _edit(world, params, new_media)


@method("editEphemeralMessageReplyMarkup", TARGET, "reply_markup")
def edit_reply_markup(world: World, params: Params) -> bool:
    return _edit(world, params, same_content)


@method("deleteEphemeralMessage", TARGET)
def delete(world: World, params: Params) -> bool:
    world.remove(*_target(world, params))
    return True


def _edit(world: World, params: Params, change: Change) -> bool:
    chat, message = _target(world, params)
    apply_edit(world, chat, message, change(world, message, params), params)
    return True


def _target(world: World, params: Params) -> tuple[Chat, Json]:
    chat = world.chat_for_bot(params["chat_id"])
    message = chat.ephemeral.get(params["ephemeral_message_id"])
    if message is None or message["receiver_user"]["id"] != params["receiver_user_id"]:
        raise bad_request("message to edit not found")
    return chat, message
