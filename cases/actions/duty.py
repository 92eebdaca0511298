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
    here, staff = await still_here(work, by)
    if not may_see(here, case, staff):
        raise NotFound
    if not may(here, case, staff):
        raise NotAllowed
    return case


async def still_here(work: Work, by: Member) -> tuple[Member, Sequence[Member]]:
    """The member, and everybody, as they are once the case is locked. Raises NotFound for who left while this waited
    for it: nobody would take it from them again.
    """
    staff = await work.staff.all(anew=True)
    here = next((each for each in staff if each.id == by.id), None)
    if here is None:
        raise NotFound
    return here, staff
