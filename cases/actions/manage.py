"""What keeps a late case moving: category, another owner, more time, *I have it*."""

from datetime import date, datetime

from cases.access import may_assign, may_extend, may_work
from cases.actions.duty import case_for
from cases.actions.promises import arm, meet, running_clock
from cases.actions.reply import write
from cases.actions.telling import tell_worker
from cases.clocks import check_extension, next_look, rests, tells
from cases.errors import NotAllowed, RuleBroken
from cases.ladder import held_until
from cases.localtime import instant
from cases.model import ClockKind, Event, Member, Stage
from cases.policy import EVENING
from cases.ports import Message, ToMember, Work
from cases.routing import is_ticked, working_members
from cases.stages import Data

EXTENDABLE = (ClockKind.ANSWERED, ClockKind.SOLVED)
"""The promises whose date may move; under control and assured a danger is in the time there is."""


async def categorise(work: Work, case_id: int, by: Member, category: str, at: datetime) -> None:
    case = await case_for(work, case_id, by, may_work)
    case.category = category
    await work.cases.save(case)
    await work.events.add(Event(case.id, "categorised", at, by.id, {"category": category}))
    await work.outbox.refresh(case.id)


async def reassign(work: Work, case_id: int, by: Member, to: int, at: datetime) -> None:
    """Gives the case to another who may work on it. Raises NotAllowed for anybody else."""
    case = await case_for(work, case_id, by, may_assign)
    member = await work.staff.get(to)
    allowed = {each.id for each in working_members(case, await work.staff.all())}
    if member.id not in allowed or is_ticked(member, case):
        raise NotAllowed
    case.owner = member.id
    if case.stage is not Stage.NEW:  # it was taken before, and lost its owner since
        await meet(work, case, at, ClockKind.TAKEN)
    await work.cases.save(case)
    await work.events.add(Event(case.id, "reassigned", at, by.id, {"to": member.id}))
    given = Message(ToMember(member.id), "assigned", f"assigned:{case.id}:{member.id}:{at.isoformat()}", case=case.id)
    await work.outbox.say(given)
    await work.outbox.refresh(case.id)


async def extend(work: Work, case_id: int, by: Member, reason: str, new_date: date, at: datetime) -> None:
    """Once, with a reason and a new date that the worker is told; figures keep the first promise."""
    case = await case_for(work, case_id, by, may_work)
    if not reason.strip():
        raise RuleBroken("text_needed")
    clock = await running_clock(work, case, *EXTENDABLE)
    new_due = instant(new_date, EVENING, work.enterprise.calendar.zone)
    if new_due <= at:
        raise RuleBroken("date_not_later")
    check_extension(case, clock, new_due)
    if not may_extend(by, case, await work.staff.all()):
        raise NotAllowed
    case.extended = True
    if rests(case, clock):  # whoever set the date knew of the question: an answer moves it no further
        case.paused_at = None
        await work.acts.cancel(case.id, "resume")
    tells(clock, new_due)
    await arm(work, case, clock, at)
    await work.clocks.save(clock)
    await work.cases.save(case)
    entry = await write(work, case, by, reason, (), at)
    data: dict[str, Data] = {"new_date": new_date.isoformat(), "clock": clock.kind, "entry": entry.id}
    await tell_worker(work, case, Event(case.id, "extended", at, by.id, data), at)
    await work.outbox.refresh(case.id)


async def have_it(work: Work, case_id: int, kind: ClockKind, by: Member, at: datetime) -> datetime:
    """Stops the climb, once per person and clock, until the returned instant; never the promise."""
    case = await case_for(work, case_id, by, may_work)
    clock = await running_clock(work, case, kind)
    until = held_until(case, at, work.enterprise.calendar)
    if not await work.clocks.hold(clock.id, by.id, until):
        raise RuleBroken("had_it_before")
    if clock.next_rung_at is not None and clock.next_rung_at > at:  # what is due already is the tick's
        clock.next_rung_at = next_look(clock, max(clock.next_rung_at, until))
        await work.clocks.save(clock)
    await work.events.add(Event(case.id, "have_it", at, by.id, {"clock": kind}))
    await work.outbox.refresh(case.id)
    return until
