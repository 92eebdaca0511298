"""Connections: one writer and a few readers on an SQLite file, a pool on PostgreSQL.

A URL is ``sqlite:///path`` or ``postgresql://user@host/name``; the driver is ours to choose. On SQLite a statement runs
where it is asked for: it takes some 30 µs, a thread for it three times as much. Only the commit, which waits for the
disk, goes to a thread.
"""

import asyncio
import fcntl
import math
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TextIO, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator

from storage.errors import AlreadyRunning, disk_full

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+asyncpg"}
POOL = 16
"""Connections of one process to PostgreSQL: more only queue on its cores."""
SQLITE_READERS = 4
BUSY_MS = 5_000
CONNECT_SECONDS = 10
FULL_SECONDS = 20.0
"""So long after the last refusal a disk counts as full: longer than whoever was refused waits to try again."""


T = TypeVar("T")


class Connection(Protocol):
    """What both databases give: SQLAlchemy's ``AsyncConnection``, as far as it is needed."""

    async def execute(self, statement: sa.Executable, parameters: Any = None, /) -> sa.CursorResult[Any]: ...
    async def run_sync(self, do: Callable[[sa.Connection], T], /) -> T: ...


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


class Room:
    """Whether the disk has lately had no room for a transaction."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic, self._refused_at = monotonic, -math.inf

    @property
    def full(self) -> bool:
        return self._monotonic() - self._refused_at < FULL_SECONDS

    @contextmanager
    def watched(self) -> Generator[None]:
        try:
            yield
        except DBAPIError as error:
            if disk_full(error):
                self._refused_at = self._monotonic()
            raise


class Database(Protocol):
    """Hands out transactions."""

    sqlite: bool
    room: Room

    def writing(self) -> AbstractAsyncContextManager[Connection]:
        """A transaction: committed at a clean end, rolled back by any error."""
        ...

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """A look that writes nothing and, on SQLite, waits for no writer."""
        ...

    async def settle(self) -> None:
        """What was erased is gone from the disk too, as far as that is ours to do."""
        ...

    async def close(self) -> None: ...


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
    if parsed.drivername != "sqlite":
        database = PostgreSQL(parsed)
        try:
            async with database.reading() as connection:
                yield connection
        finally:
            await database.close()
        return
    with _look_at_file(parsed) as sqlite:
        yield sqlite


@contextmanager
def _look_at_file(url: sa.URL) -> Generator[Connection]:
    if not Path(url.database or "").is_file():
        raise FileNotFoundError(f"There is no database at {url.database}: see huiyin init.")
    engine = _sqlite_engine(url, pool=1, begin="BEGIN", query_only=True)
    try:
        with engine.connect() as connection:
            yield Inline(connection)
    finally:
        engine.dispose()


class PostgreSQL:
    sqlite = False

    def __init__(self, url: sa.URL) -> None:
        settings = {"application_name": "huiyin", "jit": "off"}
        connect = {"server_settings": settings, "timeout": CONNECT_SECONDS}
        self.room = Room()
        self._engine: AsyncEngine = create_async_engine(url, pool_size=POOL, max_overflow=0, connect_args=connect)
        self._reader = self._engine.execution_options(isolation_level="AUTOCOMMIT")  # no BEGIN and ROLLBACK to wait for

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[Connection]:
        with self.room.watched():
            async with self._engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Connection]:
        async with self._reader.connect() as connection:
            yield connection

    async def settle(self) -> None:
        """PostgreSQL's own vacuum does it in its time; what is left till then has no key."""

    async def close(self) -> None:
        await self._engine.dispose()


class SQLite:
    """One process serves from it, by a lock file; a short command beside it waits ``BUSY_MS`` for a lock.

    Within the process writers queue first come first served, so that none meets another's lock.
    """

    sqlite = True

    def __init__(self, url: sa.URL, *, alone: bool) -> None:
        self.room = Room()
        self._file_lock = _lock_file(Path(f"{url.database}.lock")) if alone else None
        self._turn, self._readers = asyncio.Lock(), asyncio.Semaphore(SQLITE_READERS)
        self._writer = _sqlite_engine(url, pool=1, begin="BEGIN IMMEDIATE")
        self._reader = _sqlite_engine(url, pool=SQLITE_READERS, begin="BEGIN", query_only=True)

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[Connection]:
        async with self._turn:
            with self.room.watched(), self._writer.connect() as connection:
                transaction = connection.begin()
                yield Inline(connection)
                await _in_thread(transaction.commit)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Connection]:
        async with self._readers:
            with self._reader.connect() as connection:
                yield Inline(connection)

    async def settle(self) -> None:
        """Zeroes are in the log already (``secure_delete``): brings them into the file and empties the log."""
        async with self._turn:
            await _in_thread(self._empty_log)

    def _empty_log(self) -> None:
        with closing(self._writer.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    async def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()
        if self._file_lock:
            self._file_lock.close()


class Inline:
    """A connection whose statements run at once."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    async def execute(self, statement: sa.Executable, parameters: Any = None, /) -> sa.CursorResult[Any]:
        return self._connection.execute(statement, parameters)

    async def run_sync(self, do: Callable[[sa.Connection], T], /) -> T:
        return do(self._connection)


async def _in_thread(do: Callable[[], None]) -> None:
    """Ends when ``do`` has ended, cancelled or not: the connection is nobody else's until then."""
    done = asyncio.get_running_loop().run_in_executor(None, do)
    try:
        await asyncio.shield(done)
    finally:
        await asyncio.wait([done])


def _lock_file(path: Path) -> TextIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = path.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise AlreadyRunning(f"{path} is held by another process; stop it first") from None
    return handle


def _sqlite_engine(url: sa.URL, *, pool: int, begin: str, query_only: bool = False) -> sa.Engine:
    engine = sa.create_engine(url, pool_size=pool, max_overflow=0, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # sqlite3's own switch: we say BEGIN ourselves
        cursor = connection.cursor()
        pragmas = {"journal_mode": "WAL", "synchronous": "FULL", "foreign_keys": "ON", "secure_delete": "ON"}
        for name, value in (pragmas | {"busy_timeout": str(BUSY_MS), "query_only": str(int(query_only))}).items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
