"""A 🔴 hazard is under control: the danger is shut off, fenced or stopped, even if it is not mended yet."""

from datetime import datetime

from cases.access import may_work
from cases.actions.duty import case_for
from cases.actions.promises import meet
from cases.actions.reply import write
from cases.actions.take import taken_by
from cases.actions.telling import tell_worker
from cases.model import ClockKind, Event, Member
from cases.ports import Work


async def make_safe(work: Work, case_id: int, by: Member, text: str, at: datetime) -> None:
    """``text`` says how; the worker reads it at once, and it is an answer. Raises RuleBroken("text_needed") without."""
    case = await case_for(work, case_id, by, may_work)
    entry = await write(work, case, by, text, (), at)
    await taken_by(work, case, by, at)
    await meet(work, case, at, ClockKind.MADE_SAFE, ClockKind.ANSWERED)
    await work.cases.save(case)
    await tell_worker(work, case, Event(case.id, "made_safe", at, by.id, {"entry": entry.id}), at)
    await work.outbox.refresh(case.id)
