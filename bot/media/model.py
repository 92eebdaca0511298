"""The words of media cleaning: formats, reasons and results. No decoder is imported here: the bot has none."""

from dataclasses import dataclass
from enum import StrEnum

from cases.model import MediaKind


class Format(StrEnum):
    """The formats that leave a cleaner; the value is the file's extension."""

    JPEG = "jpg"
    PDF = "pdf"
    OGG = "ogg"
    MP3 = "mp3"
    M4A = "m4a"
    MP4 = "mp4"

    @property
    def mime(self) -> str:
        return _MIME[self]


_MIME = {
    Format.JPEG: "image/jpeg",
    Format.PDF: "application/pdf",
    Format.OGG: "audio/ogg",
    Format.MP3: "audio/mpeg",
    Format.M4A: "audio/mp4",
    Format.MP4: "video/mp4",
}


class Reason(StrEnum):
    """Why a file was not taken: for the log alone. Whoever sent it is told that it could not be opened safely."""

    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    TOO_SLOW = "too_slow"


class Refused(Exception):
    """The file can't be cleaned and must go nowhere. Carries a reason and nothing of the file."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Cleaned:
    """A file that says nothing about its maker besides what one sees and hears.

    ``kind`` follows the content: what was sent as sound is a film when pictures are in it. ``width`` and ``height`` are
    pixels as shown, ``duration`` is whole seconds; 0 where it means nothing.
    """

    kind: MediaKind
    format: Format
    data: bytes
    width: int = 0
    height: int = 0
    duration: int = 0

    @property
    def mime(self) -> str:
        return self.format.mime

    @property
    def extension(self) -> str:
        return self.format.value

    @property
    def file_name(self) -> str:
        """A name that is the same for every file of its kind, e.g. ``photo.jpg``."""
        return f"{self.kind}.{self.format}"


@dataclass(frozen=True)
class Limits:
    """What one cleaning may take; ``size`` and ``memory`` are bytes, ``cpu`` and ``wall`` seconds.

    20 MB is what a bot may fetch from Telegram. ``memory`` is address space: about 200 MB of it are the libraries.
    """

    size: int = 20 * 1024 * 1024
    memory: int = 768 * 1024 * 1024
    cpu: int = 20
    wall: float = 60
