"""Measure everything beside its yardstick, in one run: ``scripts/bench``."""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import uvloop

from bench import confirming, doing, footprint, herd, ticking
from bench.house import House, furnish
from bench.processes import LOAD_CORE, pin
from bench.table import HEAD, Row, text
from storage import migrate
from tests.databases import PostgreSQL, fresh_postgresql, postgresql

DURABLE = ["max_connections=200"]
"""PostgreSQL as it comes: what it has confirmed survives a power cut."""


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", default=[], help="letters of the parts to measure; all unless said: a b c e f"
    )
    parser.add_argument("--seconds", type=float, default=15.0, help="of each measurement under load")
    parser.add_argument("--clocks", type=int, default=100_000, help="that fall due in one second, for part c")
    parser.add_argument("--enterprises", type=int, default=1_800, help="that release a case then, for part c")
    return parser.parse_args()


ENTERPRISES = 100
"""Workers are spread over so many: one lead can be sent one message a second."""


class Bench:
    def __init__(self, wanted: argparse.Namespace, folder: Path, server: PostgreSQL) -> None:
        self._wanted, self._folder, self._server = wanted, folder, server
        self._pid = int((server.data / "postmaster.pid").read_text().split()[0])

    async def rows(self) -> AsyncIterator[Row]:
        seconds = self._wanted.seconds
        if self._asked("a"):
            yield await confirming.measure(await self._on_server("a"), self._pid, seconds)
        if self._asked("b"):
            file, server = await self._on_file("b", ENTERPRISES), await self._on_server("b", ENTERPRISES)
            async for row in doing.measure(file, server, self._pid, seconds):
                yield row
        if self._asked("e"):
            for row in await ticking.measure(await self._on_server("e")):
                yield row
        if self._asked("f"):
            for row in await footprint.measure(await self._on_file("f")):
                yield row
        if self._asked("c"):
            house = await self._on_server("c", self._wanted.enterprises)
            for row in await herd.measure(house, self._wanted.clocks):
                yield row

    def _asked(self, part: str) -> bool:
        return not self._wanted.parts or part in self._wanted.parts

    async def _on_server(self, name: str, enterprises: int = 1) -> House:
        return await furnish(self._made(f"{name}-server"), (await fresh_postgresql(self._server)).url, enterprises)

    async def _on_file(self, name: str, enterprises: int = 1) -> House:
        folder = self._made(f"{name}-file")
        url = f"sqlite:///{folder}/huiyin.db"
        await migrate.upgrade(url)
        return await furnish(folder, url, enterprises)

    def _made(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir()
        return folder


async def show(bench: Bench) -> bool:
    """Prints each row as it is measured; whether all goals are met."""
    print_line(HEAD)
    met = True
    async for row in bench.rows():
        print_line(text(row))
        met = met and row.met is not False
    return met


def print_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    wanted = parsed()
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # a bot that is stopped drops its connections
    with tempfile.TemporaryDirectory() as folder, postgresql(DURABLE) as server:
        pin(LOAD_CORE)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # the load must not be what is measured
            return 0 if runner.run(show(Bench(wanted, Path(folder), server))) else 1


if __name__ == "__main__":
    sys.exit(main())
