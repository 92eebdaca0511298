"""From rows of the outbox to the chats they go to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from cases.ports import Address
from storage import groups as group_chats
from storage.engine import Connection
from storage.outbox import Route
from storage.replies import OF_REPLY, open_address
from storage.shared import Shared
from storage.staff import person_of
from storage.tables import groups, keys, members, replies

_MEMBERS = sa.select(members).where(members.c.id.in_(sa.bindparam("b_ids", expanding=True)), members.c.reachable)
_GROUPS = sa.select(groups).where(groups.c.enterprise_id.in_(sa.bindparam("b_ids", expanding=True)), groups.c.reachable)
_WORKERS = (
    sa.select(replies.c.case_id, replies.c.enterprise_id, replies.c.sealed, keys.c.sealed.label("key"))
    .join(keys, OF_REPLY)
    .where(replies.c.case_id.in_(sa.bindparam("b_ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses by member, by enterprise (its group) and by case (its worker)."""

    members: dict[int, Address] = field(default_factory=dict)
    teams: dict[int, Address] = field(default_factory=dict)
    workers: dict[int, Address] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    """The members whose roles have ended: nothing is said to them, only the cards on their screen are taken off it."""

    @classmethod
    async def of(cls, connection: Connection, shared: Shared, rows: Sequence[sa.Row[Any]]) -> "Addresses":
        """Those of all these rows, in one look per kind of recipient."""
        found = cls()
        for row in await _rows(connection, _MEMBERS, {row.member_id for row in rows if row.route == Route.MEMBER}):
            secret = await shared.keys.enterprise(connection, row.enterprise_id)
            found.members[row.id] = person_of(row, secret).address
            found.left.update([row.id] if row.ended_at else [])
        for row in await _rows(connection, _GROUPS, {row.enterprise_id for row in rows if row.route == Route.TEAM}):
            secret = await shared.keys.enterprise(connection, row.enterprise_id)
            found.teams[row.enterprise_id] = group_chats.address_of(row, secret)
        for row in await _rows(connection, _WORKERS, {row.case_id for row in rows if row.route == Route.WORKER}):
            secret = await shared.keys.open_reply(connection, row.case_id, row.key, row.enterprise_id)
            found.workers[row.case_id] = open_address(secret, row.case_id, row.sealed)
        return found

    def for_row(self, row: sa.Row[Any]) -> Address | None:
        match row.route:
            case Route.MEMBER:
                return None if row.member_id in self.left and not row.card else self.members.get(row.member_id)
            case Route.TEAM:
                return self.teams.get(row.enterprise_id)
            case _:
                return self.workers.get(row.case_id)


async def _rows(connection: Connection, statement: sa.Select[Any], ids: set[int]) -> Sequence[sa.Row[Any]]:
    return (await connection.execute(statement, {"b_ids": sorted(ids)})).all() if ids else []
