import json
from dataclasses import replace
from datetime import date, time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clocks import due
from cases.errors import RuleBroken
from cases.localtime import instant
from cases.model import Case, ClockKind, Kind, Urgency
from cases.policy import (
    DEFAULT,
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
    no_later,
    row_name,
)
from tests.cases.china import CHINA
from tests.cases.examples import GRIEVANCE, RED, SHANGHAI, SUGGESTION, URGENT_GRIEVANCE, a_case

TAKEN, ANSWERED, SOLVED = ClockKind.TAKEN, ClockKind.ANSWERED, ClockKind.SOLVED
TABLE = DEFAULT.rows


def test_a_policy_is_made_and_changed_like_this() -> None:
    assert DEFAULT.rule(SUGGESTION, TAKEN) == WorkingDays(2)
    quicker = DEFAULT.with_row(RowName.SUGGESTION, Row(WorkingDays(1), WorkingDays(5), Days(60)))
    assert (quicker.version, loosened(quicker)) == (2, ())
    assert quicker.rule(SUGGESTION, ANSWERED) == WorkingDays(5)
    slower = DEFAULT.with_row(RowName.SUGGESTION, Row(WorkingDays(4), WorkingDays(10), Days(90)))
    assert loosened(slower) == (Loosened(RowName.SUGGESTION, "taken", Limit.TAKEN_AT_MOST, WorkingDays(3)),)


YELLOW, GREEN = (a_case(Kind.HAZARD, urgency=urgency) for urgency in (Urgency.YELLOW, Urgency.GREEN))


@pytest.mark.parametrize(
    ("case", "taken", "answered", "solved"),
    [
        (RED, ShiftHours(1), WallHours(24), Days(3)),
        (YELLOW, NextWorkingDay(), WorkingDays(3), Days(7)),
        (GREEN, NextWorkingDay(), WorkingDays(3), WorkingDays(15)),
        (URGENT_GRIEVANCE, DailyHours(4, time(7), time(22)), Days(2), Days(14)),
        (GRIEVANCE, WorkingDays(2), WorkingDays(5), Days(30)),
        (SUGGESTION, WorkingDays(2), WorkingDays(10), Days(90)),
        (a_case(Kind.QUESTION), WorkingDays(2), WorkingDays(3), None),
    ],
    ids=list(RowName),
)
def test_the_default_promises(case: Case, taken: Rule, answered: Rule, solved: Rule | None) -> None:
    kinds = (ClockKind.TAKEN, ClockKind.ANSWERED, ClockKind.SOLVED)
    assert [DEFAULT.rule(case, clock) for clock in kinds] == [taken, answered, solved]


def test_a_danger_that_hurts_now_is_made_safe_within_a_day() -> None:
    assert {name: row.made_safe for name, row in TABLE.items() if row.made_safe} == {RowName.HAZARD_RED: WallHours(24)}
    assert [DEFAULT.rule(case, ClockKind.MADE_SAFE) for case in (RED, YELLOW, GREEN)] == [WallHours(24), None, None]


def test_what_is_not_sorted_is_promised_like_a_grievance_and_a_hazard_without_a_tap_like_yellow() -> None:
    assert [row_name(a_case(kind)) for kind in (None, Kind.HAZARD)] == [RowName.GRIEVANCE, RowName.HAZARD_YELLOW]


def test_the_default_policy_is_within_its_own_limits_and_survives_json() -> None:
    assert loosened(DEFAULT) == ()
    assert Policy.from_dict(json.loads(json.dumps(DEFAULT.to_dict()))) == DEFAULT


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        (RowName.HAZARD_RED, {"taken": ShiftHours(2)}, Limit.URGENT_FIXED),
        (RowName.HAZARD_RED, {"made_safe": WallHours(25)}, Limit.URGENT_FIXED),
        (RowName.HAZARD_RED, {"made_safe": None}, Limit.MISSING),
        (RowName.HAZARD_RED, {"solved": Days(4)}, Limit.URGENT_FIXED),
        (RowName.GRIEVANCE_URGENT, {"taken": DailyHours(4, time(8), time(22))}, Limit.URGENT_FIXED),
        (RowName.GRIEVANCE_URGENT, {"taken": DailyHours(4, time(7), time(21))}, Limit.URGENT_FIXED),
        (RowName.GRIEVANCE_URGENT, {"answered": WorkingDays(2)}, Limit.URGENT_FIXED),
        (RowName.QUESTION, {"answered": WorkingDays(16)}, Limit.ANSWERED_AT_MOST),
        (RowName.HAZARD_YELLOW, {"taken": WorkingDays(4)}, Limit.TAKEN_AT_MOST),
        (RowName.GRIEVANCE, {"solved": Days(31)}, Limit.SOLVED_AT_MOST),
        (RowName.GRIEVANCE, {"solved": NextWorkingDay()}, Limit.SOLVED_AT_MOST),  # a stop may be longer than 30 days
        (RowName.GRIEVANCE, {"solved": None}, Limit.MISSING),
    ],
)
def test_what_the_programme_does_not_allow_is_named_with_its_limit(
    name: RowName, change: dict[str, Rule | None], why: Limit
) -> None:
    found = loosened(DEFAULT.with_row(name, replace(TABLE[name], **change)))  # type: ignore[arg-type]
    assert [(item.row, item.part, item.why) for item in found] == [(name, next(iter(change)), why)]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (RowName.HAZARD_RED, {"answered": WallHours(12)}),
        (RowName.GRIEVANCE_URGENT, {"taken": WallHours(2)}),
        (RowName.HAZARD_YELLOW, {"taken": WorkingDays(3), "answered": WorkingDays(15)}),
        (RowName.SUGGESTION, {"taken": NextWorkingDay(), "answered": Days(7)}),
        (RowName.QUESTION, {"solved": Days(30)}),
    ],
)
def test_what_the_programme_allows(name: RowName, change: dict[str, Rule]) -> None:
    assert loosened(DEFAULT.with_row(name, replace(TABLE[name], **change))) == ()


def test_a_rule_without_time_or_with_hours_that_end_before_they_begin_cannot_be() -> None:
    for make in (WallHours, ShiftHours, DailyHours, Days, WorkingDays):
        with pytest.raises(RuleBroken, match="policy_time_too_short"):
            make(0)
    with pytest.raises(RuleBroken, match="policy_hours_out_of_order"):
        DailyHours(4, time(22), time(7))


def test_a_stored_policy_that_forgot_a_promise_is_refused() -> None:
    stored = DEFAULT.to_dict()
    stored["rows"]["question"]["answered"] = None
    with pytest.raises(RuleBroken, match="policy_promise_missing"):
        Policy.from_dict(stored)


RULES: list[Rule] = [
    NextWorkingDay(),
    *(WallHours(hours) for hours in (1, 2, 4, 24, 48)),
    *(ShiftHours(hours) for hours in (1, 2, 8)),
    *(Days(days) for days in (1, 2, 3, 30)),
    *(WorkingDays(days) for days in (1, 2, 3, 15)),
    *(DailyHours(hours, time(opens), time(22)) for hours, opens in product((1, 4, 8), (6, 7, 8))),
]


@given(st.dates(date(2025, 1, 1), date(2026, 6, 1)), st.times(max_value=time(16, 30)))
def test_law_a_rule_that_is_no_later_is_never_due_later(day: date, start: time) -> None:
    sent = instant(day, start, SHANGHAI)
    ends = [(rule, due(rule, sent, CHINA)) for rule in RULES]
    for (rule, end), (limit, last) in product(ends, ends):
        assert not no_later(rule, limit) or end <= last
