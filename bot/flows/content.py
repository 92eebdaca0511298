"""What a person sent, before anything is made of it."""

from dataclasses import dataclass
from enum import StrEnum

from cases.model import MediaKind


@dataclass(frozen=True, slots=True)
class File:
    """A file that waits at Telegram; ``source`` says how to fetch it, ``size`` is in bytes (0: not told).

    ``message`` is the one it came in (0: not known).
    """

    kind: MediaKind
    source: str
    size: int = 0
    message: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """One message: a text, or a file with or without a caption. ``album`` is the same for all parts of an album;
    ``left_out`` is why the file is missing whose caption the text was.
    """

    message: int
    text: str = ""
    file: File | None = None
    album: str = ""
    left_out: "Unfit | None" = None

    @property
    def bare(self) -> bool:
        """Words that came alone, not below a file."""
        return self.file is None and self.left_out is None


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
