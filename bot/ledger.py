"""What became of messages is written down in as few transactions as the database's pace allows."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.backoff import Backoff
from bot.logs import failure
from storage.marks import Marks

log = structlog.get_logger()


class Marked(Protocol):
    async def mark(self, done: Marks) -> None: ...


@dataclass(slots=True)
class Page:
    marks: Marks = field(default_factory=Marks)
    written: bool = False


class Ledger:
    """While one page is being written, the next one collects what comes in."""

    def __init__(self, queue: Marked) -> None:
        self._queue = queue
        self._page = Page()
        self._turn = asyncio.Lock()

    async def write(self, add: Callable[[Marks], None]) -> None:
        """Returns once it is committed; tries again while the database is away."""
        page = self._page
        add(page.marks)
        async with self._turn:
            if page.written:
                return
            self._page = Page()
            await self._patiently(page)

    async def _patiently(self, page: Page) -> None:
        backoff = Backoff()
        while not page.written:
            try:
                await self._queue.mark(page.marks)
                page.written = True
            except Exception as error:  # noqa: BLE001 - what was sent must be marked, or it is sent again
                log.warning("messages not marked", **failure(error))
                await backoff.wait()
