"""Stored updates are worked on in lanes: a person's one after the other, many people's at once.

Whose an update is stands in no column, so whoever holds the lease reads what waits and keeps the lanes in memory.
"""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass

import structlog

from bot.arrivals import person_of
from bot.backoff import Backoff
from bot.handling import OutOfReach
from bot.health import Metrics
from bot.holding import Held
from bot.logs import failure
from bot.nursery import Nursery
from storage.errors import ClaimLost
from storage.inbox import Arrived
from storage.inbox_queue import WINDOW, InboxQueue

log = structlog.get_logger()

AT_ONCE = 32
FEW = 8
"""With fewer places free nothing is begun while others work: each beginning is a transaction of its own."""
LINE = 2048
"""So many waiting updates are known at a time, as numbers alone."""
EACH = 64
"""So many of them are one person's: whoever sends more stands before nobody."""
POLL_SECONDS = 1.0
"""How soon what another process has stored is seen; what this one stores wakes the lanes."""
REST_SECONDS = 0.5
ALONE_SECONDS = 5.0
"""So long nothing else is begun beside an update that may have ended a process."""
FINISH_SECONDS = 20.0
GIVE_BACK_SECONDS = 5.0

Lane = int | str


@dataclass(frozen=True, slots=True)
class Place:
    """In the line of what waits. ``left``: who had it last was not heard of again."""

    row: int
    lane: Lane
    left: bool


class Lanes:
    """``away`` tells a database out of reach from a fault of ours: the one is waited out, the other counts."""

    def __init__(
        self,
        queue: InboxQueue,
        handle: Callable[[Arrived], Awaitable[str]],
        away: Callable[[BaseException], bool],
        woken: asyncio.Event,
        metrics: Metrics,
    ) -> None:
        self._queue, self._handle, self._away, self._metrics = queue, handle, away, metrics
        self._woken = woken
        self._line: dict[int, Place] = {}
        self._passed: set[Lane] = set()
        """Those who have more waiting than ``EACH``: what is beyond waits until what they have in the line is begun."""
        self._after, self._afresh_at = 0, 0.0
        """The row up to which everything was looked at, while anybody was passed over; when to begin at the oldest
        again: set once the end was reached, for who stands behind ten thousands must be reached too."""
        self._hand: dict[int, Arrived] = {}
        """What was begun and has not come to an end, by row; over a loss of the lease too."""
        self._busy: dict[int, Lane] = {}
        self._alone_until = 0.0
        self._stopping = False

    async def run(self, held: Held) -> None:
        """Works until cancelled, then finishes what is in hand and gives back what can't be finished."""
        crew = Nursery()
        self._stopping = False
        self._line, self._busy, self._alone_until = {}, {}, 0.0
        self._afresh()
        try:
            await self._patient(lambda: self._take_over(held))
            while True:
                await self._patient(lambda: self._fill(crew, held))
                await self._wait()
        finally:
            self._stopping = True
            await crew.finish(FINISH_SECONDS)
            await self._give_back()

    async def _patient(self, step: Callable[[], Awaitable[None]]) -> None:
        """Until it was done: while the database is away, nothing is begun."""
        backoff = Backoff()
        while True:
            try:
                return await step()
            except Exception as error:  # noqa: BLE001 - whatever it is, the lanes go on afterwards
                log.warning("updates not begun", **failure(error))
                await backoff.wait()

    async def _take_over(self, held: Held) -> None:
        await self._queue.take_over(held.lease, self._hand.values())
        self._hand = {}

    async def _give_back(self) -> None:
        """When the database is away, it is done by who takes over, as far as this is the same process."""
        try:
            async with asyncio.timeout(GIVE_BACK_SECONDS):
                await self._queue.give_back(self._hand.values())
            self._hand = {}
        except Exception as error:  # noqa: BLE001 - as above
            log.warning("updates not given back", **failure(error))

    async def _fill(self, crew: Nursery, held: Held) -> None:
        self._woken.clear()
        room = AT_ONCE - len(crew)
        if room < FEW or time.monotonic() < self._alone_until:
            return
        rows = self._next(room)
        if len(rows) < room and len(self._line) < LINE:
            await self._look()
            rows = self._next(room)
        if rows:
            await self._begin(crew, held, rows)

    async def _look(self) -> None:
        """At the oldest that wait; or, where somebody was passed over, at the next ones, for who waits behind them."""
        places = Counter(place.lane for place in self._line.values())
        if time.monotonic() >= self._afresh_at or (self._at_end() and not self._passed <= places.keys()):
            self._afresh()
        known = [row for row in (*self._line, *self._busy) if row > self._after]
        found = await self._queue.waiting(known, self._after)
        for each in found:
            person = person_of(each.raw)
            lane = f"update {each.update_id}" if person is None else person
            places[lane] += 1
            if lane in self._passed or places[lane] > EACH:
                self._passed.add(lane)
            else:
                self._line[each.row] = Place(each.row, lane, each.left)
        if self._passed and found:
            self._after = found[-1].row
        if len(found) < WINDOW:
            self._afresh_at = min(self._afresh_at, time.monotonic() + POLL_SECONDS)
        if self._passed and (found or not self._passed <= places.keys()):
            self._woken.set()

    def _afresh(self) -> None:
        """From the oldest on: what has come back, or was stored late, is found there."""
        self._passed, self._after, self._afresh_at = set(), 0, math.inf

    def _at_end(self) -> bool:
        return self._afresh_at < math.inf

    def _next(self, room: int) -> list[int]:
        """The first of each lane that is not busy; what may have ended a process goes first, and alone."""
        left = [place.row for place in self._line.values() if place.left]
        return left[:1] or heads(self._line.values(), self._busy.values())[:room]

    async def _begin(self, crew: Nursery, held: Held, rows: list[int]) -> None:
        begun = await self._queue.begin(held.lease, rows)
        places = [self._line.pop(row) for row in rows]
        lanes = {place.row: place.lane for place in places}
        if any(place.left for place in places):
            self._alone_until = time.monotonic() + ALONE_SECONDS
        for arrived in begun:
            self._hand[arrived.row], self._busy[arrived.row] = arrived, lanes[arrived.row]
            crew.start("lane", self._work(arrived))

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
        if outcome != "waiting":
            self._hand.pop(row.row, None)
        self._busy.pop(row.row, None)
        if outcome == "failed":
            self._afresh_at = 0.0  # by the next look, not under the one that may be at the database now
        self._alone_until = 0.0
        self._woken.set()

    async def _patiently(self, row: Arrived) -> str:
        """The same start of the same row again while something outside is away: nothing counts for it."""
        backoff = Backoff()
        while True:
            try:
                return await self._handle(row)
            except ClaimLost:
                return "lost"
            except Exception as error:  # noqa: BLE001 - a fault in one update must not touch the others
                if not isinstance(error, OutOfReach) and not self._away(error):
                    return await self._failed(row, error)
                log.warning("lane waits", **failure(error))
                if self._stopping:
                    return "waiting"
                await backoff.wait()

    async def _failed(self, row: Arrived, error: Exception) -> str:
        log.error("update failed", update_id=row.update_id, against=row.against, **failure(error))
        try:
            await self._queue.failed(row)
        except Exception as away:  # noqa: BLE001 - the next start of it counts
            log.warning("failure not counted", update_id=row.update_id, **failure(away))
        return "failed"


def heads(line: Iterable[Place], busy: Collection[Lane]) -> list[int]:
    """The oldest of each lane that is not busy, oldest first."""
    first: dict[Lane, int] = {}
    for place in sorted(line, key=lambda place: place.row):
        first.setdefault(place.lane, place.row)
    return [row for lane, row in first.items() if lane not in busy]
