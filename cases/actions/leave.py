"""Somebody leaves the firm, or the team: their roles end at once, and others go on with what they had in hand."""

from datetime import datetime

from cases.access import may_see
from cases.actions.flags import one_of_the_staff
from cases.actions.hand_on import hand_on
from cases.actions.promises import look_now
from cases.actions.telling import Circle, show_new
from cases.model import Role
from cases.ports import Work
from cases.routing import holders


async def leave(work: Work, member_id: int, at: datetime) -> None:
    """No card stays on their screen; who holds, or hears, a case from now on gets it. Raises NotFound, also for who
    has left already.
    """
    member, staff = await one_of_the_staff(work, member_id), await work.staff.all()
    await end_roles(work, member.id, at)
    there = await work.cases.open()  # with those that a tick released while this waited for it
    seen = [case for case in there if may_see(member, case, staff)]
    left = await work.staff.all()
    for each in seen:
        case = await work.cases.get(each.id)
        if member.has(Role.LEAD) or case.owner == member.id or holders(case, left) != holders(case, staff):
            await hand_on(work, case, at)
        else:
            await look_now(work, case, at)
    for each in there:
        await show_new(work, each, Circle.among(staff, work, each), at)


async def end_roles(work: Work, member_id: int, at: datetime) -> None:
    """The cards on the screen are taken off it, also those of closed cases."""
    shown = await work.outbox.cases_shown_to(member_id)
    await work.staff.end(member_id, at)
    for case in shown:
        await work.outbox.refresh(case)
