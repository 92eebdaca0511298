"""An enterprise leaves the programme: what is open goes to the coach, and its workers hear it."""

from datetime import datetime

from cases.actions.telling import show_cards, tell_worker
from cases.model import Event, Role
from cases.ports import Work
from cases.routing import eligible

STAYS = frozenset({Role.COACH, Role.OFFICE})
"""Whose roles do not end with the enterprise."""


async def wind_up(work: Work, at: datetime) -> None:
    """Who wrote with a way back is told at the fixed times, once for each case."""
    for member in await work.staff.all():
        if not member.has(*STAYS):
            await work.staff.end(member.id, at)
    staff = await work.staff.all()
    for each in await work.cases.open():
        case = await work.cases.get(each.id)
        coaches = eligible(case, staff, Role.COACH)
        case.owner = coaches[0].id if coaches else None
        await work.cases.save(case)
        await tell_worker(work, case, Event(case.id, "enterprise_closed", at), at)
        await show_cards(work, case)
