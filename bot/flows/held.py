"""Words for a case that wait for a second look: shown as they would be read, blanked by one tap, sent as they are."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from secrets import randbits
from typing import Any

from bot.flows.adding import Addition
from bot.flows.names import typed_earlier
from bot.flows.sending import pieces
from bot.say import prompt, tell
from bot.views.worker.receipt import ADDED_WORDS
from cases.actions.telling import tapped_red
from cases.leaks import Leak, blank, find
from cases.ports import Address, Unit


async def must_wait(unit: Unit, here: Address, addition: Addition, text: str, *, several: bool = False) -> bool:
    """What its sender said hurts somebody now never does, whatever is marked in it; ``several`` messages do, marked or
    not, when nothing showed them together."""
    work = await unit.enterprise(addition.enterprise)
    red = await tapped_red(work, await work.cases.get(addition.case))
    return not red and (several or bool(await leaks(unit, here, addition, text)))


async def leaks(unit: Unit, here: Address, addition: Addition, text: str) -> Sequence[Leak]:
    """What could tell who wrote it."""
    return find(text, await _names(unit, here, addition))


async def _names(unit: Unit, here: Address, addition: Addition) -> Collection[str]:
    """The name under which the case was sent is known to whoever reads it."""
    case = await (await unit.enterprise(addition.enterprise)).cases.get(addition.case)
    return [name for name in await typed_earlier(unit, here, addition.names) if name != case.name]


async def hold(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    """Kept until it is sent, written anew or forgotten with the draft; shown as it would be read."""
    held = replace(addition, tag=randbits(31))
    await unit.drafts.save(here, here.chat, held.draft(), at)
    await show(unit, here, held)


async def hold_whole(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    """As ``hold``, and every word is shown: of many, in messages of their own."""
    if len(addition.held_text) > ADDED_WORDS:
        outbox = (await unit.enterprise(addition.enterprise)).outbox
        for part in pieces(addition.held_text):
            await tell(outbox, here, "all_words", words=part)
    await hold(unit, here, addition, at)


async def show(unit: Unit, here: Address, held: Addition) -> None:
    text = held.held_text
    marks = [text[leak.start : leak.end] for leak in await leaks(unit, here, held, text)]
    files = {held.file.kind: 1} if held.file else {}
    outbox = (await unit.enterprise(held.enterprise)).outbox
    shown: dict[str, Any] = {"tag": held.tag, "text": text, "marks": marks, "files": files}
    await prompt(outbox, here, "look_again", in_place=True, **shown)


async def blank_out(unit: Unit, here: Address, held: Addition, at: datetime) -> None:
    """What is marked is made unreadable, and all of it shown once more."""
    names = await _names(unit, here, held)
    blanked = [[message, blank(text, find(text, names))] for message, text in held.held]
    await hold_whole(unit, here, replace(held, held=blanked), at)
