"""The month of an enterprise for its coach."""

from datetime import date, datetime, time

from cases.figures import Month, Summary, summarise
from cases.localtime import instant
from cases.ports import Work


async def summary(work: Work, first: date, at: datetime) -> Summary:
    """``first`` is the first day of the local month asked for."""
    zone = work.enterprise.calendar.zone
    since, until = (instant(day, time(0), zone) for day in (first, next_month(first)))
    events = await work.events.between(since, until)
    promised = await work.clocks.promised_between(since, until)
    running = await work.clocks.running()
    ids = {event.case for event in events} | {clock.case for clock in (*promised, *running)}
    cases = await work.cases.many(ids)
    return summarise(Month(first, at, at >= until, work.enterprise.headcount, cases, events, promised, running))


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
