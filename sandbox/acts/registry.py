"""The table of acts, and doing one."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from sandbox.errors import ActError
from sandbox.people import Chat, Person
from sandbox.world import World

Json = dict[str, Any]
Act = Callable[..., Any]

ACTS: dict[str, Act] = {}


def act(name: str) -> Callable[[Act], Act]:
    """Register what a person can do; it is called with the world, the person and the chat they are in."""

    def register(function: Act) -> Act:
        ACTS[name] = function
        return function

    return register


def perform(world: World, person_id: int, action: str, chat_id: int | None = None, **details: Any) -> Any:
    """Let a person do something, in their private chat with the bot unless another chat is named."""
    if action not in ACTS:
        raise ActError(f"Nobody can {action!r} here. People can: {', '.join(sorted(ACTS))}.")
    person = world.person(person_id)
    chat = world.chat(chat_id or person_id)
    try:
        inspect.signature(ACTS[action]).bind(world, person, chat, **details)
    except TypeError as error:
        raise ActError(f"{action}: {error}") from error
    return ACTS[action](world, person, chat, **details)


def say(world: World, person: Person, chat: Chat, content: Json) -> Json:
    """Put a person's message into a chat, and tell the bot if it is one that bots hear."""
    if not chat.has(person.id):
        raise ActError(f"{person.first_name} is not in {chat.title}.")
    if chat.migrated_to:
        raise ActError(f"{chat.title} was upgraded to the supergroup {chat.migrated_to}. Write there.")
    message = world.post(chat, person.id, content)
    if hears(world, chat, message):
        world.tell_bot("message", message)
    return message


def hears(world: World, chat: Chat, message: Json) -> bool:
    """Whether the bot gets this message: in groups privacy mode hides what is not meant for bots."""
    if chat.is_private:
        return chat.has(world.bot.id)
    if not chat.has(world.bot.id):
        return False
    if world.bot_is_admin(chat) or world.bot.reads_all_group_messages:
        return True
    replied_to = message.get("reply_to_message", {}).get("from", {}).get("id")
    return replied_to == world.bot.id or is_addressed(world, message)


def is_addressed(world: World, message: Json) -> bool:
    text = message.get("text") or message.get("caption") or ""
    other = any(word.startswith("/") and "@" in word for word in text.split()[:1])
    return f"@{world.bot.username}" in text or (text.startswith("/") and not other)
