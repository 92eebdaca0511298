"""Stored updates are worked on in lanes: a person's one after the other, many people's at once."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.backoff import Backoff
from bot.handling import OutOfReach
from bot.health import Metrics
from bot.holding import Held
from bot.logs import failure
from bot.nursery import Nursery
from storage.errors import ClaimLost
from storage.inbox import LANES, Arrived, Inbox

log = structlog.get_logger()

AT_ONCE = 32
FEW = 8
"""With fewer places free nothing is claimed while others work: each claim is a transaction of its own."""
POLL_SECONDS = 1.0
"""How soon what another process has stored is seen; what this one stores wakes the lanes."""
REST_SECONDS = 0.5
FINISH_SECONDS = 20.0


class Lanes:
    """``away`` tells a database out of reach from a fault of ours: the one is waited out, the other counts."""

    def __init__(
        self,
        inbox: Inbox,
        handle: Callable[[Arrived], Awaitable[str]],
        away: Callable[[BaseException], bool],
        woken: asyncio.Event,
        metrics: Metrics,
    ) -> None:
        self._inbox, self._handle, self._away, self._metrics = inbox, handle, away, metrics
        self._woken = woken
        self._busy: set[int] = set()
        self._stopping = False

    async def run(self, held: Held) -> None:
        """Works until cancelled, then finishes what is in hand."""
        backoff, crew = Backoff(), Nursery()
        self._stopping = False
        try:
            while True:
                try:
                    await self._fill(crew, held)
                except Exception as error:  # noqa: BLE001 - the database is away: nothing was begun
                    log.warning("updates not claimed", **failure(error))
                    await backoff.wait()
                else:
                    backoff.reset()
                    await self._wait()
        finally:
            self._stopping = True
            await crew.finish(FINISH_SECONDS)

    async def _fill(self, crew: Nursery, held: Held) -> None:
        self._woken.clear()
        if (room := AT_ONCE - len(crew)) >= FEW:
            for row in await self._inbox.claim(held.lease, range(LANES), self._busy, room):
                self._busy.add(row.lane)
                crew.start("lane", self._work(row))

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _work(self, row: Arrived) -> None:
        outcome = await self._patiently(row)
        self._metrics.handled.labels(outcome).inc()
        if outcome == "failed" and not self._stopping:
            await asyncio.sleep(REST_SECONDS)  # what was in the way may be gone by the next start
        self._busy.discard(row.lane)
        self._woken.set()

    async def _patiently(self, row: Arrived) -> str:
        """The same start of the same row again while something outside is away: no attempt is counted for it."""
        backoff = Backoff()
        while True:
            try:
                return await self._handle(row)
            except ClaimLost:
                return "lost"
            except Exception as error:  # noqa: BLE001 - a fault in one update must not touch the others
                if not isinstance(error, OutOfReach) and not self._away(error):
                    log.error("update failed", update_id=row.update_id, attempt=row.attempt, **failure(error))
                    return "failed"
                log.warning("lane waits", **failure(error))
                if self._stopping:
                    return "waiting"
                await backoff.wait()
