"""Two alerts without an answer: some hours later somebody is asked to telephone, and notes what came of it."""

from datetime import datetime

from cases.actions.promises import running
from cases.clocks import due, rests
from cases.ladder import alerts_above, answered, called, who_calls
from cases.model import Case, ClockKind, Event, Member, Role
from cases.policy import NextWorkingDay, Rule, WallHours
from cases.ports import Message, Priority, ToMember, Work
from cases.routing import at_posts, holders, posts

ACT, ASKED = "ask_for_a_call", "call_asked"

TIME_TO_ANSWER_URGENT: Rule = WallHours(2)
TIME_TO_ANSWER: Rule = NextWorkingDay()
"""So long who was alerted may take before somebody is asked to call them."""


async def plan_call(work: Work, case: Case, clock: ClockKind, at: datetime) -> None:
    """Whether there was an answer is looked at once more when the time has come."""
    if await _caller(work, case, clock):
        rule = TIME_TO_ANSWER_URGENT if case.urgent else TIME_TO_ANSWER
        await work.acts.later(case.id, ACT, due(rule, at, work.enterprise.calendar), {"clock": clock})


async def ask_for_a_call(work: Work, case_id: int, kind: ClockKind, at: datetime) -> None:
    """Once per case; of a promise that is kept by now, or not late any more, nobody is asked."""
    case = await work.cases.get(case_id)
    late = [each for each in await running(work, case, kind) if each.due <= at and not rests(case, each)]
    caller = await _caller(work, case, kind) if late else None
    if caller is None:
        return
    await work.events.add(Event(case.id, ASKED, at, data={"clock": kind, "to": caller}))
    for member in at_posts(case, await work.staff.all(), (caller,)):
        key = f"call:{case.id}:{member.id}"
        message = Message(ToMember(member.id), "call_manager", key, {"clock": kind}, case.id, Priority.ESCALATION)
        await work.outbox.say(message)


async def call_made(work: Work, case_id: int, by: Member, reached: bool, at: datetime) -> None:
    """The task *call the manager* is done; whether they were reached is noted."""
    await work.events.add(Event(case_id, "called", at, by.id, {"reached": reached}))
    await work.outbox.drop(f"call:{case_id}:{by.id}")


async def _caller(work: Work, case: Case, kind: ClockKind) -> Role | None:
    """None while nobody needs to call, or somebody was asked to before."""
    events, staff = await work.events.of(case.id), await work.staff.all()
    alerts = alerts_above(events, kind)
    silent = at_posts(case, staff, (called(case), *(post for _, post in alerts)))
    if answered(alerts, events, {member.id for member in silent}) or any(each.what == ASKED for each in events):
        return None
    at_work = {role for member in holders(case, staff) for role in member.roles} if case.restricted else set()
    return who_calls(case, len(alerts), posts(case, staff) - at_work - {post for _, post in alerts})
