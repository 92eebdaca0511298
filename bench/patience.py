"""Waiting for something of another process: there is no event to wait for, so it is looked at again and again."""

import asyncio
import time
from collections.abc import Awaitable, Callable

EVERY = 0.05


async def until(condition: Callable[[], Awaitable[bool] | bool], seconds: float = 120.0) -> bool:
    """Whether it came true in so many seconds."""
    end = time.monotonic() + seconds
    while not await _true(condition):
        if time.monotonic() > end:
            return False
        await asyncio.sleep(EVERY)
    return True


async def _true(condition: Callable[[], Awaitable[bool] | bool]) -> bool:
    answer = condition()
    return answer if isinstance(answer, bool) else await answer


async def must(condition: Callable[[], Awaitable[bool] | bool], what: str, seconds: float = 120.0) -> None:
    """Raises TimeoutError that names what did not come."""
    if not await until(condition, seconds):
        raise TimeoutError(f"{what}: not within {seconds:.0f} s")
