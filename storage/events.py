"""What happened to a case, and what is still to happen."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.errors import NotFound
from cases.model import READ, Event
from storage.plain import packed, unpacked
from storage.tables import acts, events, random_id
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Work

ACTS_LABEL = "acts"
LABEL = "events"

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
_SUCH = (
    acts.c.enterprise_id == sa.bindparam("b_enterprise"),
    acts.c.case_id == sa.bindparam("b_case"),
    acts.c.what == sa.bindparam("b_what"),
)
_CANCEL = sa.delete(acts).where(*_SUCH)
_DUE = sa.select(sa.func.min(acts.c.due)).where(*_SUCH)


class Events:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def add(self, event: Event) -> None:
        """What is written of a shredded case is committed to under its enterprise's key."""
        unit, enterprise = self._work.unit, self._work.enterprise.id
        secret = await self._work.writing(event.case) or await unit.shared.keys.enterprise(unit.connection, enterprise)
        row = {"case_id": event.case, "b_case": event.case, "enterprise_id": enterprise, "what": event.what}
        row |= {"at": event.at, "by": event.by, "data": event.data, "commitment": commitment(secret, event)}
        await unit.run(_ADD, row)

    async def add_reading(self, case: int, reason: str, at: datetime) -> None:
        secret = await self._work.sealing(case)
        sealed = secret.seal(READ, packed(reason), str(case).encode())
        await self.add(Event(case, READ, at, data={"reason": b64encode(sealed).decode()}))

    async def readings(self, case: int) -> list[tuple[datetime, str]]:
        secret = await self._work.secret(case)
        if secret is None:
            raise NotFound
        mine = [(event.at, b64decode(str(event.data["reason"]))) for event in await self.of(case) if event.what == READ]
        return [(at, unpacked(secret.open(READ, sealed, str(case).encode()))) for at, sealed in mine]

    async def of(self, case: int) -> list[Event]:
        await self._work.secret(case)
        return await self._all(_OF, b_case=case)

    async def between(self, since: datetime, until: datetime) -> list[Event]:
        """Oldest first; ``since`` belongs to it, ``until`` does not."""
        return await self._all(_BETWEEN, b_since=since, b_until=until)

    async def _all(self, statement: sa.Select[Any], **parameters: Any) -> list[Event]:
        rows = await self._work.unit.run(statement, parameters | {"b_enterprise": self._work.enterprise.id})
        return [event_of(row) for row in rows]


def event_of(row: sa.Row[Any]) -> Event:
    return Event(row.case_id, row.what, row.at, row.by, row.data)


def commitment(secret: Secret, event: Event) -> bytes:
    """Tells nothing of the event to whom the key is unknown, however few events are possible."""
    data = json.dumps(event.data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    by = "" if event.by is None else event.by
    return secret.mac(LABEL, event.case, event.what, event.at.astimezone(UTC).isoformat(), by, data)


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
        await self._work.unit.run(_CANCEL, self._key(case, what))

    async def due(self, case: int, what: str) -> datetime | None:
        found: datetime | None = (await self._work.unit.run(_DUE, self._key(case, what))).scalar_one()
        return found

    def _key(self, case: int, what: str) -> dict[str, int | str]:
        return {"b_enterprise": self._work.enterprise.id, "b_case": case, "b_what": what}
