"""An enterprise leaves the programme: what is open goes to the coach, and its workers hear it; and when it is back."""

from datetime import datetime

from cases.access import owner_stays
from cases.actions.leave import end_roles
from cases.actions.promises import let_go, look_now
from cases.actions.telling import show_all, tell_worker
from cases.model import Case, Event, Role
from cases.ports import Work
from cases.routing import STAYS, eligible


async def wind_up(work: Work, at: datetime) -> None:
    """What waits for its release is handed over then."""
    for member in await work.staff.all():
        if not member.has(*STAYS):
            await end_roles(work, member.id, at)
    for each in await work.cases.open():
        case = await work.cases.get(each.id)
        await hand_over(work, case, at)
        await look_now(work, case, at)
        await show_all(work, case, at)


async def hand_over(work: Work, case: Case, at: datetime) -> None:
    """Who wrote with a way back is told once, at the next fixed time, who has it now, if anybody has."""
    staff = await work.staff.all()
    coaches = eligible(case, staff, Role.COACH)
    case.owner = coaches[0].id if coaches else None
    await work.cases.save(case)
    to = Role.COACH if coaches else Role.OFFICE if eligible(case, staff, Role.OFFICE) else None
    await tell_worker(work, case, Event(case.id, "enterprise_closed", at, data={"to": to}), at)


async def come_back(work: Work, at: datetime) -> None:
    """What others may look after again is theirs; who was told of the end hears that it goes on, and with whom."""
    for each in await work.cases.open():
        case = await work.cases.get(each.id)
        await _free(work, case, at)
        await show_all(work, case, at)
        if any(event.what == "enterprise_closed" for event in await work.events.of(case.id)):
            to = await _keeper(work, case)
            await tell_worker(work, case, Event(case.id, "enterprise_reopened", at, data={"to": to}), at)


async def _free(work: Work, case: Case, at: datetime) -> None:
    """Nobody kept it, or who did may not see it any more: somebody is asked to take it."""
    if not owner_stays(case, await work.staff.all()):
        await let_go(work, case, at)


async def _keeper(work: Work, case: Case) -> Role | None:
    """As what its owner, who stayed when the others left, has the case."""
    owner = None if case.owner is None else await work.staff.get(case.owner)
    return next((role for role in STAYS if owner is not None and owner.has(role)), None)
