import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.calendar import Calendar, Cause, Override, Shift, Shutdown, SkippedDay, Window
from cases.errors import CalendarEmpty, RuleBroken
from tests.cases.china import CHINA, DAYS_OFF, MAKE_UP_DAYS, OVERRIDES

SIX_DAYS = frozenset({1, 2, 3, 4, 5, 6})
NIGHT = Shift("night", time(22), time(6))
FACTORY = Calendar(
    "Asia/Shanghai",
    weekdays=SIX_DAYS,
    windows=(Window(time(7, 30), time(11, 30)), Window(time(13), time(17, 30))),
    shifts=(NIGHT,),
    shutdowns=(Shutdown(date(2026, 2, 9), date(2026, 3, 1), "Spring Festival stop"),),
    overrides=OVERRIDES,
    provisional_years=frozenset({2027}),
)
NEVER = Calendar("Asia/Shanghai", weekdays=frozenset())


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_a_week_with_a_holiday_reads_like_this() -> None:
    wednesday = date(2026, 9, 30)
    assert CHINA.is_working_day(wednesday)
    assert CHINA.next_working_day(wednesday) == date(2026, 10, 8)
    assert CHINA.add_working_days(wednesday, 3) == date(2026, 10, 10), "a Saturday, but a make-up day"
    assert CHINA.shift_running(at("2026-09-30 11:59"))
    assert CHINA.next_shift_start(at("2026-09-30 17:00")) == at("2026-10-08 08:00")
    assert CHINA.explain(date(2026, 9, 26), date(2026, 10, 1)) == (
        SkippedDay(date(2026, 9, 27), Cause.DAY_OFF, "Mid-Autumn"),
        SkippedDay(date(2026, 10, 1), Cause.DAY_OFF, "National Day"),
    )


@pytest.mark.parametrize("day", [date.fromisoformat(day) for day in MAKE_UP_DAYS])
def test_a_make_up_day_is_a_weekend_day_that_counts(day: date) -> None:
    assert (day.isoweekday() in (6, 7), CHINA.is_working_day(day)) == (True, True)


@pytest.mark.parametrize("day", DAYS_OFF)
def test_a_holiday_does_not_count_not_even_in_a_factory_that_works_on_saturdays(day: date) -> None:
    assert (CHINA.is_working_day(day), FACTORY.is_working_day(day)) == (False, False)


def test_working_days_of_known_years() -> None:
    # 365 days, 104 of them on a weekend, and 13 public holidays: make-up days change the dates, not the sum.
    assert CHINA.working_days_between(date(2024, 12, 31), date(2025, 12, 31)) == 248
    assert CHINA.working_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 248


def test_a_shutdown_closes_make_up_days_too() -> None:
    assert FACTORY.closure(date(2026, 2, 28)) == SkippedDay(date(2026, 2, 28), Cause.SHUTDOWN, "Spring Festival stop")
    assert FACTORY.next_working_day(date(2026, 2, 8)) == date(2026, 3, 2)


def test_a_year_that_is_all_but_closed_is_searched_to_its_end() -> None:
    hotel = replace(CHINA, shutdowns=(Shutdown(date(2026, 1, 1), date(2026, 12, 29), "rebuilding"),))
    assert hotel.next_working_day(date(2025, 12, 31)) == date(2026, 12, 30)
    assert hotel.next_shift_start(at("2025-12-31 18:00")) == at("2026-12-30 08:00")


def test_the_weekly_rest_has_no_reason_of_its_own() -> None:
    assert FACTORY.explain(date(2026, 3, 6), date(2026, 3, 8)) == (SkippedDay(date(2026, 3, 8), Cause.WEEKLY_REST),)


@pytest.mark.parametrize(
    ("moment", "running"),
    [
        ("2026-03-02 07:29", False),
        ("2026-03-02 07:30", True),
        ("2026-03-02 11:30", False),  # lunch
        ("2026-03-02 13:00", True),
        ("2026-03-02 17:30", False),
        ("2026-03-02 22:00", True),
        ("2026-03-03 05:59", True),
        ("2026-03-03 06:00", False),
        ("2026-03-07 03:00", True),  # Friday's night shift on Saturday morning
        ("2026-03-08 03:00", False),  # none on Saturday
        ("2026-03-07 09:00", True),  # Saturday is the sixth working day
        ("2026-03-08 09:00", False),
        ("2026-02-10 23:00", False),  # the stop stops shifts
        ("2026-05-04 23:00", False),  # Labour Day, a Monday
        ("2026-05-09 23:00", True),  # a make-up Saturday
    ],
)
def test_when_somebody_works(moment: str, running: bool) -> None:
    assert FACTORY.shift_running(at(moment)) is running


@pytest.mark.parametrize(
    ("moment", "start"),
    [
        ("2026-03-02 06:00", "2026-03-02 07:30"),
        ("2026-03-02 07:30", "2026-03-02 13:00"),
        ("2026-03-02 12:00", "2026-03-02 13:00"),
        ("2026-03-02 23:00", "2026-03-03 07:30"),
        ("2026-03-07 18:00", "2026-03-09 07:30"),
        ("2026-02-07 18:00", "2026-03-02 07:30"),
    ],
)
def test_the_next_start_of_work(moment: str, start: str) -> None:
    assert FACTORY.next_shift_start(at(moment)) == at(start)


def test_a_shift_may_work_while_the_offices_rest() -> None:
    furnace = replace(FACTORY, shifts=(Shift("furnace", time(0), time(0), frozenset({7})),))
    assert furnace.shift_running(at("2026-03-08 03:00"))
    assert furnace.day_start(date(2026, 3, 8)) == at("2026-03-08 00:00")


def test_a_day_starts_with_its_first_window_and_a_closed_day_not_at_all() -> None:
    assert FACTORY.day_start(date(2026, 3, 2)) == at("2026-03-02 07:30")
    assert FACTORY.day_start(date(2026, 3, 8)) is None


def test_who_worked_within_the_last_day_also_on_the_night_before_yesterday() -> None:
    tuesdays = replace(FACTORY, windows=(), shifts=(Shift("night", time(22), time(6), frozenset({2})),))
    assert tuesdays.worked_since(at("2026-03-04 05:30"), at("2026-03-05 00:00"))
    assert not tuesdays.worked_since(at("2026-03-04 06:00"), at("2026-03-05 00:00"))


def test_a_night_shift_lasts_an_hour_less_when_the_clocks_are_turned_forward() -> None:
    paris = Calendar("Europe/Paris", shifts=(Shift("night", time(22), time(6), frozenset({6})),))
    assert paris.shift_running(at("2026-03-28 22:00", "Europe/Paris"))
    assert paris.shift_running(datetime(2026, 3, 29, 3, 59, tzinfo=UTC))
    assert not paris.shift_running(datetime(2026, 3, 29, 4, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: NEVER.next_working_day(date(2026, 3, 2)),
        lambda: NEVER.add_working_days(date(2026, 3, 2), 1),
        lambda: NEVER.next_shift_start(at("2026-03-02 08:00")),
    ],
)
def test_a_calendar_without_work_is_an_error_and_no_endless_search(ask: Callable[[], object]) -> None:
    with pytest.raises(CalendarEmpty):
        ask()


def test_working_days_are_not_counted_backward() -> None:
    with pytest.raises(ValueError, match="forward"):
        CHINA.add_working_days(date(2026, 3, 2), -1)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CHINA.shift_running(datetime.combine(date(2026, 3, 2), time(8)))


def test_a_year_is_provisional_when_marked_or_when_nobody_entered_a_day_of_it() -> None:
    marked = CHINA.with_year(2027, {date(2027, 1, 1): Override(False, "New Year")}, provisional=True)
    confirmed = marked.with_year(2027, marked.overrides, provisional=False)
    answers = [calendar.is_provisional(year) for calendar in (CHINA, marked, confirmed) for year in (2026, 2027)]
    assert answers == [False, True, False, True, False, False]


def test_a_year_is_replaced_whole() -> None:
    only = {date(2026, 6, 1): Override(False, "founding day")}
    changed = CHINA.with_year(2026, only, provisional=False)
    assert {day: o for day, o in changed.overrides.items() if day.year == 2026} == only
    assert {day for day in changed.overrides if day.year == 2025} == {day for day in OVERRIDES if day.year == 2025}


def test_a_calendar_survives_json() -> None:
    assert Calendar.from_dict(json.loads(json.dumps(FACTORY.to_dict()))) == FACTORY


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"zone": "Asia/Nowhere"}, "calendar_zone_unknown"),
        ({"zone": ""}, "calendar_zone_unknown"),
        ({"weekdays": [0, 1]}, "calendar_weekday_unknown"),
        ({"shifts": [["night", "22:00", "06:00", [8]]]}, "calendar_weekday_unknown"),
        ({"windows": [["13:00", "12:00"]]}, "calendar_windows_out_of_order"),
        ({"windows": [["08:00", "08:00"]]}, "calendar_windows_out_of_order"),
        ({"windows": [["08:00", "13:00"], ["12:00", "17:00"]]}, "calendar_windows_out_of_order"),
        ({"shutdowns": [["2026-03-02", "2026-03-01", "stop"]]}, "calendar_shutdown_backwards"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(change: dict[str, object], rule: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        Calendar.from_dict(FACTORY.to_dict() | change)
    assert refused.value.rule == rule


@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(0, 40))
def test_law_adding_and_counting_working_days_are_inverse(day: date, count: int) -> None:
    later = FACTORY.add_working_days(day, count)
    assert FACTORY.working_days_between(day, later) == count
    assert count == 0 or FACTORY.is_working_day(later)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(0, 60))
def test_law_every_day_either_counts_or_is_explained(day: date, length: int) -> None:
    until = day + timedelta(days=length)
    assert FACTORY.working_days_between(day, until) + len(FACTORY.explain(day, until)) == length


@given(st.builds(datetime.combine, st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.times(), st.just(UTC)))
def test_law_the_next_start_of_work_is_later_and_somebody_works_then(moment: datetime) -> None:
    start = FACTORY.next_shift_start(moment)
    assert start > moment
    assert FACTORY.shift_running(start)
