"""A process that works on stored updates and is ended by one of them."""

import asyncio
import multiprocessing
import os
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.health import Metrics
from bot.holding import Held
from bot.lanes import Lanes
from storage import KeyRing, Storage
from storage.errors import away
from storage.inbox import Arrived
from tests.bot.conftest import until
from tests.storage.test_leases import run_out

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.bot.dying"])

BOT = 1
POISON = b"poison"
DEAD = 86


async def work(url: str, key_file: Path) -> None:
    async with Storage.open(url, KeyRing.read(key_file), BOT, lambda: datetime.now(UTC)) as storage:

        async def handle(arrived: Arrived) -> str:
            await asyncio.sleep(0)
            if POISON in arrived.raw and not arrived.parked:
                os._exit(DEAD)
            async with storage.unit() as unit:
                unit.finish(arrived)
            return "done"

        async def nothing_waits() -> bool:
            return (await storage.inbox.counts()).open == 0

        await run_out(storage)
        asked_at = time.monotonic()
        lease = await storage.leases.take("lanes", str(os.getpid()))
        assert lease
        lanes = Lanes(storage.inbox_queue, handle, away, storage.inbox.arrived, Metrics())
        working = asyncio.create_task(lanes.run(Held(lease, asked_at)))
        await until(nothing_waits)
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


def life(url: str, key_file: Path) -> None:
    asyncio.run(work(url, key_file))


async def dies(url: str, key_file: Path) -> bool:
    """Whether the process was ended by an update; else it had nothing left to do."""
    process = FORKS.Process(target=life, args=(url, key_file))
    process.start()
    await asyncio.to_thread(process.join)
    assert process.exitcode in (0, DEAD)
    return process.exitcode == DEAD
