"""Waiting longer after each failure in a row."""

import asyncio

FIRST, LONGEST = 0.25, 15.0


def end_if_cancelled() -> None:
    """Raises CancelledError in a task that is being cancelled: an error on its way out may have taken the place of it.

    Whoever goes on after any error asks here before the next turn: nobody cancels the task again.
    """
    if (task := asyncio.current_task()) and task.cancelling():
        raise asyncio.CancelledError


class Backoff:
    """``wait`` sleeps, each time twice as long up to ``LONGEST`` seconds; who is being cancelled does not go on."""

    def __init__(self) -> None:
        self._next = FIRST

    async def wait(self, at_least: float = 0.0) -> None:
        end_if_cancelled()
        seconds, self._next = max(self._next, at_least), min(self._next * 2, LONGEST)
        await asyncio.sleep(seconds)

    def reset(self) -> None:
        self._next = FIRST
