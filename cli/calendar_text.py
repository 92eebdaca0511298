"""A calendar as a text to edit."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Annotated, Literal, get_args

from pydantic import Field, PlainValidator

from cases.calendar import Calendar, Override, Shift, Shutdown, Window
from cases.errors import CalendarEmpty, RuleBroken
from cases.localtime import local_day
from cli.plain import WrongInput
from cli.toml_text import Strict, listed, quoted
from cli.toml_text import read as read_toml

SPAN = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: Mapping[Weekday, int] = {name: number for number, name in enumerate(get_args(Weekday), 1)}

HEAD = """\
# When {code} works. Change what is wrong, then: huiyin calendar {code} FILE
zone = {zone}
working_days = {days}
hours = {hours}  # of every working day; what goes over midnight is a shift

# Years whose days off and make-up days nobody has confirmed. Once they are right below, take the year out.
provisional_years = {provisional}
"""
SHIFTS = """
# A shift belongs to the day on which it begins; its end may lie on the next day.
# [[shifts]]
# name = "night"
# hours = "22:00-06:00"
# days = ["mon", "tue", "wed", "thu", "fri"]
"""
SHUTDOWNS = """
# Closed from the first to the last day, both included.
# [[shutdowns]]
# first = 2030-01-28
# last = 2030-02-10
# reason = "stocktaking"
"""


def _span(given: object) -> tuple[time, time]:
    found = SPAN.fullmatch(str(given))
    if found is None:
        raise ValueError('two times of day are needed, such as "08:00-12:00"')
    return time.fromisoformat(found[1]), time.fromisoformat(found[2])


Span = Annotated[tuple[time, time], PlainValidator(_span)]


class _Shift(Strict):
    name: Annotated[str, Field(min_length=1)]
    hours: Span
    days: list[Weekday]


class _Shutdown(Strict):
    first: date
    last: date
    reason: str = ""


class _Calendar(Strict):
    zone: str
    working_days: list[Weekday]
    hours: list[Span]
    provisional_years: tuple[int, ...] = ()
    shifts: tuple[_Shift, ...] = ()
    shutdowns: tuple[_Shutdown, ...] = ()
    days_off: dict[date, str] = Field(default_factory=dict)
    make_up_days: dict[date, str] = Field(default_factory=dict)


FAULTS = {
    "calendar_zone_unknown": "zone: there is none of this name. Give one of the IANA names, such as Asia/Shanghai.",
    "calendar_windows_out_of_order": "hours: one must end before the next begins, all within a day.",
    "calendar_shutdown_backwards": "shutdowns: the last day of one lies before its first.",
}
NOBODY_WORKS = "working_days: nobody would work for a year, so no date could be promised."
TOO_FAR = "shutdowns: one begins where the years end (9999), so no date could be promised after it."


def read(text: str, at: datetime) -> Calendar:
    """Raises WrongInput with the key that is wrong, also where from ``at`` on a promise could have no date."""
    given = read_toml(text, _Calendar)
    if twice := sorted(given.days_off.keys() & given.make_up_days.keys()):
        raise WrongInput(f"make_up_days.{twice[0]}: this day is among days_off too. Take it out of one of them.")
    try:
        calendar = _calendar(given)
        calendar.next_shift_start(at)
        for day in (local_day(at, calendar.zone), *(each.first for each in calendar.shutdowns)):
            calendar.next_working_day(day)
    except RuleBroken as error:
        raise WrongInput(FAULTS[error.rule]) from None
    except CalendarEmpty:
        raise WrongInput(NOBODY_WORKS) from None
    except OverflowError:
        raise WrongInput(TOO_FAR) from None
    return calendar


def written(calendar: Calendar, code: str) -> str:
    """``read`` gives an equal calendar back."""
    head = HEAD.format(
        code=code,
        zone=quoted(calendar.zone),
        days=_names(calendar.weekdays),
        hours=listed([_hours(window) for window in calendar.windows]),
        provisional=sorted(calendar.provisional_years),
    )
    parts = [head, SHIFTS, *map(_shift, calendar.shifts), SHUTDOWNS, *map(_shutdown, calendar.shutdowns)]
    return "".join([*parts, _days(calendar, "days_off"), _days(calendar, "make_up_days", working=True)])


def _calendar(given: _Calendar) -> Calendar:
    off = {day: Override(False, reason) for day, reason in given.days_off.items()}
    made_up = {day: Override(True, reason) for day, reason in given.make_up_days.items()}
    return Calendar(
        zone=given.zone,
        weekdays=_numbers(given.working_days),
        windows=tuple(Window(*span) for span in given.hours),
        shifts=tuple(Shift(each.name, *each.hours, _numbers(each.days)) for each in given.shifts),
        shutdowns=tuple(Shutdown(each.first, each.last, each.reason) for each in given.shutdowns),
        overrides=off | made_up,
        provisional_years=frozenset(given.provisional_years),
    )


def _shift(shift: Shift) -> str:
    hours, days = quoted(_hours(shift)), _names(shift.weekdays)
    return f"\n[[shifts]]\nname = {quoted(shift.name)}\nhours = {hours}\ndays = {days}\n"


def _shutdown(shutdown: Shutdown) -> str:
    return f"\n[[shutdowns]]\nfirst = {shutdown.first}\nlast = {shutdown.last}\nreason = {quoted(shutdown.reason)}\n"


def _days(calendar: Calendar, table: str, *, working: bool = False) -> str:
    days = [(day, each.reason) for day, each in sorted(calendar.overrides.items()) if each.working is working]
    return f"\n[{table}]\n" + "".join(f"{day} = {quoted(reason)}\n" for day, reason in days)


def _hours(span: Window | Shift) -> str:
    return f"{span.start:%H:%M}-{span.end:%H:%M}"


def _names(days: Iterable[int]) -> str:
    return listed([name for name, number in WEEKDAYS.items() if number in set(days)])


def _numbers(names: Iterable[Weekday]) -> frozenset[int]:
    return frozenset(WEEKDAYS[name] for name in names)
