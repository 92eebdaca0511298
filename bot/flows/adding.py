"""What is added to a case, before it is: what it is about, what waits for a second look, what is still known. Pure."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.flows.content import Content, File
from bot.flows.sending import FLOW as SENDING
from bot.flows.sending import Sending, joined, rewritten
from cases.errors import OldButton
from cases.model import MediaKind
from cases.ports import Draft

FLOW = "add"
REMEMBERED = "sent"
"""Nothing is asked, but what was sent last is still known, so that a late part finds its case."""


@dataclass(frozen=True, slots=True)
class Addition:
    """``place`` when the next text says where the danger is; ``visiting`` is the mark of the receipt that opened the
    case, empty when it is this chat's own.

    ``words`` is the entry with what staff heard when the next text says that in the worker's own words, else 0.

    ``held`` is what waits for a second look, because something in it is marked, as pairs of message id and text;
    ``tag`` tells it from another, ``file`` is what it stands below. ``names`` are those that this chat typed earlier.
    ``counted`` when it has sent something that counts as taking part.
    """

    enterprise: int
    case: int
    album: str = ""
    place: bool = False
    visiting: str = ""
    words: int = 0
    held: list[list[Any]] = field(default_factory=list)
    tag: int = 0
    file: File | None = None
    names: list[str] = field(default_factory=list)
    counted: bool = False

    @classmethod
    def load(cls, state: dict[str, Any]) -> "Addition":
        """What a draft of an older version holds is one text, of no message that is known."""
        file, held = state.get("file"), state.get("held", [])
        if isinstance(held, str):
            held = [[0, held]] if held else []
        return cls(**state | {"file": File(**file | {"kind": MediaKind(file["kind"])}) if file else None, "held": held})

    @property
    def held_text(self) -> str:
        return joined(self.held)

    def draft(self, flow: str = FLOW) -> Draft:
        return Draft(flow, asdict(self))


def last_case(draft: Draft | None, enterprise: int) -> int:
    """The case this chat sent last, 0 when none is known."""
    if draft is None or draft.flow != REMEMBERED or draft.state["enterprise"] != enterprise:
        return 0
    return Addition.load(draft.state).case


def names_in(draft: Draft | None) -> list[str]:
    """The names that this chat typed, as far as its draft still knows."""
    if draft is not None and draft.flow in (FLOW, REMEMBERED):
        return Addition.load(draft.state).names
    return Sending.load(draft.state).names_typed if draft is not None and draft.flow == SENDING else []


def takes_part_in(draft: Draft) -> int | None:
    """The enterprise in which this chat takes part, as far as its draft still knows."""
    known = draft.flow in (SENDING, FLOW, REMEMBERED) and draft.state.get("counted")
    return draft.state["enterprise"] if known else None


def expected(draft: Draft | None, content: Content) -> Addition | None:
    """The addition this content belongs to: one that was asked for, or the album of the case sent last."""
    if draft is None or draft.flow not in (FLOW, REMEMBERED):
        return None
    addition = Addition.load(draft.state)
    late = bool(content.album) and content.album == addition.album
    return addition if draft.flow == FLOW or late else None


def waiting(draft: Draft | None, tag: int) -> Addition:
    """The addition whose words a button shows. Raises OldButton when others wait, or none."""
    addition = _in_hand(draft)
    if addition is None or not addition.held or addition.tag != tag:
        raise OldButton("these words do not wait any more")
    return addition


def edited(draft: Draft | None, message: int, text: str) -> Addition | None:
    """The addition with this message's text replaced; None when the message is none of those that wait."""
    addition = _in_hand(draft)
    held = rewritten(addition.held, message, text) if addition else None
    return replace(addition, held=held) if addition and held else None


def _in_hand(draft: Draft | None) -> Addition | None:
    return Addition.load(draft.state) if draft is not None and draft.flow == FLOW else None
