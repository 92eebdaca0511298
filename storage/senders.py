"""How many people sent something in a month, and never which.

A person is one row: the hash of the chat under a random key of the enterprise's month. When the month is over the rows
become one count and the key is destroyed; then nothing tells whether a chat was among them. Rows are written a few
times a day, all of them in one transaction, from the conversations that wait for their end: never with a case, and not
beside one. Who sends with no way back leaves no conversation and is not counted.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.localtime import instant, local_day, months_after
from cases.ports import Draft
from storage.drafts import opened
from storage.keytable import KeyKind
from storage.people_tables import sender_counts, senders
from storage.tables import drafts, keys
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

SentFrom = Callable[[Draft], int | None]
"""The enterprise that whoever holds this draft has sent something to, None when they have not."""
Chats = dict[tuple[int, date], set[int]]
"""By enterprise and month."""

LABEL = "senders"
PAGE = 500
MONTHS = 1_000_000
"""A month's key has the number of its enterprise times so many, and the month: 7202603 is March 2026 of the 7th."""

_PAGE = sa.select(drafts).where(drafts.c.tag > sa.bindparam("b_after")).order_by(drafts.c.tag).limit(PAGE)
_ADD = insert(senders).on_conflict_do_nothing()
_KEYS = sa.select(keys.c.ref).where(keys.c.kind == KeyKind.MONTH).order_by(keys.c.ref)
_OF_MONTH = (senders.c.enterprise_id == sa.bindparam("b_enterprise"), senders.c.month == sa.bindparam("b_month"))
_COUNT = sa.select(sa.func.count()).select_from(senders).where(*_OF_MONTH)
_ERASE = sa.delete(senders).where(*_OF_MONTH)
_CLOSE = insert(sender_counts).on_conflict_do_nothing()


async def found(unit: "Unit", sent_from: SentFrom) -> Chats:
    """Whoever has sent something within the last day, as far as their conversation still knows."""
    chats: Chats = defaultdict(set)
    after = b""
    while rows := (await unit.run(_PAGE, {"b_after": after})).all():
        after = rows[-1].tag
        for row in rows:
            secret = await unit.shared.keys.load(unit.connection, KeyKind.DAY, row.day)
            if secret:
                draft = opened(secret, row.tag, row.sealed)
                enterprise = sent_from(draft.draft)
                if enterprise is not None:
                    chats[enterprise, await _month(unit, enterprise, draft.saved)].add(draft.address.chat)
    return chats


async def add(unit: "Unit", chats: Chats) -> None:
    """Each person once a month. A month that is over gets no new key: its own may have been destroyed."""
    for (enterprise, month), numbers in chats.items():
        secret = await _secret(unit, enterprise, month)
        if secret:
            tags = sorted(secret.tag(LABEL, unit.shared.bot, chat) for chat in numbers)
            rows = [{"enterprise_id": enterprise, "month": month_number(month), "tag": tag} for tag in tags]
            await unit.run(_ADD, rows)


async def close(unit: "Unit") -> None:
    """Destroys the keys of months that are over; of the people a number is left."""
    for ref in (await unit.run(_KEYS)).scalars().all():
        enterprise, month = divmod(ref, MONTHS)
        if not await _runs(unit, enterprise, date(month // 100, month % 100, 1)):
            key: dict[str, Any] = {"b_enterprise": enterprise, "b_month": month}
            people = (await unit.run(_COUNT, key)).scalar_one()
            await unit.run(_CLOSE, {"enterprise_id": enterprise, "month": month, "people": people})
            await unit.run(_ERASE, key)
            await unit.shared.keys.destroy(unit.connection, KeyKind.MONTH, ref)


def month_number(month: date) -> int:
    return month.year * 100 + month.month


def month_ref(enterprise: int, month: date) -> int:
    return enterprise * MONTHS + month_number(month)


async def _month(unit: "Unit", enterprise: int, at: datetime) -> date:
    return local_day(at, await _zone(unit, enterprise)).replace(day=1)


async def _runs(unit: "Unit", enterprise: int, month: date) -> bool:
    return unit.at < instant(months_after(month, 1), time(0), await _zone(unit, enterprise))


async def _secret(unit: "Unit", enterprise: int, month: date) -> Secret | None:
    """Not remembered in memory: an hour a day is enough to know it."""
    keytable, ref = unit.shared.keys, month_ref(enterprise, month)
    if await _runs(unit, enterprise, month):
        return await keytable.create(unit.connection, KeyKind.MONTH, ref)
    sealed = (await unit.run(_SEALED, {"b_ref": ref})).scalar_one_or_none()
    return None if sealed is None else keytable.unwrapped(KeyKind.MONTH, ref, sealed)


_SEALED = sa.select(keys.c.sealed).where(keys.c.kind == KeyKind.MONTH, keys.c.ref == sa.bindparam("b_ref"))


async def _zone(unit: "Unit", enterprise: int) -> str:
    return (await unit.enterprise(enterprise)).enterprise.calendar.zone
