"""Other processes: on which core they run, what time they took, how much memory they hold."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil

LOAD_CORE, BOT_CORE = 1, 0
_CORES = os.sched_getaffinity(0)


def pin(core: int, pid: int = 0) -> None:
    """Keeps a process on one core, as far as the machine has so many."""
    if core in _CORES:
        os.sched_setaffinity(pid, {core})


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and of all its children, living or ended."""
    process = psutil.Process(pid)
    times: list[Sequence[float]] = [process.cpu_times()[:4]]
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            times.append(child.cpu_times()[:2])
    return float(sum(map(sum, times)))


def resident_mb(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / 1e6


@asynccontextmanager
async def started(
    command: Sequence[str], env: Mapping[str, str], core: int = BOT_CORE, log: Path | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program on a core of its own, killed at the end of the block; what it prints goes to ``log``."""
    with (log or Path(os.devnull)).open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, **env}, stdout=output, stderr=output
        )
    pin(core, process.pid)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def listening(port: int) -> None:
    """Returns once somebody answers on this port of loopback."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
