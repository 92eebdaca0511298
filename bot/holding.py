"""Work that only one process may do at a time is held by a lease row, renewed while it is done."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

import structlog

from bot.logs import failure

log = structlog.get_logger()

LEASE_SECONDS = 10.0
RENEW_SECONDS = 3.0


class Leases(Protocol):
    """Lease rows. ``epoch`` grows with each holder, so that marks of an earlier one are refused."""

    async def take(self, name: str, holder: str) -> int | None:
        """The new epoch, or None while another process holds it."""
        ...

    async def renew(self, name: str, holder: str, epoch: int) -> bool: ...
    async def release(self, name: str, holder: str, epoch: int) -> None: ...


class Lease:
    """A lease as its holder sees it: trusted by the own monotonic clock, from before it was asked for."""

    def __init__(self, name: str, epoch: int, asked_at: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.name, self.epoch = name, epoch
        self._monotonic = monotonic
        self._until = asked_at + LEASE_SECONDS

    def renewed(self, asked_at: float) -> None:
        self._until = asked_at + LEASE_SECONDS

    @property
    def left(self) -> float:
        """Seconds it can still be relied on; not above zero once it is over."""
        return self._until - self._monotonic()


Body = Callable[[Lease], Awaitable[None]]


class Holder:
    """This process as a holder of leases; ``held`` is read by the metrics."""

    def __init__(self, leases: Leases, name: str) -> None:
        self._leases, self._name = leases, name
        self.held: dict[str, Lease] = {}

    async def keep(self, name: str, body: Body) -> None:
        """Runs ``body`` whenever this process holds the lease; takes it again after a loss."""
        while True:
            try:
                if lease := await self._take(name):
                    await self._run(lease, body)
            except Exception as error:  # noqa: BLE001 - the database is away: ask again until it is back
                log.warning("lease not to be had", lease=name, **failure(error))
            await asyncio.sleep(RENEW_SECONDS)

    async def _take(self, name: str) -> Lease | None:
        asked_at = time.monotonic()
        epoch = await self._leases.take(name, self._name)
        return None if epoch is None else Lease(name, epoch, asked_at)

    async def _run(self, lease: Lease, body: Body) -> None:
        self.held[lease.name] = lease
        work = asyncio.ensure_future(body(lease))
        try:
            while await self._renewed(lease):
                await asyncio.wait([work], timeout=RENEW_SECONDS)
                if work.done():
                    return work.result()
            log.warning("lease lost", lease=lease.name)
        finally:
            del self.held[lease.name]
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            with suppress(Exception):  # whoever waits for it gets it ten seconds later
                await self._leases.release(lease.name, self._name, lease.epoch)

    async def _renewed(self, lease: Lease) -> bool:
        """False once the lease belongs to somebody else or can no longer be relied on."""
        asked_at = time.monotonic()
        try:
            if not await self._leases.renew(lease.name, self._name, lease.epoch):
                return False
            lease.renewed(asked_at)
        except Exception as error:  # noqa: BLE001 - tried again while the lease lasts
            log.warning("lease not renewed", lease=lease.name, **failure(error))
        return lease.left > RENEW_SECONDS
