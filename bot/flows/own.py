"""A worker's own cases: found by the chat's tags, or opened with the receipt's digits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.say import tell
from cases.actions.telling import tapped_red
from cases.actions.withdraw import leaves_at
from cases.errors import NotOwn, ReceiptVoid, UnknownChat
from cases.model import Author, Case, Entry, Event
from cases.news import news, still_true
from cases.ports import ADDING, Address, Draft, Unit, Work
from cases.recordings import to_confirm

VISIT = "visit"
"""The draft's flow while a case opened by its digits is in hand."""

FIRST_WORDS = 24
MOST_LISTED = 8
MOST_NEWS = 4
"""Sentences shown at once; *Open* brings the next ones, *earlier* those before."""

LASTING = frozenset({"answer", "declined", "resolved", "made_safe", "came_back", "extended", "question"})
"""News that are read again while they are true."""
PASSING = frozenset({"taken", "check_in", "written_down"})
"""They speak of the day they came, or ask: ``thing`` says who has it, and what was answered is not asked again."""


@dataclass(frozen=True, slots=True)
class Own:
    """``visiting``: the mark of the receipt that opened the case, empty when it is this chat's own."""

    work: Work
    case: int
    visiting: str = ""


async def own(unit: Unit, here: Address, draft: Draft | None, case: int) -> Own:
    """The case, when it is this chat's, where it is known what was read, or was just opened with digits that still
    hold. Raises NotFound otherwise, by the kind that says what to do.
    """
    if found := await _sent_here(unit, here, case):
        return found
    visited = await _visited(unit, draft, case)
    if visited and await visited.work.receipts.holds(case, visited.visiting):
        return visited
    if visited:
        raise ReceiptVoid
    raise NotOwn if await unit.identities.worker(here.chat) else UnknownChat


async def _visited(unit: Unit, draft: Draft | None, case: int) -> Own | None:
    """What was opened with digits, whether or not they still hold; also while something to add to it is asked for."""
    if draft is None or draft.flow not in (VISIT, ADDING) or draft.state["case"] != case:
        return None
    visiting = draft.state.get("visiting", "")
    visits = visiting or draft.flow == VISIT
    return Own(await unit.enterprise(draft.state["enterprise"]), case, visiting) if visits else None


async def _sent_here(unit: Unit, here: Address, case: int) -> Own | None:
    if await unit.identities.worker(here.chat) is None:
        return None
    found = next((each for each in await unit.own_cases(here.chat) if each.id == case), None)
    return Own(await unit.enterprise(found.enterprise), case) if found else None


async def mark(unit: Unit, here: Address, case: int) -> str:
    """Empty when the case is none of this chat's own, or no more."""
    found = await _sent_here(unit, here, case) if case else None
    return await found.work.replies.mark(case) if found else ""


async def marked(unit: Unit, here: Address, mark: str) -> Own | None:
    """The case of this chat's own that carries the mark; None once it was taken back, or its way back erased."""
    for case in await unit.own_cases(here.chat):
        work = await unit.enterprise(case.enterprise)
        if await work.replies.mark(case.id) == mark:
            return Own(work, case.id)
    return None


async def listed(unit: Unit, here: Address, start: int = 0) -> dict[str, Any]:
    """What *my things* shows, after a change of job the old ones too: sign, day and first words; never the number
    staff know. What is open comes before what has ended; some may be gone since ``start`` was counted."""
    cases = sorted(await unit.own_cases(here.chat), key=lambda case: not case.open)
    start = start if start < len(cases) else 0
    until = start + MOST_LISTED
    shown = cases[start:until]
    items = [line(case, await (await unit.enterprise(case.enterprise)).entries.of(case.id)) for case in shown]
    return {"items": items, "until": until, "left": len(cases[until:])}


def line(case: Case, entries: list[Entry]) -> dict[str, Any]:
    return {"case": case.id, "kind": case.kind, "day": case.sent_on.isoformat(), "words": first_words(entries)}


def first_words(entries: list[Entry]) -> str:
    said = next((entry.text for entry in entries if entry.author is Author.WORKER and entry.text), "")
    words = " ".join(said.split())
    return words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS] + "…"


async def show(here: Address, found: Own, earlier: int = 0) -> None:
    """Where it stands; with a way to what was not opened yet, whose knock may be gone from the chat by now, and to what
    was read before what stands above it."""
    told, seen = await _told_and_seen(found)
    leaves = await leaves_at(found.work, await found.work.cases.get(found.case))
    where: dict[str, Any] = {"leaves": leaves.isoformat()} if leaves else {}
    await tell(found.work.outbox, here, "thing", case=found.case, unseen=seen < len(told), earlier=earlier, **where)


async def look(here: Address, found: Own, until: int | None = None) -> None:
    """From *my things*: what was read before can be read and answered once more; the rest waits to be opened."""
    told, seen = await _told_and_seen(found)
    earlier = await _say_again(here, found, told[:seen], until)
    await _count_as_read(found, seen)
    await show(here, found, earlier)


async def _read_on(here: Address, found: Own) -> None:
    """As ``look``, and what is new counts as read; what has no room waits to be opened."""
    told, seen = await _told_and_seen(found)
    earlier = await _say_again(here, found, told[:seen])
    await _say_new(here, found, told, seen)
    await show(here, found, earlier)


async def _told_and_seen(found: Own) -> tuple[list[Event], int]:
    """All the news there are, and how many of them were opened in the chat that sent it, or came there in full."""
    told = news(await found.work.events.of(found.case))
    return told, len(told) if await _forgets(found) else await found.work.replies.told(found.case)


async def _forgets(found: Own) -> bool:
    """Where nobody knows what was read: by a visitor, or of what came at once and in full."""
    return bool(found.visiting) or await tapped_red(found.work, await found.work.cases.get(found.case))


async def show_news(here: Address, found: Own) -> None:
    """What is new about the case, oldest first, each as it would have been pushed; all that is true where nobody knows
    what is new."""
    if await _forgets(found):
        await look(here, found)
        return
    told, seen = await _told_and_seen(found)
    read = await _say_new(here, found, told, seen)
    if read == seen:
        if told:
            await tell(found.work.outbox, here, "nothing_new")
        await show(here, found)
    elif read < len(told):
        await tell(found.work.outbox, here, "knock", case=found.case)


async def _say_new(here: Address, found: Own, told: list[Event], seen: int) -> int:
    """Returns how many count as read then."""
    fresh = told[seen:][:MOST_NEWS]
    await _say_all(here, found, fresh)
    await _count_as_read(found, seen + len(fresh))
    return seen + len(fresh)


async def _count_as_read(found: Own, read: int) -> None:
    """Nothing is written when it was so before; what a visitor reads is read by nobody else."""
    if not found.visiting and await found.work.replies.told(found.case) < read:
        await found.work.replies.tell(found.case, read)


async def _say_again(here: Address, found: Own, told: list[Event], until: int | None = None) -> int:
    """The last of what is said again of ``told``, or those before ``until``; returns how many come before them."""
    again = (await _retold(found, told))[:until]
    await _say_all(here, found, again[-MOST_NEWS:])
    return len(again[:-MOST_NEWS])


async def _say_all(here: Address, found: Own, events: list[Event]) -> None:
    for event in events:
        facts: dict[str, Any] = dict(event.data)
        await tell(found.work.outbox, here, event.what, case=found.case, **facts)


async def _retold(found: Own, told: list[Event]) -> list[Event]:
    """What is said again of ``told``: what is true, and last of all whether a recording was written down rightly, while
    that waits. Where nobody knows what was read, the latest of the rest is said as well, but for what has passed.
    """
    events, forgets = await found.work.events.of(found.case), await _forgets(found)
    latest = [event for event in told[-MOST_NEWS:] if forgets and event.what not in PASSING]
    asked = await _words_asked_about(found, events)
    true = [each for each in still_true(events) if each.what in LASTING or each in latest]
    return [event for event in [*true, *asked] if event in told]


async def _words_asked_about(found: Own, events: list[Event]) -> list[Event]:
    case = await found.work.cases.get(found.case)
    asks = case.open and not await leaves_at(found.work, case)
    words = to_confirm(await found.work.entries.of(found.case), events) if asks else None
    return [event for event in events if words and event.what == "written_down" and event.data["entry"] == words.id]


async def visit(unit: Unit, here: Address, digits: str, at: datetime) -> None:
    """Opens a case with its digits, from any account. Raises NotFound."""
    work, case = await unit.case_of_receipt(digits)
    found = Own(work, case.id, work.receipts.mark(digits))
    await keep_visit(unit, here, found, at)
    if mine := await _sent_here(unit, here, case.id):
        await _read_on(here, mine)
    else:
        await look(here, found)


async def keep_visit(unit: Unit, here: Address, found: Own, at: datetime, album: str = "") -> None:
    """``album``: of which a part was added, and others may follow."""
    state = {"enterprise": found.work.enterprise.id, "case": found.case, "visiting": found.visiting, "album": album}
    await unit.drafts.save(here, here.chat, Draft(VISIT, state), at)
