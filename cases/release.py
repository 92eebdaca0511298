"""When what somebody sent is seen by the other side: at fixed times, so that no minute tells who it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from cases.localtime import instant, local, local_day, utc
from cases.policy import NOON

RELEASE_TIMES = ("11:30", "16:30")
MESSAGE_TIMES = ("12:15", "19:15")
URGENT_TIMES = ("09:00", "12:00", "15:00", "18:00", "21:00")


class Half(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class HalfDay:
    """As exactly as staff may know an instant: a local day and its half."""

    day: date
    half: Half


def next_release(
    at: datetime, zone: str, times: Iterable[str] = RELEASE_TIMES, *, red: bool = False, urgent: bool = False
) -> datetime:
    """When staff may see what a worker sends or presses at ``at``: a 🔴 danger at once, all else strictly later.

    ``urgent`` does not wait for the enterprise's own times: a grievance of harm, a punishment that a worker tells of,
    and what follows on a 🔴 danger but does not come at once, such as a bare tap.
    """
    if red:
        return utc(at)
    return next_of(at, zone, URGENT_TIMES if urgent else times)


def next_message_time(at: datetime, zone: str, times: Iterable[str] = MESSAGE_TIMES) -> datetime:
    """When a worker gets what staff wrote at ``at``; strictly later."""
    return next_of(at, zone, times)


def next_of(at: datetime, zone: str, times: Iterable[str]) -> datetime:
    """The first of these daily local times (``HH:MM``, at least one) after the instant, in UTC."""
    today = local_day(at, zone)
    clock = [time.fromisoformat(text) for text in times]
    moments = (instant(today + timedelta(days=ahead), hour, zone) for ahead in range(3) for hour in clock)
    return min(moment for moment in moments if moment > at)


def half_day(at: datetime, zone: str) -> HalfDay:
    moment = local(at, zone)
    return HalfDay(moment.date(), Half.MORNING if moment.time() < NOON else Half.AFTERNOON)
