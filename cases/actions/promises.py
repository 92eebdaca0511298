"""Starting, meeting and arming the clocks of a case."""

from dataclasses import replace
from datetime import datetime

from cases.calendar import Calendar
from cases.clocks import breaks_at, due, next_look, rests, tells
from cases.errors import CalendarEmpty, NotFound
from cases.ladder import Rung, ladder, next_rung
from cases.model import Case, Clock, ClockKind
from cases.policy import Policy, Rule, row_name
from cases.ports import Work
from cases.routing import posts
from cases.stages import REOPENABLE


async def start_clocks(
    work: Work, case: Case, kinds: tuple[ClockKind, ...], at: datetime, told: datetime | None = None
) -> None:
    """One clock for each kind the policy promises; a 🔴 hazard or a question may promise less.

    ``told``: by when the receipt said there is an answer; it is never later than that.
    """
    policy = await work.policy(case.policy_version)
    for kind in kinds:
        if rule := policy.rule(case, kind):
            promised = due(rule, at, work.enterprise.calendar)
            if told and kind is ClockKind.ANSWERED:
                promised = min(promised, told)
            clock = Clock(0, work.enterprise.id, case.id, kind, at, promised, promised, None)
            if kind is ClockKind.ANSWERED:
                tells(clock, promised)
            await arm(work, case, clock, at)
            await work.clocks.start(clock)


async def let_go(work: Work, case: Case, at: datetime) -> None:
    """Nobody has it any more: while it is not settled, somebody is asked to take it, as in the beginning."""
    case.owner = None
    await work.cases.save(case)
    if case.stage not in REOPENABLE and not await running(work, case, ClockKind.TAKEN):
        await start_clocks(work, case, (ClockKind.TAKEN,), at)


async def promised_answer(work: Work, case: Case, start: datetime) -> datetime:
    """The one date of the receipt: by when there is an answer."""
    policy = await work.policy(case.policy_version)
    return due(policy.rows[row_name(case)].answered, start, work.enterprise.calendar)


async def meet(work: Work, case: Case, at: datetime, *kinds: ClockKind) -> None:
    """Stops the running clocks of these kinds: a person kept the promise, or its time has passed for good.

    Once there is an answer nothing waits for the worker any more: a pause is over. The caller saves the case.
    """
    if ClockKind.ANSWERED in kinds and case.paused_at is not None:
        case.paused_at = None
        await work.acts.cancel(case.id, "resume")
    for clock in await running(work, case, *kinds):
        clock.met_at, clock.next_rung_at = at, None
        await work.clocks.save(clock)


async def running(work: Work, case: Case, *kinds: ClockKind) -> list[Clock]:
    return [clock for clock in await work.clocks.of(case.id) if clock.met_at is None and clock.kind in kinds]


async def running_clock(work: Work, case: Case, *kinds: ClockKind) -> Clock:
    """The running clock of these kinds that is due first. Raises NotFound when all are met."""
    clocks = await running(work, case, *kinds)
    if not clocks:
        raise NotFound
    return min(clocks, key=lambda clock: clock.due)


def rule_of(policy: Policy, case: Case, clock: Clock) -> Rule | None:
    """What the policy promises; for a date that was told before the case was sorted as a question, as unsorted."""
    return policy.rule(case, clock.kind) or policy.rule(replace(case, kind=None), clock.kind)


async def rungs_of(work: Work, case: Case, clock: Clock, calendar: Calendar | None = None) -> tuple[Rung, ...]:
    """By the enterprise's calendar, unless another is given."""
    rule = rule_of(await work.policy(case.policy_version), case, clock)
    staff = await work.staff.all()
    return ladder(case, clock, rule, posts(case, staff), calendar or work.enterprise.calendar) if rule else ()


async def rearm(work: Work, before: Calendar, at: datetime) -> None:
    """After a change of the calendar every climb that goes on looks at once when its next rung comes now."""
    for each in await work.cases.open():
        case = await work.cases.get(each.id)
        for clock in await running(work, case, *ClockKind):
            if clock.next_rung_at and clock.rung:
                clock.rung += await _rungs_more(work, case, clock, before)
                await work.clocks.save(clock)
        await look_now(work, case, at)


async def look_now(work: Work, case: Case, at: datetime) -> None:
    """Who held a climb still may be gone, or its rungs have moved: the next tick sees when it goes on."""
    for clock in await running(work, case, *ClockKind):
        if clock.next_rung_at:
            clock.next_rung_at = min(clock.next_rung_at, at)
            await work.clocks.save(clock)


async def _rungs_more(work: Work, case: Case, clock: Clock, before: Calendar) -> int:
    """How many reminders came, or went, with the calendar: they are first, and what was told after them stays told."""
    try:
        old = await rungs_of(work, case, clock, before)
        return len(await rungs_of(work, case, clock)) - len(old)
    except CalendarEmpty:
        return 0


async def arm(work: Work, case: Case, clock: Clock, at: datetime) -> None:
    """Sets when a tick looks at the clock next, after a change of its dates. What is past is not told again; what fell
    due while it rested, or since the last tick, is.

    A clock that waits for the worker is not looked at until its pause is over.
    """
    rungs = await rungs_of(work, case, clock)
    seen = min(filter(None, (at, clock.next_rung_at, breaks_at(clock))))
    clock.rung = sum(rung.at < seen for rung in rungs)
    coming = next_rung(rungs, clock.rung)
    clock.next_rung_at = None if rests(case, clock) else next_look(clock, coming and coming[1])
