"""Chats and their members as the bot sees them."""

from __future__ import annotations

from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.registry import Params, method
from sandbox.people import ADMINS, Chat, member_json
from sandbox.world import World

Json = dict[str, Any]


@method("getChat", "chat_id")
def get_chat(world: World, params: Params) -> Json:
    chat = _visible(world, params)
    full = {
        **chat.as_chat(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if not chat.is_private:
        full["permissions"] = {"can_send_messages": not chat.only_admins_write}
    if pinned := chat.messages.get(chat.pinned_message_id or 0):
        full["pinned_message"] = pinned
    return full


@method("getChatMember", "chat_id user_id")
def get_chat_member(world: World, params: Params) -> Json:
    chat, user_id = _visible(world, params), params["user_id"]
    if user_id != world.bot.id and user_id not in world.people:
        raise bad_request("user not found")
    return member_json(world.user_json(user_id), chat.status(user_id))


@method("getChatMemberCount", "chat_id")
def get_chat_member_count(world: World, params: Params) -> int:
    chat = _visible(world, params)
    return sum(chat.has(user_id) for user_id in chat.members)


@method("getChatAdministrators", "chat_id", "return_bots")
def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """Other bots than this one do not exist here, so that ``return_bots`` changes nothing."""
    chat = _visible(world, params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    staff = {user_id: status for user_id, status in chat.members.items() if status in ADMINS}
    return [member_json(world.user_json(user_id), status) for user_id, status in staff.items()]


@method("leaveChat", "chat_id")
def leave_chat(world: World, params: Params) -> bool:
    chat = _visible(world, params)
    if chat.is_private:
        raise bad_request("chat not found")
    world.set_status(chat, world.bot.id, "left", actor_id=world.bot.id)
    return True


@method("pinChatMessage", "chat_id message_id", "business_connection_id disable_notification")
def pin_chat_message(world: World, params: Params) -> bool:
    chat = _visible(world, params)
    if not chat.is_private and not world.bot_is_admin(chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if params["message_id"] not in chat.messages:
        raise bad_request("message to pin not found")
    chat.pinned_message_id = params["message_id"]
    world.events.publish("people")
    return True


def _visible(world: World, params: Params) -> Chat:
    return world.chat_for_bot(params["chat_id"])
