"""After sending: a late part of an album, a place, an addition. Closes with one action, *add*."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.flows import own, unfinished
from bot.flows.content import Content
from bot.flows.sending import Sending
from bot.say import prompt
from cases.actions.add import add
from cases.model import Mode
from cases.ports import Address, Draft, Unit

FLOW = "add"
REMEMBERED = "sent"
"""Nothing is asked, but what was sent last is still known, so that a late part finds its case."""


@dataclass(frozen=True, slots=True)
class Addition:
    """``place`` when the next text says where the danger is, ``visiting`` when the case was opened by its digits."""

    enterprise: int
    case: int
    album: str = ""
    place: bool = False
    visiting: bool = False

    @classmethod
    def load(cls, state: dict[str, Any]) -> "Addition":
        return cls(**state)


def last_case(draft: Draft | None, enterprise: int) -> int:
    """The case this chat sent last, 0 when none is known."""
    if draft is None or draft.flow != REMEMBERED or draft.state["enterprise"] != enterprise:
        return 0
    return Addition.load(draft.state).case


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
    await keep(unit, here, FLOW, addition, at)
    work = await unit.enterprise(addition.enterprise)
    await prompt(work.outbox, here, "ask_place" if addition.place else "ask_addition")


async def receive(unit: Unit, here: Address, addition: Addition, content: Content, at: datetime) -> None:
    work = await unit.enterprise(addition.enterprise)
    file = content.file
    media = [(await unit.media.expect(addition.case, file.kind, file.source, file.size)).id] if file else []
    text = f"📍 {content.text}" if addition.place and content.text else content.text
    seen = await add(work, addition.case, text, media, at)
    await _afterwards(unit, here, addition, content.album, at)
    await prompt(work.outbox, here, "added", seen=seen.isoformat(), at=at.isoformat())


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
    await unfinished.forget(work, here)
    seen = await add(work, s.last, s.text, (), at)
    await keep(unit, here, REMEMBERED, Addition(s.enterprise, s.last), at)
    await prompt(work.outbox, here, "added", seen=seen.isoformat(), at=at.isoformat())
