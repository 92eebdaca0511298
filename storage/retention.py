"""How long records are kept: files half a year, cases some years after their end. Figures stay: events and clocks.

A shredded case is one whose key was destroyed. Its sealed columns are emptied as well: what is not there needs no
proof. A last event says so, or nobody could tell it from a case whose key somebody else took away.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.model import SHREDDED, Event, Stage
from storage import closing
from storage.engine import Connection
from storage.errors import WrongKey, away
from storage.keytable import KeyKind, day_of
from storage.legal_holds import held
from storage.media import keys_of_files
from storage.tables import (
    acts,
    cases,
    clocks,
    enterprises,
    entries,
    keys,
    legal_holds,
    media,
    outbox,
    receipts,
    replies,
)

if TYPE_CHECKING:
    from storage.work import Unit

MEDIA_DAYS = 180
LEAST_YEARS, MOST_YEARS = 3, 7
MOST = 200
"""Cases of one transaction: the bot works on meanwhile."""

_IDS: sa.BindParameter[Any] = sa.bindparam("b_ids", expanding=True)
_OF_CASES = [acts, replies, receipts, outbox, media, legal_holds]
_ERASE = [sa.delete(table).where(table.c.case_id.in_(_IDS)) for table in _OF_CASES]
_EMPTY = [
    sa.update(cases).where(cases.c.id.in_(_IDS)).values(sealed=b""),
    sa.update(entries).where(entries.c.case_id.in_(_IDS)).values(sealed=b""),
    sa.update(clocks).where(clocks.c.case_id.in_(_IDS)).values(next_rung_at=None),
]
_DESTROY = [
    sa.delete(keys).where(keys.c.kind.in_([KeyKind.CASE, KeyKind.REPLY]), keys.c.ref.in_(_IDS)),
    keys_of_files(media.c.case_id.in_(_IDS)),
]
_OLD_FILES = (
    media.c.day <= sa.bindparam("b_day", type_=sa.BigInteger),
    media.c.enterprise_id.is_not(None),
    media.c.case_id.not_in(held),
)
_DESTROY_FILES = keys_of_files(*_OLD_FILES)
_ERASE_FILES = sa.delete(media).where(*_OLD_FILES)
_COUNT_FILES = sa.select(sa.func.count()).select_from(media).where(*_OLD_FILES)


@dataclass(frozen=True, slots=True)
class Shredded:
    """How many cases, files and enterprises went."""

    cases: int = 0
    case_files: int = 0
    enterprises: int = 0


async def shred(unit: "Unit", at: datetime) -> Shredded:
    """One portion of what has outlived its time. A case in somebody's hands is left to the next time."""
    unit.writes_case()
    old = {"b_day": day_of(at) - MEDIA_DAYS}
    await unit.run(_DESTROY_FILES, old)
    files = await unit.run(_ERASE_FILES, old)
    over = _over(at).limit(MOST).with_for_update(of=cases, key_share=True, skip_locked=True)
    homes = {row.id: row.enterprise_id for row in await unit.run(over)}
    if homes:
        await empty(unit, homes, at)
    return Shredded(len(homes), files.rowcount, 0 if homes else await closing.erase(unit, at))


async def empty(unit: "Unit", homes: Mapping[int, int], at: datetime) -> None:
    """The words of these cases, each with its enterprise. Where that cannot be opened they go all the same, unnoted."""
    for statement in (*_DESTROY, *_ERASE, *_EMPTY):
        await unit.run(statement, {"b_ids": list(homes)})
    for case, enterprise in homes.items():
        try:
            await (await unit.enterprise(enterprise)).events.add(Event(case, SHREDDED, at))
        except WrongKey as error:
            if away(error):
                raise


async def going(connection: Connection, at: datetime) -> dict[str, int]:
    """What ``shred`` would take, by kind."""
    many = (await connection.execute(sa.select(sa.func.count()).select_from(_over(at).subquery()))).scalar_one()
    files = (await connection.execute(_COUNT_FILES, {"b_day": day_of(at) - MEDIA_DAYS})).scalar_one()
    return asdict(Shredded(many, files, await closing.going(connection, at)))


def _over(at: datetime) -> sa.Select[Any]:
    """Cases whose years are over, whose words are there, whether they can be opened or not, and that nobody wants kept.

    After a restore from a backup the words of shredded cases are back, without their keys.
    """
    left = enterprises.c.closed_at <= at - closing.GRACE
    ended = [_ended(years, years_before(at, years)) for years in range(LEAST_YEARS, MOST_YEARS + 1)]
    return (
        sa.select(cases.c.id, cases.c.enterprise_id)
        .join(enterprises, enterprises.c.id == cases.c.enterprise_id)
        .where(sa.or_(left, *ended), cases.c.sealed != b"", cases.c.id.not_in(held))
        .order_by(cases.c.id)
    )


def _ended(years: int, since: datetime) -> sa.ColumnElement[bool]:
    closed = sa.and_(cases.c.stage == Stage.CLOSED, cases.c.closed_at <= since)
    withdrawn = sa.and_(cases.c.stage == Stage.WITHDRAWN, cases.c.sent_on <= since.date())
    return sa.and_(enterprises.c.keep_years == years, sa.or_(closed, withdrawn))


def years_before(at: datetime, years: int) -> datetime:
    """The same day so many years ago; for 29 February the 28th."""
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return at.replace(year=at.year - years, day=28)
