"""What both databases give: transactions, statements, their clock, and the word that the disk is full."""

import math
import time
from collections.abc import Callable, Generator
from contextlib import AbstractAsyncContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator

from storage.errors import disk_full
from storage.statements import Answer

FULL_SECONDS = 20.0
"""So long after the last refusal a disk counts as full: longer than whoever was refused waits to try again."""


T = TypeVar("T")


class Connection(Protocol):
    """Carries out statements of SQLAlchemy; with a list of parameters once for each of them."""

    async def execute(self, statement: sa.Executable, parameters: Any = None, /) -> Answer: ...


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

    async def run_sync(self, do: Callable[[sa.Connection], T]) -> T:
        """A transaction of SQLAlchemy's own, for tools that are made for it."""
        ...

    async def settle(self) -> None:
        """What was erased is gone from the disk too, as far as that is ours to do."""
        ...

    async def close(self) -> None: ...
