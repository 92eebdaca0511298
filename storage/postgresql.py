"""PostgreSQL through asyncpg and its pool."""

import json
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]
import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.engine import Connection, Room
from storage.statements import Answer, Statements, Values

T = TypeVar("T")

POOL = 16
"""Connections of one process: more only queue on the database's cores."""
CONNECT_SECONDS = 10
COMMAND_SECONDS = 30.0
"""A server that has not answered by then is away: a connection that broke unnoticed never answers."""
SETTINGS = {"application_name": "huiyin", "jit": "off"}
KINDS = {
    asyncpg.IntegrityConstraintViolationError: exc.IntegrityError,
    asyncpg.DataError: exc.DataError,
    asyncpg.FeatureNotSupportedError: exc.NotSupportedError,
    asyncpg.SyntaxOrAccessError: exc.ProgrammingError,
}


class PostgreSQL:
    sqlite = False

    def __init__(self, url: sa.URL, command_seconds: float = COMMAND_SECONDS) -> None:
        self.room = Room()
        self._url = url
        self._connect = {"server_settings": SETTINGS, "timeout": CONNECT_SECONDS}
        _, where = dialect().create_connect_args(url)  # type: ignore[no-untyped-call]
        self._pool = asyncpg.create_pool(
            **where,
            **self._connect,
            command_timeout=command_seconds,
            min_size=0,
            max_size=POOL,
            init=_json_as_objects,
            reset=_as_it_is,
        )
        self._statements = Statements(dialect())  # type: ignore[no-untyped-call]

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[Connection]:
        with self.room.watched(), _as_sqlalchemy():
            async with self._driver() as driver, driver.transaction():
                yield Asking(driver, self._statements)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Connection]:
        """Without a transaction: no BEGIN and COMMIT to wait for."""
        with _as_sqlalchemy():
            async with self._driver() as driver:
                yield Asking(driver, self._statements)

    @asynccontextmanager
    async def _driver(self) -> AsyncGenerator["asyncpg.pool.PoolConnectionProxy[Any]"]:
        await self._pool  # is opened at its first use; from then on this is nothing
        async with self._pool.acquire() as driver:
            yield driver

    async def run_sync(self, do: Callable[[sa.Connection], T]) -> T:
        engine = create_async_engine(self._url, poolclass=NullPool, connect_args=self._connect)
        async with engine.begin() as connection:
            return await connection.run_sync(do)

    async def settle(self) -> None:
        """PostgreSQL does it in its time, or ``huiyin db vacuum``: till then the dead row of a key lies there too."""

    async def close(self) -> None:
        await self._pool
        await self._pool.close()


class Asking:
    """A connection of the pool, in a transaction or not."""

    __slots__ = ("_driver", "_statements")

    def __init__(self, driver: "asyncpg.pool.PoolConnectionProxy[Any]", statements: Statements) -> None:
        self._driver, self._statements = driver, statements

    async def execute(self, statement: sa.Executable, parameters: Any = None, /) -> Answer:
        if isinstance(parameters, list):
            return await self._many(statement, parameters)
        prepared, arguments = self._statements.prepared(statement, parameters)
        if prepared.names or isinstance(statement, sa.TextClause):
            rows = await self._driver.fetch(prepared.text, *arguments)
            return prepared.answer(rows, tuple(rows[0].keys()) if rows else ())
        status = await self._driver.execute(prepared.text, *arguments)
        return Answer((), rowcount=_count(status))

    async def _many(self, statement: sa.Executable, parameters: list[Values]) -> Answer:
        """One row after the other, sent together."""
        ready = [self._statements.prepared(statement, values) for values in parameters]
        await self._driver.executemany(ready[0][0].text, [arguments for _, arguments in ready])
        return Answer(())


async def _json_as_objects(driver: "asyncpg.Connection[Any]") -> None:
    await driver.set_type_codec("json", schema="pg_catalog", encoder=str, decoder=json.loads)


async def _as_it_is(_driver: object) -> None:
    """We leave nothing behind in a session: asyncpg's own tidying would be a round trip each time."""


@contextmanager
def _as_sqlalchemy() -> Generator[None]:
    """The driver's errors as those that SQLAlchemy gives them for both databases."""
    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        kind = next((kind for cause, kind in KINDS.items() if isinstance(error, cause)), exc.OperationalError)
        raise kind(None, None, error, hide_parameters=True) from error


def _count(status: str) -> int:
    """Of the rows changed, from the answer's tag, such as ``UPDATE 3``."""
    last = status.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0
