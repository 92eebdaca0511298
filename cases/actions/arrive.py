"""Somebody is new among the staff, or the team has, or has lost, a group: what is open comes to them."""

from collections.abc import Sequence
from datetime import datetime

from cases.actions.hand_on import hand_on
from cases.actions.telling import Circle, show_new
from cases.localtime import local_day
from cases.model import Case, Member, Role
from cases.ports import Message, Priority, ToMember, Unit, Work
from cases.routing import for_team, holders
from cases.speech import SAID_ONCE


async def bring_to_new(work: Work, before: Sequence[Member], at: datetime) -> None:
    """To who holds or hears a case, and did not among the staff of ``before``: nobody may be left to hand it on. Who
    had it for want of anybody nearer has it no longer.
    """
    staff = await work.staff.all()
    for each in await work.cases.open():
        if holders(each, before) != holders(each, staff):
            await hand_on(work, await work.cases.get(each.id), at)
        await show_new(work, each, Circle.among(before, work, each), at)


async def bring_to_group(work: Work, at: datetime, *, again: bool) -> None:
    """What was shown elsewhere so far stands in the group of the team from now on. One that was it before, and is it
    ``again``, has the files of long ago: nobody remembers any more what was shown there, and none shall come twice.
    """
    since = at - SAID_ONCE if again else None
    for case in await _of_the_team(work):
        await show_new(work, case, Circle(case, await work.staff.all(), group=False), at, since)
        await work.outbox.refresh(case.id)


async def lose_chat(unit: Unit, chat: int, at: datetime) -> None:
    """Nothing can be said there any more. Was it a team's group, its leads hear of it, and what stood there comes to
    who stands in for it.
    """
    enterprise = await unit.identities.lose_chat(chat)
    if enterprise is None:
        return
    work = await unit.enterprise(enterprise)
    await _tell_leads(work, at)
    for case in await _of_the_team(work):
        await show_new(work, case, Circle(case, await work.staff.all(), group=True), at)


async def _tell_leads(work: Work, at: datetime) -> None:
    """Once a day: Telegram may say that the bot may write there, and refuse what it writes, again and again."""
    day = local_day(at, work.enterprise.calendar.zone)
    for member in await work.staff.all():
        if member.has(Role.LEAD):
            key = f"group_lost:{member.id}:{day.isoformat()}"
            await work.outbox.say(Message(ToMember(member.id), "group_lost", key, priority=Priority.PROMPT))


async def _of_the_team(work: Work) -> list[Case]:
    return [case for case in await work.cases.open() if for_team(case)]
