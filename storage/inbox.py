"""Updates as they arrived: sealed, and kept once each.

At all times ``received = done + open + parked``. A finished row stays 48 h as the proof that its id was seen. No column
tells whose an update is, nor does its length: a row is ended in the transaction that may write a case.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from storage.engine import Connection
from storage.keytable import KeyKind, day_of
from storage.shared import Shared
from storage.tables import inbox, totals

LABEL = "inbox"
STEP = 512
"""Updates are sealed in lengths of whole steps."""
BATCH = 1000
MOST = 4
"""So much against it, and an update is parked."""


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, repr=False)
class Arrival:
    """An update as Telegram sent it, in JSON."""

    update_id: int
    raw: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Arrived:
    """An update to be worked on. ``against``: what counts against it so far; when that is too much, its work is to tell
    of it and to set it aside: then it is ``parked``.
    """

    row: int
    update_id: int
    epoch: int
    against: int
    raw: bytes

    @property
    def parked(self) -> bool:
        return self.against >= MOST


@dataclass(frozen=True, slots=True)
class Counts:
    received: int
    done: int
    open: int
    parked: int


_COLUMNS = ("bot", "update_id", "day", "attempt", "state", "sealed")
_ACCEPT = insert(inbox).on_conflict_do_nothing(index_elements=["bot", "update_id"])
_ARRAYS = (
    sa.func.unnest(
        *(
            sa.cast(sa.bindparam(name), ARRAY(type_))
            for name, type_ in (("b_ids", sa.BigInteger), ("b_sealed", sa.LargeBinary))
        )
    )
    .table_valued("update_id", "sealed")
    .render_derived()
)
_ACCEPT_ARRAYS = _ACCEPT.from_select(
    _COLUMNS,
    sa.select(
        sa.bindparam("b_bot", type_=sa.BigInteger),
        _ARRAYS.c.update_id,
        sa.bindparam("b_day", type_=sa.BigInteger),
        sa.literal(0, sa.BigInteger),
        sa.literal(State.OPEN.value, sa.String),
        _ARRAYS.c.sealed,
    ),
)
_RECEIVED = (
    insert(totals)
    .values(bot=sa.bindparam("b_bot"), received=sa.bindparam("b_count"), purged=0)
    .on_conflict_do_update(
        index_elements=["bot"], set_={"received": totals.c.received + sa.bindparam("b_count", type_=sa.BigInteger)}
    )
)
_PARKED = sa.select(inbox).where(inbox.c.bot == sa.bindparam("b_bot"), inbox.c.state == State.PARKED)
_REPLAY = (
    sa.update(inbox)
    .where(
        inbox.c.bot == sa.bindparam("b_bot"),
        inbox.c.update_id == sa.bindparam("b_update"),
        inbox.c.state == State.PARKED,
    )
    .values(state=State.OPEN, attempt=0, purge_day=None)
)
_OF_BOT = totals.c.bot == sa.bindparam("b_bot")
_COUNT = sa.union_all(
    sa.select(inbox.c.state, sa.func.count().label("count"))
    .where(inbox.c.bot == sa.bindparam("b_bot"))
    .group_by(inbox.c.state),
    sa.select(sa.literal("received"), totals.c.received).where(_OF_BOT),
    sa.select(sa.literal("purged"), totals.c.purged).where(_OF_BOT),
)
"""One statement, so that all of it is seen at one moment."""


class Inbox:
    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._waiting: list[tuple[Sequence[Arrival], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self.arrived = asyncio.Event()
        """Set when something new is stored; whoever waits for it clears it."""

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Returns once all of them are stored, also when they were before. Many callers share one commit."""
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, stored))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())  # noqa: TID251 - held here, close waits for it
        await stored

    async def close(self) -> None:
        """What is being written is written to its end."""
        if self._writing:
            await self._writing

    async def parked(self) -> list[Arrived]:
        async with self._shared.database.reading() as connection:
            rows = (await connection.execute(_PARKED.order_by(inbox.c.id), {"b_bot": self._shared.bot})).all()
            return [await opened(connection, self._shared, row) for row in rows]

    async def replay(self, update_id: int) -> bool:
        """Puts a parked update back to work; False when there is none of that number."""
        async with self._shared.database.writing() as connection:
            parameters = {"b_bot": self._shared.bot, "b_update": update_id}
            found = (await connection.execute(_REPLAY, parameters)).rowcount == 1
        self.arrived.set()
        return found

    async def counts(self) -> Counts:
        async with self._shared.database.reading() as connection:
            return await counts(connection, self._shared.bot)

    async def _write(self) -> None:
        """For all who wait, a cancelled caller too: what it brought comes again and is then known."""
        while self._waiting:
            await self._flush()
        self._writing = None

    async def _flush(self) -> None:
        batch = self._waiting[:BATCH]
        try:
            await self._store([arrival for arrivals, _ in batch for arrival in arrivals])
        except Exception as error:  # noqa: BLE001 (each waiter hears what went wrong)
            _tell(batch, error)
        else:
            _tell(batch, None)
            self.arrived.set()
        del self._waiting[: len(batch)]

    async def _store(self, arrivals: Sequence[Arrival]) -> None:
        day = day_of(self._shared.now())
        await self._shared.keys.ready(self._shared.database, day)
        rows = [self._sealed(arrival, day) for arrival in arrivals]
        async with self._shared.database.writing() as connection:
            count = await self._insert(connection, rows, day)
            if count:
                await connection.execute(_RECEIVED, {"b_bot": self._shared.bot, "b_count": count})

    async def _insert(self, connection: Connection, rows: list[tuple[int, bytes]], day: int) -> int:
        """How many of them were new."""
        if self._shared.database.sqlite:
            fixed = {"bot": self._shared.bot, "day": day, "attempt": 0, "state": State.OPEN, "purge_day": None}
            values = [{"update_id": update, "sealed": sealed} | fixed for update, sealed in rows]
            return (await connection.execute(_ACCEPT, values)).rowcount
        ids, sealed = (list(column) for column in zip(*rows, strict=True))
        arrays = {"b_ids": ids, "b_sealed": sealed, "b_bot": self._shared.bot, "b_day": day}
        return (await connection.execute(_ACCEPT_ARRAYS, arrays)).rowcount

    def _sealed(self, arrival: Arrival, day: int) -> tuple[int, bytes]:
        seals = self._shared.keys.of_day(KeyKind.TRANSIT, day)
        raw = arrival.raw.ljust(-(-len(arrival.raw) // STEP) * STEP)  # blanks mean nothing in JSON
        return arrival.update_id, seals.seal(LABEL, raw, _bound(arrival.update_id))


async def opened(connection: Connection, shared: Shared, row: sa.Row[Any]) -> Arrived:
    return Arrived(row.id, row.update_id, row.epoch or 0, row.attempt, await raw_of(connection, shared, row))


async def raw_of(connection: Connection, shared: Shared, row: sa.Row[Any]) -> bytes:
    """Nothing when the key of its day is gone."""
    secret = await shared.keys.load(connection, KeyKind.TRANSIT, row.day)
    return secret.open(LABEL, row.sealed, _bound(row.update_id)).rstrip() if secret else b""


async def counts(connection: Connection, bot: int) -> Counts:
    found = dict(map(tuple, await connection.execute(_COUNT, {"b_bot": bot})))
    done = found.get("purged", 0) + found.get(State.DONE, 0)
    return Counts(found.get("received", 0), done, found.get(State.OPEN, 0), found.get(State.PARKED, 0))


def _bound(update_id: int) -> bytes:
    return str(update_id).encode()


def _tell(batch: list[tuple[Sequence[Arrival], asyncio.Future[None]]], error: Exception | None) -> None:
    for _, stored in batch:
        if not stored.done():
            stored.set_exception(error) if error else stored.set_result(None)
