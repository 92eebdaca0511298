"""A bot to look at; and at the end of a run, how many combinations were tried."""

import logging
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs
from bot.settings import Settings
from sandbox.app import running_sandbox
from storage.vault import write_key_file
from tests.bot.conftest import House, running
from tests.databases import fresh_sqlite


@pytest.fixture
async def house(sqlite_template: Path, tmp_path: Path) -> AsyncGenerator[House]:
    write_key_file(tmp_path / "keys")
    database = fresh_sqlite(sqlite_template, tmp_path)
    async with running_sandbox() as sandbox:
        settings = Settings(
            api_base=sandbox.api_base, database_url=database.url, key_file=tmp_path / "keys", listen="127.0.0.1:0"
        )
        async with running(settings, sandbox) as house:
            yield house


@pytest.fixture
def _all_levels() -> Iterator[None]:
    """The least important lines of the log too."""
    before = logging.getLogger().handlers[:]
    logs.set_up(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    yield
    logging.getLogger().handlers[:] = before
    logging.getLogger().setLevel(logging.WARNING)
    structlog.reset_defaults()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ended = [each for found in terminalreporter.stats.values() for each in found if isinstance(each, pytest.TestReport)]
    told = [pair for each in ended if each.when == "call" for pair in each.user_properties]
    counts = [int(count) for name, count in told if name == "combinations" and isinstance(count, int)]
    if counts:
        terminalreporter.write_line(f"Privacy: {sum(counts):,} combinations were tried.")
