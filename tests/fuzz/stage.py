"""Where scenes are played: each on a fresh database, every fifth on PostgreSQL."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.databases import PostgreSQL, drop_postgresql, fresh_postgresql, fresh_sqlite, postgresql, sqlite_template
from tests.fuzz.play import play
from tests.fuzz.report import Report

ON_POSTGRESQL = 5
"""Every so many scenes one is played on PostgreSQL."""


def is_on_postgresql(number: int) -> bool:
    return number % ON_POSTGRESQL == ON_POSTGRESQL - 1


@dataclass(frozen=True)
class Stage:
    """Where scenes are played; PostgreSQL only when a scene needs it."""

    template: Path
    server: PostgreSQL | None

    def play(self, number: int, of_seed: int, size: int) -> Report:
        if is_on_postgresql(number) and self.server:
            database = asyncio.run(fresh_postgresql(self.server))
            try:
                return play(database.url, number, of_seed, size)
            finally:
                asyncio.run(drop_postgresql(database))
        with tempfile.TemporaryDirectory() as folder:
            return play(fresh_sqlite(self.template, Path(folder)).url, number, of_seed, size)


@contextmanager
def a_stage(numbers: Sequence[int]) -> Iterator[Stage]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        wanted = any(is_on_postgresql(number) for number in numbers)
        yield Stage(sqlite_template(folder), stack.enter_context(postgresql()) if wanted else None)
