"""What staff write: an answer for the worker, a note for the team, a question that pauses the clock."""

from collections.abc import Sequence
from datetime import datetime

from cases.access import may_see, may_work
from cases.actions.duty import case_for
from cases.actions.promises import meet, running
from cases.actions.take import taken_by
from cases.actions.telling import tell_worker
from cases.clocks import check_pause, pause_end
from cases.errors import RuleBroken
from cases.model import Audience, Author, Case, ClockKind, Entry, Event, Member
from cases.ports import Work


async def reply(
    work: Work, case_id: int, by: Member, text: str, media: Sequence[int], at: datetime, *, what: str = "answer"
) -> Entry:
    """An answer to the worker, which keeps the promise to answer. Raises RuleBroken("text_needed") when empty."""
    case = await case_for(work, case_id, by, may_work)
    entry = await write(work, case, by, text, media, at)
    await taken_by(work, case, by, at)
    await meet(work, case, at, ClockKind.ANSWERED)
    await work.cases.save(case)
    await tell_worker(work, case, Event(case.id, what, at, by.id, {"entry": entry.id}), at)
    await work.outbox.refresh(case.id)
    return entry


async def note(work: Work, case_id: int, by: Member, text: str, at: datetime) -> Entry:
    """A note that only staff of the case see; it keeps no promise."""
    case = await case_for(work, case_id, by, may_see)
    if not text.strip():
        raise RuleBroken("text_needed")
    entry = await work.entries.add(case.id, Author.STAFF, Audience.TEAM, at, text, by.id)
    await work.events.add(Event(case.id, "note", at, by.id, {"entry": entry.id}))
    await work.outbox.refresh(case.id)
    return entry


async def pause(work: Work, case_id: int, by: Member, question: str, at: datetime) -> None:
    """Really asks the worker something: the answer clock rests until they write, at most three working days, once."""
    case = await case_for(work, case_id, by, may_work)
    check_pause(case)
    entry = await write(work, case, by, question, (), at)
    await taken_by(work, case, by, at)
    case.paused_at, case.pause_used = at, True
    for clock in await running(work, case, ClockKind.ANSWERED):
        clock.next_rung_at = None
        await work.clocks.save(clock)
    await work.cases.save(case)
    await work.acts.later(case.id, "resume", pause_end(at, work.enterprise.calendar))
    await tell_worker(work, case, Event(case.id, "question", at, by.id, {"entry": entry.id}), at)
    await work.outbox.refresh(case.id)


async def write(
    work: Work, case: Case, by: Member, text: str, media: Sequence[int], at: datetime, *, needed: bool = True
) -> Entry:
    """An entry for the worker's eyes. Raises RuleBroken("text_needed") when there is nothing in it."""
    if needed and not text.strip() and not media:
        raise RuleBroken("text_needed")
    return await work.entries.add(case.id, Author.STAFF, Audience.WORKER, at, text, by.id, media)
