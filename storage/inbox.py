"""Updates as they arrived: sealed, kept once each, worked through lane by lane.

At all times ``received = done + open + parked``. A finished row stays 48 h as the proof that its id was seen.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from storage.engine import Connection
from storage.errors import ClaimLost
from storage.keytable import KeyKind, day_of
from storage.leases import Lease, held, still_held
from storage.shared import Shared
from storage.tables import inbox, totals

if TYPE_CHECKING:
    from storage.work import Unit

LABEL = "inbox"
LANES = 1024
STARTS = 2
"""So often work on an update is begun; when that failed, the next time it is parked."""
SEEN_DAYS, PARKED_DAYS = 3, 8
"""Whole days after which at least 48 h, or 7 days, have passed."""
WINDOW = 256
"""So many waiting updates are looked at for one claim: a backlog must not make claiming slow."""
BATCH = 1000


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, repr=False)
class Arrival:
    """An update as Telegram sent it. ``person``: whose it is, the user or else the chat; none for neither."""

    update_id: int
    person: int | None
    raw: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Arrived:
    """An update to be worked on. ``attempt`` counts from 1; a ``parked`` one is to be told about, not worked on."""

    row: int
    update_id: int
    lane: int
    attempt: int
    raw: bytes
    parked: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    received: int
    done: int
    open: int
    parked: int


_COLUMNS = ("bot", "update_id", "lane", "day", "attempt", "state", "sealed")
_ACCEPT = insert(inbox).on_conflict_do_nothing(index_elements=["bot", "update_id"])
_ARRAYS = (
    sa.func.unnest(
        *(
            sa.cast(sa.bindparam(name), ARRAY(type_))
            for name, type_ in (
                ("b_ids", sa.BigInteger),
                ("b_lanes", sa.BigInteger),
                ("b_sealed", sa.LargeBinary),
            )
        )
    )
    .table_valued("update_id", "lane", "sealed")
    .render_derived()
)
_ACCEPT_ARRAYS = _ACCEPT.from_select(
    _COLUMNS,
    sa.select(
        sa.bindparam("b_bot", type_=sa.BigInteger),
        _ARRAYS.c.update_id,
        _ARRAYS.c.lane,
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
_OPEN = sa.and_(inbox.c.bot == sa.bindparam("b_bot"), inbox.c.state == State.OPEN)
_OLDEST = inbox.alias()
_DAY_IN_HAND = (
    sa.select(_OLDEST.c.day)
    .where(_OLDEST.c.bot == sa.bindparam("b_bot"), _OLDEST.c.state == State.OPEN)
    .order_by(_OLDEST.c.id)
    .limit(1)
    .scalar_subquery()
)
"""A person's lane changes at midnight: the day before is worked off first, so that the order stays."""
_WINDOW = (
    sa.select(inbox.c.id, inbox.c.lane)
    .where(
        _OPEN,
        inbox.c.day == _DAY_IN_HAND,
        inbox.c.lane >= sa.bindparam("b_first"),
        inbox.c.lane < sa.bindparam("b_end"),
        inbox.c.lane.not_in(sa.bindparam("b_busy", expanding=True)),
        still_held(),
    )
    .order_by(inbox.c.id)
    .limit(WINDOW)
    .subquery()
)
_HEADS = (
    sa.select(sa.func.min(_WINDOW.c.id))
    .group_by(_WINDOW.c.lane)
    .order_by(sa.func.min(_WINDOW.c.id))
    .limit(sa.bindparam("b_limit"))
)
_IS_LAST_START = inbox.c.attempt >= STARTS
_CLAIM = (
    sa.update(inbox)
    .where(_OPEN, inbox.c.id.in_(_HEADS))
    .values(
        attempt=inbox.c.attempt + 1,
        state=sa.case((_IS_LAST_START, State.PARKED.value), else_=State.OPEN.value),
        purge_day=sa.case((_IS_LAST_START, sa.bindparam("b_purge", type_=sa.BigInteger)), else_=None),
    )
    .returning(inbox.c.id, inbox.c.update_id, inbox.c.lane, inbox.c.attempt, inbox.c.state, inbox.c.day, inbox.c.sealed)
)
_OURS = (
    inbox.c.id == sa.bindparam("b_row"),
    inbox.c.attempt == sa.bindparam("b_attempt"),
    inbox.c.state == State.OPEN,
)
_FINISH = (
    sa.update(inbox).where(*_OURS).values(state=State.DONE, lane=None, sealed=None, purge_day=sa.bindparam("b_purge"))
)
_GIVE_BACK = sa.update(inbox).where(*_OURS).values(attempt=inbox.c.attempt - 1)
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
        self._turn = asyncio.Lock()
        self.arrived = asyncio.Event()
        """Set when something new is stored; whoever waits for it clears it."""

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Returns once all of them are stored, also when they were before. Many callers share one commit."""
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, stored))
        while not stored.done():
            async with self._turn:  # whoever's turn it is writes for all who wait
                if not stored.done():
                    await self._flush()
        stored.result()

    async def claim(self, lease: Lease, lanes: range, busy: Collection[int] = (), limit: int = WINDOW) -> list[Arrived]:
        """The oldest update of each of these lanes that is not busy, as far as there is one, oldest first.

        Ask for no more than are begun at once: the attempt is committed before this returns. Nothing for whose lease
        was taken over.
        """
        at = self._shared.now()
        parameters = held(lease) | {"b_bot": self._shared.bot, "b_first": lanes.start, "b_end": lanes.stop}
        parameters |= {"b_busy": list(busy), "b_purge": day_of(at) + PARKED_DAYS, "b_limit": limit}
        async with self._shared.database.writing() as connection:
            rows = sorted((await connection.execute(_CLAIM, parameters)).all(), key=lambda row: int(row.id))
            return [await self._opened(connection, row) for row in rows]

    async def give_back(self, arrived: Arrived) -> None:
        """It was not the update's fault (no database, no Telegram, the program ends): the attempt does not count."""
        async with self._shared.database.writing() as connection:
            await connection.execute(_GIVE_BACK, {"b_row": arrived.row, "b_attempt": arrived.attempt})

    async def parked(self) -> list[Arrived]:
        async with self._shared.database.reading() as connection:
            rows = (await connection.execute(_PARKED.order_by(inbox.c.id), {"b_bot": self._shared.bot})).all()
            return [await self._opened(connection, row) for row in rows]

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

    async def _flush(self) -> None:
        """A caller cancelled in here leaves the batch to the next one."""
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

    async def _insert(self, connection: Connection, rows: list[tuple[int, int, bytes]], day: int) -> int:
        """How many of them were new."""
        if self._shared.database.sqlite:
            fixed = {"bot": self._shared.bot, "day": day, "attempt": 0, "state": State.OPEN, "purge_day": None}
            values = [{"update_id": update, "lane": lane, "sealed": sealed} | fixed for update, lane, sealed in rows]
            return (await connection.execute(_ACCEPT, values)).rowcount
        ids, lanes, sealed = (list(column) for column in zip(*rows, strict=True))
        arrays = {"b_ids": ids, "b_lanes": lanes, "b_sealed": sealed, "b_bot": self._shared.bot, "b_day": day}
        return (await connection.execute(_ACCEPT_ARRAYS, arrays)).rowcount

    def _sealed(self, arrival: Arrival, day: int) -> tuple[int, int, bytes]:
        keys = self._shared.keys
        finds, seals = keys.of_day(KeyKind.DAY, day), keys.of_day(KeyKind.TRANSIT, day)
        person = arrival.person if arrival.person is not None else f"update {arrival.update_id}"
        lane = int.from_bytes(finds.tag("lanes", person)[:8], "big") % LANES
        return arrival.update_id, lane, seals.seal(LABEL, arrival.raw, _bound(arrival.update_id))

    async def _opened(self, connection: Connection, row: sa.Row[Any]) -> Arrived:
        secret = await self._shared.keys.load(connection, KeyKind.TRANSIT, row.day)
        raw = secret.open(LABEL, row.sealed, _bound(row.update_id)) if secret else b""
        return Arrived(row.id, row.update_id, row.lane, row.attempt, raw, row.state == State.PARKED)


async def finish(unit: "Unit", arrived: Arrived) -> None:
    """Raises ClaimLost when somebody else has begun this update since, or finished it."""
    parameters = {"b_row": arrived.row, "b_attempt": arrived.attempt, "b_purge": day_of(unit.at) + SEEN_DAYS}
    if (await unit.run(_FINISH, parameters)).rowcount != 1:
        raise ClaimLost(f"update {arrived.update_id} is in other hands")


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
