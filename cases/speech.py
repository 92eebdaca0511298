"""What is to be said, to whom, and how soon: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

SAID_ONCE = timedelta(days=29)
"""So long at least what was said is known by its key, and not said under it a second time."""


class Priority(IntEnum):
    """The order in which waiting messages leave; 🔴 and receipts pass everything."""

    URGENT = 0
    RECEIPT = 1
    PROMPT = 2
    DIALOGUE = 3
    ESCALATION = 4
    REMINDER = 5
    DIGEST = 6


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """A chat and the language spoken there. The rules hand it on and never look inside; it has no repr."""

    chat: int
    language: str
    pressed: int | None = None
    """The message whose button was pressed just now; never kept."""


@dataclass(frozen=True, slots=True)
class ToWorker:
    """The worker of a case, by the sealed reply address; silently nobody when there is none."""

    case: int


@dataclass(frozen=True, slots=True)
class ToMember:
    member: int


@dataclass(frozen=True, slots=True)
class ToTeam:
    """The enterprise's group chat; while none is bound, the lead (no lead: every member) in private."""


@dataclass(frozen=True, slots=True)
class ToChat:
    """The chat that is speaking with us right now. ``instead_of``: in the place of that message, if it is there."""

    address: Address
    instead_of: int | None = None


Recipient = ToWorker | ToMember | ToTeam | ToChat


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be said: a row first, rendered in the reader's language when it is sent.

    ``what`` names a view, ``args`` are its facts (sealed at rest). ``key`` is unique: a second message with the key of
    an unsent one replaces it; with the key of one already sent it is not said again. In a conversation a key counts
    within the chat and the day, and what has none is replaced by nothing.
    """

    to: Recipient
    what: str
    key: str
    args: Mapping[str, Any] = field(default_factory=dict)
    case: int | None = None
    priority: Priority = Priority.DIALOGUE
    not_before: datetime | None = None
    silent: bool = False
