"""An update as it arrives: its number, and later whose it is. Nothing more is understood here."""

import json
from collections.abc import Mapping
from typing import Any

from storage.inbox import Arrival


class NotAnUpdate(ValueError):
    """What came is not JSON with an ``update_id``."""


NUMBERS = range(-(2**63), 2**63)
"""What a database has room for."""
HALF_A_SIGN = b"\\ud"
"""How JSON begins the two halves of an emoji; a half alone is no text, and nothing could store it."""


def arrival(update: Any) -> Arrival:
    """Raises NotAnUpdate."""
    text = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    return _arrival(update, text.encode(errors="replace"))


def arrival_of(body: bytes) -> Arrival:
    """Raises NotAnUpdate."""
    try:
        update = json.loads(body)
        return arrival(update) if HALF_A_SIGN in body.lower() else _arrival(update, body)
    except (ValueError, RecursionError) as error:
        raise NotAnUpdate("not JSON in UTF-8") from error


def _arrival(update: Any, raw: bytes) -> Arrival:
    if not isinstance(update, Mapping) or type(number := update.get("update_id")) is not int or number not in NUMBERS:
        raise NotAnUpdate("an update is an object with a whole number as update_id")
    return Arrival(number, raw)


def person_of(raw: bytes) -> int | None:
    """The Telegram id that keeps a person's updates in order: the user, else the chat; none when there is neither."""
    try:
        update = json.loads(raw)
    except ValueError:  # the key of its day is gone
        return None
    contents = [value for value in update.values() if isinstance(value, Mapping)]
    found = (_id(content.get(key)) for key in ("from", "user", "chat") for content in contents)
    return next(filter(None, found), None)


def chat_of(raw: bytes) -> int | None:
    """The chat of an update that nothing else could be done with, when even that is to be seen."""
    update = json.loads(raw)
    contents = [value for value in update.values() if isinstance(value, Mapping)]
    holders = [*contents, *(content["message"] for content in contents if isinstance(content.get("message"), Mapping))]
    return next(filter(None, (_id(holder.get("chat")) for holder in holders)), None)


def language_code_of(raw: bytes) -> str | None:
    """What the person's Telegram speaks."""
    contents = [value for value in json.loads(raw).values() if isinstance(value, Mapping)]
    users = [content["from"] for content in contents if isinstance(content.get("from"), Mapping)]
    return next((str(user["language_code"]) for user in users if "language_code" in user), None)


def _id(of: Any) -> int | None:
    number = of.get("id") if isinstance(of, Mapping) else None
    return number if isinstance(number, int) and abs(number) < 2**63 else None
