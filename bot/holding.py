"""Work that only one process may do at a time is held by a lease row, renewed while it is done."""

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog

from bot.backoff import end_if_cancelled
from bot.logs import failure
from bot.nursery import Nursery
from storage.leases import SECONDS, Lease, Leases

log = structlog.get_logger()

RENEW_SECONDS = 3.0


class LeaseLost(Exception):
    """Somebody else holds the lease by now, or it could not be renewed in time."""


class Held:
    """A lease as its holder sees it: trusted by the own monotonic clock, from before it was asked for."""

    def __init__(self, lease: Lease, asked_at: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.lease = lease
        self._monotonic = monotonic
        self._until = asked_at + SECONDS

    def renewed(self, asked_at: float) -> None:
        self._until = asked_at + SECONDS

    @property
    def left(self) -> float:
        """Seconds it can still be relied on; not above zero once it is over."""
        return self._until - self._monotonic()


Body = Callable[[Held], Coroutine[Any, Any, None]]


class Holder:
    """This process as a holder of leases; ``held`` is read by the metrics."""

    def __init__(self, leases: Leases, name: str) -> None:
        self._leases, self._name = leases, name
        self.held: dict[str, Held] = {}
        self._elsewhere: dict[str, float] = {}

    @property
    def asks(self) -> bool:
        """Whether it has begun to ask for any."""
        return bool(self._elsewhere)

    def missing(self) -> list[str]:
        """Leases this process asks for and nobody is known to hold: it neither has them nor hears that another has."""
        lately = time.monotonic() - SECONDS
        return [
            name
            for name, heard_at in self._elsewhere.items()
            if (self.held[name].left <= 0 if name in self.held else heard_at < lately)
        ]

    async def keep(self, name: str, body: Body) -> None:
        """Runs ``body`` whenever this process holds the lease; takes it again after a loss."""
        self._elsewhere[name] = -math.inf
        while True:
            try:
                asked_at = time.monotonic()
                if lease := await self._leases.take(name, self._name):
                    self._elsewhere[name] = -math.inf
                    await self._run(Held(lease, asked_at), body)
                else:
                    self._elsewhere[name] = asked_at
            except Exception as error:  # noqa: BLE001 - whatever ended the work, it is begun again
                log.warning("work under a lease ended", lease=name, **failure(error))
            end_if_cancelled()
            await asyncio.sleep(RENEW_SECONDS)

    async def _run(self, held: Held, body: Body) -> None:
        name = held.lease.name
        self.held[name] = held
        try:
            async with Nursery() as crew:
                work, renewing = crew.start(name, body(held)), crew.start("renewing", self._renew(held, crew))
                await asyncio.wait([work, renewing], return_when=asyncio.FIRST_COMPLETED)
                if work.done() and not work.cancelled():
                    if work.exception():
                        return  # the crew has told of it
                    await asyncio.wait([renewing])
            raise LeaseLost(name)
        finally:
            del self.held[name]
            with suppress(Exception):  # whoever waits for it gets it when it runs out
                await self._leases.release(held.lease)

    async def _renew(self, held: Held, crew: Nursery) -> None:
        """Returns once the lease belongs to somebody else or can no longer be relied on."""
        still_ours = True
        while still_ours and held.left > RENEW_SECONDS:
            await asyncio.sleep(RENEW_SECONDS)
            asked = crew.start("asking", self._ask_again(held))
            await asyncio.wait([asked], timeout=held.left)  # no longer, though the call may not have come to its end
            still_ours = asked.done() and asked.result()

    async def _ask_again(self, held: Held) -> bool:
        """False when the lease belongs to somebody else."""
        asked_at = time.monotonic()
        try:
            if not await self._leases.renew(held.lease):
                return False
            held.renewed(asked_at)
        except Exception as error:  # noqa: BLE001 - tried again while the lease lasts
            log.warning("lease not renewed", lease=held.lease.name, **failure(error))
        return True
