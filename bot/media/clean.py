"""One file in, one clean file out, or a refusal. Pure, but meant for the child process of ``bot.media.child``."""

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from bot.media.model import Cleaned, Reason, Refused
from bot.media.sniff import IMAGES, Content, identify
from cases.model import MediaKind

Cleaner: TypeAlias = Callable[[bytes, Content, MediaKind], Cleaned]


def clean(data: bytes, declared: MediaKind) -> Cleaned:
    """The file without anything about its maker.

    Raises:
        Refused: for every file that can't be cleaned, and nothing else: what a decoder raises may quote the file.

    """
    content = identify(data, declared)
    try:
        return cleaner_for(content)(data, content, declared)
    except Refused:
        raise
    except MemoryError:
        raise Refused(Reason.BOMB) from None
    except Exception:  # noqa: BLE001 - a broken file makes decoders raise anything
        raise Refused(Reason.BROKEN) from None


def cleaner_for(content: Content) -> Cleaner:
    """The cleaner of a content. Its library is loaded only now: each takes a tenth of a second."""
    if content in IMAGES:
        name = "images"
    elif content is Content.PDF:
        name = "pdf"
    else:
        name = "recordings"
    cleaner: Cleaner = import_module(f"bot.media.{name}").clean
    return cleaner
