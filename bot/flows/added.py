"""After sending: a late part of an album, a place, an addition. Closes with one action, *add*."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bot.flows import own, unfinished
from bot.flows.content import Content
from bot.flows.sending import FLOW as SENDING
from bot.flows.sending import MOST_FILES, Sending, pieces
from bot.say import prompt
from cases.actions.add import add
from cases.leaks import find
from cases.model import Author, Mode
from cases.ports import Address, Draft, Unit, Work
from cases.recordings import SPOKEN

FLOW = "add"
MOST_SAID = 40_000
"""Characters of a worker in one case, all told: enough for a long exchange."""
REMEMBERED = "sent"
"""Nothing is asked, but what was sent last is still known, so that a late part finds its case."""


@dataclass(frozen=True, slots=True)
class Addition:
    """``place`` when the next text says where the danger is, ``words`` when it says what was spoken, ``visiting`` when
    the case was opened by its digits. ``held`` is a text in which something is marked: sent once more it is added."""

    enterprise: int
    case: int
    album: str = ""
    place: bool = False
    visiting: bool = False
    words: bool = False
    held: str = ""

    @classmethod
    def load(cls, state: dict[str, Any]) -> "Addition":
        return cls(**state)


def last_case(draft: Draft | None, enterprise: int) -> int:
    """The case this chat sent last, 0 when none is known."""
    if draft is None or draft.flow != REMEMBERED or draft.state["enterprise"] != enterprise:
        return 0
    return Addition.load(draft.state).case


def sent_from(draft: Draft) -> int | None:
    """The enterprise that this chat has sent something to, as far as its draft still knows."""
    if draft.flow == REMEMBERED:
        return Addition.load(draft.state).enterprise
    sending = Sending.load(draft.state) if draft.flow == SENDING else None
    return sending.enterprise if sending and sending.last else None


def expected(draft: Draft | None, content: Content) -> Addition | None:
    """The addition this content belongs to: one that was asked for, or the album of the case sent last."""
    if draft is None or draft.flow not in (FLOW, REMEMBERED):
        return None
    addition = Addition.load(draft.state)
    late = bool(content.album) and content.album == addition.album
    return addition if draft.flow == FLOW or late else None


async def remember(unit: Unit, here: Address, s: Sending, at: datetime) -> None:
    """A case sent with no way back is not remembered, not even for a minute."""
    if s.mode is Mode.NO_WAY_BACK:
        await unit.drafts.drop(here.chat, here.chat)
    else:
        await keep(unit, here, REMEMBERED, Addition(s.enterprise, s.case, s.album), at)


async def ask(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    work = await unit.enterprise(addition.enterprise)
    if why := await refusal(work, addition.case, "", files=0):
        await prompt(work.outbox, here, "not_added", why=why)
        return
    await keep(unit, here, FLOW, addition, at)
    await prompt(work.outbox, here, _question(addition))


def _question(addition: Addition) -> str:
    if addition.words:
        return "ask_own_words"
    return "ask_place" if addition.place else "ask_addition"


async def receive(unit: Unit, here: Address, addition: Addition, content: Content, at: datetime) -> None:
    work = await unit.enterprise(addition.enterprise)
    file = content.file
    if why := await refusal(work, addition.case, content.text, files=1 if file else 0):
        await _turn_down(unit, here, addition, why, at)
        return
    if content.text != addition.held and (marks := await _marks(work, addition.case, content.text)):
        await keep(unit, here, FLOW, replace(addition, held=content.text), at)
        await prompt(work.outbox, here, "look_again", marks=marks)
        return
    media = [(await unit.media.expect(addition.case, file.kind, file.source, file.size)).id] if file else []
    text = _marked(addition, content.text)
    seen = await _add(work, addition.case, text, media, at)
    await _afterwards(unit, here, addition, content.album, at)
    await prompt(work.outbox, here, "added", seen=seen.isoformat(), at=at.isoformat())


async def _marks(work: Work, case: int, text: str) -> list[str]:
    """What could tell who wrote it; what hurts somebody now never waits for a second look."""
    red = (await work.cases.get(case)).red
    return [] if red else [text[leak.start : leak.end] for leak in find(text)]


def _marked(addition: Addition, text: str) -> str:
    sign = SPOKEN if addition.words else "📍 " if addition.place else ""
    return sign + text if text else ""


async def _turn_down(unit: Unit, here: Address, addition: Addition, why: str, at: datetime) -> None:
    """Says why; what comes next is a new thing, but one file too many may still be told in words."""
    if addition.visiting:
        await own.keep_visit(unit, here, addition.enterprise, addition.case, at)
    elif why != "too_many":
        await unit.drafts.drop(here.chat, here.chat)
    await prompt((await unit.enterprise(addition.enterprise)).outbox, here, "not_added", why=why)


async def refusal(work: Work, case_id: int, text: str, files: int) -> str | None:
    """Why nothing can be added: nobody works on the case any more, or it would be too much; None when it can."""
    case = await work.cases.get(case_id)
    if not case.open:
        return str(case.stage)
    said = [entry for entry in await work.entries.of(case_id) if entry.author is Author.WORKER]
    if files and sum(len(entry.media) for entry in said) + files > MOST_FILES:
        return "too_many"
    return "too_long" if sum(len(entry.text) for entry in said) + len(text) > MOST_SAID else None


async def _add(work: Work, case: int, text: str, media: Sequence[int], at: datetime) -> datetime:
    first, *rest = pieces(text)
    seen = await add(work, case, first, media, at)
    for each in rest:
        await add(work, case, each, (), at)
    return seen


async def _afterwards(unit: Unit, here: Address, addition: Addition, album: str, at: datetime) -> None:
    """A visitor goes on visiting; everybody else is remembered for a late part."""
    if addition.visiting:
        await own.keep_visit(unit, here, addition.enterprise, addition.case, at)
    else:
        after = Addition(addition.enterprise, addition.case, album or addition.album)
        await keep(unit, here, REMEMBERED, after, at)


async def keep(unit: Unit, here: Address, flow: str, addition: Addition, at: datetime) -> None:
    await unit.drafts.save(here, here.chat, Draft(flow, asdict(addition)), at)


async def add_to_last(unit: Unit, here: Address, s: Sending, at: datetime) -> None:
    """What was just written as something new belongs to what was sent before."""
    work = await unit.enterprise(s.enterprise)
    if why := await refusal(work, s.last, s.text, files=0):
        await prompt(work.outbox, here, "not_added", why=why)
        return
    await unfinished.forget(work, here)
    await receive(unit, here, Addition(s.enterprise, s.last), Content(0, s.text), at)
