"""What the bot said in private chats, remembered just long enough to be taken away: Telegram deletes for 48 h.

What is a little older, and still known, can at least lose its words. To know more would be to keep who was here when.

A trace is found and sealed under the random key of its day and goes with it. It is written beside rows that name a
case, so two of a chat's should not be alike: its tag is one of ``SPREAD`` that the chat has on that day, each in its
turn from one drawn at random. The turn is kept by each process for itself. So a tag comes twice when a chat has more
traces than that in a day, and by chance when a second process writes traces that day, after a restart or as another
replica: it begins anywhere, and where it comes upon tags given out before, it repeats the rest of them.

For the same reason a transaction that ends traces ends everybody's that are due: had it those of one chat alone, it
would join their cases. A wipe ends none; it leaves a trace of its own, and what was said before it is not taken again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import randbelow
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from storage.engine import Connection
from storage.errors import WrongKey
from storage.keytable import KeyKind, day_of
from storage.plain import packed, unpacked
from storage.shared import Shared
from storage.tables import random_id, traces
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

LABEL, TURNS = "traces", "turns of traces"
SPREAD = 1024
"""A wipe asks for all of them, of three days: some 30 ms. More would be looked for longer, fewer would meet sooner."""
SEALED_SIZE = 64
DELETABLE = timedelta(hours=48)
WIPE = 0
"""In the place of a message's number, which Telegram counts from 1."""
LATE = timedelta(minutes=1)
"""So long what was said may take to be marked: a wipe meanwhile does not know it."""
HOUR, STEP = timedelta(hours=1), timedelta(minutes=5)
"""Deletions fall together, so that none tells when something was said: on the hour before they are due, or, of what is
to be read for an hour, on the step of the clock after.
"""

_OF_CHAT = sa.select(traces).where(traces.c.tag.in_(sa.bindparam("b_tags", expanding=True)))
_KEEP = sa.insert(traces)
_DELETE = sa.delete(traces).where(traces.c.id.in_(sa.bindparam("b_ids", expanding=True)))


Said = tuple[int, int, float]
"""Chat, message, and when it was said in seconds since 1970."""


@dataclass(frozen=True, slots=True, repr=False)
class Trace:
    """A message of ours in a private chat. ``delete_at``: when it is to go by itself."""

    chat: int
    message: int
    delete_at: datetime | None = None


class Traces:
    """Those of one chat."""

    def __init__(self, unit: "Unit") -> None:
        self._unit = unit

    async def take(self, chat: int) -> tuple[list[int], list[int]]:
        unit = self._unit
        tags = [tag for secret in await self._secrets() for tag in _tags(secret, chat)]
        found = await _read(unit, (await unit.run(_OF_CHAT, {"b_tags": tags})).all())
        since = max((said for _, message, said in found if message == WIPE), default=0.0) - LATE.total_seconds()
        await keep(unit.connection, unit.shared, [Trace(chat, WIPE)], unit.at)
        fresh = [(there, message, said) for there, message, said in found if message != WIPE and said >= since]
        return _by_chat(fresh, unit.at).get(chat, ([], []))

    async def _secrets(self) -> list[Secret]:
        """Of the days that 48 h can touch."""
        unit, today = self._unit, day_of(self._unit.at)
        found = [await unit.shared.keys.load(unit.connection, KeyKind.DAY, today - ago) for ago in range(3)]
        return [secret for secret in found if secret is not None]


async def keep(connection: Connection, shared: Shared, said: Iterable[Trace], at: datetime) -> None:
    """Within the transaction that marks the messages as sent; the key of the day of ``at`` is ready."""
    secret = shared.keys.of_day(KeyKind.DAY, day_of(at))
    turns = shared.turns_on(day_of(at))
    rows = [_row(secret, trace, _turn(turns, secret.tag(TURNS, trace.chat)), at) for trace in said]
    if rows:
        await connection.execute(_KEEP, rows)


async def opened(connection: Connection, shared: Shared, row: sa.Row[Any]) -> Said | None:
    """None when the key of its day is gone."""
    secret = await shared.keys.load(connection, KeyKind.DAY, row.day)
    if secret is None:
        return None
    chat, message, said = unpacked(secret.open(LABEL, row.sealed, _bound(row.id)), padded=True)
    return chat, message, said


async def by_chat(unit: "Unit", rows: Sequence[sa.Row[Any]]) -> dict[int, tuple[list[int], list[int]]]:
    """What can still be deleted, and what is too old for it."""
    return _by_chat(await _read(unit, rows), unit.at)


async def erase(unit: "Unit", rows: Sequence[sa.Row[Any]]) -> None:
    """Raises JoinRefused in a unit that writes a case or a worker's row."""
    unit.erases_traces()
    if rows:
        await unit.run(_DELETE, {"b_ids": [row.id for row in rows]})


async def _read(unit: "Unit", rows: Sequence[sa.Row[Any]]) -> list[Said]:
    """A row that does not open keeps no other."""
    found = []
    for row in rows:
        with suppress(WrongKey):
            found.append(await opened(unit.connection, unit.shared, row))
    return [said for said in found if said is not None]


def _by_chat(found: Iterable[Said], at: datetime) -> dict[int, tuple[list[int], list[int]]]:
    limit = (at - DELETABLE).timestamp()
    chats: defaultdict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for chat, message, said in found:
        chats[chat][said <= limit].add(message)
    return {chat: (sorted(young), sorted(old)) for chat, (young, old) in chats.items()}


def _turn(turns: dict[bytes, int], chat: bytes) -> int:
    turns[chat] = (turns.get(chat, randbelow(SPREAD)) + 1) % SPREAD
    return turns[chat]


def _row(secret: Secret, trace: Trace, turn: int, at: datetime) -> dict[str, Any]:
    row = random_id()
    sealed = secret.seal(LABEL, packed([trace.chat, trace.message, int(at.timestamp())], SEALED_SIZE), _bound(row))
    delete_at = trace.delete_at and _together(at, trace.delete_at)
    tag = secret.tag(LABEL, trace.chat, turn)
    return {"id": row, "tag": tag, "day": day_of(at), "delete_at": delete_at, "sealed": sealed}


def _tags(secret: Secret, chat: int) -> list[bytes]:
    return [secret.tag(LABEL, chat, n) for n in range(SPREAD)]


def _together(at: datetime, delete_at: datetime) -> datetime:
    start = datetime(1970, 1, 1, tzinfo=UTC)
    if delete_at - at > 2 * HOUR:
        return start + (delete_at - start) // HOUR * HOUR
    return start - (start - delete_at) // STEP * STEP


def _bound(row: int) -> bytes:
    return str(row).encode()
