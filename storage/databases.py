"""Which database a URL means: ``sqlite:///path`` or ``postgresql://user@host/name``; the driver is ours to choose."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from storage.engine import Connection, Database
from storage.postgresql import PostgreSQL
from storage.sqlite import SQLite, look_at_file

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+asyncpg"}


def open_database(url: str, *, alone: bool = True) -> Database:
    """``alone``: an SQLite file is this process's own; without it, short work beside whoever holds the file.

    Raises AlreadyRunning for a file that another process holds, ArgumentError for another database.
    """
    parsed = with_driver(url)
    return SQLite(parsed, alone=alone) if parsed.drivername == "sqlite" else PostgreSQL(parsed)


def with_driver(url: str) -> sa.URL:
    """Raises ArgumentError for another database than ours."""
    parsed = sa.make_url(url)
    driver = DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise ArgumentError(f"{parsed.get_backend_name()} is neither sqlite nor postgresql")
    return parsed.set(drivername=driver)


@asynccontextmanager
async def look(url: str) -> AsyncGenerator[Connection]:
    """A look at a database that another process may be using. Raises FileNotFoundError where there is none."""
    parsed = with_driver(url)
    if parsed.drivername == "sqlite":
        with look_at_file(parsed) as connection:
            yield connection
        return
    database = PostgreSQL(parsed)
    try:
        async with database.reading() as connection:
            yield connection
    finally:
        await database.close()
