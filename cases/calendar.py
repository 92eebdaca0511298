"""When an enterprise works: weekly days, windows, shifts, shutdowns, holidays and make-up working days.

A day is closed by a shutdown first; else an override of that date decides; else the weekly pattern does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from cases.errors import CalendarEmpty, RuleBroken
from cases.localtime import instant, local_day

DAY = timedelta(days=1)
SEARCH_DAYS = 366
"""Nobody closes for longer: after so many days without work the calendar is taken for empty."""

MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})


class Cause(StrEnum):
    """Why a day does not count."""

    WEEKLY_REST = "weekly_rest"
    DAY_OFF = "day_off"
    SHUTDOWN = "shutdown"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of every working day, within one day."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Shift:
    """Belongs to the day on which it starts; an ``end`` at or before ``start`` lies on the next day."""

    name: str
    start: time
    end: time
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Closed from ``first`` to ``last``, both included; holidays' make-up days do not open it."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class Override:
    """One date that differs from the weekly pattern: a day off, or a make-up working day."""

    working: bool
    reason: str


@dataclass(frozen=True, slots=True)
class SkippedDay:
    day: date
    cause: Cause
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """``zone`` is an IANA name, ``weekdays`` are ISO weekdays (Monday 1)."""

    zone: str
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    windows: tuple[Window, ...] = (Window(time(8), time(12)), Window(time(13), time(17)))
    shifts: tuple[Shift, ...] = ()
    shutdowns: tuple[Shutdown, ...] = ()
    overrides: Mapping[date, Override] = field(default_factory=dict)
    provisional_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        _check(self)

    def is_working_day(self, day: date) -> bool:
        return self.closure(day) is None

    def closure(self, day: date) -> SkippedDay | None:
        """Why the day is closed; None when it is a working day."""
        for shutdown in self.shutdowns:
            if shutdown.first <= day <= shutdown.last:
                return SkippedDay(day, Cause.SHUTDOWN, shutdown.reason)
        if override := self.overrides.get(day):
            return None if override.working else SkippedDay(day, Cause.DAY_OFF, override.reason)
        return None if day.isoweekday() in self.weekdays else SkippedDay(day, Cause.WEEKLY_REST)

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``. Raises CalendarEmpty."""
        for distance in range(1, SEARCH_DAYS + 1):
            if self.is_working_day(later := day + distance * DAY):
                return later
        raise CalendarEmpty

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; ``day`` itself for 0. Raises CalendarEmpty."""
        if count < 0:
            raise ValueError("working days are counted forward")
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days follow ``after``, up to and including ``until``."""
        return sum(self.is_working_day(day) for day in _days(after, until))

    def explain(self, after: date, until: date) -> tuple[SkippedDay, ...]:
        """The days after ``after``, up to and including ``until``, that do not count, each with its reason."""
        return tuple(skipped for day in _days(after, until) if (skipped := self.closure(day)))

    def is_provisional(self, year: int) -> bool:
        """Marked so, or without a single day entered: then nobody has looked at that year's holidays yet."""
        return year in self.provisional_years or all(day.year != year for day in self.overrides)

    def shift_running(self, at: datetime) -> bool:
        """Whether a shift, or a window of a working day, covers the instant."""
        return any(start <= at < end for start, end in self._work_around(at))

    def worked_since(self, since: datetime, at: datetime) -> bool:
        """Whether anybody worked between the two instants, at most a day apart."""
        return any(start < at and since < end for start, end in self._work_around(at))

    def next_shift_start(self, at: datetime) -> datetime:
        """The first start of a shift or window after the instant, in UTC. Raises CalendarEmpty."""
        today = local_day(at, self.zone)
        for distance in range(SEARCH_DAYS + 1):
            starts = [start for start, _ in self._work_of(today + distance * DAY) if start > at]
            if starts:
                return min(starts)
        raise CalendarEmpty

    def day_start(self, day: date) -> datetime | None:
        """When work begins on that day, in UTC: its first window, without windows its first shift; None when closed."""
        if self.windows and self.is_working_day(day):
            return instant(day, self.windows[0].start, self.zone)
        return min((start for start, _ in self._work_of(day)), default=None)

    def with_year(self, year: int, overrides: Mapping[date, Override], *, provisional: bool) -> "Calendar":
        """The calendar with that year's days off and make-up days replaced."""
        kept = {day: override for day, override in self.overrides.items() if day.year != year}
        years = self.provisional_years - {year} | ({year} if provisional else set())
        return replace(self, overrides=kept | dict(overrides), provisional_years=years)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; ``from_dict`` gives an equal calendar back."""
        return {
            "zone": self.zone,
            "weekdays": sorted(self.weekdays),
            "windows": [[_clock(window.start), _clock(window.end)] for window in self.windows],
            "shifts": [[s.name, _clock(s.start), _clock(s.end), sorted(s.weekdays)] for s in self.shifts],
            "shutdowns": [[s.first.isoformat(), s.last.isoformat(), s.reason] for s in self.shutdowns],
            "overrides": {day.isoformat(): [o.working, o.reason] for day, o in sorted(self.overrides.items())},
            "provisional_years": sorted(self.provisional_years),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Calendar":
        """Raises RuleBroken for a calendar that cannot be, KeyError or ValueError for data of another shape."""
        hour, day = time.fromisoformat, date.fromisoformat
        return cls(
            zone=data["zone"],
            weekdays=frozenset(data["weekdays"]),
            windows=tuple(Window(hour(start), hour(end)) for start, end in data["windows"]),
            shifts=tuple(Shift(name, hour(a), hour(b), frozenset(days)) for name, a, b, days in data["shifts"]),
            shutdowns=tuple(Shutdown(day(first), day(last), reason) for first, last, reason in data["shutdowns"]),
            overrides={day(key): Override(working, reason) for key, (working, reason) in data["overrides"].items()},
            provisional_years=frozenset(data["provisional_years"]),
        )

    def _work_around(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        today = local_day(at, self.zone)
        for distance in (-2, -1, 0):
            yield from self._work_of(today + distance * DAY)

    def _work_of(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Start and end, in UTC, of all that starts on this local day."""
        closed = self.closure(day)
        if closed is None:
            for window in self.windows:
                yield self._span(day, window.start, window.end)
        for shift in self.shifts:
            if _runs(shift, day, closed, self.overrides.get(day)):
                yield self._span(day, shift.start, shift.end)

    def _span(self, day: date, start: time, end: time) -> tuple[datetime, datetime]:
        last = day if end > start else day + DAY
        return instant(day, start, self.zone), instant(last, end, self.zone)


def _runs(shift: Shift, day: date, closed: SkippedDay | None, override: Override | None) -> bool:
    """On its weekdays, even where the offices rest; on a make-up day always; never on a day off or in a shutdown."""
    if closed is not None and closed.cause is not Cause.WEEKLY_REST:
        return False
    return day.isoweekday() in shift.weekdays or (override is not None and override.working)


def _days(after: date, until: date) -> Iterator[date]:
    return (after + distance * DAY for distance in range(1, (until - after).days + 1))


def _clock(at: time) -> str:
    return at.isoformat("minutes")


def _check(calendar: Calendar) -> None:
    """Raises RuleBroken with the name of what is wrong."""
    if not _zone_known(calendar.zone):
        raise RuleBroken("calendar_zone_unknown")
    if not all(_are_weekdays(days) for days in (calendar.weekdays, *(s.weekdays for s in calendar.shifts))):
        raise RuleBroken("calendar_weekday_unknown")
    edges = [edge for window in calendar.windows for edge in (window.start, window.end)]
    if any(earlier > later for earlier, later in pairwise(edges)) or _empty(calendar.windows):
        raise RuleBroken("calendar_windows_out_of_order")
    if any(shutdown.first > shutdown.last for shutdown in calendar.shutdowns):
        raise RuleBroken("calendar_shutdown_backwards")


def _zone_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _are_weekdays(days: Iterable[int]) -> bool:
    return set(days) <= set(range(1, 8))


def _empty(windows: Iterable[Window]) -> bool:
    return any(window.start == window.end for window in windows)
