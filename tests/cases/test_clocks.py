from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.calendar import Calendar, Cause, Shift, Shutdown, SkippedDay, Window
from cases.clocks import (
    Why,
    after_pause,
    check_extension,
    check_pause,
    due,
    pause_end,
    paused_days,
    why,
)
from cases.errors import CalendarEmpty, RuleBroken
from cases.localtime import local, local_day
from cases.model import Case, ClockKind, Kind, Mode
from cases.policy import DEFAULT, DailyHours, Days, NextWorkingDay, Rule, ShiftHours, WallHours, WorkingDays
from cases.release import Half, HalfDay
from tests.cases.china import CHINA
from tests.cases.examples import RED, SUGGESTION, a_case, a_clock, at

NIGHTS = replace(CHINA, shifts=(Shift("night", time(22), time(6)),))
STOPPED = replace(CHINA, shutdowns=(Shutdown(date(2026, 3, 4), date(2026, 3, 10), "stocktaking"),))


def test_a_promise_reads_like_this() -> None:
    released = at("2026-09-30 11:30")
    clock = a_clock(ClockKind.TAKEN, released, due(WorkingDays(2), released, CHINA))
    assert clock.due == at("2026-10-09 17:00")
    holidays = tuple(SkippedDay(date(2026, 10, day), Cause.DAY_OFF, "National Day") for day in range(1, 8))
    assert why(SUGGESTION, clock, WorkingDays(2), CHINA) == Why(
        kind=ClockKind.TAKEN,
        policy_version=1,
        rule=WorkingDays(2),
        started=HalfDay(date(2026, 9, 30), Half.MORNING),
        due=clock.due,
        promised_on=date(2026, 10, 9),
        skipped=holidays,
        paused_days=0,
        extended=False,
        provisional_years=(),
    )


@pytest.mark.parametrize(
    ("rule", "start", "end"),
    [
        (WallHours(24), "2026-03-06 16:30", "2026-03-07 16:30"),
        (NextWorkingDay(), "2026-03-02 11:30", "2026-03-03 12:00"),
        (NextWorkingDay(), "2026-03-06 16:30", "2026-03-09 12:00"),
        (WorkingDays(3), "2026-03-02 16:30", "2026-03-05 17:00"),
        (WorkingDays(3), "2026-02-13 11:30", "2026-02-25 17:00"),  # 14 Feb is worked, then Spring Festival
        (WorkingDays(1), "2026-03-07 11:30", "2026-03-09 17:00"),
        (Days(2), "2026-03-06 21:00", "2026-03-08 17:00"),
        (Days(30), "2026-03-02 11:30", "2026-04-01 17:00"),
        (DailyHours(4), "2026-03-02 09:00", "2026-03-02 13:00"),
        (DailyHours(4), "2026-03-02 18:00", "2026-03-02 22:00"),
        (DailyHours(4), "2026-03-02 21:00", "2026-03-03 10:00"),
        (DailyHours(4), "2026-03-02 23:00", "2026-03-03 11:00"),
        (DailyHours(4), "2026-03-02 03:00", "2026-03-02 11:00"),
        (DailyHours(20), "2026-03-02 07:00", "2026-03-03 12:00"),
        (ShiftHours(1), "2026-03-02 09:10", "2026-03-02 10:10"),
        (ShiftHours(1), "2026-03-02 16:50", "2026-03-02 17:50"),
        (ShiftHours(1), "2026-03-02 17:10", "2026-03-03 08:00"),
        (ShiftHours(1), "2026-03-06 20:00", "2026-03-09 08:00"),
        (ShiftHours(1), "2026-03-02 07:50", "2026-03-02 08:00"),
    ],
)
def test_when_each_rule_is_due(rule: Rule, start: str, end: str) -> None:
    assert due(rule, at(start), CHINA) == at(end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-02 23:30", "2026-03-03 00:30"),
        ("2026-03-07 05:00", "2026-03-07 06:00"),  # Friday's night shift
        ("2026-03-07 06:00", "2026-03-09 08:00"),
        ("2026-03-02 19:00", "2026-03-02 22:00"),
    ],
)
def test_the_hour_of_a_danger_runs_in_the_night_shift(start: str, end: str) -> None:
    assert due(ShiftHours(1), at(start), NIGHTS) == at(end)


def test_a_break_shorter_than_the_hour_does_not_shorten_it() -> None:
    short_lunch = replace(CHINA, windows=(Window(time(8), time(12)), Window(time(12, 30), time(17))))
    ends = [due(ShiftHours(1), at(f"2026-03-02 {start}"), short_lunch) for start in ("11:59", "12:10", "12:30")]
    assert ends == [at(f"2026-03-02 {end}") for end in ("12:59", "13:10", "13:30")]


def test_wall_hours_are_hours_when_the_clocks_are_turned() -> None:
    paris = Calendar("Europe/Paris")
    assert due(WallHours(24), at("2026-03-28 16:30", "Europe/Paris"), paris) == at("2026-03-29 17:30", "Europe/Paris")
    assert due(Days(1), at("2026-03-28 16:30", "Europe/Paris"), paris) == at("2026-03-29 17:00", "Europe/Paris")
    assert due(DailyHours(4), at("2026-03-28 21:00", "Europe/Paris"), paris) == at("2026-03-29 10:00", "Europe/Paris")


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(WallHours(1), datetime.combine(date(2026, 3, 2), time(8)), CHINA)


def test_a_calendar_without_work_is_an_error_only_where_work_counts() -> None:
    never = Calendar("Asia/Shanghai", weekdays=frozenset())
    for rule in (WorkingDays(1), NextWorkingDay(), ShiftHours(1)):
        with pytest.raises(CalendarEmpty):
            due(rule, at("2026-03-02 11:30"), never)
    assert due(Days(1), at("2026-03-02 11:30"), never) == at("2026-03-03 17:00")


def test_a_pause_adds_the_working_days_it_took() -> None:
    friday, tuesday = at("2026-03-06 10:00"), at("2026-03-10 09:00")
    taken = paused_days(friday, tuesday, CHINA)
    assert taken == 2
    assert after_pause(at("2026-03-12 17:00"), taken, CHINA) == at("2026-03-16 17:00")


def test_a_pause_of_one_day_adds_nothing_and_a_long_one_ends_after_three_working_days() -> None:
    monday = at("2026-03-02 10:00")
    assert after_pause(at("2026-03-04 12:00"), paused_days(monday, at("2026-03-02 16:00"), CHINA), CHINA) == at(
        "2026-03-04 12:00"
    )
    assert paused_days(monday, at("2026-03-20 10:00"), CHINA) == 3
    assert pause_end(monday, CHINA) == at("2026-03-05 17:00")


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        (RED, "pause_never_for_hazards"),
        (a_case(Kind.HAZARD), "pause_never_for_hazards"),
        (a_case(mode=Mode.NO_WAY_BACK), "pause_needs_a_way_back"),
        (a_case(pause_used=True), "pause_only_once"),
    ],
)
def test_when_a_clock_may_not_wait(case: Case, rule: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_pause(case)
    assert refused.value.rule == rule


@pytest.mark.parametrize("case", [SUGGESTION, a_case(Kind.GRIEVANCE), a_case(mode=Mode.NAMED)])
def test_when_a_clock_may_wait(case: Case) -> None:
    check_pause(case)


def test_an_extension_goes_once_and_to_a_later_time() -> None:
    clock = a_clock(ClockKind.SOLVED, at("2026-03-02 11:30"), at("2026-03-20 17:00"))
    check_extension(SUGGESTION, clock, at("2026-03-20 17:01"))
    with pytest.raises(RuleBroken, match="extend_only_to_later"):
        check_extension(SUGGESTION, clock, clock.due)
    with pytest.raises(RuleBroken, match="extend_only_once"):
        check_extension(a_case(extended=True), clock, at("2026-04-20 17:00"))


def test_why_tells_of_stop_pause_extension_and_unconfirmed_years() -> None:
    started = at("2026-03-02 16:30")
    promised = due(WorkingDays(2), started, STOPPED)
    moved = replace(a_clock(ClockKind.ANSWERED, started, promised), due=after_pause(promised, 1, STOPPED))
    reasons = why(SUGGESTION, moved, WorkingDays(2), STOPPED, paused=1, extended=True)
    assert (reasons.promised_on, local_day(reasons.due, STOPPED.zone)) == (date(2026, 3, 11), date(2026, 3, 12))
    assert [skipped.day.day for skipped in reasons.skipped] == [4, 5, 6, 7, 8, 9, 10]
    assert (reasons.paused_days, reasons.extended, reasons.started.half) == (1, True, Half.AFTERNOON)
    late = at("2026-12-28 11:30")
    over_new_year = a_clock(ClockKind.ANSWERED, late, due(WorkingDays(10), late, CHINA))
    assert why(SUGGESTION, over_new_year, WorkingDays(10), CHINA).provisional_years == (2027,)
    assert why(SUGGESTION, over_new_year, Days(14), CHINA).provisional_years == ()


def test_why_names_the_closed_days_of_a_pause_but_none_for_a_rule_that_counts_every_day() -> None:
    started, promised = at("2026-02-04 11:30"), at("2026-03-06 17:00")
    clock = a_clock(ClockKind.SOLVED, started, promised)
    assert why(SUGGESTION, clock, Days(30), CHINA).skipped == ()
    paused = replace(clock, due=after_pause(promised, 1, CHINA))
    assert [skipped.day for skipped in why(SUGGESTION, paused, Days(30), CHINA, paused=1).skipped] == [
        date(2026, 3, 7),
        date(2026, 3, 8),
    ]


ALL_RULES: list[Rule] = [
    rule for row in DEFAULT.rows.values() for rule in (row.taken, row.answered, row.solved, row.made_safe) if rule
]
OF_WORKING_DAYS = [rule for rule in ALL_RULES if isinstance(rule, WorkingDays | NextWorkingDay)]
CALENDARS = [
    CHINA,
    NIGHTS,
    STOPPED,
    Calendar("Europe/Paris", shifts=(Shift("late", time(14), time(22)), Shift("night", time(22, 15), time(6)))),
    Calendar("Africa/Cairo", weekdays=frozenset({7, 1, 2, 3, 4})),
    Calendar("Australia/Lord_Howe", weekdays=frozenset({6}), windows=(Window(time(1), time(3)),)),
    Calendar("America/New_York", windows=(), shifts=(Shift("short", time(23, 50), time(0, 10), frozenset({2, 6})),)),
]
INSTANTS = st.builds(datetime.combine, st.dates(date(2025, 6, 1), date(2026, 11, 30)), st.times(), st.just(UTC))
GAPS = st.timedeltas(timedelta(), timedelta(hours=3)) | st.timedeltas(timedelta(), timedelta(days=20))


@given(st.sampled_from(ALL_RULES), st.sampled_from(CALENDARS), INSTANTS, GAPS)
def test_law_who_sends_later_is_never_due_earlier(
    rule: Rule, calendar: Calendar, start: datetime, gap: timedelta
) -> None:
    assert due(rule, start, calendar) <= due(rule, start + gap, calendar)


@given(st.sampled_from(ALL_RULES), st.sampled_from(CALENDARS), INSTANTS)
def test_law_nothing_is_due_before_it_started(rule: Rule, calendar: Calendar, start: datetime) -> None:
    end = due(rule, start, calendar)
    assert end > start
    assert end.tzinfo is UTC


@given(st.sampled_from(OF_WORKING_DAYS), st.sampled_from(CALENDARS), INSTANTS)
def test_law_working_day_rules_end_on_a_working_day_at_noon_or_five(
    rule: Rule, calendar: Calendar, start: datetime
) -> None:
    end = local(due(rule, start, calendar), calendar.zone)
    assert calendar.is_working_day(end.date())
    assert end.time() == (time(12) if isinstance(rule, NextWorkingDay) else time(17))


@given(st.sampled_from([WallHours(24), DailyHours(4), Days(3), Days(30)]), st.sampled_from(CALENDARS), INSTANTS)
def test_law_rules_of_hours_and_days_do_not_ask_who_works(rule: Rule, calendar: Calendar, start: datetime) -> None:
    assert due(rule, start, calendar) == due(rule, start, Calendar(calendar.zone, weekdays=frozenset()))


@given(INSTANTS, st.sampled_from(CALENDARS), st.integers(1, 20))
def test_law_daily_hours_count_only_the_hours_of_the_day(start: datetime, calendar: Calendar, hours: int) -> None:
    end = due(DailyHours(hours), start, calendar)
    minutes = (start + timedelta(minutes=n) for n in range(int((end - start) / timedelta(minutes=1))))
    counted = sum(7 <= minute.astimezone(ZoneInfo(calendar.zone)).hour < 22 for minute in minutes)
    assert abs(counted - hours * 60) <= 2


@given(st.sampled_from(CALENDARS), INSTANTS, INSTANTS, st.timedeltas(timedelta(), timedelta(days=30)))
def test_law_a_pause_adds_exactly_the_working_days_it_took(
    calendar: Calendar, end: datetime, paused: datetime, length: timedelta
) -> None:
    days = paused_days(paused, paused + length, calendar)
    moved = after_pause(end, days, calendar)
    first, last = (local_day(moment, calendar.zone) for moment in (end, moved))
    assert calendar.working_days_between(first, last) == days
    assert moved >= end
    assert days <= 3
