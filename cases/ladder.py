"""Who is told, and when, while a promise is not kept: reminders before it is due, then one rung higher at a time.

A restricted case climbs past nobody but those who may see it. Who is *available* for a rung: the roles and flags that
somebody holds who may be told of this case, thus neither missing nor whom the case is about.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from cases.calendar import Calendar
from cases.clocks import due, later
from cases.localtime import instant, local_day
from cases.model import Case, Clock, ClockKind, Event, Flag, Role
from cases.policy import HOURS_OF_A_DAY, DailyHours, Rule, ShiftHours, WallHours, WorkingDays
from cases.stages import Data

Post = Role | Flag

OPEN_WAY = (Role.LEAD, Role.MANAGER, Role.COACH, Role.OFFICE)
RESTRICTED_WAY = (Role.HANDLER, Role.COACH, Role.INDEPENDENT, Role.OFFICE)
"""Nobody to tell at one rung: the next of the way is told in their place, and of an open case at last the members."""

NAMED_OPEN = (Role.MANAGER, Role.COACH, Role.OFFICE, Role.LEAD, Role.MEMBER)
NAMED_RESTRICTED = (Role.COACH, Role.INDEPENDENT, Role.OFFICE, Role.HANDLER)
"""Whom the worker hears of as the next one: the first of whom there is somebody."""

COACH_HOUR = time(9)
DEPUTY_AFTER = timedelta(hours=2)
HOLD_URGENT = WallHours(4)
HOLD = WorkingDays(3)
ALERTS_BEFORE_A_CALL = 2


class Form(StrEnum):
    DIGEST = "digest"
    """The owner finds it in the morning's digest; nobody owns it: ``to``."""
    REMINDER = "reminder"
    """The owner gets a single message; nobody owns it: ``to``."""
    ALERT = "alert"
    CALL = "call"
    """An alert with a number to call."""
    COUNT = "count"
    """A number and nothing of the case."""


ALARMS = frozenset({Form.ALERT, Form.CALL})
"""Messages of their own about what is urgent or late."""


@dataclass(frozen=True, slots=True)
class Rung:
    """``to`` is told at ``at`` (UTC): nobody, when nobody is left; ``listed`` finds it on a list without a message."""

    at: datetime
    form: Form
    to: tuple[Post, ...]
    listed: tuple[Post, ...] = ()


def ladder(case: Case, clock: Clock, rule: Rule, available: AbstractSet[Post], calendar: Calendar) -> tuple[Rung, ...]:
    """All rungs of a clock, earliest first, each told to somebody while anybody is left. Raises CalendarEmpty."""
    climb = _urgent(case, clock, calendar) if case.urgent else _ordinary(case, clock, calendar)
    rungs = [*_reminders(case, clock, rule, calendar), *climb]
    return tuple(_filled(rung, case.restricted, available) for rung in sorted(rungs, key=lambda rung: rung.at))


def next_rung(rungs: tuple[Rung, ...], told: int, held_until: datetime | None = None) -> tuple[Rung, datetime] | None:
    """The rung after the first ``told`` ones and when it comes, which a hold may put off; None at the top."""
    if told >= len(rungs):
        return None
    rung = rungs[told]
    return rung, max(rung.at, held_until or rung.at)


def rungs_passed(rungs: tuple[Rung, ...], told: int, at: datetime) -> tuple[Rung, ...]:
    """The rungs that came by ``at`` and are not told: the last of them is told now, the others are only logged."""
    return tuple(rung for rung in rungs[told:] if rung.at <= at)


def on_list(rungs: tuple[Rung, ...], told: int, role: Role) -> bool:
    """Whether the role knows of it by the first ``told`` rungs: was alerted, or finds it on its list."""
    return any(rung.form in ALARMS and role in (*rung.to, *rung.listed) for rung in rungs[:told])


def held_until(case: Case, at: datetime, calendar: Calendar) -> datetime:
    """Until when *I have it*, pressed at ``at``, stops the climb; it never moves the promise."""
    return due(HOLD_URGENT if case.urgent else HOLD, at, calendar)


def who_calls(case: Case, unanswered: int, available: AbstractSet[Post]) -> Role | None:
    """Who has to pick up the telephone after so many alerts above the first rung without an answer; None while too few.

    Whoever was told first is who acts late; those above are who did not react either.
    """
    if unanswered < ALERTS_BEFORE_A_CALL:
        return None
    callers = RESTRICTED_WAY[1:] if case.restricted else (Role.LEAD, Role.COACH, Role.OFFICE)
    return next((role for role in callers if role in available), None)


def alerts_above(events: Iterable[Event], clock: ClockKind) -> list[tuple[datetime, Post]]:
    """When a promise's alerts above the first rung were said, and to which post; what was passed over is none."""
    told = [each for each in events if each.what == "rung" and each.data["clock"] == clock]
    alerts = [(each.at, _post(each.data["to"])) for each in told if each.data["form"] in ALARMS]
    return [(at, post) for at, post in alerts if post and post != alerts[0][1]]


def _post(stored: Data) -> Post | None:
    return next((post for post in (*Role, *Flag) if post == stored), None)


def answered(alerts: Sequence[tuple[datetime, Post]], events: Iterable[Event], silent: Collection[int]) -> bool:
    """Whether since the first alert one of those who were to answer did anything in the case, or anybody *has it*."""
    since = [each for each in events if alerts and each.at >= alerts[0][0]]
    return any(each.by in silent or each.what == "have_it" for each in since)


def called(case: Case) -> Role:
    """Whom the telephone call is for."""
    return Role.HANDLER if case.restricted else Role.MANAGER


def told_next(case: Case, available: AbstractSet[Post]) -> Role | None:
    """Who hears of it when there is no answer in time; None: nobody is left, and only the doors outside remain."""
    named = NAMED_RESTRICTED if case.restricted else NAMED_OPEN
    return next((role for role in named if role in available), None)


def trusted(available: AbstractSet[Post]) -> Role | None:
    """Who alone hears that somebody is punished for a grievance: the independent contact, or the next of the way."""
    there = available & frozenset(RESTRICTED_WAY)
    if not there or Role.INDEPENDENT in there:
        return Role.INDEPENDENT if there else None
    return _next_of_way((Role.INDEPENDENT,), restricted=True, available=there)


def _ordinary(case: Case, clock: Clock, calendar: Calendar) -> Iterator[Rung]:
    first, second, third = RESTRICTED_WAY[:3] if case.restricted else (Role.LEAD, Role.MANAGER, Role.MANAGER)
    yield Rung(clock.due, Form.ALERT, (first,))
    yield Rung(later(clock.due, 1, calendar), Form.ALERT, (second,))
    yield Rung(later(clock.due, 3, calendar), Form.ALERT, (third,), listed=(Role.COACH,))
    yield Rung(later(clock.due, 10, calendar), Form.COUNT, (Role.OFFICE,))


def _urgent(case: Case, clock: Clock, calendar: Calendar) -> Iterator[Rung]:
    """That an urgent case is there is told at once; that a later promise about it broke, when it is due."""
    start = clock.started if clock.kind is ClockKind.TAKEN else clock.due
    at_once = (Role.HANDLER, Role.INDEPENDENT) if case.restricted else (Role.LEAD, Flag.SAFETY_OFFICER, Role.MANAGER)
    tomorrow = local_day(start, calendar.zone) + timedelta(days=1)
    yield Rung(start, Form.ALERT, at_once)
    yield Rung(start + DEPUTY_AFTER, Form.CALL, (Flag.DEPUTY,))
    yield Rung(instant(tomorrow, COACH_HOUR, calendar.zone), Form.ALERT, (Role.COACH,))


def _reminders(case: Case, clock: Clock, rule: Rule, calendar: Calendar) -> Iterator[Rung]:
    """Clocks of hours: with half of the time left, and with a sixth of it. Others: the last morning before the end."""
    to = (RESTRICTED_WAY if case.restricted else OPEN_WAY)[:1]
    if isinstance(rule, WallHours | ShiftHours | DailyHours) and rule.hours < HOURS_OF_A_DAY:
        span = timedelta(hours=rule.hours)
        for part in (2, 6):
            if (at := clock.due - span / part) > clock.started:
                yield Rung(at, Form.REMINDER, to)
    elif morning := _last_morning(clock, calendar):
        yield Rung(morning, Form.DIGEST, to)


def _last_morning(clock: Clock, calendar: Calendar) -> datetime | None:
    """When the last digest before the clock is due comes: on that day, or before when it is closed then."""
    first, last = (local_day(at, calendar.zone) for at in (clock.started, clock.due))
    days = (last - timedelta(days=back) for back in range((last - first).days + 1))
    mornings = (calendar.day_start(day) for day in days if calendar.is_working_day(day))
    return next((morning for morning in mornings if morning and clock.started < morning < clock.due), None)


def _filled(rung: Rung, restricted: bool, available: AbstractSet[Post]) -> Rung:
    """The rung with those of its recipients who are there, or else with the next of the way."""
    to = tuple(post for post in rung.to if post in available)
    listed = tuple(post for post in rung.listed if post in available)
    instead = None if to else _next_of_way(rung.to, restricted, available)
    return Rung(rung.at, rung.form, (instead,) if instead else to, listed)


def _next_of_way(posts: tuple[Post, ...], restricted: bool, available: AbstractSet[Post]) -> Role | None:
    way = RESTRICTED_WAY if restricted else OPEN_WAY
    first = min((way.index(post) for post in posts if post in way), default=0)
    last = () if restricted else (Role.MEMBER,)
    up_then_down = (*way[first + 1 :], *reversed(way[: first + 1]), *last)
    return next((role for role in up_then_down if role in available), None)
