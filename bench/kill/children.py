"""Bots to be killed: most are forked from a parent that has loaded everything, some start from nothing."""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["bot.app"])


class Forked:
    """Serves within a second."""

    def __init__(self, env: Mapping[str, str], log: Path) -> None:
        self._process: ForkServerProcess = FORKS.Process(target=_serve, args=(dict(env), log), daemon=True)

    async def start(self) -> None:
        self._process.start()

    async def kill(self) -> None:
        self._process.kill()
        await asyncio.to_thread(self._process.join)

    @property
    def running(self) -> bool:
        return self._process.is_alive()


class Cold:
    """The command line from the very beginning: it may be killed before it has read its settings."""

    def __init__(self, env: Mapping[str, str], log: Path) -> None:
        self._env, self._log = env, log

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "cli", "run", env={**os.environ, **self._env}, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        if self.running:
            self._process.kill()
        await self._process.wait()

    @property
    def running(self) -> bool:
        return self._process.returncode is None


Child = Forked | Cold


def _serve(env: dict[str, str], log: Path) -> None:
    from bot.app import run  # noqa: PLC0415 - loaded by the parent of all forks, not by the one who kills them
    from bot.settings import load  # noqa: PLC0415 - as above

    os.environ.update(env)
    with log.open("ab") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    sys.exit(run(load()))
