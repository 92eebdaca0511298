"""Waiting longer after each failure in a row."""

import asyncio

FIRST, LONGEST = 0.25, 15.0


class Backoff:
    """``wait`` sleeps, each time twice as long up to ``LONGEST`` seconds."""

    def __init__(self) -> None:
        self._next = FIRST

    async def wait(self, at_least: float = 0.0) -> None:
        seconds, self._next = max(self._next, at_least), min(self._next * 2, LONGEST)
        await asyncio.sleep(seconds)

    def reset(self) -> None:
        self._next = FIRST
