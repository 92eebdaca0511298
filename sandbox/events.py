"""Everything that happens in the world, in order, for the page and for tests to follow."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

Json = dict[str, Any]

KEPT = 5_000


class Signal:
    """Wakes everybody who waits for the next change; nobody misses one."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def fire(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self) -> None:
        await self._event.wait()


class Events:
    def __init__(self) -> None:
        self.last = 0
        self.changed = Signal()
        self._kept: deque[Json] = deque(maxlen=KEPT)

    def publish(self, kind: str, **data: Any) -> int:
        """Add an event and return its number; numbers only grow."""
        self.last += 1
        self._kept.append({"seq": self.last, "kind": kind, **data})
        self.changed.fire()
        return self.last

    def since(self, seq: int) -> list[Json]:
        return [event for event in self._kept if event["seq"] > seq]

    async def follow(self, seq: int) -> AsyncIterator[list[Json]]:
        """Yield the events after ``seq`` in batches, for ever."""
        while True:
            if batch := self.since(seq):
                seq = batch[-1]["seq"]
                yield batch
            else:
                await self.changed.wait()
