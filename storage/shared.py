"""What all units of one process share."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from cases.ports import Enterprise
from storage.engine import Database
from storage.keytable import KeyTable
from storage.vault import Secret


@dataclass(frozen=True, slots=True)
class Shared:
    """``bot`` is the number before the colon of a bot's token; ``now`` gives aware UTC."""

    database: Database
    keys: KeyTable
    bot: int
    now: Callable[[], datetime]
    enterprises: dict[int, tuple[int, Enterprise]] = field(default_factory=dict)
    """Decoded enterprises by id, each with the version it was decoded from."""
    outbox_written: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by each commit that left something to be said; whoever waits for it clears it."""

    @property
    def people(self) -> Secret:
        return self.keys.people
