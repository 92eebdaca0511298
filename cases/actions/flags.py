"""What is known of a person changes; a case goes on without whom its tick now means."""

from datetime import datetime

from cases.actions.hand_on import hand_on
from cases.actions.telling import Circle, show_new
from cases.errors import NotFound
from cases.localtime import local_day
from cases.model import Case, Flag, Member
from cases.ports import Work
from cases.routing import is_ticked


async def set_flags(work: Work, member_id: int, flags: frozenset[Flag], at: datetime) -> None:
    """What was sent up to today stays hidden by a flag that is taken away. Raises NotFound, also for who has left."""
    before = await one_of_the_staff(work, member_id)
    today = local_day(at, work.enterprise.calendar.zone)
    await work.staff.carry(member_id, flags, {**before.former, **dict.fromkeys(before.flags - flags, today)})
    await go_on_without(work, before, await one_of_the_staff(work, member_id), at)


async def go_on_without(work: Work, before: Member, after: Member, at: datetime) -> None:
    """By a flag or a role that is new: what is open is handed on, and no card of it stays on that screen."""

    def hidden(case: Case) -> bool:
        return is_ticked(after, case) and not is_ticked(before, case)

    staff = [before if each.id == before.id else each for each in await work.staff.all()]
    for each in filter(hidden, await work.cases.open()):
        await hand_on(work, await work.cases.get(each.id), at)
        await show_new(work, each, Circle.among(staff, work, each), at)
    shown = await work.cases.many(await work.outbox.cases_shown_to(after.id))
    for each in filter(hidden, shown.values()):
        await work.outbox.refresh(each.id)


async def one_of_the_staff(work: Work, member_id: int) -> Member:
    """Raises NotFound, also for who has left."""
    found = next((each for each in await work.staff.all() if each.id == member_id), None)
    if found is None:
        raise NotFound
    return found
