"""Connections: one writer and a few readers on an SQLite file, a pool on PostgreSQL.

A URL is SQLAlchemy's: ``sqlite+aiosqlite:///path`` or ``postgresql+asyncpg://user@host/name``.
"""

import asyncio
import fcntl
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator

from storage.errors import AlreadyRunning

POOL = 16
"""Connections of one process to PostgreSQL: more only queue on its cores."""
SQLITE_READERS = 4
BUSY_MS = 10_000


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values; gives aware UTC back on both databases."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class database_now(sa.sql.functions.GenericFunction[float]):  # noqa: N801 (written like any SQL function)
    """The database's own clock in seconds since 1970, the same instant for all processes."""

    type = sa.Double()
    inherit_cache = True


@compiles(database_now, "postgresql")
def _now_on_postgresql(_element: database_now, _compiler: SQLCompiler, **_: Any) -> str:
    return "extract(epoch from clock_timestamp())::double precision"


@compiles(database_now, "sqlite")
def _now_on_sqlite(_element: database_now, _compiler: SQLCompiler, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


class Database:
    """Hands out transactions. On SQLite writers queue first come first served and never wait on each other's locks."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._turn = asyncio.Lock()
        self._file_lock: TextIO | None = None
        if self.sqlite:
            self._file_lock = _lock_file(Path(f"{self.url.database}.lock"))
            self.writer = _sqlite_engine(self.url, pool=1, begin="BEGIN IMMEDIATE")
            self.reader = _sqlite_engine(self.url, pool=SQLITE_READERS, begin="BEGIN", query_only=True)
        else:
            self.writer = self.reader = _postgresql_engine(self.url)

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction: committed at a clean end, rolled back by any error."""
        async with AsyncExitStack() as stack:
            if self.sqlite:
                await stack.enter_async_context(self._turn)
            yield await stack.enter_async_context(self.writer.begin())

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncConnection]:
        """A look that writes nothing and, on SQLite, waits for no writer."""
        async with self.reader.connect() as connection:
            yield connection

    async def close(self) -> None:
        await self.writer.dispose()
        await self.reader.dispose()
        if self._file_lock:
            self._file_lock.close()


def _lock_file(path: Path) -> TextIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = path.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise AlreadyRunning(f"{path} is held by another process; stop it first") from None
    return handle


def _sqlite_engine(url: sa.URL, *, pool: int, begin: str, query_only: bool = False) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=pool, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # sqlite3's own switch: we say BEGIN ourselves
        cursor = connection.cursor()
        pragmas = {"journal_mode": "WAL", "synchronous": "FULL", "foreign_keys": "ON", "secure_delete": "ON"}
        for name, value in (pragmas | {"busy_timeout": str(BUSY_MS), "query_only": str(int(query_only))}).items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql_engine(url: sa.URL) -> AsyncEngine:
    settings = {"application_name": "huiyin", "jit": "off"}
    return create_async_engine(
        url, pool_size=POOL, max_overflow=0, connect_args={"server_settings": settings, "timeout": 10}
    )
