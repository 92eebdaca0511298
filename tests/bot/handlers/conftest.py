from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.bot.handlers.conversation import Phone, Town, a_town
from tests.databases import fresh_sqlite


@pytest.fixture
async def town(sqlite_template: Path, tmp_path: Path) -> AsyncGenerator[Town]:
    async with a_town(fresh_sqlite(sqlite_template, tmp_path).url) as town:
        yield town


@pytest.fixture
async def ana(town: Town) -> Phone:
    """A worker of Yongxing who has come in by the poster."""
    ana = town.phone(501)
    await ana.write("/start YONG")
    ana.taps = 0
    return ana
