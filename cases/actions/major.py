"""A danger is *major*, a class of the law: within 72 hours it is gone, or five assurances are given."""

from datetime import datetime

from cases.access import may_call_major, may_decide
from cases.actions.duty import case_for
from cases.actions.promises import arm, meet, running, start_clocks
from cases.actions.take import taken_by
from cases.assurances import Assurances
from cases.errors import RuleBroken, StaleButton
from cases.localtime import instant
from cases.model import Audience, Author, Case, ClockKind, Event, Member
from cases.policy import EVENING
from cases.ports import Work
from cases.stages import Data


async def call_major(work: Work, case_id: int, by: Member, at: datetime) -> None:
    """Raises NotAllowed for anybody but a lead or safety officer, and for anything but a danger."""
    case = await case_for(work, case_id, by, may_call_major)
    case.major_at = at
    await start_clocks(work, case, (ClockKind.ASSURED,), at)
    await work.cases.save(case)
    await work.events.add(Event(case.id, "major", at, by.id))
    await work.outbox.refresh(case.id)


async def assure(work: Work, case_id: int, by: Member, given: Assurances, at: datetime) -> None:
    """Once. Raises StaleButton when they are given, RuleBroken("date_not_later") for a day that is over."""
    case = await case_for(work, case_id, by, may_decide)
    if not await running(work, case, ClockKind.ASSURED):
        raise StaleButton
    until = instant(given.until, EVENING, work.enterprise.calendar.zone)
    if until <= at:
        raise RuleBroken("date_not_later")
    await taken_by(work, case, by, at)
    await meet(work, case, at, ClockKind.ASSURED)
    await _gone_by(work, case, until, at)
    await work.cases.save(case)
    entry = await work.entries.add(case.id, Author.STAFF, Audience.TEAM, at, given.text(), by.id)
    data: dict[str, Data] = {"entry": entry.id, "until": given.until.isoformat()}
    await work.events.add(Event(case.id, "assured", at, by.id, data))
    await work.outbox.refresh(case.id)


async def _gone_by(work: Work, case: Case, until: datetime, at: datetime) -> None:
    """The time limit takes the place of the policy's days; never of an earlier day that the worker was promised."""
    for clock in await running(work, case, ClockKind.SOLVED):
        known = clock.worker_due is not None
        if until < clock.due or not known:
            clock.due = until
            clock.promised = clock.promised if known else until
            await arm(work, case, clock, at)
            await work.clocks.save(clock)
