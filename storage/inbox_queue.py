"""Updates that wait for work: taken in hand under a lease, and what became of that.

``epoch`` is that of the lease under which an update is in hand: none while it waits, ``LEFT`` when who had it was not
heard of again. ``attempt`` grows when work on the update went wrong, and half as much when a process ended with it
alone in hand: that may have been its fault or just the moment.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.engine import Connection
from storage.errors import ClaimLost
from storage.inbox import MOST, Arrived, State, opened, raw_of
from storage.keytable import day_of
from storage.leases import Lease, held, still_held
from storage.shared import Shared
from storage.tables import inbox

if TYPE_CHECKING:
    from storage.work import Unit

WRONG, ALONE = 2, 1
"""What an error and a silent end count: with ``MOST`` an update is parked at its third start, or at its fifth."""
LEFT = 0
SEEN_DAYS, PARKED_DAYS = 3, 8
"""Whole days after which at least 48 h, or 7 days, have passed."""
WINDOW = 256
"""So many waiting updates are looked at, at a time."""


@dataclass(frozen=True, slots=True, repr=False)
class Waiting:
    """An update that nobody has in hand. ``left``: who had it last was not heard of again."""

    row: int
    update_id: int
    raw: bytes
    left: bool


_OPEN = sa.and_(inbox.c.bot == sa.bindparam("b_bot"), inbox.c.state == State.OPEN)
_WAITING = (
    sa.select(inbox.c.id, inbox.c.update_id, inbox.c.day, inbox.c.epoch, inbox.c.sealed)
    .where(_OPEN, inbox.c.id > sa.bindparam("b_after"), inbox.c.id.not_in(sa.bindparam("b_known", expanding=True)))
    .order_by(inbox.c.id)
    .limit(WINDOW)
)
_NOT_EVEN_TOLD = inbox.c.attempt >= MOST + WRONG
"""Telling of it went wrong as well: it is parked all the same."""
_BEGIN = (
    sa.update(inbox)
    .where(_OPEN, inbox.c.id.in_(sa.bindparam("b_rows", expanding=True)), still_held())
    .values(
        epoch=sa.case((_NOT_EVEN_TOLD, None), else_=sa.bindparam("b_epoch", type_=sa.BigInteger)),
        state=sa.case((_NOT_EVEN_TOLD, State.PARKED.value), else_=State.OPEN.value),
        purge_day=sa.case((_NOT_EVEN_TOLD, sa.bindparam("b_purge", type_=sa.BigInteger)), else_=None),
    )
    .returning(inbox)
)
_OURS = (
    inbox.c.id == sa.bindparam("b_row"),
    inbox.c.epoch == sa.bindparam("b_begun"),
    inbox.c.state == State.OPEN,
)
_FINISH = (
    sa.update(inbox).where(*_OURS).values(state=State.DONE, epoch=None, sealed=None, purge_day=sa.bindparam("b_purge"))
)
_PARK = sa.update(inbox).where(*_OURS).values(state=State.PARKED, epoch=None, purge_day=sa.bindparam("b_purge"))
_FAILED = sa.update(inbox).where(*_OURS).values(attempt=inbox.c.attempt + WRONG, epoch=None)
_GIVE_BACK = sa.update(inbox).where(*_OURS).values(epoch=None)
_IN_HAND = inbox.alias()
_WAS_ALONE = (
    sa.select(sa.func.count()).where(
        _IN_HAND.c.bot == sa.bindparam("b_bot"), _IN_HAND.c.state == State.OPEN, _IN_HAND.c.epoch != LEFT
    )
).scalar_subquery() == 1
_LEAVE = (
    sa.update(inbox)
    .where(_OPEN, inbox.c.epoch != LEFT, still_held())
    .values(epoch=LEFT, attempt=inbox.c.attempt + sa.case((_WAS_ALONE, ALONE), else_=0))
)


class InboxQueue:
    """Each call is a transaction of its own."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    async def take_over(self, lease: Lease, ours: Collection[Arrived]) -> None:
        """To be called before anything is begun under this lease.

        What this process had in hand under an earlier one (``ours``) is given back: nothing was wrong with it. What
        others had in hand is marked as left; when it was a single one, that counts: it may have ended its process.
        """
        async with self._shared.database.writing() as connection:
            await _give_back(connection, ours)
            await connection.execute(_LEAVE, held(lease) | {"b_bot": self._shared.bot})

    async def waiting(self, known: Collection[int], after: int = 0) -> list[Waiting]:
        """The ``WINDOW`` oldest updates that are to be worked on, of the rows ``after`` this one and without those that
        are ``known`` to the caller already."""
        async with self._shared.database.reading() as connection:
            parameters = {"b_bot": self._shared.bot, "b_after": after, "b_known": list(known)}
            rows = (await connection.execute(_WAITING, parameters)).all()
            raws = [await raw_of(connection, self._shared, row) for row in rows]
        return [Waiting(row.id, row.update_id, raw, row.epoch == LEFT) for row, raw in zip(rows, raws, strict=True)]

    async def begin(self, lease: Lease, rows: Collection[int]) -> list[Arrived]:
        """Takes those of these rows in hand that still wait, oldest first. None for whose lease was taken over."""
        parameters = held(lease) | {"b_bot": self._shared.bot, "b_rows": list(rows)}
        parameters["b_purge"] = day_of(self._shared.now()) + PARKED_DAYS
        async with self._shared.database.writing() as connection:
            begun = sorted((await connection.execute(_BEGIN, parameters)).all(), key=lambda row: int(row.id))
            return [await opened(connection, self._shared, row) for row in begun]

    async def failed(self, arrived: Arrived) -> None:
        """Work on it went wrong: that counts."""
        async with self._shared.database.writing() as connection:
            await connection.execute(_FAILED, _ours(arrived))

    async def give_back(self, arrived: Collection[Arrived]) -> None:
        """It was not their fault (no database, no Telegram, the program ends): nothing counts."""
        async with self._shared.database.writing() as connection:
            await _give_back(connection, arrived)


async def finish(unit: "Unit", arrived: Arrived) -> None:
    """Raises ClaimLost when somebody else has begun this update since, or finished it."""
    end, days = (_PARK, PARKED_DAYS) if arrived.parked else (_FINISH, SEEN_DAYS)
    if (await unit.run(end, _ours(arrived) | {"b_purge": day_of(unit.at) + days})).rowcount != 1:
        raise ClaimLost(f"update {arrived.update_id} is in other hands")


async def _give_back(connection: Connection, arrived: Collection[Arrived]) -> None:
    if arrived:
        await connection.execute(_GIVE_BACK, [_ours(one) for one in arrived])


def _ours(arrived: Arrived) -> dict[str, object]:
    return {"b_row": arrived.row, "b_begun": arrived.epoch}
