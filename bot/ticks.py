"""A few fixed ticks look for what has come due, in real seconds; what is due is said by rows, never by a job.

Each is thin: claim, call one rule, log what could not be done.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import structlog

from bot.backoff import end_if_cancelled
from bot.errands import count_later
from bot.flows import adding, unfinished
from bot.health import Metrics
from bot.logs import failure
from bot.say import blank, delete
from cases.actions.anchor import hand_out
from cases.actions.climb import climb
from cases.actions.digest import digest, plan_digest
from cases.actions.perform import perform
from cases.chain import Anchor
from cases.localtime import local_day
from cases.model import Clock, Member
from cases.ports import Act, Address, Draft, Priority, Unit, Work

log = structlog.get_logger()

SOON, RARELY, SIX_HOURS, DAILY = 1.0, 300.0, 21_600.0, 86_400.0


class Step(Protocol):
    """What one claim came to: how many rows were done, or why one of them was pushed ahead."""

    @property
    def done(self) -> int: ...
    @property
    def failed(self) -> Exception | None: ...


class Expired(Protocol):
    @property
    def address(self) -> Address: ...
    @property
    def draft(self) -> Draft: ...


class Due(Protocol):
    """Rows that have come due, a few hundred to a transaction."""

    async def acts(self, at: datetime, do: Callable[[Work, Act, datetime], Awaitable[None]]) -> Step: ...
    async def clocks(self, at: datetime, do: Callable[[Work, Clock, datetime], Awaitable[None]]) -> Step: ...
    async def digests(self, at: datetime, do: Callable[[Work, Member, datetime], Awaitable[None]]) -> Step: ...
    async def drafts(self, at: datetime, do: Callable[[Any, Any, datetime], Awaitable[None]]) -> Step: ...
    async def traces(
        self, at: datetime, do: Callable[[Any, int, Sequence[int], Sequence[int]], Awaitable[None]]
    ) -> Step: ...


class Extended(Protocol):
    """How many events were linked, and whose chains could not be added to."""

    @property
    def links(self) -> int: ...
    @property
    def broken(self) -> Mapping[int, Exception]: ...


class Chains(Protocol):
    async def extend(self, at: datetime, tell: Callable[[Any, Anchor], Awaitable[None]]) -> Extended: ...


class Chores(Protocol):
    """What the memory does to keep itself in order."""

    async def purge(self, at: datetime) -> object: ...
    async def rewrap_keys(self) -> object: ...
    async def shred(self, at: datetime) -> object: ...
    async def count_senders(self, takes_part_in: Callable[[Draft], int | None]) -> object: ...
    async def count_languages(self) -> int: ...
    async def mix_workers(self) -> object: ...


class Ticks:
    def __init__(self, due: Due, chains: Chains, chores: Chores, now: Callable[[], datetime], metrics: Metrics) -> None:
        self._due, self._chains, self._chores, self._now, self._metrics = due, chains, chores, now, metrics
        self._counted: datetime | None = None

    async def run(self) -> None:
        """Ticks until cancelled, by the monotonic clock: one that is set back makes no tick wait."""
        async with asyncio.TaskGroup() as tasks:
            for tick, seconds in (
                (self.acts, SOON),
                (self.clocks, SOON),
                (self.digests, SOON),
                (self.traces, SOON),
                (self.drafts, RARELY),
                (self.chain, RARELY),
                (self.purge, RARELY),
                (self.keys, RARELY),
                (self.people, RARELY),
                (self.workers, SIX_HOURS),
                (self.shred, DAILY),
            ):
                tasks.create_task(self._every(tick, seconds), name=tick.__name__)

    async def _every(self, tick: Callable[[], Awaitable[None]], seconds: float) -> None:
        while True:
            await self._guarded(tick)
            end_if_cancelled()
            await asyncio.sleep(seconds)

    async def acts(self) -> None:
        await self._drain("acts", lambda at: self._due.acts(at, perform))

    async def clocks(self) -> None:
        async def rung(work: Work, clock: Clock, at: datetime) -> None:
            await climb(work, clock.case, clock.id, at)

        await self._drain("clocks", lambda at: self._due.clocks(at, rung))

    async def digests(self) -> None:
        await self._drain("digests", lambda at: self._due.digests(at, shift_message))

    async def drafts(self) -> None:
        await self._drain("drafts", lambda at: self._due.drafts(at, tell_of_expiry))

    async def traces(self) -> None:
        await self._drain("traces", lambda at: self._due.traces(at, take_away))

    async def chain(self) -> None:
        """A broken chain keeps no other from growing, and raises the alarm at each look."""
        extended = await self._chains.extend(self._now(), hand_out)
        self._metrics.ticks.labels("chain", "done").inc(extended.links)
        for error in extended.broken.values():
            self._metrics.ticks.labels("chain", "failed").inc()
            log.error("a chain cannot be added to: see huiyin audit", **failure(error))

    async def purge(self) -> None:
        await self._chores.purge(self._now())

    async def keys(self) -> None:
        """A key that was put into the key file meanwhile wraps what older ones did."""
        await self._chores.rewrap_keys()

    async def people(self) -> None:
        """Four times a day: were it as often as it could be, it would tell when somebody sent something."""
        now = self._now()
        quarter = now.replace(hour=now.hour // 6 * 6, minute=0, second=0, microsecond=0)
        if quarter != self._counted:
            await self._chores.count_senders(adding.takes_part_in)
            if broken := await self._chores.count_languages():
                self._metrics.ticks.labels("people", "failed").inc(broken)
                log.error("rows of workers do not open, and are not counted: is the database whole?")
            self._counted = quarter

    async def workers(self) -> None:
        """A start and the case sent minutes later are no neighbours any more."""
        await self._chores.mix_workers()

    async def shred(self) -> None:
        await self._chores.shred(self._now())

    async def _drain(self, name: str, step: Callable[[datetime], Awaitable[Step]]) -> None:
        """Until nothing is due any more; a row that cannot be done has been pushed ahead and raises the alarm."""
        at = self._now()
        while True:
            result = await step(at)
            self._metrics.ticks.labels(name, "done").inc(result.done)
            if result.failed:
                self._metrics.ticks.labels(name, "failed").inc()
                log.error("row pushed ahead", tick=name, **failure(result.failed))
            elif not result.done:
                return

    async def _guarded(self, tick: Callable[[], Awaitable[None]]) -> None:
        try:
            await tick()
        except Exception as error:  # noqa: BLE001 - the database is away: the next tick looks again
            log.warning("tick failed", tick=tick.__name__, **failure(error))


async def shift_message(work: Work, member: Member, at: datetime) -> None:
    """The day's one message, and when the next one is."""
    await digest(work, member, at)
    await plan_digest(work, member, at)
    await count_later(work, local_day(at, work.enterprise.calendar.zone).isoformat())


async def tell_of_expiry(unit: Unit, expired: Expired, _at: datetime) -> None:
    if told := unfinished.expired(expired.address, expired.draft):
        await unit.outbox.say(told)


async def take_away(unit: Unit, chat: int, young: Sequence[int], old: Sequence[int]) -> None:
    """What we said there has been in the chat for as long as it may; after an outage much of it for longer: no answer
    waits for that. Each by a row of its own: fewer rows than traces would tell that some of them are of one chat.
    """
    for message in young:
        await delete(unit.outbox, chat, [message], Priority.DIGEST)
    await blank(unit.outbox, chat, old, Priority.DIGEST)
