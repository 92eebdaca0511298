"""The promises of an enterprise: for each kind of case how soon it is taken, answered and solved.

A rule is a small value; ``cases.clocks.due`` turns it into an instant. The table is versioned, and a case keeps the
version it came in under.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import time
from enum import StrEnum
from typing import Any

from cases.errors import RuleBroken
from cases.model import Case, ClockKind, Kind, Urgency

NOON = time(12)
EVENING = time(17)
HOURS_OF_A_DAY = 24


def _at_least_one(count: int) -> None:
    if count < 1:
        raise RuleBroken("policy_time_too_short")


@dataclass(frozen=True, slots=True)
class WallHours:
    """So many hours, day and night."""

    hours: int

    def __post_init__(self) -> None:
        _at_least_one(self.hours)


@dataclass(frozen=True, slots=True)
class ShiftHours:
    """So many hours while any shift works, else at the start of the next one; a shorter standstill counts as work."""

    hours: int

    def __post_init__(self) -> None:
        _at_least_one(self.hours)


@dataclass(frozen=True, slots=True)
class DailyHours:
    """So many hours, of which only those between the two local times of every day count."""

    hours: int
    opens: time = time(7)
    closes: time = time(22)

    def __post_init__(self) -> None:
        _at_least_one(self.hours)
        if self.opens >= self.closes:
            raise RuleBroken("policy_hours_out_of_order")


@dataclass(frozen=True, slots=True)
class Days:
    """17:00 so many days later, whether people work on that day or not."""

    days: int

    def __post_init__(self) -> None:
        _at_least_one(self.days)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """17:00 so many working days later."""

    days: int

    def __post_init__(self) -> None:
        _at_least_one(self.days)


@dataclass(frozen=True, slots=True)
class NextWorkingDay:
    """12:00 of the next working day."""


Rule = WallHours | ShiftHours | DailyHours | Days | WorkingDays | NextWorkingDay

RULES: Mapping[str, Callable[..., Rule]] = {
    rule.__name__: rule for rule in (WallHours, ShiftHours, DailyHours, Days, WorkingDays, NextWorkingDay)
}
"""By the name under which each is stored."""


class RowName(StrEnum):
    """The rows of the table; the two urgent ones can't be loosened."""

    HAZARD_RED = "hazard_red"
    HAZARD_YELLOW = "hazard_yellow"
    HAZARD_GREEN = "hazard_green"
    GRIEVANCE_URGENT = "grievance_urgent"
    GRIEVANCE = "grievance"
    SUGGESTION = "suggestion"
    QUESTION = "question"


ASSURANCES = WallHours(72)
"""Within this time the five assurances for a major danger are given; the law's, thus in no enterprise's table."""

URGENT_ROWS = frozenset({RowName.HAZARD_RED, RowName.GRIEVANCE_URGENT})


@dataclass(frozen=True, slots=True)
class Row:
    """The rules of one kind of case. ``made_safe``: a danger is under control by then, ``solved`` when it is gone."""

    taken: Rule
    answered: Rule
    solved: Rule | None = None
    made_safe: Rule | None = None


DEFAULT_ROWS: Mapping[RowName, Row] = {
    RowName.HAZARD_RED: Row(ShiftHours(1), WallHours(24), Days(3), made_safe=WallHours(24)),
    RowName.HAZARD_YELLOW: Row(NextWorkingDay(), WorkingDays(3), Days(7)),
    RowName.HAZARD_GREEN: Row(NextWorkingDay(), WorkingDays(3), WorkingDays(15)),
    RowName.GRIEVANCE_URGENT: Row(DailyHours(4), Days(2), Days(14)),
    RowName.GRIEVANCE: Row(WorkingDays(2), WorkingDays(5), Days(30)),
    RowName.SUGGESTION: Row(WorkingDays(2), WorkingDays(10), Days(90)),
    RowName.QUESTION: Row(WorkingDays(2), WorkingDays(3)),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of an enterprise's promises."""

    version: int
    rows: Mapping[RowName, Row]

    def rule(self, case: Case, clock: ClockKind) -> Rule | None:
        """None where nothing is promised: a question is answered, not solved."""
        row = self.rows[row_name(case)]
        rules = {
            ClockKind.TAKEN: row.taken,
            ClockKind.ANSWERED: row.answered,
            ClockKind.MADE_SAFE: row.made_safe,
            ClockKind.SOLVED: row.solved,
            ClockKind.ASSURED: ASSURANCES if case.major_at else None,
        }
        return rules[clock]

    def with_row(self, name: RowName, row: Row) -> "Policy":
        """The next version, with one row replaced; ask ``loosened`` before it is used."""
        return Policy(self.version + 1, {**self.rows, name: row})

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; ``from_dict`` gives an equal policy back."""
        return {
            "version": self.version,
            "rows": {name: {part: _rule_data(getattr(row, part)) for part in PARTS} for name, row in self.rows.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Policy":
        """Raises RuleBroken for a rule that cannot be, KeyError or ValueError for data of another shape."""
        rows = {name: data["rows"][name] for name in RowName}
        return cls(data["version"], {name: _row_from(row) for name, row in rows.items()})


DEFAULT = Policy(1, DEFAULT_ROWS)

PARTS = ("taken", "answered", "solved", "made_safe")


def row_name(case: Case) -> RowName:
    """What is not sorted yet is handled, and promised, like a grievance; a hazard without a tap could hurt someone."""
    if case.kind is Kind.HAZARD:
        return RowName(f"hazard_{case.urgency or Urgency.YELLOW}")
    if case.urgent:
        return RowName.GRIEVANCE_URGENT
    return RowName(case.kind or Kind.GRIEVANCE)


class Limit(StrEnum):
    """Why a rule is refused."""

    URGENT_FIXED = "urgent_fixed"
    TAKEN_AT_MOST = "taken_at_most"
    ANSWERED_AT_MOST = "answered_at_most"
    SOLVED_AT_MOST = "solved_at_most"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Loosened:
    """A rule that promises less than the programme allows; ``limit`` is the latest one it does allow."""

    row: RowName
    part: str
    why: Limit
    limit: Rule


def loosened(policy: Policy) -> tuple[Loosened, ...]:
    """All that the programme does not allow in a proposed policy; empty when it may be used."""
    return tuple(
        Loosened(name, part, Limit.MISSING if rule is None else why, limit)
        for name in RowName
        for part, why, limit in _limits(name)
        if (rule := getattr(policy.rows[name], part)) is None or not no_later(rule, limit)
    )


def no_later(rule: Rule, limit: Rule) -> bool:
    """Whether ``rule`` is never due after ``limit`` for a clock started by 16:30; False when that can't be told."""
    match rule, limit:
        case (
            (WallHours(mine), WallHours(most) | DailyHours(most))
            | (ShiftHours(mine), ShiftHours(most))
            | (Days(mine), Days(most) | WorkingDays(most))
            | (WorkingDays(mine), WorkingDays(most))
        ):
            return mine <= most
        case DailyHours(), DailyHours():
            return rule.hours <= limit.hours and rule.opens <= limit.opens and rule.closes >= limit.closes
        case WallHours(hours), Days(most) | WorkingDays(most):
            return hours <= HOURS_OF_A_DAY * most
    return isinstance(rule, NextWorkingDay) and isinstance(limit, NextWorkingDay | WorkingDays)


def _limits(name: RowName) -> tuple[tuple[str, Limit, Rule], ...]:
    row = DEFAULT_ROWS[name]
    if name in URGENT_ROWS:
        return tuple((part, Limit.URGENT_FIXED, rule) for part in PARTS if (rule := getattr(row, part)))
    limits = (
        ("taken", Limit.TAKEN_AT_MOST, WorkingDays(3)),
        ("answered", Limit.ANSWERED_AT_MOST, WorkingDays(15)),
    )
    return limits if row.solved is None else (*limits, ("solved", Limit.SOLVED_AT_MOST, row.solved))


def _rule_data(rule: Rule | None) -> dict[str, Any] | None:
    if rule is None:
        return None
    values = {key: value.isoformat() if isinstance(value, time) else value for key, value in asdict(rule).items()}
    return {"rule": type(rule).__name__, **values}


def _row_from(data: Mapping[str, Any]) -> Row:
    taken, answered = _rule_from(data["taken"]), _rule_from(data["answered"])
    if taken is None or answered is None:
        raise RuleBroken("policy_promise_missing")
    return Row(taken, answered, _rule_from(data["solved"]), _rule_from(data["made_safe"]))


def _rule_from(data: Mapping[str, Any] | None) -> Rule | None:
    if data is None:
        return None
    values = {**data}
    for key in {"opens", "closes"} & values.keys():
        values[key] = time.fromisoformat(values[key])
    return RULES[values.pop("rule")](**values)
