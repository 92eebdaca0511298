"""A calendar is printed, edited and read again."""

from datetime import UTC, date, datetime, time

import pytest

from bot.holiday_proposal import propose_year
from cases.calendar import Calendar, Override, Shift, Shutdown, Window
from cases.clocks import due
from cases.policy import ShiftHours
from cli import calendar_text
from cli.plain import WrongInput

AT = datetime(2026, 11, 23, tzinfo=UTC)
SPRING = propose_year("CN", 2026, "zh_Hans")
FULL = Calendar(
    zone="Asia/Shanghai",
    weekdays=frozenset({1, 2, 3, 4, 5, 6}),
    windows=(Window(time(7, 30), time(12)), Window(time(13), time(17))),
    shifts=(Shift('夜班 "B" \x7f\n', time(22), time(6), frozenset({5, 6, 7})),),
    shutdowns=(Shutdown(date(2027, 2, 1), date(2027, 2, 20), "Spring Festival"),),
    overrides=SPRING.overrides,
    provisional_years=frozenset({2027}),
)


@pytest.mark.parametrize("calendar", [FULL, Calendar("Asia/Shanghai")])
def test_what_is_printed_reads_back_the_same(calendar: Calendar) -> None:
    assert calendar_text.read(calendar_text.written(calendar, "DAWN"), AT) == calendar


def test_a_text_of_little_more_than_hours() -> None:
    text = 'zone = "Asia/Shanghai"\nworking_days = ["mon", "sat"]\nhours = []\n'
    text += '[[shifts]]\nname = "night"\nhours = "22:00-06:00"\ndays = ["mon"]\n[make_up_days]\n2027-02-07 = ""\n'
    calendar = calendar_text.read(text, AT)
    assert calendar == Calendar(
        zone="Asia/Shanghai",
        weekdays=frozenset({1, 6}),
        windows=(),
        shifts=(Shift("night", time(22), time(6), frozenset({1})),),
        overrides={date(2027, 2, 7): Override(True, "")},
    )


def test_a_danger_in_the_night_shift_is_taken_in_that_shift() -> None:
    at = datetime(2026, 3, 6, 14, 30, tzinfo=UTC)  # 22:30 in Shanghai, a Friday
    assert due(ShiftHours(1), at, FULL) == datetime(2026, 3, 6, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("08:00-12:00", "8-12", 'hours.1: two times of day are needed, such as "08:00-12:00".'),
        ("08:00-12:00", "08:00-25:00", "hours.1: hour must be in 0..23."),
        ("08:00-12:00", "14:00-18:00", "hours: one must end before the next begins, all within a day."),
        (
            '"fri"]\nhours',
            '"fre"]\nhours',
            "working_days.5: Input should be 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun'.",
        ),
        (
            "Asia/Shanghai",
            "Peking",
            "zone: there is none of this name. Give one of the IANA names, such as Asia/Shanghai.",
        ),
        ("zone", "time_zone", "zone: it is missing.\ntime_zone: there is no such key."),
        (
            "[days_off]",
            '[days_off]\n2026-13-01 = ""',
            (
                "days_off.2026-13-01: Input should be a valid date or datetime, "
                "month value is outside expected range of 1-12."
            ),
        ),
        (
            "[days_off]",
            "[[shutdowns]]\nfirst = 2027-02-20\nlast = 2027-02-01\n[days_off]",
            "shutdowns: the last day of one lies before its first.",
        ),
        (
            "[make_up_days]",
            '2026-02-17 = ""\n[make_up_days]\n2026-02-17 = ""',
            "make_up_days.2026-02-17: this day is among days_off too. Take it out of one of them.",
        ),
        (
            "[days_off]",
            "[[shutdowns]]\nfirst = 2027-02-01\nlast = 2028-02-20\n[days_off]",
            "working_days: nobody would work for a year, so no date could be promised.",
        ),
        (
            "[days_off]",
            "[[shutdowns]]\nfirst = 9999-12-30\nlast = 9999-12-31\n[days_off]",
            "shutdowns: one begins where the years end (9999), so no date could be promised after it.",
        ),
        (
            "zone =",
            "zone",
            "This can't be read as TOML: Expected '=' after a key in a key/value pair (at line 2, column 6).",
        ),
    ],
)
def test_each_error_names_the_key(before: str, after: str, said: str) -> None:
    text = calendar_text.written(Calendar("Asia/Shanghai"), "DAWN").replace(before, after)
    with pytest.raises(WrongInput) as refused:
        calendar_text.read(text, AT)
    assert str(refused.value) == said


@pytest.mark.parametrize("nothing", ["working_days = []\nhours = []", 'working_days = ["mon"]\nhours = []'])
def test_somebody_has_to_work_at_some_time(nothing: str) -> None:
    with pytest.raises(WrongInput, match="nobody would work for a year"):
        calendar_text.read(f'zone = "UTC"\n{nothing}\n', AT)
