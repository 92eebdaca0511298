"""Erasing what has outlived its time: ids seen, parked updates, sent rows, keys of days gone by."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.actions.close import KEEP_ADDRESS
from cases.speech import SAID_ONCE
from storage.engine import Connection
from storage.inbox import State as Arrived
from storage.keytable import KeyKind, day_of
from storage.media import keys_of_files
from storage.outbox import State as Said
from storage.tables import acts, cases, drafts, inbox, invites, keys, media, outbox, replies, totals, traces

if TYPE_CHECKING:
    from storage.work import Unit

SENT_DAYS = SAID_ONCE.days + 1
"""So long a message once said is not said again."""
DAY_KEY_DAYS = 3
"""A key that finds drafts and traces goes when at least 48 h have passed since its day ended."""
UNSENT_DAYS = 3
"""A case begun and never sent goes with its draft, within 36 h; without one its key and files go after this."""

_INSTANT = acts.c.due.type
_DAY = sa.bindparam("b_day", type_=sa.BigInteger)
_OF_BOT = sa.bindparam("b_bot", type_=sa.BigInteger)
_SEEN = sa.delete(inbox).where(inbox.c.purge_day <= _DAY, inbox.c.bot == _OF_BOT)
_COUNTED = (
    insert(totals)
    .values(bot=_OF_BOT, received=0, purged=sa.bindparam("b_count"))
    .on_conflict_do_update(
        index_elements=["bot"], set_={"purged": totals.c.purged + sa.bindparam("b_count", type_=sa.BigInteger)}
    )
)
_SENT = sa.delete(outbox).where(outbox.c.state == Said.SENT, ~outbox.c.card, outbox.c.day <= _DAY - SENT_DAYS)
_INVITES = sa.delete(invites).where(invites.c.expires_at <= sa.bindparam("b_at"))
_DRAFTS = sa.delete(drafts).where(drafts.c.day <= _DAY - DAY_KEY_DAYS)
_TRACES = sa.delete(traces).where(traces.c.day <= _DAY - DAY_KEY_DAYS)
_OLD_DAYS = sa.delete(keys).where(keys.c.kind == KeyKind.DAY, keys.c.ref <= _DAY - DAY_KEY_DAYS)
_OLD_TRANSIT = sa.delete(keys).where(
    keys.c.kind == KeyKind.TRANSIT,
    keys.c.ref <= _DAY - DAY_KEY_DAYS,
    keys.c.ref.not_in(sa.select(inbox.c.day).where(inbox.c.state != Arrived.DONE)),
    keys.c.ref.not_in(sa.select(outbox.c.day).where(outbox.c.state == Said.WAITING)),
)
_UNSENT = sa.and_(keys.c.kind == KeyKind.CASE, keys.c.enterprise_id.is_(None), keys.c.day <= _DAY - UNSENT_DAYS)
_OF_UNSENT = media.c.case_id.in_(sa.select(keys.c.ref).where(_UNSENT))
_UNSENT_FILES_KEYS, _UNSENT_FILES = keys_of_files(_OF_UNSENT), sa.delete(media).where(_OF_UNSENT)
_UNSENT_KEYS = sa.delete(keys).where(_UNSENT)

_EXPIRED = (
    sa.select(sa.func.count()).select_from(drafts).where(drafts.c.expires_at <= sa.bindparam("b_at", type_=_INSTANT))
)
_ENDS = sa.select(acts.c.case_id).where(acts.c.what == "end_reply", acts.c.due <= sa.bindparam("b_at", type_=_INSTANT))
_WAYS_BACK = (
    sa.select(sa.func.count())
    .select_from(replies)
    .join(cases, cases.c.id == replies.c.case_id)
    .where(cases.c.closed_at <= sa.bindparam("b_closed", type_=_INSTANT), replies.c.case_id.in_(_ENDS))
)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows went."""

    updates: int
    messages: int
    invites: int
    drafts: int
    traces: int
    files: int
    keys: int


_GOING = {
    "updates": [_SEEN],
    "messages": [_SENT],
    "invites": [_INVITES],
    "drafts": [_DRAFTS],
    "traces": [_TRACES],
    "files": [_UNSENT_FILES],
    "keys": [_UNSENT_FILES_KEYS, _UNSENT_KEYS, _OLD_DAYS, _OLD_TRANSIT],
}


async def going(connection: Connection, bot: int, at: datetime) -> dict[str, int]:
    """What ``purge`` would take, by kind."""
    parameters = {"b_day": day_of(at), "b_bot": bot, "b_at": at}

    async def counted(statement: sa.Delete) -> int:
        condition = statement.whereclause
        count = sa.select(sa.func.count()).select_from(statement.table)
        found = await connection.execute(count if condition is None else count.where(condition), parameters)
        return int(found.scalar_one())

    return {kind: sum([await counted(each) for each in statements]) for kind, statements in _GOING.items()}


async def overdue(connection: Connection, at: datetime) -> dict[str, int]:
    """What the running bot erases by itself within minutes, and ``purge`` leaves to it: more than nought says that no
    bot runs.
    """
    found = {"ways_back": _WAYS_BACK, "unsent": _EXPIRED}
    parameters = {"b_at": at, "b_closed": at - KEEP_ADDRESS}
    return {kind: int((await connection.execute(count, parameters)).scalar_one()) for kind, count in found.items()}


async def purge(unit: "Unit", at: datetime) -> Purged:
    day = day_of(at)

    async def gone(statement: sa.Delete, **parameters: Any) -> int:
        return (await unit.run(statement, {"b_day": day} | parameters)).rowcount

    seen = await gone(_SEEN, b_bot=unit.shared.bot)
    if seen:
        await unit.run(_COUNTED, {"b_bot": unit.shared.bot, "b_count": seen})
    of_files = await gone(_UNSENT_FILES_KEYS)
    purged = Purged(
        updates=seen,
        messages=await gone(_SENT),
        invites=(await unit.run(_INVITES, {"b_at": at})).rowcount,
        drafts=await gone(_DRAFTS),
        traces=await gone(_TRACES),
        files=await gone(_UNSENT_FILES),
        keys=of_files + await gone(_UNSENT_KEYS) + await gone(_OLD_DAYS) + await gone(_OLD_TRANSIT),
    )
    unit.shared.keys.forget_days_before(day - DAY_KEY_DAYS + 1)
    return purged
