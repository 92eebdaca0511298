"""Some time after its end somebody looks whether a danger is still gone."""

from datetime import datetime, timedelta

from cases.access import may_call_back, may_recheck
from cases.actions.duty import case_for
from cases.actions.rate import reopen
from cases.actions.telling import takers, tell_worker
from cases.errors import StaleButton
from cases.model import Event, Member, Stage
from cases.ports import Message, Priority, Work

AGAIN, GIVE_UP = timedelta(days=7), timedelta(days=60)
"""Asked once more each week until somebody has looked; not for ever. Counted from the last time, and from its end."""


async def ask_recheck(work: Work, case_id: int, at: datetime) -> None:
    """Asks nobody when it is open again already."""
    case = await work.cases.get(case_id)
    if case.stage is not Stage.CLOSED or case.closed_at is None:
        return
    if at + AGAIN <= case.closed_at + GIVE_UP:
        await work.acts.later(case.id, "recheck", at + AGAIN)
    for to in await takers(work, case):
        key = f"recheck:{case.id}:{at.isoformat()}:{to}"
        await work.outbox.say(Message(to, "recheck", key, case=case.id, priority=Priority.REMINDER))


async def recheck(work: Work, case_id: int, by: Member, gone: bool, at: datetime) -> None:
    """A danger that is back is open again; the worker hears it while there is a way back to them, thus no more than
    30 days after its end. Raises StaleButton once somebody has looked."""
    case = await case_for(work, case_id, by, may_recheck if gone else may_call_back)
    if any(each.what == "rechecked" and each.at >= (case.closed_at or at) for each in await work.events.of(case.id)):
        raise StaleButton
    await work.events.add(Event(case.id, "rechecked", at, by.id, {"gone": gone}))
    await work.acts.cancel(case.id, "recheck")
    if gone:
        return
    await reopen(work, case, case.level, at)
    await work.cases.save(case)
    await tell_worker(work, case, Event(case.id, "came_back", at, by.id), at)
    await work.outbox.refresh(case.id)
