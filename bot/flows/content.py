"""What a person sent, before anything is made of it."""

from dataclasses import dataclass
from enum import StrEnum

from cases.model import MediaKind


@dataclass(frozen=True, slots=True)
class File:
    """A file that waits at Telegram; ``source`` says how to fetch it, ``size`` is in bytes (0: not told)."""

    kind: MediaKind
    source: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """One message: a text, or a file with or without a caption. ``album`` is the same for all parts of an album."""

    message: int
    text: str = ""
    file: File | None = None
    album: str = ""


class Unfit(StrEnum):
    """What cannot be taken, each with its own answer."""

    STICKER = "sticker"
    CONTACT = "contact"
    LOCATION = "location"
    GAME = "game"
    FORWARDED = "forwarded"
    OFFICE_FILE = "office_file"
    OTHER_FILE = "other_file"
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    OTHER = "other"
