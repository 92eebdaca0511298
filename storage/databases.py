"""Which database a URL means: ``sqlite:///path`` or ``postgresql://user@host/name``; the driver is ours to choose."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from storage.engine import Connection, Database
from storage.postgresql import PostgreSQL
from storage.sqlite import SQLite, look_at_file

DRIVERS = {"sqlite": "sqlite", "postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg"}
FORM = (
    "must be such as sqlite:///huiyin.db or postgresql://user:password@host/huiyin; an @ in the password is written %40"
)
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
SSL = f"takes one sslmode of {', '.join(SSL_MODES)}"
BEHIND = "takes host, port and sslmode behind the ?: leave out the rest"


def open_database(url: str, *, alone: bool = True) -> Database:
    """``alone``: an SQLite file is this process's own; without it, short work beside whoever holds the file.

    Raises AlreadyRunning for a file that another process holds, ArgumentError for another database.
    """
    parsed = with_driver(url)
    return SQLite(parsed, alone=alone) if parsed.drivername == "sqlite" else PostgreSQL(parsed)


def with_driver(url: str) -> sa.URL:
    """Raises ArgumentError for another database than ours, ValueError for a port that is none."""
    parsed = renamed(sa.make_url(url), "sslmode", "ssl")
    driver = DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise ArgumentError(f"{parsed.get_backend_name()} is neither sqlite nor postgresql")
    return parsed.set(drivername=driver)


def renamed(url: sa.URL, word: str, to: str) -> sa.URL:
    """What PostgreSQL's own programs call *sslmode* its driver calls *ssl*; the values are the same."""
    value = url.query.get(word)
    return url.difference_update_query([word]).update_query_dict({to: value}) if value else url


def fault_of(url: str) -> str | None:
    """What is wrong with it. Nothing of it is quoted: a password stands in it, or a piece of one where none should."""
    try:
        parsed = with_driver(url)
    except (ArgumentError, ValueError):
        return FORM
    if parsed.drivername == "sqlite":
        return None
    if "@" in f"{parsed.host}{parsed.database}":
        return FORM
    if parsed.query.keys() - {"host", "port", "ssl"}:
        return BEHIND
    return None if parsed.query.get("ssl", "prefer") in SSL_MODES else SSL


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
