"""A case before it is sent: what was given, what was chosen, and what is asked next. Pure."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from secrets import randbits
from typing import Any

from bot.callbacks.worker import BlankOut, OrderedByBoss, Pick, PickAbout, PickHarm, PickKind, PickMode, PickUrgency
from bot.flows.content import Content, File
from cases.leaks import blank, find
from cases.model import LONGEST_NAME, About, Kind, MediaKind, Mode, Urgency
from cases.ports import UNSENT

FLOW = UNSENT
MOST_FILES = 10
MOST_TEXT = 12_000
"""Characters of all texts together."""
ENTRY_TEXT = 3_500
"""Characters of one entry, so that whoever shows it fits it into one message."""
FRESH = timedelta(hours=1)
"""So long are the words of a draft in mind; later it is shown before it goes, lest a tap send what was forgotten."""

_ENUMS = {"kind": Kind, "urgency": Urgency, "about": About, "mode": Mode}


@dataclass(slots=True)
class Sending:
    """``texts`` are message id and text; ``files`` media id, kind and message id. ``last`` is the mark of the case sent
    before, or with ``last_asked`` of the one about which something was asked that was not answered in time: then
    ``sources`` are media id, source and size of the files, which may be the answer.

    ``shown_first`` is what was shown before it goes: from then on only *Send* sends it, whatever changes, but for a 🔴.
    ``only_send`` sends not even a 🔴 by itself: fewer people were to read it once, or it was begun a while ago.
    ``look`` counts the changes. ``begun`` is when the first content came, or the rehearsal was asked for (ISO).
    ``name_message`` is the message in which the name was typed. ``names`` are those that this chat typed before this
    draft, ``counted`` whether it sent what counts as taking part. ``nudge`` is when it is brought to mind (ISO), once
    it is planned. ``place`` is the message, pressed before, that the last question took; None when it came below all.
    """

    enterprise: int
    draft: int = field(default_factory=lambda: randbits(31))
    case: int = 0
    kind: Kind | None = None
    kind_chosen: bool = False
    urgency: Urgency | None = None
    unsafe_order: bool = False
    about: About | None = None
    harm: bool | None = None
    mode: Mode = Mode.ANSWER_HERE
    name: str = ""
    name_message: int = 0
    names: list[str] = field(default_factory=list)
    asks_name: bool = False
    texts: list[list[Any]] = field(default_factory=list)
    files: list[list[Any]] = field(default_factory=list)
    album: str = ""
    look: int = 0
    shown_first: bool = False
    only_send: bool = False
    begun: str = ""
    practice: bool = False
    last: str = ""
    last_asked: bool = False
    sources: list[list[Any]] = field(default_factory=list)
    counted: bool = False
    nudge: str = ""
    place: int | None = None

    @classmethod
    def load(cls, state: dict[str, Any]) -> "Sending":
        """Of the files of an older version the message is not known."""
        chosen: dict[str, Any] = {name: kind(state[name]) for name, kind in _ENUMS.items() if state[name]}
        files = [[media, kind, *(message or [0])] for media, kind, *message in state["files"]]
        return cls(**state | chosen | {"files": files})

    def dump(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def text(self) -> str:
        return joined(self.texts)

    @property
    def has_content(self) -> bool:
        return bool(self.text or self.files)

    @property
    def marks(self) -> list[str]:
        """What in the text could tell who wrote it."""
        return [self.text[leak.start : leak.end] for leak in find(self.text, self.known_names)]

    @property
    def names_typed(self) -> list[str]:
        return [*self.names, self.name] if self.name else self.names

    @property
    def known_names(self) -> list[str]:
        """What to look for in what goes without a name."""
        return [] if self.mode is Mode.NAMED else self.names_typed

    @property
    def unsent(self) -> bool:
        """Holds something that would be lost."""
        return self.has_content and not self.practice

    @property
    def team_reads(self) -> bool:
        """Whether it would go to the team, and not to the handlers first."""
        return self.kind not in (None, Kind.GRIEVANCE) and not self.unsafe_order


def step(s: Sending) -> str:
    """The question to ask next by the name of its view, or *send* when nothing is left to ask.

    A danger goes out without a preview on the tap of its urgency, unless something in it is marked; what hurts
    somebody now does not wait for a mark. Everything else is shown before it is sent.
    """
    if s.asks_name:
        return "ask_name"
    if not s.has_content:
        return "ask_content"
    if not s.kind_chosen:
        return "ask_kind"
    return _detail(s) or ("send" if _goes_at_once(s) else "preview")


def _goes_at_once(s: Sending) -> bool:
    if s.kind is not Kind.HAZARD or s.only_send:
        return False
    return s.urgency is Urgency.RED or not (s.shown_first or s.marks)


def asked(s: Sending, at: datetime) -> Sending:
    """The draft once its question is put. How old it is, is judged here alone: what the question says stays true."""
    begun = (s.begun or at.isoformat()) if s.has_content or s.practice else ""
    old = is_old(begun, at)
    return replace(s, begun=begun, only_send=s.only_send or old, shown_first=s.shown_first or step(s) == "preview")


def out_of_mind(s: Sending, at: datetime) -> bool:
    """Whether some of its words may be forgotten by now."""
    return s.only_send or is_old(s.begun, at)


def is_old(begun: str, at: datetime) -> bool:
    """Whether what was begun, or asked, then may be out of mind by now."""
    return bool(begun) and at - datetime.fromisoformat(begun) >= FRESH


def _detail(s: Sending) -> str | None:
    """What is still to be asked about a thing of this kind."""
    if s.about is None and (s.unsafe_order or s.kind is Kind.GRIEVANCE):
        return "ask_about"
    if s.urgency is None and s.kind is Kind.HAZARD:
        return "ask_urgency"
    return "ask_harm" if s.harm is None and s.kind is Kind.GRIEVANCE else None


def chosen(s: Sending, press: Pick) -> Sending:
    """The draft after a press; each one makes the preview a new one. A press under an older look changes nothing."""
    changed: dict[str, Any] = {}
    if press.look != s.look:
        return s
    match press:
        case PickKind(kind=kind):
            return of_kind(s, kind)
        case BlankOut():
            return blanked(s)
        case PickUrgency(urgency=urgency):
            changed = {"urgency": urgency}
        case OrderedByBoss():
            changed = {"unsafe_order": True}
        case PickAbout(about=about):
            changed = {"about": about}
        case PickHarm(harm=harm):
            changed = {"harm": harm}
        case PickMode(mode=mode):
            changed = {"mode": mode, "asks_name": mode is Mode.NAMED}
    return replace(s, **changed, look=s.look + 1)


def blanked(s: Sending) -> Sending:
    """What is marked is made unreadable, in each message of the draft."""
    texts = [[message, blank(text, find(text, s.known_names))] for message, text in s.texts]
    return replace(s, texts=texts, look=s.look + 1)


def of_kind(s: Sending, kind: Kind | None) -> Sending:
    """The kind is chosen, or chosen anew: what was asked for another kind is forgotten.

    An order to work unsafely stays one when *danger* is tapped again, which says nothing of handing it to the team.
    """
    if s.unsafe_order and kind is s.kind:
        return replace(s, urgency=None, look=s.look + 1)
    new = replace(s, kind=kind, kind_chosen=True, urgency=None, unsafe_order=False, about=None, harm=None)
    return replace(new, only_send=s.only_send or _widened(s, new), look=s.look + 1)


def _widened(s: Sending, new: Sending) -> bool:
    """Whether the team would read what only others were to read a moment ago."""
    return s.has_content and s.kind_chosen and new.team_reads and not s.team_reads


def with_content(s: Sending, content: Content, media: int | None) -> Sending:
    """The draft with one more message in it; a text given while the name is asked is the name."""
    if s.asks_name and content.file is None:
        return _signed(s, content.message, content.text)
    texts = [*s.texts, [content.message, content.text]] if content.text else s.texts
    with_words = replace(s, texts=texts, album=content.album or s.album, look=s.look + 1)
    return _with_file(with_words, content.file, media) if content.file else with_words


def _with_file(s: Sending, file: File, media: int | None) -> Sending:
    files = sorted([*s.files, [media, file.kind, file.message]], key=lambda each: each[2])
    sources = [*s.sources, [media, file.source, file.size]] if s.last_asked else s.sources
    return replace(s, files=files, sources=sources)


def files_anew(s: Sending) -> list[File]:
    """Its files as they came, as far as that is known, to be fetched for the case they answer."""
    sources = {media: (source, size) for media, source, size in s.sources}
    return [File(MediaKind(kind), *sources[media], message) for media, kind, message in s.files if media in sources]


def _may_join_last(s: Sending) -> bool:
    """Pictures may be an answer, but are no addition to what was just sent."""
    return bool(s.last and s.has_content and len(files_anew(s)) == len(s.files) and (s.last_asked or not s.only_send))


def _signed(s: Sending, message: int, text: str) -> Sending:
    name = " ".join(text.split())[:LONGEST_NAME]
    return replace(s, name=name, name_message=message, asks_name=False, look=s.look + 1)


def without(s: Sending, refused: Collection[int]) -> Sending:
    """The draft without those files; the same when it has none of them. How bad it is, is asked anew of what comes
    in place of the last one: it would be sent as it comes."""
    files = [file for file in s.files if file[0] not in refused]
    if len(files) == len(s.files):
        return s
    return replace(s, files=files, urgency=s.urgency if files or s.text else None, look=s.look + 1)


def is_part(s: Sending, content: Content) -> bool:
    """Whether that message, as it is changed now, is one of the draft."""
    signed = content.bare and content.message == s.name_message
    return signed or content.message in [*(each for each, _ in s.texts), *(each for *_, each in s.files)]


def replaced(s: Sending, content: Content) -> list[int | None]:
    """The media ids of what this message brought before it was changed: words alone leave a file where it is."""
    return [] if content.bare else [media for media, _, message in s.files if message == content.message]


def edited(s: Sending, content: Content, media: int | None) -> Sending:
    """The draft with what this message of it said, or brought, or the name, replaced."""
    if content.bare and content.message == s.name_message:
        return _signed(s, content.message, content.text)
    files = [file for file in s.files if content.bare or file[2] != content.message]
    changed = replace(s, texts=rewritten(s.texts, content), files=files, look=s.look + 1)
    if content.file:
        changed = _with_file(changed, content.file, media)
    return changed if changed.has_content else replace(changed, urgency=None)


def rewritten(texts: Sequence[Sequence[Any]], content: Content) -> list[list[Any]]:
    """Pairs of message id and text with this message's text replaced, or put where it belongs."""
    others = [[message, text] for message, text in texts if message != content.message]
    if not content.text and len(others) == len(texts):
        return others
    return sorted([*others, [content.message, content.text]], key=lambda each: each[0])


def joined(texts: Sequence[Sequence[Any]]) -> str:
    """What was edited to nothing may still be edited to something."""
    return "\n\n".join(text for _, text in texts if text)


def pieces(text: str) -> list[str]:
    """The text in parts of at most ``ENTRY_TEXT`` characters; one empty part when there is none."""
    return [text[start : start + ENTRY_TEXT] for start in range(0, len(text), ENTRY_TEXT)] or [""]


def shown(s: Sending) -> dict[str, Any]:
    """What the views of a draft need to know."""
    return {
        "draft": s.draft,
        "look": s.look,
        "kind": s.kind,
        "unsafe_order": s.unsafe_order,
        "about": s.about,
        "harm": bool(s.harm),
        "mode": s.mode,
        "name": s.name,
        "text": s.text,
        "marks": s.marks,
        "files": dict(Counter(str(kind) for _, kind, _ in s.files)),
        "practice": s.practice,
        "last": _may_join_last(s),
        "last_asked": s.last_asked,
        "at_once": at_once(s),
    }


def at_once(s: Sending) -> list[Urgency]:
    """With which urgencies a danger is sent by the tap that says so."""
    return [each for each in Urgency if _goes_at_once(replace(s, urgency=each))]
