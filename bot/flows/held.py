"""Words for a case that wait for a second look: shown as they would be read, blanked by one tap, sent as they are."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from secrets import randbits
from typing import Any

from bot.flows import unfinished
from bot.flows.adding import Addition
from bot.flows.names import typed_earlier
from bot.flows.sending import pieces
from bot.say import prompt, tell
from bot.views.worker.receipt import ADDED_WORDS
from cases.actions.telling import tapped_red
from cases.leaks import Leak, blank, find
from cases.ports import Address, Unit


async def must_wait(unit: Unit, here: Address, addition: Addition, *, several: bool = False) -> bool:
    """Before it is added, it is looked at once more

    - when something in it could tell who wrote it,
    - when it is ``several`` messages that nothing showed together,
    - when its case was sorted since it was asked for: others may read and hear it by now.

    What its sender said hurts somebody now never waits for any of these.
    """
    work = await unit.enterprise(addition.enterprise)
    if await tapped_red(work, await work.cases.get(addition.case)):
        return False
    return several or await sorted_since(unit, addition) or bool(await leaks(unit, here, addition))


async def sorted_since(unit: Unit, addition: Addition) -> bool:
    """Whether its case was sorted after the question, or after staff wrote its words down."""
    if not addition.asked:  # it waits since an earlier version
        return False
    since = datetime.fromisoformat(addition.asked)
    events = await (await unit.enterprise(addition.enterprise)).events.of(addition.case)
    return any(event.what == "sorted" and event.at > since for event in events)


async def names_its_writer(unit: Unit, here: Address, addition: Addition) -> bool:
    """Whether it must wait for what only the names tell that this chat typed earlier."""
    marked = await leaks(unit, here, addition)
    return marked != find(addition.held_text) and await must_wait(unit, here, addition)


async def leaks(unit: Unit, here: Address, addition: Addition) -> Sequence[Leak]:
    """What could tell who wrote it."""
    return find(addition.held_text, await _names(unit, here, addition))


async def _names(unit: Unit, here: Address, addition: Addition) -> Collection[str]:
    """The name under which the case was sent is known to whoever reads it."""
    case = await (await unit.enterprise(addition.enterprise)).cases.get(addition.case)
    return [name for name in await typed_earlier(unit, here, addition.names) if name != case.name]


async def hold(unit: Unit, here: Address, addition: Addition, at: datetime, *, whole: bool = True) -> None:
    """Kept until it is sent or thrown away, and shown; not ``whole`` when it stands above as it was just written. From
    then on only a later sorting has it shown once more."""
    work = await unit.enterprise(addition.enterprise)
    anew = await sorted_since(unit, addition)
    asked = at.isoformat() if anew else addition.asked or at.isoformat()
    held = unfinished.planned(work.enterprise, replace(addition, tag=randbits(31), asked=asked), at)
    await unit.drafts.save(here, here.chat, held.to_draft(), at)
    await unfinished.remind(work, here, held, at)
    await show(unit, here, held, whole=whole, anew=anew)


async def show(unit: Unit, here: Address, held: Addition, *, whole: bool = True, anew: bool = False) -> None:
    """As it would be read. Words for which the question has no room come first, and the question below them; ``anew``
    when the case was sorted since."""
    text, outbox = held.held_text, (await unit.enterprise(held.enterprise)).outbox
    apart = whole and len(text) > ADDED_WORDS
    for part in pieces(text) if apart else ():
        await tell(outbox, here, "all_words", words=part)
    worker = await unit.identities.worker(here.chat)
    home = await unit.enterprise(worker.enterprise) if worker else None
    marks = [text[leak.start : leak.end] for leak in await leaks(unit, here, held)]
    shown: dict[str, Any] = {
        "of": held.case,
        "draft": held.draft,
        "tag": held.tag,
        "text": text,
        "marks": marks,
        "files": held.kinds,
        "sorted": anew,
        "may_be_new": home is not None and home.enterprise.closed_at is None,
    }
    await prompt(outbox, here, "look_again", in_place=not apart, **shown)


async def blank_out(unit: Unit, here: Address, held: Addition, at: datetime) -> None:
    """What is marked is made unreadable, and all of it shown once more."""
    names = await _names(unit, here, held)
    blanked = [[message, blank(text, find(text, names))] for message, text in held.held]
    await hold(unit, here, replace(held, held=blanked), at)
