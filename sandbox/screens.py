"""What a person has on the screen, and waiting until something is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from sandbox.acts.buttons import visible_labels
from sandbox.people import ADMINS, Chat, Person, change_key
from sandbox.world import World

Json = dict[str, Any]
T = TypeVar("T")


def overview(world: World) -> Json:
    """The whole world but the messages; ``seq`` is where to follow the events from."""
    return {
        "seq": world.events.last,
        "bot": world.bot.as_user(),
        "people": [person.as_user() for person in world.people.values()],
        "chats": [_chat(world, chat) for chat in world.chats.values()],
        "phones": world.phones,
        "clock": world.clock.as_json(),
        "faults": world.faults.as_json(),
    }


def screen(world: World, chat: Chat, person: Person) -> Json:
    """One chat as this person's phone shows it."""
    is_admin = chat.status(person.id) in ADMINS
    return {
        "seq": world.events.last,
        "messages": [{**message, "key": change_key(message)} for message in chat.seen_by(person.id)],
        "keyboard": chat.keyboard,
        "keyboard_message_id": chat.keyboard_message_id,
        "labels": visible_labels(chat, person),
        "commands": world.profile.menu_for(chat.id, person.id, is_admin, person.language_code or ""),
        "bot_status": chat.status(world.bot.id),
    }


def text_of(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


def find(chat: Chat, person: Person, text: str = "", media: str | None = None, after: int = 0) -> Json | None:
    """The newest message of somebody else with this text and kind of file, come or changed after event ``after``."""
    for message in reversed(chat.seen_by(person.id)):
        is_new = chat.changes[change_key(message)] > after
        fits = text in text_of(message) and (media is None or media in message)
        if is_new and fits and message["from"]["id"] != person.id:
            return {**message, "key": change_key(message)}
    return None


async def wait_for(world: World, look: Callable[[], T], within: float) -> T:
    """Look again after every event until something is there, or ``within`` real seconds are over; the last look."""
    try:
        async with asyncio.timeout(within):
            while not look():
                await world.events.changed.wait()
    except TimeoutError:
        pass
    return look()


def _chat(world: World, chat: Chat) -> Json:
    return {
        **chat.as_chat(),
        "title": chat.title,
        "bot_status": chat.status(world.bot.id),
        "members": {str(user_id): status for user_id, status in chat.members.items()},
        "pinned_message_id": chat.pinned_message_id,
        "migrated_to": chat.migrated_to,
    }
