"""The month of an enterprise in figures, computed from clocks and events only.

What staff did with what the whole team sees is exact; what workers said of it, or that they said nothing, is told by
``cases.people``. Of grievances there is only a light for the coach: one is past
its date, or none; how many there are is told by ``cases.people`` alone, and of other restricted cases nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from cases.clocks import rests
from cases.model import About, Case, Clock, ClockKind, Event, Kind, Stage

LONG_NEW = timedelta(days=7)
LONG_OVERDUE = timedelta(days=30)
TEAM_KINDS = (Kind.SUGGESTION, Kind.HAZARD, Kind.QUESTION)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; ``percent`` is None, shown as a dash, where there was nothing to count."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole else None


class Signal(StrEnum):
    """What a coach should talk about, most pressing first."""

    GRIEVANCE_LATE = "grievance_late"
    SILENT = "silent"
    OVERDUE_LONG = "overdue_long"
    NEW_LONG = "new_long"
    ANSWERS_LATE = "answers_late"
    TAKEN_LATE = "taken_late"


ENOUGH_TAKEN, ENOUGH_ANSWERED = 95, 90
"""Percent in time that a working enterprise reaches."""

MOST_SIGNALS = 3


@dataclass(frozen=True, slots=True)
class Summary:
    """One enterprise, one local month (``month`` is its first day)."""

    month: date
    submitted: Mapping[Kind, int]
    headcount: int
    per_hundred: float | None
    taken_in_time: Share
    answered_in_time: Share
    solved_in_time: Share
    time_to_take: timedelta | None
    accepted: Share
    resolved: int
    overdue_now: int
    oldest_overdue: timedelta | None
    untaken_long: int
    alerts: int
    grievance_late: bool
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """What a summary is made of: ``events`` and ``promised`` clocks of the month, ``running`` clocks of today."""

    first: date
    at: datetime
    headcount: int
    cases: Mapping[int, Case]
    events: Sequence[Event]
    promised: Sequence[Clock]
    running: Sequence[Clock]


def summarise(month: Month) -> Summary:
    """Needs every case that an event or clock names in ``cases``; others are left out of all figures."""
    team = {number: case for number, case in month.cases.items() if not case.restricted}
    events = [event for event in month.events if event.case in team and _counts(month.events, event.case)]
    promised = [clock for clock in month.promised if clock.case in team and not _taken_back(team[clock.case])]
    due = [clock for clock in month.running if clock.case in team and clock.due <= month.at]
    overdue = [clock for clock in due if not rests(team[clock.case], clock)]
    submitted = Counter(team[event.case].kind for event in events if event.what == "submitted")
    total = sum(submitted.values())
    by_kind = {kind: _in_time(promised, kind, month.at) for kind in ClockKind}
    untaken = sum(_long_untaken(case, month.at) for case in team.values())
    late = _grievance_late(month)
    return Summary(
        month=month.first,
        submitted={kind: submitted[kind] for kind in TEAM_KINDS},
        headcount=month.headcount,
        per_hundred=round(100 * total / month.headcount, 1) if month.headcount else None,
        taken_in_time=by_kind[ClockKind.TAKEN],
        answered_in_time=by_kind[ClockKind.ANSWERED],
        solved_in_time=by_kind[ClockKind.SOLVED],
        time_to_take=_median([c.met_at - c.started for c in promised if c.kind is ClockKind.TAKEN and c.met_at]),
        accepted=Share(_count(events, "accepted"), _count(events, "accepted", "declined")),
        resolved=_count(events, "resolved"),
        overdue_now=len({clock.case for clock in overdue}),
        oldest_overdue=max((month.at - clock.due for clock in overdue), default=None),
        untaken_long=untaken,
        alerts=_count(events, "rung"),
        grievance_late=late,
        signals=_signals(total, by_kind, overdue, untaken, late=late, at=month.at),
    )


def _counts(events: Iterable[Event], case: int) -> bool:
    """A 🔴 that was taken back within the hour counts nowhere."""
    return not any(e.case == case and e.what == "withdrawn" and e.data.get("counts") is False for e in events)


def _taken_back(case: Case) -> bool:
    """What the worker took back was neither in time nor late."""
    return case.stage is Stage.WITHDRAWN


def _count(events: Iterable[Event], *what: str) -> int:
    return sum(event.what in what for event in events)


def _in_time(clocks: Iterable[Clock], kind: ClockKind, at: datetime) -> Share:
    """Of the promises that fell due; an extension never moves what was promised."""
    due = [clock for clock in clocks if clock.kind is kind and clock.promised <= at]
    return Share(sum(clock.met_at is not None and clock.met_at <= clock.promised for clock in due), len(due))


def _median(spans: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(span.total_seconds() for span in spans)) if spans else None


def _long_untaken(case: Case, at: datetime) -> bool:
    return case.stage is Stage.NEW and case.released_at is not None and at - case.released_at > LONG_NEW


def counts_for_the_coach(case: Case) -> bool:
    """A grievance, unless the coach was ticked."""
    return case.kind is Kind.GRIEVANCE and case.about is not About.COACH


def _grievance_late(month: Month) -> bool:
    """For the coach alone, and never about a case in which the coach was ticked."""
    due = [clock for clock in month.running if clock.due <= month.at and clock.case in month.cases]
    late = [month.cases[clock.case] for clock in due if not rests(month.cases[clock.case], clock)]
    return any(counts_for_the_coach(case) for case in late)


def _signals(
    total: int, shares: Mapping[ClockKind, Share], overdue: Sequence[Clock], untaken: int, *, late: bool, at: datetime
) -> tuple[Signal, ...]:
    taken, answered = shares[ClockKind.TAKEN].percent, shares[ClockKind.ANSWERED].percent
    found = {
        Signal.GRIEVANCE_LATE: late,
        Signal.SILENT: total == 0,
        Signal.OVERDUE_LONG: any(at - clock.due > LONG_OVERDUE for clock in overdue),
        Signal.NEW_LONG: untaken > 0,
        Signal.ANSWERS_LATE: answered is not None and answered < ENOUGH_ANSWERED,
        Signal.TAKEN_LATE: taken is not None and taken < ENOUGH_TAKEN,
    }
    return tuple(signal for signal in Signal if found[signal])[:MOST_SIGNALS]
