"""Cases, clocks and instants to tell examples with."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.model import Case, Clock, ClockKind, Kind, Mode, Urgency

SHANGHAI = "Asia/Shanghai"


def at(text: str, zone: str = SHANGHAI) -> datetime:
    """What a wall clock shows there (``2026-03-02 11:30``), in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def a_case(kind: Kind | None = Kind.SUGGESTION, **facts: Any) -> Case:
    known: dict[str, Any] = {"id": 1, "enterprise": 1, "number": 4711, "mode": Mode.ANSWER_HERE, "policy_version": 1}
    return Case(kind=kind, sent_on=date(2026, 3, 2), release_due=at("2026-03-02 11:30"), **known | facts)


def a_clock(kind: ClockKind, started: datetime, due: datetime) -> Clock:
    return Clock(1, 1, 1, kind, started, due, due, None)


SUGGESTION = a_case()
RED = a_case(Kind.HAZARD, urgency=Urgency.RED)
GRIEVANCE = a_case(Kind.GRIEVANCE)
URGENT_GRIEVANCE = a_case(Kind.GRIEVANCE, harm=True)
