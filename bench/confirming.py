"""(a) Updates brought to the webhook and confirmed once they are committed, beside a webhook that stores nothing."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.house import SECRET, House
from bench.journeys import LIFTED
from bench.patience import must
from bench.processes import cpu_seconds, free_port, listening, started
from bench.table import Row
from bench.telegram import TOKEN, serving
from bench.webhook_load import Load, Tally
from bot.holding import RENEW_SECONDS

WARM_UP = 1.0


async def bare(seconds: float) -> tuple[Tally, float]:
    """What the yardstick confirms, and its CPU seconds."""
    port = free_port()
    command = [sys.executable, "-m", "bench.yardsticks.aiogram_webhook", str(port), TOKEN, SECRET]
    async with started(command, {}) as bot:
        await listening(port)
        return await _loaded(port, bot.pid, seconds)


async def ours(house: House, seconds: float) -> tuple[Tally, float]:
    """The bot as one of two replicas: it takes updates in while the other, which is not there, works on them."""
    port = free_port()
    async with _lanes_elsewhere(house), serving(lambda _: None) as telegram:
        command = [sys.executable, "-m", "bench.our_bot", str(LIFTED)]
        async with started(command, house.env(telegram.base, port, webhook=True), log=house.folder / "log") as bot:
            await listening(port)
            await must(lambda: telegram.calls["setwebhook"] > 0, "the webhook was not announced")
            return await _loaded(port, bot.pid, seconds)


@asynccontextmanager
async def _lanes_elsewhere(house: House) -> AsyncIterator[None]:
    async with house.opened() as storage:
        lease = await storage.leases.take("lanes", "the other replica")
        if lease is None:
            raise RuntimeError("somebody works on the updates of this database already")

        async def keep() -> None:
            while True:
                await storage.leases.renew(lease)
                await asyncio.sleep(RENEW_SECONDS)

        async with asyncio.TaskGroup() as tasks:
            keeping = tasks.create_task(keep())
            yield
            keeping.cancel()


async def _loaded(port: int, pid: int, seconds: float) -> tuple[Tally, float]:
    await Load(port, "/webhook", SECRET, WARM_UP, 1).run()
    before = cpu_seconds(pid)
    tally = await Load(port, "/webhook", SECRET, seconds, 10_000_000).run()
    return tally, cpu_seconds(pid) - before


async def measure(house: House, server: int, seconds: float) -> Row:
    """``server``: the process id of PostgreSQL."""
    yardstick, yardstick_cpu = await bare(seconds)
    before = cpu_seconds(server)
    tally, cpu = await ours(house, seconds)
    database = cpu_seconds(server) - before
    if tally.refused or yardstick.refused:
        raise RuntimeError(f"refused: ours {tally.refused}, the yardstick {yardstick.refused}")
    return Row(
        "(a) webhook updates confirmed after commit, PostgreSQL",
        tally.confirmed / seconds,
        yardstick.confirmed / seconds,
        "/s",
        1.5,
        note=f"p99 {tally.p99():.1f} ms beside {yardstick.p99():.1f} ms; CPU of one update: ours "
        f"{cpu / tally.confirmed * 1e6:.0f} µs and the database server {database / tally.confirmed * 1e6:.0f} µs, "
        f"the yardstick {yardstick_cpu / yardstick.confirmed * 1e6:.0f} µs",
    )
