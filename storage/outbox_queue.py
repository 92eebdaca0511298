"""The sender's side of the outbox: take what may go now, and write down what became of it."""

import time
from collections.abc import Collection, Sequence
from datetime import datetime
from datetime import time as time_of_day
from typing import Any

import sqlalchemy as sa
import structlog

from cases.ports import Address, Priority
from storage.engine import Connection, database_now
from storage.keytable import KeyKind, day_of
from storage.leases import Lease, held, lapsed, still_held
from storage.marks import Marks, Outgoing, settle_nowhere, write
from storage.outbox import LABEL, PLACES, Route, State
from storage.plain import unpacked
from storage.recipients import Addresses
from storage.shared import Shared
from storage.tables import outbox

log = structlog.get_logger()

MIDNIGHT = time_of_day()
LEASE_SECONDS = 20.0
"""An HTTP timeout of 15 s and 5 s more: by then a message is sent or its sender is gone."""

_NEXT = (
    sa.select(outbox.c.id)
    .where(
        outbox.c.bot == sa.bindparam("b_bot"),
        outbox.c.state == State.WAITING,
        outbox.c.not_before <= sa.bindparam("b_at"),
        lapsed(outbox.c.lease_until, LEASE_SECONDS),
        outbox.c.id.not_in(sa.bindparam("b_busy", expanding=True)),
        still_held(),
    )
    .order_by(outbox.c.priority, outbox.c.not_before, outbox.c.id)
    .limit(sa.bindparam("b_limit"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    sa.update(outbox)
    .where(outbox.c.id.in_(_NEXT))
    .values(lease_until=database_now() + LEASE_SECONDS, epoch=sa.bindparam("b_epoch"))
    .returning(outbox)
)
_NEXT_AT = sa.select(sa.func.min(outbox.c.not_before)).where(
    outbox.c.bot == sa.bindparam("b_bot"), outbox.c.state == State.WAITING
)
_WAITING = (
    sa.select(outbox.c.priority, sa.func.count())
    .where(outbox.c.bot == sa.bindparam("b_bot"), outbox.c.state == State.WAITING)
    .group_by(outbox.c.priority)
)


class OutboxQueue:
    """Each call is a transaction of its own."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    async def claim(self, lease: Lease, limit: int, busy: Collection[int] = ()) -> list[Outgoing]:
        """What may go now, most urgent first, for ``LEASE_SECONDS``. Nothing for whose lease was taken over.

        ``busy`` are in the claimer's hands: not handed out again, whatever the database's clock says of their time.
        What has no address (any more) is settled on the way and not handed out.
        """
        parameters = held(lease) | {"b_bot": self._shared.bot, "b_at": self._shared.now(), "b_limit": limit}
        parameters["b_busy"] = list(busy)
        async with self._shared.database.writing() as connection:
            rows = (await connection.execute(_CLAIM, parameters)).all()
            if not rows:
                return []
            addresses = await Addresses.of(connection, self._shared, rows)
            rows = sorted(rows, key=lambda row: (row.priority, row.not_before, row.id))
            found = [(row, await self._opened(connection, row, addresses)) for row in rows]
        if nowhere := [row for row, outgoing in found if outgoing is None]:
            await self._settle(nowhere)
        return [outgoing for _, outgoing in found if outgoing is not None]

    async def _settle(self, nowhere: Sequence[sa.Row[Any]]) -> None:
        """When it can't be done, it is once their lease has lapsed: those that have an address must not wait for it."""
        try:
            async with self._shared.database.writing() as connection:
                await settle_nowhere(connection, nowhere)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are claimed already
            log.warning("messages to nowhere not settled", error=type(error).__name__, count=len(nowhere))

    async def mark(self, done: Marks) -> None:
        """Writes down what became of messages; what another sender has taken over since is left to it."""
        at = self._shared.now()
        await self._shared.keys.ready(self._shared.database, day_of(at))
        async with self._shared.database.writing() as connection:
            await write(connection, self._shared, done, at)

    async def next_at(self) -> datetime | None:
        """When the next waiting message may go; in the past when one may go now or is on its way."""
        async with self._shared.database.reading() as connection:
            found: datetime | None = (await connection.execute(_NEXT_AT, {"b_bot": self._shared.bot})).scalar_one()
        return found

    async def waiting(self) -> dict[Priority, int]:
        """How many messages wait, whatever the time they may go."""
        async with self._shared.database.reading() as connection:
            rows = await connection.execute(_WAITING, {"b_bot": self._shared.bot})
            return {Priority(priority): count for priority, count in map(tuple, rows)}

    async def _opened(self, connection: Connection, row: sa.Row[Any], addresses: Addresses) -> Outgoing | None:
        what, args, chat, language, message = "card", {}, 0, "", None
        if row.sealed is not None:
            secret = await self._shared.keys.load(connection, KeyKind.TRANSIT, row.day)
            if secret is None:
                return None
            what, args, chat, language, message = unpacked(secret.open(LABEL, row.sealed, row.key.encode()))
        address = Address(chat, language) if chat else addresses.for_row(row)
        if address is None:
            return None
        message = await self._message(connection, row, address) if row.card else message
        return Outgoing(
            id=row.id,
            revision=row.revision,
            epoch=row.epoch,
            route=Route(row.route),
            address=address,
            what=what,
            args=args,
            priority=Priority(row.priority),
            silent=row.silent,
            attempt=row.attempt,
            enterprise=row.enterprise_id,
            case=row.case_id,
            member=row.member_id,
            card=row.card,
            message=message,
            waited=self._waited(row),
        )

    def _waited(self, row: sa.Row[Any]) -> float:
        """Since its commit when it may go at once, else since the time it was meant for."""
        committed = self._shared.said.pop(row.key, None)
        if committed is not None:
            return time.monotonic() - committed
        at_once = not row.card and row.not_before.time() == MIDNIGHT and day_of(row.not_before) == row.day
        return 0.0 if row.card or at_once else max(0.0, (self._shared.now() - row.not_before).total_seconds())

    async def _message(self, connection: Connection, row: sa.Row[Any], address: Address) -> int | None:
        """Where the card is shown, unless the chat has become another one since."""
        if row.place is None:
            return None
        secret = await self._shared.keys.enterprise(connection, row.enterprise_id)
        chat, message = unpacked(secret.open(PLACES, row.place, str(row.id).encode()), padded=True)
        return int(message) if chat == address.chat else None
