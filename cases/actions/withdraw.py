"""The worker takes a case back."""

from datetime import datetime
from enum import StrEnum

from cases.actions.add import tap_seen_at
from cases.actions.promises import meet
from cases.actions.telling import tapped_red
from cases.errors import MoveForbidden
from cases.model import Case, ClockKind, Event, Stage
from cases.ports import Work
from cases.stages import RECALL_RED, may_move, move


class Withdrawal(StrEnum):
    """GONE: nobody ever saw it. RECALLED: a 🔴 within the hour. Neither counts anywhere; COUNTED does."""

    GONE = "gone"
    RECALLED = "recalled"
    COUNTED = "counted"


async def withdraw(work: Work, case_id: int, at: datetime) -> Withdrawal:
    """What staff have seen already leaves their cards at the next release. Raises MoveForbidden when it is settled."""
    case = await work.cases.get(case_id)
    if case.released_at is None:
        await work.replies.end(case.id)
        await work.cases.remove(case.id)
        return Withdrawal.GONE
    if not may_move(case, Stage.WITHDRAWN):
        raise MoveForbidden(case.stage, Stage.WITHDRAWN)
    if case.stage is Stage.NEW and at < case.released_at + RECALL_RED and await tapped_red(work, case):
        await _leave(work, case, at, counts=False)
        return Withdrawal.RECALLED
    await work.acts.later(case.id, "withdraw", tap_seen_at(work, case, at))
    return Withdrawal.COUNTED


async def leaves_at(work: Work, case: Case) -> datetime | None:
    """When what its worker took back leaves staff's cards; None when it stays, as does what they settled meanwhile."""
    return await work.acts.due(case.id, "withdraw") if may_move(case, Stage.WITHDRAWN) else None


async def apply_withdrawal(work: Work, case_id: int, at: datetime) -> None:
    case = await work.cases.get(case_id)
    if may_move(case, Stage.WITHDRAWN):
        await _leave(work, case, at, counts=True)


async def _leave(work: Work, case: Case, at: datetime, *, counts: bool) -> None:
    event: Event = move(case, Stage.WITHDRAWN, "withdrawn", at, counts=counts)
    await work.events.add(event)
    await meet(work, case, at, *ClockKind)
    await work.cases.save(case)
    await work.replies.end(case.id)
    await work.outbox.refresh(case.id)
