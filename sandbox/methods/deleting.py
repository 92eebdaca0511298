"""deleteMessage and deleteMessages."""

from __future__ import annotations

from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.registry import Params, method
from sandbox.people import Chat
from sandbox.world import World

Json = dict[str, Any]

DELETABLE_SECONDS = 48 * 3600
MANY = 100


@method("deleteMessage", "chat_id message_id")
def delete_message(world: World, params: Params) -> bool:
    chat = world.chat_for_bot(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(world, chat, message):
        raise bad_request("message can't be deleted for everyone")
    world.remove(chat, message)
    return True


@method("deleteMessages", "chat_id message_ids")
def delete_messages(world: World, params: Params) -> bool:
    """Delete those that can be; the others are skipped, as Telegram documents."""
    chat = world.chat_for_bot(params["chat_id"])
    if len(params["message_ids"]) > MANY:
        raise bad_request("too many message identifiers specified")
    keys = dict.fromkeys(map(int, params["message_ids"]))
    found = [chat.messages[key] for key in keys if key in chat.messages]
    for message in found:
        if _deletable(world, chat, message):
            world.remove(chat, message)
    return True


def _deletable(world: World, chat: Chat, message: Json) -> bool:
    is_young = world.clock.timestamp() - message["date"] < DELETABLE_SECONDS
    is_own = message["from"]["id"] == world.bot.id
    return is_young and (is_own or chat.is_private or world.bot_is_admin(chat))
