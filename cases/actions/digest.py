"""The one message of a shift: what is due, late, undecided or to be verified."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from cases.access import may_see, may_verify
from cases.actions.close import needs_verifying
from cases.calendar import Calendar
from cases.clocks import by_case, rests
from cases.errors import CalendarEmpty
from cases.ladder import ALARMS
from cases.localtime import local_day
from cases.model import Case, Clock, ClockKind, Event, Kind, Member, Role
from cases.ports import Message, Priority, ToMember, Work
from cases.routing import working_members
from cases.stages import Data, untaken

ORDER = ("overdue_and_due", "overdue", "due_today", "untaken", "to_verify")


async def digest(work: Work, member: Member, at: datetime) -> None:
    """Says nothing when there is nothing to do, or on a closed day; what is most pressing stands first."""
    day = local_day(at, work.enterprise.calendar.zone)
    lines = await digest_lines(work, member, at) if work.enterprise.calendar.is_working_day(day) else []
    if not lines:
        return
    key = f"digest:{member.id}:{day.isoformat()}"
    await work.outbox.say(Message(ToMember(member.id), "digest", key, {"lines": lines}, priority=Priority.DIGEST))


async def plan_digest(work: Work, member: Member, at: datetime) -> None:
    """The next one comes when work begins: still today, or on the next working day."""
    await work.staff.next_digest(member.id, next_day_start(work.enterprise.calendar, at))


async def replan_digest(work: Work, member: Member, before: Calendar, at: datetime) -> None:
    """By a changed calendar. Today's comes now when it was still to come, and by the new hours would have come.

    One that is due and waits for its tick comes with that.
    """
    calendar = work.enterprise.calendar
    today = local_day(at, calendar.zone)
    start = calendar.day_start(today) if calendar.is_working_day(today) else None
    was_to_come = local_day(next_day_start(before, at), calendar.zone) == today
    comes_now = was_to_come and start is not None and start <= at
    await work.staff.move_digest(member.id, at if comes_now else next_day_start(calendar, at), at)


def next_day_start(calendar: Calendar, at: datetime) -> datetime:
    """The first start of a working day after the instant; a day later while the calendar has none."""
    today = local_day(at, calendar.zone)
    try:
        days = (today, calendar.next_working_day(today))
    except CalendarEmpty:
        return at + timedelta(days=1)
    starts = (calendar.day_start(day) for day in days)
    return next((start for start in starts if start and start > at), at + timedelta(days=1))


def last_day_start(calendar: Calendar, at: datetime) -> datetime:
    """When work last began before today, thus when the digest before this one came; a week ago while it never did."""
    today = local_day(at, calendar.zone)
    days = (today - timedelta(days=back) for back in range(1, 8))
    starts = (calendar.day_start(day) for day in days if calendar.is_working_day(day))
    return next((start for start in starts if start), at - timedelta(days=7))


def told_alone(member: Member, events: Iterable[Event]) -> set[tuple[int, Data]]:
    """The cases and clocks of which these events told the member in a message of their own: once is enough."""
    posts = {*member.roles, *member.flags}
    return {(each.case, each.data["clock"]) for each in events if each.data.get("to") in posts and _is_single(each)}


def _is_single(event: Event) -> bool:
    return event.what == "call_asked" or (event.what == "rung" and event.data.get("form") in ALARMS)


async def digest_lines(work: Work, member: Member, at: datetime) -> list[dict[str, Any]]:
    """One line a case that concerns this member: ``case``, ``number``, ``kind``, ``why``, ``due`` (ISO, or None) and
    ``untaken``; ``of`` is what and for whom it is: enterprise, case and member.

    Left out is a promise of which the member was told alone since the digest before, or one that rests, and what is to
    be checked by somebody else; what else there is, is not.
    """
    staff, running = await work.staff.all(), by_case(await work.clocks.running())
    lines = []
    since = last_day_start(work.enterprise.calendar, at)
    told = told_alone(member, await work.events.between(since, at))
    for case in await work.cases.open():
        if not may_see(member, case, staff) or not _concerns(member, case, staff):
            continue
        moving = [clock for clock in running[case.id] if not rests(case, clock)]
        clocks = [clock for clock in moving if (case.id, clock.kind) not in told]
        why = why_listed(case, clocks, at, work.enterprise.calendar)
        if why and (why != "to_verify" or may_verify(member, case, staff)):
            due = min((clock.due for clock in clocks), default=None)
            lines.append({"of": (case.enterprise, case.id, member.id)} | _line(case, why, due))
    return sorted(lines, key=lambda line: (ORDER.index(line["why"]), line["due"] or ""))


def why_listed(case: Case, clocks: list[Clock], at: datetime, calendar: Calendar) -> str | None:
    """One of ``ORDER``: what the case needs of these promises; None when it needs nobody before the next digest."""
    late = any(clock.due <= at for clock in clocks)
    if any(at < clock.due and _is_near(clock.due, at, calendar) for clock in clocks):
        return "overdue_and_due" if late else "due_today"
    if late:
        return "overdue"
    if any(clock.kind is ClockKind.TAKEN for clock in clocks):
        return "untaken"
    return "to_verify" if case.kind is Kind.HAZARD and needs_verifying(case) else None


def _is_near(due: datetime, at: datetime, calendar: Calendar) -> bool:
    """Due today, or on days that have no digest of their own: nobody is reminded once more."""
    today = local_day(due, calendar.zone) == local_day(at, calendar.zone)
    return today or due <= next_day_start(calendar, at)


def _concerns(member: Member, case: Case, staff: list[Member]) -> bool:
    works = any(each.id == member.id for each in working_members(case, staff))
    if member.has(Role.LEAD) or case.restricted or case.owner in (None, member.id):
        return works or case.owner == member.id
    return works and may_verify(member, case, staff)


def _line(case: Case, why: str, due: datetime | None) -> dict[str, Any]:
    return {
        "case": case.id,
        "number": case.number,
        "kind": case.kind,
        "why": why,
        "due": due.isoformat() if due else None,
        "untaken": untaken(case),
    }
