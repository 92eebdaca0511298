"""What a person is shown: text, buttons and files, before Telegram's own types come in."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: a label and the typed press behind it (at most 64 bytes packed), or a link."""

    label: str
    press: CallbackData | None = None
    url: str | None = None


Row = Sequence[Button]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to print and to write on: lines, a table of three columns, and what is filled in by hand.

    ``language`` is one of ISO 639.
    """

    language: str
    title: str
    lines: Sequence[str]
    head: tuple[str, str, str]
    rows: Sequence[tuple[str, str, str]]
    blanks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One Telegram message. Text is plain (no markup is parsed), so nothing a person wrote can become markup.

    ``keyboard`` sets the permanent reply keyboard; ``media`` are ids of a case's cleaned files sent with this
    message (``text`` is then the caption).
    """

    text: str
    buttons: Sequence[Row] = ()
    keyboard: Sequence[Sequence[str]] | None = None
    media: Sequence[int] = ()
    ask: bool = False
    """Opens the reader's keyboard for an answer (Telegram's force_reply)."""
    sheet: Sheet | None = None
    """Goes along as a file to print."""
