"""(f) Memory, time to ready and time of the command line, each beside the least that aiogram itself takes."""

import asyncio
import sys
import time

from bench.house import House
from bench.patience import must
from bench.processes import free_port, listening, resident_mb, started
from bench.table import Row
from bench.telegram import TOKEN, serving

ROUNDS = 3


async def measure(house: House) -> list[Row]:
    """Best of a few rounds each for times; memory when nothing has come yet."""
    ready, ours = await _ours(house)
    bare = await _bare()
    imported = min([await _run(sys.executable, "-c", "import aiogram") for _ in range(ROUNDS)])
    helped = min([await _run(sys.executable, "-m", "cli", "--help") for _ in range(ROUNDS)])
    return [
        Row("(f) resident memory, beside a bare aiogram bot", ours, bare, "MB", 1.5, at_most=True),
        Row("(f) time to ready, beside `import aiogram`", ready, imported, "s", 2, at_most=True),
        Row("(f) `huiyin --help`, beside one second", helped, 1, "s", 1, at_most=True),
    ]


async def _ours(house: House) -> tuple[float, float]:
    """Seconds until it asks for updates, and megabytes then."""
    times = []
    for _ in range(ROUNDS):
        async with serving(lambda _: None) as telegram:
            began = time.perf_counter()
            port = free_port()
            command = [sys.executable, "-m", "cli", "run"]
            async with started(command, house.env(telegram.base, port, webhook=True), log=house.folder / "log") as bot:
                await listening(port)
                await must(lambda: telegram.calls["setwebhook"] > 0, "the webhook was not announced")
                times.append(time.perf_counter() - began)
                await asyncio.sleep(1)
                memory = resident_mb(bot.pid)
    return min(times), memory


async def _bare() -> float:
    async with serving(lambda _: None) as telegram:
        command = [sys.executable, "-m", "bench.yardsticks.aiogram_echo", telegram.base, TOKEN]
        async with started(command, {}) as bot:
            await must(lambda: telegram.calls["getupdates"] > 0, "the bare bot does not ask for updates")
            await asyncio.sleep(1)
            return resident_mb(bot.pid)


async def _run(*command: str) -> float:
    began = time.perf_counter()
    async with started(command, {}) as process:
        if await process.wait():
            raise RuntimeError(f"{' '.join(command)} failed")
    return time.perf_counter() - began
