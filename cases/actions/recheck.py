"""Some time after its end somebody looks whether a danger is still gone."""

from datetime import datetime

from cases.access import may_recheck
from cases.actions.duty import case_for
from cases.actions.rate import reopen
from cases.actions.telling import tell_worker
from cases.errors import StaleButton
from cases.model import Case, Event, Member, Stage
from cases.ports import Message, Priority, Recipient, ToMember, ToTeam, Work
from cases.routing import for_team, holders


async def ask_recheck(work: Work, case_id: int, at: datetime) -> None:
    """Asks nobody when it is open again already."""
    case = await work.cases.get(case_id)
    if case.stage is not Stage.CLOSED:
        return
    for to in await _askable(work, case):
        key = f"recheck:{case.id}:{at.isoformat()}:{to}"
        await work.outbox.say(Message(to, "recheck", key, case=case.id, priority=Priority.REMINDER))


async def _askable(work: Work, case: Case) -> list[Recipient]:
    if for_team(case):
        return [ToTeam()]
    return [ToMember(member.id) for member in holders(case, await work.staff.all())]


async def recheck(work: Work, case_id: int, by: Member, gone: bool, at: datetime) -> None:
    """A danger that is back is open again, and the worker hears it. Raises StaleButton once somebody has looked."""
    case = await case_for(work, case_id, by, may_recheck)
    if any(each.what == "rechecked" and each.at >= (case.closed_at or at) for each in await work.events.of(case.id)):
        raise StaleButton
    await work.events.add(Event(case.id, "rechecked", at, by.id, {"gone": gone}))
    if gone:
        return
    await reopen(work, case, case.level, at)
    await work.cases.save(case)
    await tell_worker(work, case, Event(case.id, "came_back", at, by.id), at)
    await work.outbox.refresh(case.id)
