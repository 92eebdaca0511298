from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from cases.model import Kind
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.actions.plant import a_plant
from tests.databases import fresh_sqlite


@pytest.fixture
async def phones(sqlite_template: Path, tmp_path: Path) -> AsyncGenerator[Phones]:
    """It is Monday 2 March 2026, 09:00; the team's group is bound and speaks English."""
    database = fresh_sqlite(sqlite_template, tmp_path)
    async with a_plant(database, "2026-03-02 09:00", languages=("en", "zh_Hans")) as plant:
        phones = Phones(plant)
        await phones.says("Carol", await phones.link("g"), GROUP)
        phones.chats.clear()
        yield phones


@pytest.fixture
async def case(phones: Phones) -> int:
    """A suggestion that has just reached the group."""
    return await phones.released()


@pytest.fixture
async def grievance(phones: Phones) -> int:
    """A grievance that has just reached its handlers."""
    return await phones.released("He shouts at us", kind=Kind.GRIEVANCE)
