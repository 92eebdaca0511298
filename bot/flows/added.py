"""After sending: a late part of an album, a place, an addition. Closes with one action, *add*."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from secrets import randbits

from bot.flows import adding, held, own, unfinished
from bot.flows.adding import REMEMBERED, Addition
from bot.flows.content import Content, Unfit
from bot.flows.sending import MOST_FILES, Sending, files_anew, out_of_mind, pieces
from bot.flows.small_talk import is_small_talk
from bot.say import prompt, tell
from cases.actions.add import add
from cases.actions.withdraw import leaves_at
from cases.actions.write_down import leave_out
from cases.errors import NotFound
from cases.model import Author, Mode
from cases.people import takes_part
from cases.ports import Address, Draft, Outbox, Unit, Work
from cases.recordings import SPOKEN

MOST_SAID = 40_000
"""Characters of a worker in one case, all told: enough for a long exchange."""
GONE = frozenset({"withdrawn", "void"})
"""Why nothing of its case may be shown any more. Anything else that is not added leaves what waits where it is."""


async def remember(unit: Unit, here: Address, s: Sending, at: datetime, *, counted: bool) -> None:
    """A case sent with no way back is not remembered, not even for a minute."""
    if s.mode is Mode.NO_WAY_BACK:
        await unit.drafts.drop(here.chat, here.chat)
    else:
        sent = Addition(s.enterprise, s.case, s.album, names=s.names_typed, counted=s.counted or counted)
        await unit.drafts.save(here, here.chat, sent.to_draft(REMEMBERED), at)


async def ask(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    work = await unit.enterprise(addition.enterprise)
    if why := await refusal(work, addition):
        await prompt(work.outbox, here, "not_added", why=why)
        return
    asked = replace(addition, asked=at.isoformat())
    await unit.drafts.save(here, here.chat, asked.to_draft(), at)
    await prompt(work.outbox, here, _question(asked), of=asked.case, draft=asked.draft)


def _question(addition: Addition) -> str:
    if addition.words:
        return "ask_own_words"
    return "ask_place" if addition.place else "ask_addition"


async def receive(unit: Unit, here: Address, addition: Addition, content: Content, at: datetime) -> None:
    """What comes while words wait, waits with them; so does what comes when its question may be forgotten."""
    late = adding.is_out_of_mind(addition, at)
    if late:
        addition = replace(addition, place=False, words=0)
    chat = content.bare and is_small_talk(content.text)
    if addition.held and content.bare and content.text == addition.held_text:  # what comes once more is meant
        await send_held(unit, here, addition, at)
    elif chat and addition.unsent:  # an "ok" to what is shown is no tap, and no part of it
        await look(unit, here, addition, at)
    elif chat and addition.place:
        await ask(unit, here, addition, at)
    else:
        await _receive(unit, here, addition, content, at, late=late)


async def _receive(
    unit: Unit, here: Address, addition: Addition, content: Content, at: datetime, *, late: bool
) -> None:
    work = await unit.enterprise(addition.enterprise)
    given = adding.with_content(addition, content)
    why = await refusal(work, given)
    if why == "too_many" and content.file and content.text:  # the words alone may still be added
        alone = replace(content, file=None, left_out=Unfit.TOO_MANY)
        await _receive(unit, here, addition, alone, at, late=late)
        return
    if why:
        await _turn_down(unit, here, addition, why, at)
        return
    waits = late or addition.unsent or await held.must_wait(unit, here, given)
    if content.left_out:
        await _tell_left_out(work, here, content.left_out, waits=waits)
    if waits:
        await held.hold(unit, here, given, at, whole=len(given.held) > 1)
    else:
        await take_in(unit, here, given, at)


async def _tell_left_out(work: Work, here: Address, why: Unfit, *, waits: bool) -> None:
    """Of a file that is refused, whose words are taken, or wait for a second look."""
    if why is Unfit.TOO_MANY:
        await tell(work.outbox, here, "not_added", why="too_many", words=True, waiting=waits)
    else:
        await tell(work.outbox, here, "unfit", why=why, words=True, waiting=waits)


async def take_in(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    """All that is in hand for the case is added to it."""
    work = await unit.enterprise(addition.enterprise)
    if addition.nudge:
        await unfinished.forget(work, here)
    media = [(await unit.media.expect(addition.case, each.kind, each.source, each.size)).id for each in addition.files]
    seen = await _add(work, addition.case, _marked(addition), media, at)
    if addition.words and addition.held_text:
        await leave_out(work, addition.case, addition.words, at)
    await _afterwards(unit, here, addition, at)
    await prompt(work.outbox, here, "added", in_place=True, seen=seen.isoformat(), at=at.isoformat())


async def send_held(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    """As they were shown, whatever is marked in them; shown once more when the case was sorted since they were begun,
    for others may read it by now.
    """
    if await _turned_down(unit, here, addition, at):
        return
    if await held.sorted_since(unit, addition):
        await held.hold(unit, replace(here, pressed=None), addition, at)
    else:
        await take_in(unit, here, addition, at)


async def blank_held(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    if not await _turned_down(unit, here, addition, at):
        await held.blank_out(unit, here, addition, at)


async def edit(unit: Unit, here: Address, addition: Addition, content: Content, at: datetime) -> None:
    """What waits was changed by its writer: it is shown once more, and waits on, though it may be too long by now."""
    work = await unit.enterprise(addition.enterprise)
    if content.left_out:
        await tell(work.outbox, here, "unfit", why=content.left_out, words=bool(content.text), waiting=True)
    why = await refusal(work, addition)
    if not addition.unsent:
        await throw_away(unit, here, addition, at)
    elif why and why in GONE:
        await _turn_down(unit, here, addition, why, at)
    else:
        await held.hold(unit, here, addition, at, whole=len(addition.held) > 1)


async def look(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    """What was brought to mind is shown before it goes."""
    if not await _turned_down(unit, here, addition, at):
        await held.show(unit, here, addition)


async def finish_first(unit: Unit, here: Address, outbox: Outbox, draft: Draft | None, at: datetime) -> None:
    """Said before anything else is begun; what waits for a case is shown below it once more, with what can be done."""
    if isinstance(found := unfinished.unsent(draft), Addition):
        await tell(outbox, here, "finish_first")
        below, why = replace(here, pressed=None), await refusal(await unit.enterprise(found.enterprise), found)
        if why and why in GONE:
            await _turn_down(unit, below, found, why, at)
        else:  # of what is closed by now, too: one tap makes it something new
            await held.show(unit, below, found)
    else:
        await prompt(outbox, here, "finish_first")


async def throw_away(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    """Of what it was to be added to nothing is lost; nor are the names that this chat typed. What staff wrote down of a
    recording was seen by them."""
    work = await unit.enterprise(addition.enterprise)
    if addition.visiting:
        await own.keep_visit(unit, here, await _visit(unit, addition), at)
    else:
        known = Addition(addition.enterprise, 0, names=addition.names, counted=addition.counted)
        await unit.drafts.save(here, here.chat, known.to_draft(REMEMBERED), at)
    await unfinished.forget(work, here)
    await prompt(work.outbox, here, "nothing_added", in_place=True, words=addition.unsent and not addition.words)


async def _turned_down(unit: Unit, here: Address, addition: Addition, at: datetime) -> bool:
    """Says why, when what waits can be added no longer."""
    why = await refusal(await unit.enterprise(addition.enterprise), addition)
    if why:
        await _turn_down(unit, here, addition, why, at)
    return why is not None


def _marked(addition: Addition) -> str:
    sign, text = SPOKEN if addition.words else "📍 " if addition.place else "", addition.held_text
    return sign + text if text else ""


async def _turn_down(unit: Unit, here: Address, addition: Addition, why: str, at: datetime) -> None:
    """Says why; what comes next is a new thing, but one file too many may still be told in words, and words wait on."""
    outbox = (await unit.enterprise(addition.enterprise)).outbox
    if why not in GONE and addition.unsent:  # what is closed by now becomes something new by one tap
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


async def refusal(work: Work, addition: Addition) -> str | None:
    """Why nothing can be added: the receipt that opened the case is void, the case was taken back, nobody works on it
    any more, or it would be too much; None when it can."""
    if addition.visiting and not await work.receipts.holds(addition.case, addition.visiting):
        return "void"
    try:
        case = await work.cases.get(addition.case)
    except NotFound:
        return "withdrawn"
    if await leaves_at(work, case):
        return "withdrawn"
    return str(case.stage) if not case.open else await _too_much(work, addition)


async def _too_much(work: Work, addition: Addition) -> str | None:
    said = [entry for entry in await work.entries.of(addition.case) if entry.author is Author.WORKER]
    if addition.files and sum(len(entry.media) for entry in said) + len(addition.files) > MOST_FILES:
        return "too_many"
    return "too_long" if sum(len(entry.text) for entry in said) + len(addition.held_text) > MOST_SAID else None


async def _add(work: Work, case: int, text: str, media: Sequence[int], at: datetime) -> datetime:
    first, *rest = pieces(text)
    seen = await add(work, case, first, media, at)
    for each in rest:
        await add(work, case, each, (), at)
    return seen


async def _afterwards(unit: Unit, here: Address, addition: Addition, at: datetime) -> None:
    """A visitor goes on visiting; everybody else is remembered for a late part."""
    if addition.visiting:
        await own.keep_visit(unit, here, await _visit(unit, addition), at, addition.album)
    else:
        work = await unit.enterprise(addition.enterprise)
        counted = addition.counted or takes_part(await work.cases.get(addition.case), await work.staff.all())
        album, names = addition.album, addition.names
        after = Addition(addition.enterprise, addition.case, album, names=names, counted=counted)
        await unit.drafts.save(here, here.chat, after.to_draft(REMEMBERED), at)


async def add_to_last(unit: Unit, here: Address, s: Sending, at: datetime) -> bool:
    """What was just written as something new belongs to what was sent before; the question did not show its words: of
    those that may be forgotten, and of those for what may be, not even what goes to a 🔴 leaves before they are shown.
    False, having said why, when they can't be added."""
    outbox, found = (await unit.enterprise(s.enterprise)).outbox, await own.marked(unit, here, s.last)
    if found is None:
        await tell(outbox, here, "not_added", why="forgotten")
        return False
    texts = [pair for pair in s.texts if pair[1]]
    last = Addition(s.enterprise, found.case, asked=s.begun, draft=s.draft, held=texts)
    last = replace(last, names=s.names_typed, counted=s.counted)
    if s.files:  # what brings the draft to mind lies beside its files, where nothing of another case may touch it
        last = replace(last, draft=randbits(31), files=files_anew(s))
    if why := await refusal(found.work, last):
        await tell(outbox, here, "not_added", why=why)
        return False
    await unfinished.forget(found.work, here)
    several = len(texts) > 1
    if s.last_asked or out_of_mind(s, at) or await held.must_wait(unit, here, last, several=several):
        await held.hold(unit, here, replace(last, nudge=s.nudge), at)
    else:
        await take_in(unit, here, last, at)
    return True
