"""The one place that starts tasks: each is named, held, logged when it fails, and cancelled on the way out."""

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

import structlog

from bot.logs import failure

log = structlog.get_logger()

AGAIN_SECONDS = 1.0


class Nursery:
    """``broken`` is set once a task failed: nothing here is allowed to die unnoticed."""

    def __init__(self) -> None:
        self.broken = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def start(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def __len__(self) -> int:
        return len(self._tasks)

    async def finish(self, seconds: float) -> None:
        """Lets the tasks come to their end, for so long at most."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        await self.close()

    async def close(self) -> None:
        """Cancels the tasks until they have ended.

        aiohttp keeps a cancellation back that comes in the same instant as one of its timeouts, which happens when the
        machine stood still. Such a task does not count as being cancelled; one that is still tidying up does, and so
        does one whose cancellation an error hid: that one must end by itself, with ``end_if_cancelled``.
        Whoever is cancelled while closing waits for the end of the tasks all the same.
        """
        told = None
        while tasks := list(self._tasks):
            for task in tasks:
                if not task.cancelling():
                    task.cancel()
            try:
                await asyncio.wait(tasks, timeout=AGAIN_SECONDS)
            except asyncio.CancelledError as error:
                told = error
        if told:
            raise told

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("task failed", task=task.get_name(), **failure(error))
            self.broken.set()
