"""Promises with a due time. Those still to be told about are indexed by their next rung."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.errors import NotFound
from cases.model import Clock, ClockKind
from storage.tables import clocks, holds, random_id

if TYPE_CHECKING:
    from storage.work import Work

_OURS = clocks.c.enterprise_id == sa.bindparam("b_enterprise")
_OF = sa.select(clocks).where(_OURS, clocks.c.case_id == sa.bindparam("b_case")).order_by(clocks.c.due, clocks.c.id)
_RUNNING = sa.select(clocks).where(_OURS, clocks.c.met_at.is_(None)).order_by(clocks.c.due, clocks.c.id)
_PROMISED = (
    sa.select(clocks)
    .where(_OURS, clocks.c.promised >= sa.bindparam("b_since"), clocks.c.promised < sa.bindparam("b_until"))
    .order_by(clocks.c.promised, clocks.c.id)
)
_START = sa.insert(clocks)
_UPDATE = sa.update(clocks).where(_OURS, clocks.c.id == sa.bindparam("b_clock"))
_DROP = sa.delete(clocks).where(_OURS, clocks.c.id == sa.bindparam("b_clock"))
_HOLD = insert(holds).on_conflict_do_nothing()
_HOLDS = sa.select(holds.c.member_id, holds.c.until).where(
    holds.c.enterprise_id == sa.bindparam("b_enterprise"), holds.c.clock_id == sa.bindparam("b_clock")
)
_IS_OURS = sa.select(clocks.c.id).where(_OURS, clocks.c.id == sa.bindparam("b_clock"))


class Clocks:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def start(self, clock: Clock) -> Clock:
        """Raises NotFound for a case of somebody else."""
        await self._work.writing(clock.case)
        started = replace(clock, id=random_id(), enterprise=self._work.enterprise.id)
        await self._work.unit.run(_START, _row(started))
        return started

    async def of(self, case: int) -> list[Clock]:
        await self._work.secret(case)
        return await self._all(_OF, b_case=case)

    async def running(self) -> list[Clock]:
        return await self._all(_RUNNING)

    async def promised_between(self, since: datetime, until: datetime) -> list[Clock]:
        return await self._all(_PROMISED, b_since=since, b_until=until)

    async def save(self, clock: Clock) -> None:
        self._work.unit.writes_case()
        row = _row(clock)
        del row["id"], row["enterprise_id"], row["case_id"]
        if (await self._work.unit.run(_UPDATE, row | self._key(clock.id))).rowcount == 0:
            raise NotFound

    async def drop(self, clock: Clock) -> None:
        self._work.unit.writes_case()
        await self._work.unit.run(_DROP, self._key(clock.id))

    async def hold(self, clock: int, member: int, until: datetime) -> bool:
        if (await self._work.unit.run(_IS_OURS, self._key(clock))).one_or_none() is None:
            raise NotFound
        row = {"clock_id": clock, "member_id": member, "until": until, "enterprise_id": self._work.enterprise.id}
        return (await self._work.unit.run(_HOLD, row)).rowcount == 1

    async def holds(self, clock: int) -> dict[int, datetime]:
        rows = await self._work.unit.run(_HOLDS, self._key(clock))
        return {row.member_id: row.until for row in rows}

    async def _all(self, statement: sa.Select[Any], **parameters: Any) -> list[Clock]:
        rows = await self._work.unit.run(statement, parameters | {"b_enterprise": self._work.enterprise.id})
        return opened(rows.all())

    def _key(self, clock: int) -> dict[str, Any]:
        return {"b_clock": clock, "b_enterprise": self._work.enterprise.id}


def opened(rows: Iterable[sa.Row[Any]]) -> list[Clock]:
    found = []
    for row in rows:
        values = dict(row._mapping)  # noqa: SLF001 (SQLAlchemy's public name for it)
        enterprise, case, kind = values.pop("enterprise_id"), values.pop("case_id"), ClockKind(values.pop("kind"))
        found.append(Clock(enterprise=enterprise, case=case, kind=kind, **values))
    return found


def _row(clock: Clock) -> dict[str, Any]:
    row = {name: getattr(clock, name) for name in clock.__slots__}
    return row | {"enterprise_id": row.pop("enterprise"), "case_id": row.pop("case")}
