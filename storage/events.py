"""What happened to a case, and what is still to happen."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.model import Event
from storage.plain import packed
from storage.tables import acts, events, random_id

if TYPE_CHECKING:
    from storage.work import Work

ACTS_LABEL = "acts"

_NEXT = sa.select(sa.func.coalesce(sa.func.max(events.c.seq), 0) + 1).where(
    events.c.case_id == sa.bindparam("b_case", type_=sa.BigInteger)
)
_ADD = sa.insert(events).values(seq=_NEXT.scalar_subquery())
_OURS = sa.select(events).where(events.c.enterprise_id == sa.bindparam("b_enterprise"))
_OF = _OURS.where(events.c.case_id == sa.bindparam("b_case")).order_by(events.c.seq)
_BETWEEN = _OURS.where(events.c.at >= sa.bindparam("b_since"), events.c.at < sa.bindparam("b_until")).order_by(
    events.c.at, events.c.case_id, events.c.seq
)
_LATER = sa.insert(acts)
_CANCEL = sa.delete(acts).where(
    acts.c.enterprise_id == sa.bindparam("b_enterprise"),
    acts.c.case_id == sa.bindparam("b_case"),
    acts.c.what == sa.bindparam("b_what"),
)


class Events:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def add(self, event: Event) -> None:
        await self._work.writing(event.case)
        row = {
            "case_id": event.case,
            "b_case": event.case,
            "enterprise_id": self._work.enterprise.id,
            "what": event.what,
        }
        await self._work.unit.run(_ADD, row | {"at": event.at, "by": event.by, "data": event.data})

    async def of(self, case: int) -> list[Event]:
        await self._work.secret(case)
        return await self._all(_OF, b_case=case)

    async def between(self, since: datetime, until: datetime) -> list[Event]:
        """Oldest first; ``since`` belongs to it, ``until`` does not."""
        return await self._all(_BETWEEN, b_since=since, b_until=until)

    async def _all(self, statement: sa.Select[Any], **parameters: Any) -> list[Event]:
        rows = await self._work.unit.run(statement, parameters | {"b_enterprise": self._work.enterprise.id})
        return [Event(row.case_id, row.what, row.at, row.by, row.data) for row in rows]


class Acts:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def later(self, case: int, what: str, due: datetime, args: Mapping[str, Any] | None = None) -> None:
        secret = await self._work.sealing(case)
        act = random_id()
        sealed = secret.seal(ACTS_LABEL, packed(dict(args or {})), str(act).encode())
        row = {"id": act, "enterprise_id": self._work.enterprise.id, "case_id": case, "what": what}
        await self._work.unit.run(_LATER, row | {"due": due, "sealed": sealed})

    async def cancel(self, case: int, what: str) -> None:
        await self._work.writing(case)
        key = {"b_enterprise": self._work.enterprise.id, "b_case": case, "b_what": what}
        await self._work.unit.run(_CANCEL, key)
