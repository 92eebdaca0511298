"""Days that are offered, and days that people type."""

from datetime import date

import pytest

from bot.flows.staff_days import longer_days, read_day, solve_days
from cases.calendar import Calendar

THURSDAY = date(2026, 12, 3)
CALENDAR = Calendar("Asia/Shanghai")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-10", date(2026, 12, 10)),
        ("2026/12/10", date(2026, 12, 10)),
        ("12.10", date(2026, 12, 10)),
        ("12月10日", date(2026, 12, 10)),
        (" 到12月10日 ", date(2026, 12, 10)),
        ("1-5", date(2027, 1, 5)),
        ("12-3", date(2027, 12, 3)),
        ("2028-12-02", date(2028, 12, 2)),
        ("2028-12-03", None),
        ("9999-12-31", None),
        ("2026-12-03", None),
        ("2025-12-10", None),
        ("2026-02-30", None),
        ("13-13", None),
        ("soon", None),
        ("10", None),
        ("", None),
        ("2026-12-10 or 11", None),
    ],
)
def test_a_typed_day_is_one_to_come(typed: str, day: date | None) -> None:
    assert read_day(typed, THURSDAY) == day


def test_offered_days_are_working_days() -> None:
    offered = solve_days(THURSDAY, None, CALENDAR)
    assert offered == [date(2026, 12, day) for day in (4, 7, 10, 17, 31)]


def test_no_day_beyond_the_limit_is_offered() -> None:
    assert solve_days(THURSDAY, date(2026, 12, 8), CALENDAR) == [date(2026, 12, 4), date(2026, 12, 7)]


def test_the_limit_itself_is_offered_when_nothing_else_is_left() -> None:
    assert solve_days(THURSDAY, THURSDAY, CALENDAR) == [THURSDAY]
    assert solve_days(THURSDAY, date(2026, 11, 1), CALENDAR) == [THURSDAY]


def test_longer_days_count_from_the_later_of_today_and_the_due_day() -> None:
    assert longer_days(THURSDAY, date(2026, 12, 9), CALENDAR) == [date(2026, 12, day) for day in (11, 16, 23)]
    assert longer_days(THURSDAY, date(2026, 11, 9), CALENDAR) == [date(2026, 12, day) for day in (7, 10, 17)]
