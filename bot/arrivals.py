"""An update as it arrives: raw JSON, its number, and who it belongs to. Nothing more is understood here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, repr=False)
class Arrival:
    """``person`` is the Telegram id that keeps a person's updates in order: the user, else the chat, else 0."""

    update_id: int
    person: int
    body: bytes


class NotAnUpdate(ValueError):
    """What came is not JSON with an ``update_id``."""


def arrival(update: Any) -> Arrival:
    """Raises NotAnUpdate."""
    if not isinstance(update, Mapping) or type(number := update.get("update_id")) is not int:
        raise NotAnUpdate("an update is an object with a whole number as update_id")
    return Arrival(number, person_of(update), json.dumps(update, ensure_ascii=False, separators=(",", ":")).encode())


def arrival_of(body: bytes) -> Arrival:
    """Raises NotAnUpdate."""
    try:
        return arrival(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise NotAnUpdate("not JSON in UTF-8") from error


def person_of(update: Mapping[str, Any]) -> int:
    contents = [value for name, value in update.items() if name != "update_id" and isinstance(value, Mapping)]
    found = (_id(content.get(key)) for key in ("from", "user", "chat") for content in contents)
    return next(filter(None, found), 0)


def chat_of(body: bytes) -> int:
    """The chat of an update that could not be parsed, 0 when even that is not to be seen."""
    update = json.loads(body)
    contents = [value for value in update.values() if isinstance(value, Mapping)]
    holders = [*contents, *(content["message"] for content in contents if isinstance(content.get("message"), Mapping))]
    return next(filter(None, (_id(holder.get("chat")) for holder in holders)), 0)


def _id(of: Any) -> int:
    number = of.get("id") if isinstance(of, Mapping) else None
    return number if isinstance(number, int) else 0
