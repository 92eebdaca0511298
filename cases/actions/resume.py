"""A pause ends: the worker has answered, or three working days are over."""

from datetime import datetime

from cases.actions.promises import arm, running
from cases.clocks import after_pause, paused_days, tells
from cases.model import ClockKind, Event
from cases.ports import Work


async def resume(work: Work, case_id: int, at: datetime) -> None:
    """Moves the due time of what was paused by exactly the working days it rested; the promised date stays."""
    case = await work.cases.get(case_id)
    if case.paused_at is None:
        return
    calendar = work.enterprise.calendar
    days = paused_days(case.paused_at, at, calendar)
    case.paused_at = None
    await work.cases.save(case)
    await work.acts.cancel(case.id, "resume")
    for clock in await running(work, case, ClockKind.ANSWERED):
        tells(clock, after_pause(clock.due, days, calendar))
        await arm(work, case, clock, at)
        await work.clocks.save(clock)
    await work.events.add(Event(case.id, "resumed", at, data={"days": days}))
    await work.outbox.refresh(case.id)
