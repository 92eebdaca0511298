"""The only place that speaks: what is due leaves the outbox within Telegram's limits, the urgent first."""

import asyncio
import math
import time
from bisect import insort
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import structlog

from bot.backoff import Backoff, end_if_cancelled
from bot.bot_api import HTTP_TIMEOUT
from bot.health import Metrics
from bot.holding import Held
from bot.logs import failure
from bot.nursery import Nursery
from bot.pacing import Pacer
from bot.speaking import GONE, Result, Speaker
from storage.marks import Outgoing
from storage.outbox_queue import LEASE_SECONDS, OutboxQueue

log = structlog.get_logger()

IN_FLIGHT = 8
FRESH = LEASE_SECONDS - HTTP_TIMEOUT
"""Seconds after claiming within which a call may begin, so that it ends before the row's lease does."""
HAND = 1.5
"""Seconds of sending that are in hand, so that what is more urgent is soon let past."""
ROOM = 0.5
"""So much more is looked at when something new was said: the urgent among it pass those in hand."""
NEAR = FRESH - 1.0
"""Seconds a message may wait in hand for its chat; what has to wait longer goes back to the outbox."""
POLL_SECONDS = 0.5
ENDED = frozenset({"sent", "dropped", "refused", "unreachable"})
"""What is over for a message; anything else comes again."""


@dataclass(slots=True, eq=False)
class InHand:
    """A claimed message; ``messages`` is how many Telegram will count, known once it was rendered.

    It may not go before ``ready_at``: its chat's turn comes later than that, never earlier.
    """

    out: Outgoing
    claimed_at: float
    messages: int = 1
    ready_at: float = -math.inf

    @property
    def edit(self) -> bool:
        return self.out.message is not None

    def order(self) -> tuple[int, int]:
        return self.out.priority, self.out.id


class Sender:
    """Instants are seconds of ``monotonic``, which is the speaker's too."""

    def __init__(
        self,
        queue: OutboxQueue,
        speaker: Speaker,
        pacer: Pacer,
        woken: asyncio.Event,
        metrics: Metrics,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue, self._speaker, self._pacer, self._metrics = queue, speaker, pacer, metrics
        self._woken, self._monotonic = woken, monotonic
        self._hand: list[InHand] = []
        self._flying: set[int] = set()
        self._due: dict[int, float] = {}
        self._free = asyncio.Event()
        self._looked_at, self._more = -math.inf, False

    async def run(self, held: Held) -> None:
        """Sends until cancelled, then lets the calls in flight come to their end."""
        backoff, crew = Backoff(), Nursery()
        try:
            while True:
                end_if_cancelled()
                self._free.clear()
                try:
                    await self._fill(held)
                    wait = await self._start(crew, held)
                except Exception as error:  # noqa: BLE001 - the database is away: what is in hand waits
                    log.warning("messages not claimed", **failure(error))
                    await backoff.wait()
                else:
                    backoff.reset()
                    await self._sleep(wait)
        finally:
            await crew.finish(HTTP_TIMEOUT)
            self._hand.clear()
            self._due.clear()

    async def _fill(self, held: Held) -> None:
        """Claims what is due; more than a hand only when something new was said that may be urgent."""
        now = self._monotonic()
        self._hand = [each for each in self._hand if now - each.claimed_at < FRESH]
        seconds = HAND + (ROOM if self._woken.is_set() else 0)
        room = round(seconds * self._pacer.per_second) - len(self._hand)
        if room <= 0 or not self._has_reason_to_look(now):
            self._woken.clear()
            return
        self._woken.clear()
        claimed = await self._queue.claim(held.lease, room, {each.out.id for each in self._hand} | self._flying)
        self._looked_at, self._more = now, len(claimed) == room
        self._pacer.forget(now)
        for out in claimed:
            self._due.setdefault(out.id, now - out.waited)  # what was put off goes on waiting since then
        self._hand += [InHand(out, now) for out in claimed]
        self._hand.sort(key=InHand.order)

    def _has_reason_to_look(self, now: float) -> bool:
        """A call that ended is none by itself: each look costs the database a transaction."""
        return self._woken.is_set() or self._more or not self._flying or now - self._looked_at >= POLL_SECONDS

    async def _start(self, crew: Nursery, held: Held) -> float:
        """Begins what may be said now, as far as calls may fly; returns the seconds until something else may."""
        now, wait, ahead = self._monotonic(), POLL_SECONDS, Counter[int]()
        later: list[tuple[InHand, float]] = []
        for each in list(self._hand):
            if len(crew) >= IN_FLIGHT:
                break
            expected = self._expected(each, ahead[each.out.address.chat], now)
            if not expected:
                self._begin(each, crew, held)
            elif expected > NEAR:
                later.append((each, expected))
            elif expected:
                wait = min(wait, expected)
            ahead[each.out.address.chat] += 1
        await self._put_off(later)
        return wait

    async def _put_off(self, later: Sequence[tuple[InHand, float]]) -> None:
        """All at once, so that they are written down in one transaction."""
        async with asyncio.TaskGroup() as tasks:
            for each, seconds in later:
                self._hand.remove(each)
                tasks.create_task(self._speaker.put_off(each.out, seconds))

    def _expected(self, each: InHand, ahead: int, now: float) -> float:
        """Seconds until its turn, at a guess when others of that chat are before it or in flight; 0 means now."""
        if not ahead and now < each.ready_at:
            return each.ready_at - now
        delay = self._pacer.delay(each.out.address.chat, now, each.messages, edit=each.edit)
        if not ahead and math.isfinite(delay):
            each.ready_at = now + delay
            return delay
        spacing = 1.0 if each.out.address.chat > 0 else 3.0
        return (delay if math.isfinite(delay) else 1.0) + ahead * spacing

    def _begin(self, each: InHand, crew: Nursery, held: Held) -> None:
        self._hand.remove(each)
        self._flying.add(each.out.id)
        self._pacer.begin(each.out.address.chat, each.messages)
        crew.start("send", self._send(each, held))

    async def _send(self, each: InHand, held: Held) -> None:
        def in_time() -> bool:
            return held.left > 0 and self._monotonic() - each.claimed_at < FRESH

        result = Result("unmarked", each.messages)
        try:
            result = await self._speaker.say(each.out, each.messages, in_time)
        except Exception as error:  # noqa: BLE001 - the database is away: the row comes back when its lease ends
            log.warning("message not marked", what=each.out.what, **failure(error))
        finally:
            self._ended(each, result)

    def _ended(self, each: InHand, result: Result) -> None:
        now = self._monotonic()
        self._flying.discard(each.out.id)
        answered_at = now if result.answered_at is None else result.answered_at
        self._pacer.end(each.out.address.chat, answered_at, each.messages, result.sent, edit=each.edit)
        if result.silence:
            self._pacer.flooded(each.out.address.chat, now, result.silence)
        if result.outcome == GONE:
            each.out = replace(each.out, message=None)
        if result.needs:
            each.messages = result.needs
            insort(self._hand, each, key=InHand.order)
        self._metrics.sent.labels(result.outcome).inc()
        if result.outcome == "sent":
            dwell = now - self._due.get(each.out.id, each.claimed_at)
            self._metrics.dwell.labels(each.out.priority.name.lower()).observe(dwell)
        if result.outcome in ENDED:
            self._due.pop(each.out.id, None)
        self._free.set()

    async def _sleep(self, seconds: float) -> None:
        """Until that time, until a call has ended, or until something was said."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), asyncio.TaskGroup() as tasks:
                waiting = [tasks.create_task(event.wait()) for event in (self._free, self._woken)]
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in waiting:
                    task.cancel()
