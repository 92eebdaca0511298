"""When a promise falls due, what a pause and an extension do to it, and why it is due then.

All instants are UTC in and out; a naive one is refused with ValueError.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.calendar import Calendar, SkippedDay
from cases.errors import RuleBroken
from cases.localtime import instant, local, local_day, utc
from cases.model import Author, Case, Clock, ClockKind, Entry, Kind, Mode
from cases.policy import EVENING, NOON, DailyHours, Days, NextWorkingDay, Rule, ShiftHours, WallHours, WorkingDays
from cases.release import HalfDay, half_day

LONGEST_PAUSE = 3
"""Working days; a worker who does not answer does not stop the clock for longer."""


def due(rule: Rule, start: datetime, calendar: Calendar) -> datetime:
    """When a promise made at ``start`` has to be kept. Raises CalendarEmpty."""
    start = utc(start)
    today = local_day(start, calendar.zone)
    match rule:
        case WallHours(hours):
            return start + timedelta(hours=hours)
        case ShiftHours(hours):
            return _in_a_shift(timedelta(hours=hours), start, calendar)
        case DailyHours(hours, opens, closes):
            return _in_daily_hours(timedelta(hours=hours), start, opens, closes, calendar.zone)
        case Days(days):
            return instant(today + timedelta(days=days), EVENING, calendar.zone)
        case WorkingDays(days):
            return instant(calendar.add_working_days(today, days), EVENING, calendar.zone)
        case NextWorkingDay():
            return instant(calendar.next_working_day(today), NOON, calendar.zone)


def by_case(clocks: Iterable[Clock]) -> Mapping[int, list[Clock]]:
    """The clocks of each case, in their order; of any other case there are none."""
    found = defaultdict(list)
    for clock in clocks:
        found[clock.case].append(clock)
    return found


def rests(case: Case, clock: Clock) -> bool:
    """Whether the clock stands still because the worker was asked something."""
    return case.paused_at is not None and clock.kind is ClockKind.ANSWERED


def waits_for_worker(case: Case, clocks: Iterable[Clock]) -> bool:
    """Whether an answer rests until the worker says what they were asked."""
    return any(clock.met_at is None and rests(case, clock) for clock in clocks)


def reply_seen_at(case: Case, entries: Iterable[Entry]) -> datetime | None:
    """When staff see what they had not seen when they asked the worker: it ends the pause. None while there is none."""
    wrote = [entry.visible_at for entry in entries if entry.author is Author.WORKER]
    return min((seen for seen in wrote if case.paused_at and seen > case.paused_at), default=None)


def known_dates(clocks: Iterable[Clock]) -> list[tuple[datetime, ClockKind]]:
    """What the worker was promised and what is not kept yet, the nearest date first: also what is over, or rests."""
    return sorted((clock.worker_due, clock.kind) for clock in clocks if clock.met_at is None and clock.worker_due)


def coming_dates(case: Case, clocks: Iterable[Clock], at: datetime) -> list[tuple[datetime, ClockKind]]:
    """The known dates that hold: what is over is promised no more, and what rests has no date."""
    awake = [clock for clock in clocks if not rests(case, clock)]
    return [(due_at, kind) for due_at, kind in known_dates(awake) if due_at > at]


def tells(clock: Clock, due_at: datetime) -> None:
    """The worker is told this date, in a message or in *my things*."""
    clock.due = clock.worker_due = due_at


def breaks_at(clock: Clock) -> datetime | None:
    """When the promise breaks for the worker; None once they heard so, and while they know no date."""
    return None if clock.worker_told else clock.worker_due


def next_look(clock: Clock, climb: datetime | None) -> datetime | None:
    """When a tick looks at the clock again: when its climb goes on (None: it has ended), or before that when the
    promise breaks, for that the worker hears in time."""
    return min(filter(None, (climb, breaks_at(clock))), default=None)


def check_pause(case: Case) -> None:
    """Raises RuleBroken unless the clock may wait for the worker: once, never for hazards, never without a way back."""
    if case.kind is Kind.HAZARD:
        raise RuleBroken("pause_never_for_hazards")
    if case.mode is Mode.NO_WAY_BACK:
        raise RuleBroken("pause_needs_a_way_back")
    if case.pause_used:
        raise RuleBroken("pause_only_once")


def pause_end(paused_at: datetime, calendar: Calendar) -> datetime:
    """When a pause ends by itself."""
    return due(WorkingDays(LONGEST_PAUSE), paused_at, calendar)


def paused_days(paused_at: datetime, resumed_at: datetime, calendar: Calendar) -> int:
    """The working days a pause took, at most ``LONGEST_PAUSE``."""
    first, last = (local_day(at, calendar.zone) for at in (paused_at, resumed_at))
    return min(calendar.working_days_between(first, last), LONGEST_PAUSE)


def after_pause(due_at: datetime, days: int, calendar: Calendar) -> datetime:
    """The due time moved on by so many working days, at the same local time."""
    return later(due_at, days, calendar) if days else utc(due_at)


def check_extension(case: Case, clock: Clock, new_due: datetime) -> None:
    """Raises RuleBroken unless the case may be extended: once, to a later time, for the worker too. What was promised
    never moves.
    """
    if case.extended:
        raise RuleBroken("extend_only_once")
    if utc(new_due) <= max(clock.due, clock.worker_due or clock.due):
        raise RuleBroken("extend_only_to_later")


def later(at: datetime, days: int, calendar: Calendar) -> datetime:
    """The same local time so many working days on."""
    moment = local(at, calendar.zone)
    return instant(calendar.add_working_days(moment.date(), days), moment.time(), calendar.zone)


@dataclass(frozen=True, slots=True)
class Why:
    """What there is to say about a due time; the start is never more exact than half a day."""

    kind: ClockKind
    policy_version: int
    rule: Rule
    started: HalfDay
    due: datetime
    promised_on: date
    skipped: tuple[SkippedDay, ...]
    paused_days: int
    extended: bool
    provisional_years: tuple[int, ...]
    """Years on the way whose holidays nobody has confirmed."""


def why(case: Case, clock: Clock, rule: Rule, calendar: Calendar, paused: int = 0, *, extended: bool = False) -> Why:
    """Explains a clock. ``paused``: the working days its pause took; ``extended``: a person moved this very date."""
    first, last, promised = (local_day(at, calendar.zone) for at in (clock.started, clock.due, clock.promised))
    counted = isinstance(rule, WorkingDays | NextWorkingDay)
    years = range(first.year, last.year + 1) if counted or paused else range(0)
    return Why(
        kind=clock.kind,
        policy_version=case.policy_version,
        rule=rule,
        started=half_day(clock.started, calendar.zone),
        due=clock.due,
        promised_on=promised,
        skipped=_skipped(counted, first, promised, last, paused, calendar),
        paused_days=paused,
        extended=extended,
        provisional_years=tuple(year for year in years if calendar.is_provisional(year)),
    )


def _skipped(
    counted: bool, first: date, promised: date, last: date, paused: int, calendar: Calendar
) -> tuple[SkippedDay, ...]:
    """Closed days while working days were counted: up to the promise by the rule, beyond it by the pause."""
    by_rule = calendar.explain(first, promised) if counted else ()
    by_pause = calendar.explain(promised, calendar.add_working_days(promised, paused)) if paused else ()
    return tuple(skipped for skipped in (*by_rule, *by_pause) if skipped.day <= last)


def _in_a_shift(span: timedelta, start: datetime, calendar: Calendar) -> datetime:
    """While a shift works, ``span`` later; else when the next one starts.

    A standstill shorter than ``span`` counts as work: who sends in a coffee break is not due before who sent earlier.
    """
    if calendar.shift_running(start):
        return start + span
    opening = calendar.next_shift_start(start)
    return start + span if calendar.worked_since(opening - span, start) else opening


def _in_daily_hours(span: timedelta, start: datetime, opens: time, closes: time, zone: str) -> datetime:
    """When ``span`` has gone by between the two local times of successive days."""
    day = local_day(start, zone)
    while True:
        begin, end = max(start, instant(day, opens, zone)), instant(day, closes, zone)
        if end - begin >= span:
            return begin + span
        span -= max(end - begin, timedelta())
        day += timedelta(days=1)
