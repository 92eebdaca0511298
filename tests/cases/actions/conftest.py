from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.cases.actions.plant import Plant, a_plant
from tests.databases import Database, fresh_sqlite, sqlite_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Database:
    return fresh_sqlite(template, tmp_path)


@pytest.fixture
async def plant(database: Database) -> AsyncGenerator[Plant]:
    """It is Monday 2 March 2026, 09:00."""
    async with a_plant(database, "2026-03-02 09:00") as plant:
        yield plant
