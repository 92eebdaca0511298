"""What all units of one process share."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from cases.model import Member
from cases.ports import Enterprise
from storage.engine import Database
from storage.keytable import KeyTable
from storage.vault import Secret

NOTED = 10_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shared:
    """``bot`` is the number before the colon of a bot's token; ``now`` gives aware UTC."""

    database: Database
    keys: KeyTable
    bot: int
    now: Callable[[], datetime]
    enterprises: dict[int, tuple[int, Enterprise]] = field(default_factory=dict)
    """Decoded enterprises by id, each with the version it was decoded from."""
    staff: dict[int, tuple[int, list[Member]]] = field(default_factory=dict)
    """Everybody in an enterprise, likewise."""
    outbox_written: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by each commit that left something to be said; whoever waits for it clears it."""

    said: dict[str, float] = field(default_factory=dict)
    """When what may go at once was committed, by its key, on the monotonic clock: a row knows no more than its day."""

    verdicts: dict[int, tuple[datetime, bool]] = field(default_factory=dict)
    """When each enterprise's chain was last followed for a proof, and whether it was whole."""

    spent: dict[int, set[bytes]] = field(default_factory=dict)
    turns: dict[int, dict[bytes, int]] = field(default_factory=dict)

    def spent_on(self, day: int) -> set[bytes]:
        """Tags that this process has given to drafts on that day, to be added to."""
        return _of_day(self.spent, day, set())

    def turns_on(self, day: int) -> dict[bytes, int]:
        """Which of its tags each chat's newest trace of that day took in this process, to be written on; by a hash."""
        return _of_day(self.turns, day, {})

    def note_said(self, keys: Iterable[str]) -> None:
        """As many as are likely to be taken out by this process; another one may be the sender."""
        now = time.monotonic()
        self.said.update((key, now) for key in keys)
        for key in list(self.said)[: max(0, len(self.said) - NOTED)]:
            del self.said[key]

    @property
    def people(self) -> Secret:
        return self.keys.people


def _of_day(kept: dict[int, T], day: int, fresh: T) -> T:
    """What is kept of that day; of any other nothing is."""
    if day not in kept:
        kept.clear()
    return kept.setdefault(day, fresh)
