"""One SQLite file: one writer and a few readers.

A statement runs where it is asked for: it takes some 30 µs, a thread for it three times as much. Only the commit, which
waits for the disk, goes to a thread.
"""

import asyncio
import fcntl
import sqlite3
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TextIO, TypeVar

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.dialects.sqlite.pysqlite import dialect
from sqlalchemy.engine.interfaces import DBAPIConnection

from storage.engine import Connection, Room
from storage.errors import AlreadyRunning
from storage.statements import Answer, Statements, Values

T = TypeVar("T")

READERS = 4
BUSY_MS = 5_000
STATEMENTS = 512
"""So many stay ready in each connection."""


class SQLite:
    """One process serves from it, by a lock file; a short command beside it waits ``BUSY_MS`` for a lock.

    Within the process writers queue first come first served, so that none meets another's lock.
    """

    sqlite = True

    def __init__(self, url: sa.URL, *, alone: bool) -> None:
        self.room = Room()
        self._file_lock = _lock_file(Path(f"{url.database}.lock")) if alone else None
        self._turn, self._readers = asyncio.Lock(), asyncio.Semaphore(READERS)
        self._writer = _engine(url, pool=1)
        self._reader = _engine(url, pool=READERS, query_only=True)
        self._statements = Statements(dialect())

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[Connection]:
        async with self._turn:
            with self.room.watched(), _driver(self._writer) as driver:
                driver.execute("BEGIN IMMEDIATE")
                try:
                    yield Inline(driver, self._statements)
                    await _in_thread(driver.commit)
                except BaseException:
                    driver.rollback()
                    raise

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Connection]:
        async with self._readers:
            with looking(self._reader, self._statements) as connection:
                yield connection

    async def run_sync(self, do: Callable[[sa.Connection], T]) -> T:
        async with self._turn:
            with self._writer.begin() as connection:
                return do(connection)

    async def settle(self) -> None:
        """Zeroes are in the log already (``secure_delete``): brings them into the file and empties the log."""
        async with self._turn:
            await _in_thread(self._empty_log)

    def _empty_log(self) -> None:
        with _driver(self._writer) as driver:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    async def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()
        if self._file_lock:
            self._file_lock.close()


class Inline:
    """A connection whose statements run at once."""

    __slots__ = ("_driver", "_statements")

    def __init__(self, driver: sqlite3.Connection, statements: Statements) -> None:
        self._driver, self._statements = driver, statements

    async def execute(self, statement: sa.Executable, parameters: Any = None, /) -> Answer:
        if isinstance(parameters, list):
            return self._many(statement, parameters)
        prepared, arguments = self._statements.prepared(statement, parameters)
        cursor = self._driver.execute(prepared.text, arguments)
        if cursor.description is None:
            return Answer((), rowcount=cursor.rowcount)
        return prepared.answer(cursor.fetchall(), tuple([column[0] for column in cursor.description]))

    def _many(self, statement: sa.Executable, parameters: list[Values]) -> Answer:
        ready = [self._statements.prepared(statement, values) for values in parameters]
        cursor = self._driver.executemany(ready[0][0].text, [arguments for _, arguments in ready])
        return Answer((), rowcount=cursor.rowcount)


@contextmanager
def looking(engine: sa.Engine, statements: Statements) -> Generator[Connection]:
    """A look at one state of the file."""
    with _driver(engine) as driver:
        driver.execute("BEGIN")
        try:
            yield Inline(driver, statements)
        finally:
            driver.rollback()


@contextmanager
def look_at_file(url: sa.URL) -> Generator[Connection]:
    """A look at a file that another process may be using. Raises FileNotFoundError where there is none."""
    if not Path(url.database or "").is_file():
        raise FileNotFoundError(f"There is no database at {url.database}: see huiyin init.")
    engine = _engine(url, pool=1, query_only=True)
    try:
        with looking(engine, Statements(dialect())) as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _driver(engine: sa.Engine) -> Generator[sqlite3.Connection]:
    """A connection of the pool. The driver's errors become those that SQLAlchemy gives them for both databases."""
    try:
        pooled = engine.raw_connection()
        try:
            yield pooled.driver_connection  # type: ignore[misc]
        finally:
            pooled.close()
    except sqlite3.Error as error:
        raise exc.DBAPIError.instance(None, None, error, sqlite3.Error, hide_parameters=True) from error


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


def _engine(url: sa.URL, *, pool: int, query_only: bool = False) -> sa.Engine:
    """Its connections begin and end transactions when they are told to."""
    connect = {"check_same_thread": False, "cached_statements": STATEMENTS}
    engine = sa.create_engine(url, pool_size=pool, max_overflow=0, pool_reset_on_return=None, connect_args=connect)

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
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
