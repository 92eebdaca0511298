"""What became of messages that were to be sent.

A row to a worker, or to the chat of a conversation, is deleted with its mark; a row to staff loses what it said and
stays as the proof that it was said. A mark holds only for the revision that was sent and the sender that took it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cases.ports import Address, Priority
from storage.engine import Connection
from storage.outbox import PLACES, Route, State
from storage.plain import packed
from storage.shared import Shared
from storage.tables import members, outbox
from storage.traces import Trace, keep

PLACE_SIZE = 64


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """One message to send now, with ``message`` in the place of that one: a card shown already, a question answered."""

    id: int
    revision: int
    epoch: int
    route: Route
    address: Address
    what: str
    args: dict[str, Any]
    priority: Priority
    silent: bool
    attempt: int
    """How often it was put off already."""
    enterprise: int | None
    case: int | None
    member: int | None
    card: bool
    message: int | None = None
    waited: float = 0.0
    """Seconds since it might go, as far as this process knows."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What became of messages.

    ``sent``: with the number of the message. ``said``: what of it is to be taken away again. ``dropped``: there was no
    reason for it any more. ``put_off``: until that instant. ``lost``: the card's message is gone, a new one is to be
    sent. ``unreachable``: that chat does not open.
    """

    sent: list[tuple[Outgoing, int]] = field(default_factory=list)
    said: list[Trace] = field(default_factory=list)
    dropped: list[Outgoing] = field(default_factory=list)
    put_off: list[tuple[Outgoing, datetime]] = field(default_factory=list)
    lost: list[Outgoing] = field(default_factory=list)
    unreachable: list[Outgoing] = field(default_factory=list)


_IDS = outbox.c.id.in_(sa.bindparam("b_ids", expanding=True))
_TAKEN = sa.tuple_(outbox.c.id, outbox.c.revision, outbox.c.epoch).in_(sa.bindparam("b_taken", expanding=True))
_PASSING = outbox.c.route.in_([Route.WORKER, Route.CHAT]) & ~outbox.c.card
_ONE = (outbox.c.id == sa.bindparam("b_id"), outbox.c.epoch == sa.bindparam("b_epoch"))
_SAME = outbox.c.revision == sa.bindparam("b_revision", type_=sa.BigInteger)
_WAITS = outbox.c.state == State.WAITING
_NO_PLACE = {"place": None, "place_tag": None}
_LOCK = sa.select(outbox.c.id).where(_IDS).order_by(outbox.c.id).with_for_update()
"""Always in this order, as the end of a unit does: two that change the same rows wait for one another, never both."""

_OURS = sa.update(outbox).values(lease_until=0.0)
_DELETE = sa.delete(outbox).where(_TAKEN, _PASSING)
_SENT = _OURS.where(_TAKEN).values(state=State.SENT, sealed=None)
_SENT_OTHERS = _SENT.where(~outbox.c.card)
_SENT_ANEW = _SENT.where(_WAITS)
_SHOWN = _OURS.where(*_ONE).values(
    state=sa.case((_SAME & _WAITS, State.SENT), else_=outbox.c.state),
    place=sa.bindparam("b_place"),
    place_tag=sa.bindparam("b_tag"),
)
_LOST = _OURS.where(*_ONE).values(_NO_PLACE)
_PUT_OFF = _OURS.where(*_ONE, _SAME).values(not_before=sa.bindparam("b_until"), attempt=outbox.c.attempt + 1)
"""What was said anew meanwhile may go at its own time."""
_OF_TEAM = outbox.c.route == Route.TEAM
_END_CARDS = _OURS.where(_TAKEN, outbox.c.card).values(
    {name: sa.case((_OF_TEAM, outbox.c[name])) for name in _NO_PLACE} | {"state": State.ENDED}
)
"""In a group where the bot may not write the card still stands: once it may, what was taken back goes from it."""
_FREE = _OURS.where(_IDS, outbox.c.epoch == sa.bindparam("b_epoch"), outbox.c.lease_until > 0.0)
_MEMBERS_AWAY = (
    sa.update(members).where(members.c.id.in_(sa.bindparam("b_ids", expanding=True))).values(reachable=False)
)


async def write(connection: Connection, shared: Shared, done: Marks, at: datetime) -> None:
    """Within one transaction, each row by one statement: with a second one PostgreSQL would wait for the row's case."""
    sent = [one for one, _ in done.sent]
    everything = sent + [one for one, _ in done.put_off] + done.dropped + done.lost + done.unreachable
    await _away(connection, done.unreachable)  # before any message is locked, as in a unit
    if len(everything) > 1:
        await connection.execute(_LOCK, {"b_ids": [one.id for one in everything]})
    await keep(connection, shared, done.said, at)
    changed = await _show(connection, shared, [pair for pair in done.sent if pair[0].card])
    changed += await _lose(connection, done.lost)
    changed += await _put_off(connection, done.put_off)
    changed += await _settle(connection, [one for one in sent if not one.card] + done.dropped, done.unreachable)
    if changed < len(everything):
        await _free(connection, [one.id for one in everything], everything[0].epoch)


async def settle_nowhere(connection: Connection, rows: Sequence[sa.Row[Any]]) -> None:
    """For claimed rows that have no address: a card waits for its chat, anything else is over. In a transaction after
    that of the claim, for the same reason as above.
    """
    ids, taken = [row.id for row in rows], [(row.id, row.revision, row.epoch) for row in rows]
    await connection.execute(_LOCK, {"b_ids": ids})
    changed = sum([await _change(connection, each, taken) for each in (_END_CARDS, _DELETE, _SENT_OTHERS)])
    if changed < len(rows):
        await _free(connection, ids, rows[0].epoch)


async def _settle(connection: Connection, gone: Sequence[Outgoing], unreachable: Sequence[Outgoing]) -> int:
    over = [*gone, *(one for one in unreachable if not one.card)]
    passing = [_taken(one) for one in over if one.route in (Route.WORKER, Route.CHAT) and not one.card]
    lasting = [_taken(one) for one in over if one.route in (Route.MEMBER, Route.TEAM) or one.card]
    changed = await _change(connection, _DELETE, passing) + await _change(connection, _SENT_ANEW, lasting)
    return changed + await _change(connection, _END_CARDS, [_taken(one) for one in unreachable if one.card])


async def _change(connection: Connection, statement: sa.Executable, taken: Sequence[tuple[int, int, int]]) -> int:
    return (await connection.execute(statement, {"b_taken": taken})).rowcount if taken else 0


async def _show(connection: Connection, shared: Shared, shown: Sequence[tuple[Outgoing, int]]) -> int:
    changed = 0
    for card, message in shown:
        chat = card.address.chat
        secret = await shared.keys.enterprise(connection, card.enterprise or 0)
        place = secret.seal(PLACES, packed([chat, message], PLACE_SIZE), str(card.id).encode())
        tag = shared.people.tag(PLACES, shared.bot, chat, message)
        row = _one(card) | {"b_revision": card.revision, "b_place": place, "b_tag": tag}
        changed += (await connection.execute(_SHOWN, row)).rowcount
    return changed


async def _lose(connection: Connection, cards: Sequence[Outgoing]) -> int:
    return sum([(await connection.execute(_LOST, _one(card))).rowcount for card in cards])


async def _put_off(connection: Connection, later: Sequence[tuple[Outgoing, datetime]]) -> int:
    rows = [_one(one) | {"b_revision": one.revision, "b_until": until} for one, until in later]
    return sum([(await connection.execute(_PUT_OFF, row)).rowcount for row in rows])


async def _free(connection: Connection, ids: Sequence[int], epoch: int) -> None:
    """What changed while it was on its way is still waiting, and may be taken again at once."""
    await connection.execute(_FREE, {"b_ids": ids, "b_epoch": epoch})


async def _away(connection: Connection, unreachable: Sequence[Outgoing]) -> None:
    people = sorted({one.member for one in unreachable if one.member is not None})
    if people:
        await connection.execute(_MEMBERS_AWAY, {"b_ids": people})


def _taken(one: Outgoing) -> tuple[int, int, int]:
    return one.id, one.revision, one.epoch


def _one(one: Outgoing) -> dict[str, Any]:
    return {"b_id": one.id, "b_epoch": one.epoch}
