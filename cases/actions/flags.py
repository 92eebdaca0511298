"""The office sets anew what is known of a person; a case goes on without whom its tick now means."""

from datetime import datetime

from cases.actions.telling import show_all
from cases.errors import NotFound
from cases.localtime import local_day
from cases.model import Case, Flag, Member
from cases.ports import Work
from cases.routing import is_ticked


async def set_flags(work: Work, member_id: int, flags: frozenset[Flag], at: datetime) -> None:
    """What was sent up to today stays hidden by a flag that is taken away. Raises NotFound, also for who has left."""
    before = await _member(work, member_id)
    today = local_day(at, work.enterprise.calendar.zone)
    await work.staff.carry(member_id, flags, {**before.former, **dict.fromkeys(before.flags - flags, today)})
    after = await _member(work, member_id)
    for each in await work.cases.open():
        if is_ticked(after, each) and not is_ticked(before, each):
            await _hand_on(work, await work.cases.get(each.id), member_id, at)


async def _member(work: Work, member_id: int) -> Member:
    found = next((each for each in await work.staff.all() if each.id == member_id), None)
    if found is None:
        raise NotFound
    return found


async def _hand_on(work: Work, case: Case, hidden_from: int, at: datetime) -> None:
    """To those who hold it now, as if it had been theirs from the beginning."""
    if case.owner == hidden_from:
        case.owner = None
        await work.cases.save(case)
    await show_all(work, case, at)
