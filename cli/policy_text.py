"""An enterprise's promises as a text to edit."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Annotated

from pydantic import PlainValidator

from cases.calendar import Calendar
from cases.clocks import due
from cases.errors import RuleBroken
from cases.policy import (
    PARTS,
    DailyHours,
    Days,
    Limit,
    Loosened,
    NextWorkingDay,
    Policy,
    Row,
    RowName,
    Rule,
    ShiftHours,
    WallHours,
    WorkingDays,
    loosened,
)
from cli.plain import WrongInput
from cli.toml_text import Strict, quoted
from cli.toml_text import read as read_toml

HEAD = """\
# What {code} promises, version {version}. Change it, then: huiyin policy {code} FILE
# A time is written like these: "next working day", "2 working days", "3 days", "24 hours",
# "1 shift hour" (while a shift works), "4 hours between 07:00 and 22:00".
"""
NEXT = "next working day"
COUNTED: Mapping[str, type[WallHours | ShiftHours | Days | WorkingDays]] = {
    "hour": WallHours,
    "shift hour": ShiftHours,
    "day": Days,
    "working day": WorkingDays,
}
ORDER = (("taken", "answered"), ("answered", "solved"))
PLAIN = Calendar("UTC")
STARTS = [datetime(2026, 6, day, 11, 30, tzinfo=UTC) for day in range(1, 6)]
"""Before noon, on each day of a week without days off."""
COUNT = re.compile(r"([1-9][0-9]{0,3}) ((?:shift )?hour|(?:working )?day)s?")
DAILY = re.compile(r"([1-9][0-9]{0,3}) hours? between ([0-9]{2}:[0-9]{2}) and ([0-9]{2}:[0-9]{2})")


def _rule(given: object) -> Rule:
    text = str(given)
    if text == NEXT:
        return NextWorkingDay()
    if found := COUNT.fullmatch(text):
        return COUNTED[found[2]](int(found[1]))
    if found := DAILY.fullmatch(text):
        return _daily(int(found[1]), time.fromisoformat(found[2]), time.fromisoformat(found[3]))
    raise ValueError('this is no time such as "2 working days"; the first lines of huiyin policy CODE show them all')


def _daily(hours: int, opens: time, closes: time) -> Rule:
    try:
        return DailyHours(hours, opens, closes)
    except RuleBroken:
        raise ValueError("the second time must be later than the first") from None


RuleText = Annotated[Rule, PlainValidator(_rule)]


class _Row(Strict):
    taken: RuleText
    answered: RuleText
    solved: RuleText | None = None
    made_safe: RuleText | None = None


class _Policy(Strict):
    hazard_red: _Row
    hazard_yellow: _Row
    hazard_green: _Row
    grievance_urgent: _Row
    grievance: _Row
    suggestion: _Row
    question: _Row


def read(text: str, version: int) -> Policy:
    """The promises as that version. Raises WrongInput with each key that is wrong or too late for the programme."""
    given = read_toml(text, _Policy)
    rows: dict[RowName, _Row] = {name: getattr(given, name) for name in RowName}
    policy = Policy(version, {name: Row(**{part: getattr(row, part) for part in PARTS}) for name, row in rows.items()})
    if faults := loosened(policy):
        raise WrongInput("\n".join(map(_too_late, faults)))
    if lines := [*_nobody_keeps(policy), *_out_of_order(policy)]:
        raise WrongInput("\n".join(lines))
    return policy


def written(policy: Policy, code: str) -> str:
    """``read`` gives equal promises back."""
    rows = (_row(name, policy.rows[name]) for name in RowName)
    return HEAD.format(code=code, version=policy.version) + "".join(rows)


def _row(name: RowName, row: Row) -> str:
    rules = {part: rule for part in PARTS if (rule := getattr(row, part)) is not None}
    return f"\n[{name}]\n" + "".join(f"{part} = {quoted(_words(rule))}\n" for part, rule in rules.items())


def _words(rule: Rule) -> str:
    match rule:
        case NextWorkingDay():
            return NEXT
        case DailyHours(hours, opens, closes):
            return f"{_many(hours, 'hour')} between {opens:%H:%M} and {closes:%H:%M}"
        case WallHours(count) | ShiftHours(count) | Days(count) | WorkingDays(count):
            return _many(count, next(unit for unit, kind in COUNTED.items() if type(rule) is kind))


def _many(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _nobody_keeps(policy: Policy) -> Iterator[str]:
    """A line for each promise of control over what is no danger now: there is no button to keep it."""
    for name, row in policy.rows.items():
        if row.made_safe and name is not RowName.HAZARD_RED:
            yield f"{name}.made_safe: only {RowName.HAZARD_RED} is brought under control. Take this line out."


def _out_of_order(policy: Policy) -> Iterator[str]:
    """A line for each promise that would be due before the one it comes after."""
    for name in RowName:
        for earlier, later in ORDER:
            first, then = (getattr(policy.rows[name], part) for part in (earlier, later))
            if first and then and any(due(then, at, PLAIN) < due(first, at, PLAIN) for at in STARTS):
                yield f"{name}.{later}: this may be due before {name}.{earlier}. Make it later, or that one earlier."


def _too_late(fault: Loosened) -> str:
    key, limit = f"{fault.row}.{fault.part}", _words(fault.limit)
    if fault.why is Limit.MISSING:
        return f"{key}: it is missing. The programme allows at most {limit}."
    return f"{key}: this may be later than the programme allows, which is {limit} at most."
