"""The end of a case: by the worker's ✅, or by fourteen days of silence."""

from datetime import datetime, timedelta

from cases.actions.telling import tell_worker
from cases.model import Case, Kind, Stage, Urgency
from cases.ports import Work
from cases.stages import SETTLED, SILENCE, move

KEEP_ADDRESS = timedelta(days=30)
"""So long after closing the way back to the worker stays, for a late word; then it is erased."""

LOOK_AGAIN = timedelta(days=1)

RECHECK, RECHECK_MAJOR = timedelta(days=30), timedelta(days=7)
"""So long after its end somebody looks whether a danger is still gone."""


def needs_verifying(case: Case) -> bool:
    """A hazard that hurts or could hurt somebody ends only when a second person has seen it gone."""
    dangerous = case.kind is Kind.HAZARD and (case.urgency is not Urgency.GREEN or case.major_at is not None)
    return dangerous and case.stage is Stage.RESOLVED and case.verified_by is None


async def close_if_done(work: Work, case: Case, at: datetime) -> None:
    """Closes a settled case on which the worker has said the last word and that needs no second look any more."""
    if case.stage not in SETTLED or case.verdict is None or needs_verifying(case):
        return
    await _recheck_later(work, case, at)
    await work.events.add(move(case, Stage.CLOSED, "closed", at))
    await end_later(work, case, at)


async def close_by_silence(work: Work, case_id: int, at: datetime) -> None:
    """A column of its own in the figures. A dangerous hazard nobody verified is looked at again the next day."""
    case = await work.cases.get(case_id)
    if case.stage not in SETTLED or case.settled_at is None or at < case.settled_at + SILENCE:
        return
    if needs_verifying(case):
        await work.acts.later(case.id, "close_by_silence", at + LOOK_AGAIN)
        return
    await _recheck_later(work, case, at)
    case.closed_by_silence = True
    event = move(case, Stage.CLOSED, "closed_by_silence", at)
    await work.cases.save(case)
    await tell_worker(work, case, event, at)
    await end_later(work, case, at)
    await work.outbox.refresh(case.id)


async def _recheck_later(work: Work, case: Case, at: datetime) -> None:
    if case.kind is Kind.HAZARD and case.stage is Stage.RESOLVED:
        await work.acts.cancel(case.id, "recheck")
        await work.acts.later(case.id, "recheck", at + (RECHECK_MAJOR if case.major_at else RECHECK))


async def end_later(work: Work, case: Case, at: datetime) -> None:
    await work.acts.cancel(case.id, "close_by_silence")
    await work.acts.later(case.id, "end_reply", at + KEEP_ADDRESS)


async def end_reply(work: Work, case_id: int, at: datetime) -> None:
    """Erases the way back, unless the case has been reopened meanwhile."""
    case = await work.cases.get(case_id)
    if case.closed_at is not None and at >= case.closed_at + KEEP_ADDRESS:
        await work.replies.end(case.id)
