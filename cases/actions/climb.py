"""A clock's next rung has come: somebody is told, and the worker hears it when a promise broke."""

from collections.abc import Sequence
from datetime import datetime

from cases.access import may_see
from cases.actions.call import plan_call
from cases.actions.promises import rungs_of, running
from cases.actions.telling import tell_worker
from cases.clocks import breaks_at, next_look
from cases.ladder import Form, Post, Rung, next_rung, rungs_passed
from cases.model import Case, Clock, ClockKind, Event, Member, Role
from cases.ports import Message, Priority, ToMember, Work
from cases.routing import at_posts, is_ticked, posts

NAMED_FIRST = (Role.MANAGER, Role.LEAD, Role.HANDLER, Role.COACH, Role.INDEPENDENT, Role.MEMBER)

MOST_APOLOGIES = 2
"""A worker is told of a broken promise at most twice per case."""


async def climb(work: Work, case_id: int, clock_id: int, at: datetime) -> None:
    """Tells the newest rung that has come and logs those passed over; does nothing when it is not yet time."""
    case = await work.cases.get(case_id)
    clock = next((each for each in await running(work, case, *ClockKind) if each.id == clock_id), None)
    if clock is None or clock.next_rung_at is None or clock.next_rung_at > at:
        return
    rungs = await rungs_of(work, case, clock)
    held = max((until for _, until in await _have_it(work, case, clock)), default=at)
    if held <= at and (passed := rungs_passed(rungs, clock.rung, at)):
        await _tell(work, case, clock, passed, at)
        clock.rung += len(passed)
    await _apologise(work, case, clock, rungs, at)
    coming = next_rung(rungs, clock.rung, held)
    clock.next_rung_at = next_look(clock, coming and coming[1])
    await work.clocks.save(clock)


async def _tell(work: Work, case: Case, clock: Clock, passed: Sequence[Rung], at: datetime) -> None:
    for rung in passed[:-1]:
        await work.events.add(_rung_event(case, clock, rung, "rung_passed", at))
    rung = passed[-1]
    await work.events.add(_rung_event(case, clock, rung, "rung", at))
    if rung.form is Form.COUNT:
        await _count(work, clock, rung, case)
    elif rung.form is not Form.DIGEST:
        await _alert(work, case, clock, rung)
        await plan_call(work, case, clock.kind, at)


def _rung_event(case: Case, clock: Clock, rung: Rung, what: str, at: datetime) -> Event:
    return Event(case.id, what, at, data={"clock": clock.kind, "form": rung.form, "to": next(iter(rung.to), None)})


async def _alert(work: Work, case: Case, clock: Clock, rung: Rung) -> None:
    reminder = rung.form is Form.REMINDER
    people = await _owner_or(work, case, rung.to) if reminder else await _people(work, case, rung.to)
    args = {"clock": clock.kind, "due": clock.due.isoformat(), "call": rung.form is Form.CALL}
    priority = Priority.URGENT if case.urgent else Priority.REMINDER if reminder else Priority.ESCALATION
    for member in people:
        key = f"rung:{case.id}:{rung.at.isoformat()}:{member.id}"  # clocks that break together alert once
        what = "reminder" if reminder else "alert"
        await work.outbox.say(Message(ToMember(member.id), what, key, args, case.id, priority))


async def _count(work: Work, clock: Clock, rung: Rung, case: Case) -> None:
    """The office learns that a promise is long broken, and nothing of the case."""
    for member in await _people(work, case, rung.to):
        key = f"count:{clock.id}:{member.id}"
        await work.outbox.say(Message(ToMember(member.id), "overdue_count", key, priority=Priority.DIGEST))


async def _apologise(work: Work, case: Case, clock: Clock, rungs: Sequence[Rung], at: datetime) -> None:
    promised = breaks_at(clock)
    if promised is None or at < promised:
        return
    clock.worker_told = True
    before = [event for event in await work.events.of(case.id) if event.what == "promise_broken"]
    if len(before) >= MOST_APOLOGIES:
        return
    next_role = await _told_role(work, case, rungs, clock) or await _tell_holders(work, case, clock, at)
    data = {"clock": clock.kind, "promised": promised.isoformat(), "next_role": next_role}
    await tell_worker(work, case, Event(case.id, "promise_broken", at, data={**data}), at)


async def _told_role(work: Work, case: Case, rungs: Sequence[Rung], clock: Clock) -> Role | None:
    """The highest role of which somebody has been told of the broken promise; never one that the tick means."""
    told = [post for rung in rungs[: clock.rung] if rung.at >= clock.due for post in rung.to]
    there = posts(case, await work.staff.all())
    return next((post for post in reversed(told) if isinstance(post, Role) and post in there), None)


async def _tell_holders(work: Work, case: Case, clock: Clock, at: datetime) -> Role | None:
    """While somebody *has it* nobody higher is told: then it is they who hear that the promise broke."""
    there = [member for member, until in await _have_it(work, case, clock) if until > at]
    args = {"clock": clock.kind, "due": clock.due.isoformat(), "call": False}
    for member in there:
        key = f"broken:{clock.id}:{member.id}"
        await work.outbox.say(Message(ToMember(member.id), "alert", key, args, case.id, Priority.ESCALATION))
    return next((role for role in NAMED_FIRST for member in there if member.has(role)), None)


async def _have_it(work: Work, case: Case, clock: Clock) -> list[tuple[Member, datetime]]:
    """Who said so, and until when. Who must not see the case any more holds nobody else from being told."""
    holds, staff = await work.clocks.holds(clock.id), await work.staff.all()
    return [(member, holds[member.id]) for member in staff if member.id in holds and may_see(member, case, staff)]


async def _owner_or(work: Work, case: Case, to: Sequence[Post]) -> list[Member]:
    owner = [member for member in await work.staff.all() if member.id == case.owner and not is_ticked(member, case)]
    return owner or await _people(work, case, to)


async def _people(work: Work, case: Case, to: Sequence[Post]) -> list[Member]:
    return at_posts(case, await work.staff.all(), to)
