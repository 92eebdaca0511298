"""When a worker who wants it is asked how things are after a grievance."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cases.model import Event

AFTER_FIRST_ACTION = (timedelta(days=7), timedelta(days=21))
AFTER_CLOSING = timedelta(days=14)


def check_ins(events: Iterable[Event], closed_at: datetime | None) -> list[datetime]:
    """The instants that are known by now: 7 and 21 days after the first staff action, 14 after closing.

    The last of them comes before the way back of a closed case ends, which is 30 days after closing.
    """
    first = min((event.at for event in events if event.by is not None), default=None)
    after_action = [first + span for span in AFTER_FIRST_ACTION] if first else []
    return after_action + ([closed_at + AFTER_CLOSING] if closed_at else [])
