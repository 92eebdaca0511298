"""A server that goes away in the midst of a call, or says nothing more, is told to be away."""

from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from storage import migrate
from storage.backup import back_up
from storage.databases import open_database, with_driver
from storage.engine import Database
from storage.errors import away
from storage.postgresql import PostgreSQL, _as_sqlalchemy
from storage.vacuum import vacuum
from tests import databases
from tests.line import line_to
from tests.storage.conftest import MONDAY


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.AdminShutdownError("terminating connection due to administrator command"),
    ],
    ids=type,
)
def test_a_connection_cut_off_in_a_call_is_a_database_away(error: Exception) -> None:
    with pytest.raises(DBAPIError) as raised, _as_sqlalchemy():
        raise error
    assert away(raised.value)


async def test_a_server_that_goes_silent_is_away_and_is_asked_anew_afterwards(
    postgresql_server: databases.PostgreSQL, tmp_path: Path
) -> None:
    fresh = await databases.fresh_postgresql(postgresql_server)
    async with line_to(fresh, tmp_path) as line:
        database = PostgreSQL(with_driver(line.url), command_seconds=0.2)
        assert await greeting(database) == "hello"
        with line.silent(), pytest.raises((TimeoutError, DBAPIError)) as raised:
            await greeting(database)
        assert away(raised.value)
        assert await greeting(database) == "hello"
        await database.close()


@pytest.mark.usefixtures("postgresqls_programs")
@pytest.mark.parametrize("written", ["sslmode", "ssl"])
async def test_how_the_connection_is_sealed_is_told_to_the_driver_and_to_postgresqls_own_programs(
    postgresql_server: databases.PostgreSQL, tmp_path: Path, written: str
) -> None:
    """Each has a word of its own for it."""
    fresh = await databases.fresh_postgresql(postgresql_server)
    url = f"{fresh.url}&{written}=disable"
    assert with_driver(url).query["ssl"] == "disable"
    await migrate.upgrade(url)
    database = open_database(url)
    assert await greeting(database) == "hello"
    await database.close()
    await vacuum(url)
    assert (await back_up(url, tmp_path, MONDAY)).data.stat().st_size > 0
    await databases.drop_postgresql(fresh)


async def greeting(database: Database) -> str:
    async with database.writing() as connection:
        said: str = (await connection.execute(sa.select(sa.literal("hello")))).scalar_one()
        return said
