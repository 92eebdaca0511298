"""What is added to a case, before it is: what it is about, what waits for a second look, what is still known. Pure."""

from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from secrets import randbits
from typing import Any

from bot.flows.content import Content, File
from bot.flows.own import VISIT
from bot.flows.sending import FLOW as SENDING
from bot.flows.sending import Sending, is_old, joined, rewritten
from cases.errors import OldButton
from cases.model import MediaKind
from cases.ports import ADDING, Draft

FLOW = ADDING
REMEMBERED = "sent"
"""Nothing is asked, but what was sent last is still known, so that a late part finds its case."""


@dataclass(frozen=True, slots=True)
class Addition:
    """``place`` when the next text says where the danger is; ``visiting`` is the mark of the receipt that opened the
    case, empty when it is this chat's own. ``asked`` is when the question was put (ISO).

    ``words`` is the entry with what staff heard when the next text says that in the worker's own words, else 0.

    ``held`` and ``files`` are what waits for a second look, because something in it is marked; ``held`` as pairs of
    message id and text. ``draft`` tells one addition from the next, ``tag`` what was shown of it last. ``names`` are
    those that this chat typed earlier. ``counted`` when it has sent something that counts as taking part. ``nudge`` is
    when what waits is brought to mind (ISO), once it is planned.
    """

    enterprise: int
    case: int
    album: str = ""
    place: bool = False
    visiting: str = ""
    words: int = 0
    draft: int = field(default_factory=lambda: randbits(31))
    asked: str = ""
    held: list[list[Any]] = field(default_factory=list)
    tag: int = 0
    files: list[File] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    counted: bool = False
    nudge: str = ""

    @classmethod
    def load(cls, state: dict[str, Any]) -> "Addition":
        """What a draft of an older version holds is one text, of no message that is known, and one file."""
        state = dict(state)
        file, held = state.pop("file", None), state.get("held", [])
        if isinstance(held, str):
            held = [[0, held]] if held else []
        files = state.get("files", [file] if file else [])
        return cls(
            **state | {"files": [File(**each | {"kind": MediaKind(each["kind"])}) for each in files], "held": held}
        )

    @property
    def held_text(self) -> str:
        return joined(self.held)

    @property
    def unsent(self) -> bool:
        """Holds something that would be lost."""
        return bool(self.held_text or self.files)

    @property
    def kinds(self) -> dict[str, int]:
        """How many files of each kind wait."""
        return dict(Counter(str(file.kind) for file in self.files))

    def to_draft(self, flow: str = FLOW) -> Draft:
        return Draft(flow, asdict(self))


def with_content(addition: Addition, content: Content) -> Addition:
    """With one more message: what waits is not lost for it."""
    held = [*addition.held, [content.message, content.text]] if content.text else addition.held
    files = [*addition.files, content.file] if content.file else addition.files
    return replace(addition, held=held, files=files, album=content.album or addition.album)


def is_out_of_mind(addition: Addition, at: datetime) -> bool:
    """Whether its question may be forgotten by now: what is written next is not meant for it, as far as anybody knows.
    What waits is another matter: it is shown with whatever is written next."""
    return not addition.unsent and is_old(addition.asked, at)


def last_case(draft: Draft | None, enterprise: int) -> int:
    """The case this chat sent last, or was asked about last; 0 when none is known, or it is not this chat's own."""
    if draft is None or draft.flow not in (FLOW, REMEMBERED) or draft.state["enterprise"] != enterprise:
        return 0
    addition = Addition.load(draft.state)
    return 0 if addition.visiting else addition.case


def names_in(draft: Draft | None) -> list[str]:
    """The names that this chat typed, as far as its draft still knows."""
    if draft is not None and draft.flow in (FLOW, REMEMBERED):
        return Addition.load(draft.state).names
    return Sending.load(draft.state).names_typed if draft is not None and draft.flow == SENDING else []


def takes_part_in(draft: Draft) -> int | None:
    """The enterprise in which this chat takes part, as far as its draft still knows."""
    known = draft.flow in (SENDING, FLOW, REMEMBERED) and draft.state.get("counted")
    return draft.state["enterprise"] if known else None


def expected(draft: Draft | None, content: Content, at: datetime) -> Addition | None:
    """The addition this content belongs to: one that was asked for, or the album of the case sent last.

    Who came by a receipt may work nowhere and have no other way to say anything: that question stays.
    """
    if draft is not None and draft.flow == VISIT:
        return _rest_of_album(draft.state, content)
    if draft is None or draft.flow not in (FLOW, REMEMBERED):
        return None
    addition = Addition.load(draft.state)
    late = bool(content.album) and content.album == addition.album
    asked = draft.flow == FLOW and (bool(addition.visiting) or not is_out_of_mind(addition, at))
    return addition if asked or late else None


def _rest_of_album(visit: dict[str, Any], content: Content) -> Addition | None:
    """To what was opened by a receipt."""
    if not content.album or content.album != visit.get("album"):
        return None
    return Addition(visit["enterprise"], visit["case"], content.album, visiting=visit["visiting"])


def begun(draft: Draft | None, tag: int) -> Addition | None:
    """The addition a question belongs to, as long as that is in hand."""
    addition = in_hand(draft)
    return addition if addition and addition.draft == tag else None


def waiting(draft: Draft | None, tag: int) -> Addition:
    """The addition whose words a button shows. Raises OldButton when others wait, or none."""
    addition = in_hand(draft)
    if addition is None or not addition.unsent or addition.tag != tag:
        raise OldButton("these words do not wait any more")
    return addition


def edited(draft: Draft | None, content: Content) -> Addition | None:
    """The addition with what this message said or brought replaced; None when it is none of those that wait."""
    addition = in_hand(draft)
    if addition is None:
        return None
    if content.message not in [*(each for each, _ in addition.held), *(file.message for file in addition.files)]:
        return None
    files = [file for file in addition.files if content.bare or file.message != content.message]
    files = sorted([*files, content.file], key=lambda file: file.message) if content.file else files
    return replace(addition, held=rewritten(addition.held, content), files=files)


def in_hand(draft: Draft | None) -> Addition | None:
    """What is asked for, however long ago."""
    return Addition.load(draft.state) if draft is not None and draft.flow == FLOW else None
