"""Choosing a day: those that are offered, and one that is typed."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from cases.calendar import Calendar
from cases.localtime import local_day
from cases.model import Clock, ClockKind

AHEAD = (1, 3, 7, 14, 28)
"""Days from now on which a solution is offered."""

LONGER = (2, 5, 10)
"""Working days that an extension is offered to take."""

FURTHEST = timedelta(days=2 * 365)
"""From today; what is typed beyond is a slip of the finger."""

TYPED = re.compile(r"\D*(?:(\d{4})\D+)?(\d{1,2})\D+(\d{1,2})\D*")
"""Year (may be missing), month, day, whatever stands between them: ``2026-12-10``, ``12.10``, ``12月10日``."""


def solve_days(today: date, limit: date | None, calendar: Calendar) -> list[date]:
    """Working days by which a case may be solved, none after the limit; the limit itself when no other is left."""
    ahead = (today + timedelta(days=days) for days in AHEAD)
    working = [day if calendar.is_working_day(day) else calendar.next_working_day(day) for day in ahead]
    days = [day for day in working if limit is None or day <= limit]
    return sorted(set(days)) or [max(limit or today, today)]


def longer_days(today: date, due: date, calendar: Calendar) -> list[date]:
    return [calendar.add_working_days(max(today, due), days) for days in LONGER]


def last_day(clocks: Iterable[Clock], zone: str, *kinds: ClockKind) -> date | None:
    """The local day on which the first of these running promises is due."""
    dues = [clock.due for clock in clocks if clock.met_at is None and clock.kind in kinds]
    return local_day(min(dues), zone) if dues else None


def read_day(text: str, today: date) -> date | None:
    """A typed day after today, no further than FURTHEST, without a year the next of that name; None for all else."""
    found = TYPED.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = found.groups()
    years = [int(year)] if year else [today.year, today.year + 1]
    days = (_day(each, int(month), int(day)) for each in years)
    return next((each for each in days if each and today < each <= today + FURTHEST), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
