"""After sending: a late part of an album, a place, an addition. Closes with one action, *add*."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.flows import held, own, unfinished
from bot.flows.adding import REMEMBERED, Addition
from bot.flows.content import Content, File, Unfit
from bot.flows.sending import MOST_FILES, Sending, out_of_mind, pieces
from bot.say import prompt, tell
from cases.actions.add import add
from cases.actions.write_down import leave_out
from cases.model import Author, Mode
from cases.people import takes_part
from cases.ports import Address, Unit, Work
from cases.recordings import SPOKEN

MOST_SAID = 40_000
"""Characters of a worker in one case, all told: enough for a long exchange."""


async def remember(unit: Unit, here: Address, s: Sending, at: datetime, *, counted: bool) -> None:
    """A case sent with no way back is not remembered, not even for a minute."""
    if s.mode is Mode.NO_WAY_BACK:
        await unit.drafts.drop(here.chat, here.chat)
    else:
        sent = Addition(s.enterprise, s.case, s.album, names=s.names_typed, counted=s.counted or counted)
        await unit.drafts.save(here, here.chat, sent.draft(REMEMBERED), at)


async def ask(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    work = await unit.enterprise(addition.enterprise)
    if why := await refusal(work, addition, "", files=0):
        await prompt(work.outbox, here, "not_added", why=why)
        return
    await unit.drafts.save(here, here.chat, addition.draft(), at)
    await prompt(work.outbox, here, _question(addition))


def _question(addition: Addition) -> str:
    if addition.words:
        return "ask_own_words"
    return "ask_place" if addition.place else "ask_addition"


async def receive(unit: Unit, here: Address, addition: Addition, content: Content, at: datetime) -> None:
    work = await unit.enterprise(addition.enterprise)
    files = [file for file in (addition.file, content.file) if file]
    if why := await refusal(work, addition, content.text, len(files)):
        if why == "too_many" and content.file and content.text:  # the words alone may still be added
            await receive(unit, here, addition, replace(content, file=None, left_out=Unfit.TOO_MANY), at)
        else:
            await _turn_down(unit, here, addition, why, at)
        return
    waits = content.text != addition.held_text and await held.must_wait(unit, here, addition, content.text)
    if content.left_out:
        await _tell_left_out(work, here, content.left_out, waits=waits)
    if content.text and len(files) > 1:  # new words below a new file: the one before it goes without any
        await _add(work, addition.case, "", await _media(unit, addition.case, files[0]), at)
    file = content.file or (addition.file if content.text else None)
    if waits:
        waiting = replace(addition, held=[[content.message, content.text]], file=file)
        await held.hold(unit, here, waiting, at)
    else:
        await take_in(unit, here, addition, replace(content, file=file), at)


async def _tell_left_out(work: Work, here: Address, why: Unfit, *, waits: bool) -> None:
    """Of a file that is refused, whose words are taken, or wait for a second look."""
    if why is Unfit.TOO_MANY:
        await tell(work.outbox, here, "not_added", why="too_many", words=True, waiting=waits)
    else:
        await tell(work.outbox, here, "unfit", why=why, words=True, waiting=waits)


async def take_in(unit: Unit, here: Address, addition: Addition, content: Content, at: datetime) -> None:
    """A file that comes while words wait is added without them, and they go on waiting."""
    work = await unit.enterprise(addition.enterprise)
    media = await _media(unit, addition.case, content.file)
    seen = await _add(work, addition.case, _marked(addition, content.text), media, at)
    if addition.words and content.text:
        await leave_out(work, addition.case, addition.words, at)
    if addition.held and not content.text:
        await held.show(unit, here, addition)
        return
    await _afterwards(unit, here, addition, content.album, at)
    await prompt(work.outbox, here, "added", in_place=True, seen=seen.isoformat(), at=at.isoformat())


async def send_held(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    """As they were shown, whatever is marked in them."""
    if not await _turned_down(unit, here, addition, at):
        content = Content(0, addition.held_text, addition.file)
        await take_in(unit, here, replace(addition, held=[]), content, at)


async def blank_held(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    if not await _turned_down(unit, here, addition, at):
        await held.blank_out(unit, here, addition, at)


async def edit(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    """What waits was changed by its writer: it is shown once more, and waits on."""
    if not await _turned_down(unit, here, addition, at):
        await held.hold(unit, here, addition, at)


async def _turned_down(unit: Unit, here: Address, addition: Addition, at: datetime) -> bool:
    """Says why, when what waits can be added no longer."""
    work = await unit.enterprise(addition.enterprise)
    why = await refusal(work, addition, addition.held_text, files=1 if addition.file else 0)
    if why:
        await _turn_down(unit, here, addition, why, at)
    return why is not None


async def _media(unit: Unit, case: int, file: File | None) -> list[int]:
    return [(await unit.media.expect(case, file.kind, file.source, file.size)).id] if file else []


def _marked(addition: Addition, text: str) -> str:
    sign = SPOKEN if addition.words else "📍 " if addition.place else ""
    return sign + text if text else ""


async def _turn_down(unit: Unit, here: Address, addition: Addition, why: str, at: datetime) -> None:
    """Says why; what comes next is a new thing, but one file too many may still be told in words, and words wait on."""
    outbox = (await unit.enterprise(addition.enterprise)).outbox
    if why == "too_many" and addition.held:
        await tell(outbox, here, "not_added", why=why)
        await held.show(unit, here, addition)
        return
    if why != "too_many":
        await _let_go(unit, here, addition, at)
    await prompt(outbox, here, "not_added", why=why)


async def _let_go(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    if addition.visiting:
        await own.keep_visit(unit, here, await _visit(unit, addition), at)
    else:
        await unit.drafts.drop(here.chat, here.chat)


async def _visit(unit: Unit, addition: Addition) -> own.Own:
    return own.Own(await unit.enterprise(addition.enterprise), addition.case, addition.visiting)


async def refusal(work: Work, addition: Addition, text: str, files: int) -> str | None:
    """Why nothing can be added: the receipt that opened the case is void, nobody works on it any more, or it would be
    too much; None when it can."""
    if addition.visiting and not await work.receipts.holds(addition.case, addition.visiting):
        return "void"
    case = await work.cases.get(addition.case)
    if not case.open:
        return str(case.stage)
    said = [entry for entry in await work.entries.of(case.id) if entry.author is Author.WORKER]
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
        await own.keep_visit(unit, here, await _visit(unit, addition), at)
    else:
        work = await unit.enterprise(addition.enterprise)
        counted = addition.counted or takes_part(await work.cases.get(addition.case), await work.staff.all())
        album, names = album or addition.album, addition.names
        after = Addition(addition.enterprise, addition.case, album, names=names, counted=counted)
        await unit.drafts.save(here, here.chat, after.draft(REMEMBERED), at)


async def add_to_last(unit: Unit, here: Address, s: Sending, at: datetime) -> None:
    """What was just written as something new belongs to what was sent before; the question did not show its words: of
    those that may be forgotten, not even what goes to a 🔴 leaves before they are shown."""
    work = await unit.enterprise(s.enterprise)
    addition = Addition(s.enterprise, s.last, names=s.names_typed, counted=s.counted)
    if why := await refusal(work, addition, s.text, files=0):
        await prompt(work.outbox, here, "not_added", why=why)
        return
    await unfinished.forget(work, here)
    several = len(s.texts) > 1
    if out_of_mind(s, at) or await held.must_wait(unit, here, addition, s.text, several=several):
        await held.hold_whole(unit, here, replace(addition, held=s.texts), at)
    else:
        await take_in(unit, here, addition, Content(0, s.text), at)
