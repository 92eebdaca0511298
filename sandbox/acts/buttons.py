"""Pressing buttons by their labels, and START with a deep link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.acts.registry import act, perform
from sandbox.errors import ActError
from sandbox.markup import inline_buttons, labelled, reply_buttons
from sandbox.people import Chat, Person, change_key
from sandbox.world import World

Json = dict[str, Any]

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


@act("press")
def press(world: World, person: Person, chat: Chat, label: str, key: int | None = None) -> Json:
    """Press the newest button with this label, or the one under the message with this key (its ``message_id``;
    ephemeral messages count below zero). Returns the button."""
    found = newest_button(person, chat, label, key)
    if found is None:
        raise ActError(_not_found(person, chat, label))
    message, button = found
    if message is None:
        _press_reply_key(world, person, chat, button)
    else:
        _press_inline(world, person, message, button)
    return button


@act("start")
def start(world: World, person: Person, chat: Chat, payload: str = "") -> Json:
    """Open the bot by its link and press START."""
    if not PAYLOAD.fullmatch(payload):
        raise ActError(f"Telegram carries at most 64 of A-Z a-z 0-9 _ - in a link, not {payload!r}.")
    if chat.status(world.bot.id) == "kicked":
        perform(world, person.id, "unblock")
    message: Json = perform(world, person.id, "text", chat.id, text=f"/start {payload}".strip())
    return message


def visible_labels(chat: Chat, person: Person) -> list[str]:
    """All labels this person can press in this chat, newest message first."""
    rows = [[b["text"] for b in inline_buttons(m.get("reply_markup"))] for m in reversed(chat.seen_by(person.id))]
    return [label for row in rows for label in row] + [b["text"] for b in reply_buttons(chat.keyboard)]


def newest_button(person: Person, chat: Chat, label: str, key: int | None = None) -> tuple[Json | None, Json] | None:
    """The message and its button; no message for a button of the reply keyboard."""
    for message, buttons in _button_sets(person, chat, key):
        if button := labelled(buttons, label):
            return message, button
    return None


def _button_sets(person: Person, chat: Chat, key: int | None) -> Iterator[tuple[Json | None, list[Json]]]:
    """Inline keyboards newest first, the reply keyboard at the place of the message that brought it."""
    keyboard = list(reply_buttons(chat.keyboard)) if key is None else []
    for message in reversed(chat.seen_by(person.id)):
        if 0 < message["message_id"] <= chat.keyboard_message_id:
            yield None, keyboard
            keyboard = []
        if key in (None, change_key(message)):
            yield message, list(inline_buttons(message.get("reply_markup")))
    yield None, keyboard


def _press_reply_key(world: World, person: Person, chat: Chat, button: Json) -> None:
    one_time = bool(chat.keyboard and chat.keyboard.get("one_time_keyboard"))
    perform(world, person.id, "text", chat.id, text=button["text"])
    if one_time:
        chat.keyboard = None
        world.events.publish("keyboard", chat_id=chat.id, keyboard=None)


def _press_inline(world: World, person: Person, message: Json, button: Json) -> None:
    if "callback_data" in button:
        world.tell_bot("callback_query", world.new_query(person.id, message, button["callback_data"]))
    elif "url" in button:
        _follow(world, person, button["url"])


def _follow(world: World, person: Person, url: str) -> None:
    """A link to this bot presses START; any other leaves Telegram."""
    parts = urlsplit(url)
    if parts.netloc == "t.me" and parts.path.strip("/").lower() == world.bot.username.lower():
        perform(world, person.id, "start", payload=parse_qs(parts.query).get("start", [""])[0])


def _not_found(person: Person, chat: Chat, label: str) -> str:
    labels = visible_labels(chat, person)
    seen = ", ".join(repr(text) for text in labels) if labels else "no buttons at all"
    return f"{person.first_name} sees no button {label!r} in {chat.title}. Visible: {seen}."
