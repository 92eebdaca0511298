"""What figures about people are made of, and what each reader of them was ever told, sealed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.errors import NotFound
from cases.model import Event
from cases.small_numbers import Table, Told
from storage import senders
from storage.people_tables import sender_counts, told
from storage.plain import packed, unpacked
from storage.statements import Answer
from storage.tables import events, members

if TYPE_CHECKING:
    from storage.work import Work

LABEL = "told"

_EVENTS = (
    sa.select(events)
    .where(
        events.c.enterprise_id == sa.bindparam("b_enterprise"),
        events.c.at >= sa.bindparam("b_since"),
        events.c.at < sa.bindparam("b_until"),
        events.c.what.in_(sa.bindparam("b_what", expanding=True)),
    )
    .order_by(events.c.at, events.c.case_id, events.c.seq)
)
_READER = (
    sa.select(members.c.tag)
    .where(members.c.enterprise_id == sa.bindparam("b_enterprise"), members.c.id == sa.bindparam("b_member"))
    .with_for_update(key_share=True)
)
_TOLD = sa.select(told.c.sealed).where(told.c.tag == sa.bindparam("b_tag"))
_INSERT = insert(told)
_KEEP = _INSERT.on_conflict_do_update(index_elements=["tag"], set_={"sealed": _INSERT.excluded.sealed})
_COUNT = sa.select(sender_counts.c.sealed).where(
    sender_counts.c.enterprise_id == sa.bindparam("b_enterprise"), sender_counts.c.month == sa.bindparam("b_month")
)


class Figures:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def events(self, since: datetime, until: datetime, *what: str) -> list[Event]:
        """Those so named, oldest first; ``since`` belongs to the span, ``until`` does not."""
        rows = await self._run(_EVENTS, b_since=since, b_until=until, b_what=what)
        return [Event(row.case_id, row.what, row.at, row.by, row.data) for row in rows]

    async def told(self, reader: int) -> list[Told]:
        tag = await self._tag(reader)
        sealed = (await self._work.unit.run(_TOLD, {"b_tag": tag})).scalar_one_or_none()
        if sealed is None:
            return []
        unit = self._work.unit
        secret = await unit.shared.keys.enterprise(unit.connection, self._work.enterprise.id)
        return [_loaded(each) for each in unpacked(secret.open(LABEL, sealed, tag))]

    async def keep(self, reader: int, book: Sequence[Told]) -> None:
        tag, unit, enterprise = await self._tag(reader), self._work.unit, self._work.enterprise.id
        secret = await unit.shared.keys.enterprise(unit.connection, enterprise)
        sealed = secret.seal(LABEL, packed([_dumped(each) for each in book]), tag)
        await unit.run(_KEEP, {"tag": tag, "enterprise_id": enterprise, "sealed": sealed})

    async def senders(self, month: date) -> int | None:
        enterprise, number = self._work.enterprise.id, month.year * 100 + month.month
        sealed = (await self._run(_COUNT, b_month=number)).scalar_one_or_none()
        if sealed is None:
            return None
        secret = await self._work.unit.shared.keys.enterprise(self._work.unit.connection, enterprise)
        return int(unpacked(secret.open(senders.LABEL, sealed, senders.bound(enterprise, number)), padded=True))

    async def _tag(self, reader: int) -> bytes:
        """The same for one person, whoever invited them when. Locks the reader: told is one thing after the other."""
        found = (await self._run(_READER, b_member=reader)).scalar_one_or_none()
        if found is None:
            raise NotFound
        return self._work.unit.shared.people.tag(LABEL, found, self._work.enterprise.id)

    async def _run(self, statement: sa.Executable, **parameters: Any) -> Answer:
        return await self._work.unit.run(statement, parameters | {"b_enterprise": self._work.enterprise.id})


def _dumped(each: Told) -> list[Any]:
    table = each.table
    parts = {part: dict(row) for part, row in table.parts.items()}
    return [table.what, table.attribute, parts, dict(table.heads), table.headcount, sorted(each.values)]


def _loaded(row: list[Any]) -> Told:
    *table, values = row
    return Told(Table(*table), frozenset(values))
