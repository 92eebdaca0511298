"""Somebody leaves the firm, or the team: their roles end at once, and others go on with what they had in hand."""

from datetime import datetime

from cases.access import may_see
from cases.actions.flags import hand_on, one_of_the_staff
from cases.ports import Work


async def leave(work: Work, member_id: int, at: datetime) -> None:
    """No card stays on their screen. Raises NotFound, also for who has left already."""
    member, staff = await one_of_the_staff(work, member_id), await work.staff.all()
    seen = [case.id for case in await work.cases.open() if may_see(member, case, staff)]
    shown = await work.outbox.cases_shown_to(member_id)
    await work.staff.end(member_id, at)
    for case in seen:
        await hand_on(work, await work.cases.get(case), member_id, at)
    for case in shown:
        await work.outbox.refresh(case)
