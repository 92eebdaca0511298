"""The time of the world: real time plus an offset that people may move forwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Deadline:
    """A moment that the bot has published as the next one at which it will do something."""

    at: datetime
    label: str


class Clock:
    """UTC time that can be moved forwards, never back.

    ``time_zone`` is the IANA name of the zone in which the page shows it; None for the visitor's own.
    """

    def __init__(self) -> None:
        self.offset = timedelta()
        self.deadline: Deadline | None = None
        self.time_zone: str | None = None

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def timestamp(self) -> int:
        """Now in whole Unix seconds, as the Bot API writes dates."""
        return int(self.now().timestamp())

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("The sandbox's clock cannot go back. Reset the sandbox to start again at real time.")
        self.offset += timedelta(seconds=seconds)

    def go_to_deadline(self) -> None:
        """Move one second past the published deadline; a deadline already passed moves nothing."""
        if self.deadline is None:
            raise ValueError("No deadline is known. The bot publishes the next one with POST /sandbox/deadline.")
        ahead = (self.deadline.at - self.now()).total_seconds()
        self.advance(max(0.0, ahead + 1))

    def publish(self, at: datetime | None, label: str) -> None:
        self.deadline = Deadline(at, label) if at else None

    def as_json(self) -> dict[str, object]:
        deadline = self.deadline
        return {
            "offset_seconds": self.offset.total_seconds(),
            "now": self.now().isoformat(),
            "time_zone": self.time_zone,
            "deadline": {"at": deadline.at.isoformat(), "label": deadline.label} if deadline else None,
        }
