"""The bot's queue of updates, kept as Telegram keeps it.

An update is forgotten only once a higher offset is asked for (or a webhook has answered for it). Unlike Telegram the
sandbox never drops an unconfirmed update for its age: its clock jumps, and a jump is no downtime.
"""

from __future__ import annotations

import asyncio
from typing import Any

from sandbox.errors import conflict
from sandbox.events import Signal

Json = dict[str, Any]

MAX_BATCH = 100
MAX_WAIT = 50
# Kinds that Telegram delivers only when they are asked for by name.
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
OUSTED = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    def __init__(self) -> None:
        self.pending: list[Json] = []
        self.allowed: list[str] | None = None
        self.changed = Signal()
        self._next_id = 500_001
        self._poller: object | None = None
        self._ended_by = OUSTED

    def push(self, kind: str, payload: Json) -> Json | None:
        """Queue an update, unless the bot has not asked for its kind."""
        if not self._wanted(kind):
            return None
        update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        self.push_raw(update)
        return update

    def push_raw(self, update: Json) -> None:
        """Queue an update just as it is, well formed or not; it gets an id when it has none."""
        if "update_id" not in update:
            update = {"update_id": self._next_id, **update}
            self._next_id += 1
        self.pending.append(update)
        self.changed.fire()

    def allow(self, kinds: list[str] | None) -> None:
        """Set the kinds to deliver from now on: None keeps the earlier choice, an empty list is the default."""
        if kinds is not None:
            self.allowed = kinds or None

    def confirm(self, offset: int) -> None:
        """Forget what comes before this offset; a negative one keeps that many of the newest."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        self.changed.fire()

    def done(self, update: Json) -> None:
        """Forget one update that a webhook has taken."""
        self.pending = [other for other in self.pending if other is not update]
        self.changed.fire()

    def clear(self) -> None:
        self.pending = []
        self.changed.fire()

    async def poll(self, offset: int, limit: int, patience: int) -> list[Json]:
        """Long polling: wait up to ``patience`` seconds. An older poll that still waits is ended by 409."""
        poller = self._poller = object()
        self._ended_by = OUSTED
        self.changed.fire()
        self.confirm(offset)
        try:
            async with asyncio.timeout(min(max(patience, 0), MAX_WAIT)):
                while not self.pending and poller is self._poller:
                    await self.changed.wait()
        except TimeoutError:
            pass
        if poller is not self._poller:
            raise conflict(self._ended_by)
        return self.pending[: min(max(limit, 1), MAX_BATCH)]

    def end_poll(self, reason: str) -> None:
        """End a waiting long poll with 409 and this reason."""
        self._poller, self._ended_by = None, reason
        self.changed.fire()

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in UNASKED
