"""How many people took part in a month, and never which.

Of a month each enterprise has one row: the hashes of the chats, made and sealed with a random key of that month. All of
these rows are sealed anew a few times a day, in one transaction, whether or not anybody took part, and none tells
by its length how many people it holds: beside the dates of cases that number would tell which of them are one person's.
They come from the conversations that wait for their end: never with a case, and not beside one. When the month is over
a sealed count is left and the key is destroyed; then nothing tells whether a chat was among them. Who sends with no way
back leaves no conversation and is not counted; nor is who writes only what may be about a coach of the enterprise.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.localtime import local_day
from cases.ports import Draft
from storage.drafts import opened
from storage.errors import away
from storage.keytable import KeyKind
from storage.people_tables import sender_counts, senders
from storage.plain import packed, unpacked
from storage.tables import drafts, enterprises, keys
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

TakesPartIn = Callable[[Draft], int | None]
"""The enterprise in which whoever holds this draft takes part, None when in none: who sent has not always done so."""
Chats = dict[tuple[int, int], set[int]]
"""By enterprise and month; 202603 is March 2026."""

LABEL = "senders"
PAGE = 500
MONTHS = 1_000_000
"""A month's key has the number of its enterprise times so many, and the month: 7202603 is March 2026 of the 7th."""
BLOCK, COUNT_SIZE = 4096, 16
"""Bytes. A row's length is a multiple of so many: room for a good hundred people."""

_PAGE = sa.select(drafts).where(drafts.c.tag > sa.bindparam("b_after")).order_by(drafts.c.tag).limit(PAGE)
_ENTERPRISES = sa.select(enterprises.c.id).where(enterprises.c.erased_at.is_(None)).order_by(enterprises.c.id)
_INSERT = insert(senders)
_BEGIN = _INSERT.on_conflict_do_nothing()
_KEEP = _INSERT.on_conflict_do_update(
    index_elements=["enterprise_id", "month"], set_={"sealed": _INSERT.excluded.sealed}
)
_ALL = sa.select(senders).order_by(senders.c.enterprise_id, senders.c.month)
_KEY = sa.select(keys.c.sealed).where(keys.c.kind == KeyKind.MONTH, keys.c.ref == sa.bindparam("b_ref"))
_CLOSE = insert(sender_counts).on_conflict_do_nothing()
_ERASE = sa.delete(senders).where(
    senders.c.enterprise_id == sa.bindparam("b_enterprise"), senders.c.month == sa.bindparam("b_month")
)
_DESTROY = sa.delete(keys).where(
    keys.c.kind == KeyKind.MONTH, keys.c.ref.not_in(sa.select(senders.c.enterprise_id * MONTHS + senders.c.month))
)


async def found(unit: "Unit", takes_part_in: TakesPartIn) -> Chats:
    """Whoever has taken part within the last day, as far as their conversation still knows."""
    chats: Chats = defaultdict(set)
    after = b""
    while rows := (await unit.run(_PAGE, {"b_after": after})).all():
        after = rows[-1].tag
        for row in rows:
            try:
                await _look(unit, row, takes_part_in, chats)
            except Exception as error:  # one that cannot be read keeps nobody else from being counted
                if away(error):
                    raise
    return chats


async def _look(unit: "Unit", row: sa.Row[Any], takes_part_in: TakesPartIn, chats: Chats) -> None:
    secret = await unit.shared.keys.load(unit.connection, KeyKind.DAY, row.day)
    if secret:
        draft = opened(secret, row.tag, row.sealed)
        enterprise = takes_part_in(draft.draft)
        if enterprise is not None:
            chats[enterprise, await _month(unit, enterprise, draft.saved)].add(draft.address.chat)


async def add(unit: "Unit", chats: Chats) -> None:
    """Each person once a month. A month that is over gets no new key: its own may have been destroyed."""
    for enterprise in (await unit.run(_ENTERPRISES)).scalars().all():
        month = await _month(unit, enterprise, unit.at)
        fresh = await unit.shared.keys.create(unit.connection, KeyKind.MONTH, _ref(enterprise, month))
        await unit.run(_BEGIN, _row(fresh, enterprise, month, set()))
    for row in (await unit.run(_ALL)).all():
        enterprise, month = row.enterprise_id, row.month
        if secret := await _secret(unit, row):
            new = {secret.tag(LABEL, unit.shared.bot, chat).hex() for chat in chats.get((enterprise, month), ())}
            await unit.run(_KEEP, _row(secret, enterprise, month, tags(secret, row) | new))


async def close(unit: "Unit") -> None:
    """Destroys the keys of months that are over, and of those that nothing is kept of; of the people a number is left.

    Of a month that an older backup brought back, without its key, nothing is left.
    """
    for row in (await unit.run(_ALL)).all():
        enterprise, month = row.enterprise_id, row.month
        if month < await _month(unit, enterprise, unit.at):
            if secret := await _secret(unit, row):
                await _count(unit, enterprise, month, len(tags(secret, row)))
            await unit.run(_ERASE, {"b_enterprise": enterprise, "b_month": month})
    await unit.run(_DESTROY)


async def _count(unit: "Unit", enterprise: int, month: int, people: int) -> None:
    secret = await unit.shared.keys.enterprise(unit.connection, enterprise)
    sealed = secret.seal(LABEL, packed(people, COUNT_SIZE), bound(enterprise, month))
    await unit.run(_CLOSE, {"enterprise_id": enterprise, "month": month, "sealed": sealed})


def tags(secret: Secret, row: sa.Row[Any]) -> set[str]:
    return set(unpacked(secret.open(LABEL, row.sealed, bound(row.enterprise_id, row.month))))


def bound(enterprise: int, month: int) -> bytes:
    return f"{enterprise}:{month}".encode()


def _row(secret: Secret, enterprise: int, month: int, people: set[str]) -> dict[str, Any]:
    data = packed(sorted(people))
    padded = data.ljust(-(-len(data) // BLOCK) * BLOCK)
    return {"enterprise_id": enterprise, "month": month, "sealed": secret.seal(LABEL, padded, bound(enterprise, month))}


async def _secret(unit: "Unit", row: sa.Row[Any]) -> Secret | None:
    """Not remembered in memory: an hour a day is enough to know it."""
    ref = _ref(row.enterprise_id, row.month)
    sealed = (await unit.run(_KEY, {"b_ref": ref})).scalar_one_or_none()
    return None if sealed is None else unit.shared.keys.unwrapped(KeyKind.MONTH, ref, sealed)


def _ref(enterprise: int, month: int) -> int:
    return enterprise * MONTHS + month


async def _month(unit: "Unit", enterprise: int, at: datetime) -> int:
    day = local_day(at, (await unit.enterprise(enterprise)).enterprise.calendar.zone)
    return day.year * 100 + day.month
