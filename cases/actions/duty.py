"""The check before every staff action: what a member may not see does not exist for them."""

from collections.abc import Callable, Sequence

from cases.access import may_see
from cases.errors import NotAllowed, NotFound
from cases.model import Case, Member
from cases.ports import Work

Predicate = Callable[[Member, Case, Sequence[Member]], bool]


async def case_for(work: Work, case_id: int, by: Member, may: Predicate) -> Case:
    """The case, locked. Raises NotFound when ``by`` may not see it, NotAllowed when only seeing is permitted."""
    case = await work.cases.get(case_id)
    staff = await work.staff.all()
    if not may_see(by, case, staff):
        raise NotFound
    if not may(by, case, staff):
        raise NotAllowed
    return case
