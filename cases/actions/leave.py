"""Somebody leaves the firm, or the team: their roles end at once, and others go on with what they had in hand."""

from collections.abc import Sequence
from datetime import datetime

from cases.access import may_see
from cases.actions.flags import hand_on, one_of_the_staff
from cases.actions.promises import look_now
from cases.model import Case, Member, Role
from cases.ports import Work
from cases.routing import holders


async def leave(work: Work, member_id: int, at: datetime) -> None:
    """No card stays on their screen. Raises NotFound, also for who has left already."""
    member, staff = await one_of_the_staff(work, member_id), await work.staff.all()
    seen = [case for case in await work.cases.open() if may_see(member, case, staff)]
    await end_roles(work, member.id, at)
    for each in seen:
        case = await work.cases.get(each.id)
        if _had_a_part(member, each, staff):
            await hand_on(work, case, member.id, at)
        else:
            await look_now(work, case, at)


def _had_a_part(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    """More than to read it with the team: had it, held it, or heard its recordings as the lead."""
    return member.has(Role.LEAD) or case.owner == member.id or member in holders(case, staff)


async def end_roles(work: Work, member_id: int, at: datetime) -> None:
    """The cards on the screen are taken off it, also those of closed cases."""
    shown = await work.outbox.cases_shown_to(member_id)
    await work.staff.end(member_id, at)
    for case in shown:
        await work.outbox.refresh(case)
