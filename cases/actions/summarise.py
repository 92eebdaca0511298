"""The month of an enterprise for its coach."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from cases.figures import Month, Summary, counts_for_the_coach, summarise
from cases.localtime import instant, local_day, months_after
from cases.model import Event, Kind, Member, Verdict
from cases.people import YEAR, Counts, People, taps_period, tell_people
from cases.ports import Work
from cases.routing import is_ticked

COUNTED = ("submitted", "rated", "closed_by_silence")
"""Events that figures about people are made of."""


async def summary(work: Work, reader: Member, first: date, at: datetime) -> Summary:
    """What staff did. ``first`` is the first day of the local month asked for; no case that may be about the reader
    counts, by role or flag.
    """
    since, until = _span(work, first, first)
    events = await work.events.between(since, until)
    promised = await work.clocks.promised_between(since, until)
    running = await work.clocks.running()
    ids = {event.case for event in events} | {clock.case for clock in (*promised, *running)}
    known = await work.cases.many(ids)
    cases = {number: case for number, case in known.items() if not is_ticked(reader, case)}
    return summarise(Month(first, at, work.enterprise.headcount, cases, events, promised, running))


async def people(work: Work, reader: Member, first: date, sent: int, at: datetime) -> People:
    """What the reader is told about people in that month and the year that ends with it; it is kept as told.

    ``sent`` is how many cases of the month the reader is told of exactly.
    """
    told = await work.figures.told(reader.id)
    figures, new = tell_people(await _counted(work, reader, first, sent, at), told)
    if new:
        await work.figures.keep(reader.id, [*told, *new])
    return figures


async def _counted(work: Work, reader: Member, first: date, sent: int, at: datetime) -> Counts:
    headcount = work.enterprise.headcount
    newest = months_after(local_day(at, work.enterprise.calendar.zone).replace(day=1), -1)
    last, period = min(first, newest), taps_period(first, headcount)
    year = [months_after(last, -back) for back in range(YEAR)]
    events = await work.figures.events(*_span(work, year[-1], max(last, *period)), *COUNTED)
    senders = await work.figures.senders(first)
    return Counts(
        headcount=headcount,
        grievances=await _grievances(work, reader, events, year),
        taps=await _taps(work, events, period) if period[-1] <= newest else None,
        silent=await _silent(work, events, period) if period[-1] <= newest else None,
        senders=None if senders is None else {first: senders},
        sent=sent,
    )


async def _grievances(work: Work, reader: Member, events: Sequence[Event], year: Sequence[date]) -> dict[date, int]:
    sent = [event for event in events if event.what == "submitted" and event.data.get("kind") == Kind.GRIEVANCE]
    cases = await work.cases.many({event.case for event in sent})
    countable = {number for number, case in cases.items() if counts_for_the_coach(case) and not is_ticked(reader, case)}
    counted = _by_month(work, (event for event in sent if event.case in countable))
    return {month: counted[month, None] for month in year}


async def _taps(work: Work, events: Sequence[Event], period: Sequence[date]) -> dict[date, dict[Verdict, int]]:
    """Of cases that the whole team sees: what was tapped on others would tell how many of them there are."""
    counted = _by_month(work, await _of_team(work, events, "rated"))
    return {month: {verdict: counted[month, verdict] for verdict in Verdict} for month in period}


async def _silent(work: Work, events: Sequence[Event], period: Sequence[date]) -> dict[date, int]:
    counted = _by_month(work, await _of_team(work, events, "closed_by_silence"))
    return {month: counted[month, None] for month in period}


async def _of_team(work: Work, events: Sequence[Event], what: str) -> list[Event]:
    named = [event for event in events if event.what == what]
    cases = await work.cases.many({event.case for event in named})
    return [event for event in named if not cases[event.case].restricted]


def _by_month(work: Work, events: Iterable[Event]) -> Counter[tuple[date, object]]:
    """How many by the first day of the local month and by verdict, None where there is none."""
    zone = work.enterprise.calendar.zone
    return Counter((local_day(event.at, zone).replace(day=1), event.data.get("verdict")) for event in events)


def _span(work: Work, first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of the first month to the end of the last."""
    zone = work.enterprise.calendar.zone
    return instant(first, time(0), zone), instant(months_after(last, 1), time(0), zone)
