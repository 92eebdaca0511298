"""What a closing enterprise does to the memory: marked at first, everything stays; erased when its time is over.

In between it can be taken back. Of its figures nothing is erased: cases, events and clocks stay, without words.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.ports import Address
from storage import enterprises as tenants
from storage.chain_tables import chains, links
from storage.engine import Connection
from storage.errors import TooLate
from storage.keytable import KeyKind
from storage.outbox import cards_anew
from storage.people_tables import sender_counts, senders, told
from storage.plain import packed
from storage.staff import Person, readers_changed, sealed_member
from storage.tables import enterprises, events, groups, invites, keys, members, metadata, outbox, random_id
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit, Work

GRACE = timedelta(days=90)
"""So long after an enterprise closed its keys are kept."""
EXPORTED = ("enterprises", "calendars", "policies", "members", "cases", "entries", "clocks", "holds", "events")
"""Tables whose rows an enterprise's export holds: no key, no way back, no file."""

_ID: sa.BindParameter[int] = sa.bindparam("b_enterprise", type_=sa.BigInteger)
_AT = sa.bindparam("b_at", type_=enterprises.c.closed_at.type)
_MARK = sa.update(enterprises).where(enterprises.c.id == _ID).values(closed_at=_AT)
_ERASED_AT = sa.select(enterprises.c.erased_at).where(enterprises.c.id == _ID).with_for_update(key_share=True)
_REACH = sa.update(groups).where(groups.c.enterprise_id == _ID).values(reachable=sa.bindparam("b_reachable"))
_UNINVITE = sa.delete(invites).where(invites.c.enterprise_id == _ID)
_REVIVE = (
    sa.update(members)
    .where(members.c.enterprise_id == _ID, members.c.ended_at == _AT)
    .values(ended_at=None)
    .returning(members.c.id)
)
_OVER = sa.and_(enterprises.c.closed_at <= _AT, enterprises.c.erased_at.is_(None))
_LEFT = sa.exists().where(keys.c.kind == KeyKind.CASE, keys.c.enterprise_id == enterprises.c.id)
_ERASABLE = sa.select(enterprises.c.id, enterprises.c.code).where(_OVER, ~_LEFT).with_for_update(skip_locked=True)
_GOING = sa.select(sa.func.count()).select_from(enterprises).where(_OVER)
_ERASED = (
    sa.update(enterprises)
    .where(enterprises.c.id == _ID)
    .values(erased_at=_AT, closed_at=sa.func.coalesce(enterprises.c.closed_at, _AT), sealed=sa.bindparam("b_sealed"))
)
_DROP = [
    *(
        sa.delete(table).where(table.c.enterprise_id == _ID)
        for table in (invites, groups, outbox, told, senders, sender_counts, links, chains)
    ),
    sa.update(events).where(events.c.enterprise_id == _ID).values(commitment=None, position=None),
]
"""The chain was tied by the key that goes: it goes too."""
_PEOPLE = sa.select(members.c.id).where(members.c.enterprise_id == _ID)
_FORGET = (
    sa.update(members)
    .where(members.c.id == sa.bindparam("b_member"))
    .values(
        tag=sa.bindparam("b_tag"),
        sealed=sa.bindparam("b_sealed"),
        digest_at=None,
        ended_at=sa.func.coalesce(members.c.ended_at, _AT),
    )
)


async def mark(work: "Work", at: datetime) -> None:
    """Nothing new comes in from now on, and no invitation counts any more."""
    unit, enterprise = work.unit, {"b_enterprise": work.enterprise.id}
    await unit.run(_MARK, enterprise | {"b_at": at})
    await unit.run(_REACH, enterprise | {"b_reachable": False})
    await unit.run(_UNINVITE, enterprise)
    await tenants.touch(unit, work.enterprise.id)


async def take_back(work: "Work") -> Sequence[int]:
    """The members whose roles begin again: those that ended with the enterprise. Raises TooLate."""
    unit, enterprise = work.unit, {"b_enterprise": work.enterprise.id}
    if (await unit.run(_ERASED_AT, enterprise)).scalar_one() is not None:
        raise TooLate
    revived = (await unit.run(_REVIVE, enterprise | {"b_at": work.enterprise.closed_at})).scalars().all()
    await unit.run(_MARK, enterprise | {"b_at": None})
    await unit.run(_REACH, enterprise | {"b_reachable": True})
    await readers_changed(unit, work.enterprise.id)
    for member in revived:
        await cards_anew(unit, member)
    return revived


async def export(unit: "Unit", enterprise: int) -> dict[str, list[dict[str, Any]]]:
    """The rows of an enterprise, by table, sealed as they lie."""
    found = {}
    for name in EXPORTED:
        table = metadata.tables[name]
        of = table.c.id if table is enterprises else table.c.enterprise_id
        rows = (await unit.run(sa.select(table).where(of == _ID), {"b_enterprise": enterprise})).mappings()
        found[name] = [dict(row) for row in rows]
    return found


async def going(connection: Connection, at: datetime) -> int:
    """How many enterprises ``erase`` would take once their cases are gone."""
    return int((await connection.execute(_GOING, {"b_at": at - GRACE})).scalar_one())


async def erase(unit: "Unit", at: datetime) -> int:
    """Destroys the keys of enterprises whose time is over and of whose cases no key is left; how many there were.

    A fresh key takes the place of each, so that what stays can be read on: an enterprise named by its code, without
    people. While two persons hold a case, its enterprise waits.
    """
    found = (await unit.run(_ERASABLE, {"b_at": at - GRACE})).all()
    for row in found:
        await erase_one(unit, row.id, row.code, at)
    return len(found)


async def erase_one(unit: "Unit", enterprise: int, code: str, at: datetime) -> None:
    keytable, of = unit.shared.keys, {"b_enterprise": enterprise}
    await keytable.destroy(unit.connection, KeyKind.ENTERPRISE, enterprise)
    secret = await keytable.create(unit.connection, KeyKind.ENTERPRISE, enterprise)
    for statement in _DROP:
        await unit.run(statement, of)
    for member in (await unit.run(_PEOPLE, of)).scalars().all():
        await unit.run(_FORGET, _nobody(secret, member) | {"b_at": at})
    sealed = secret.seal(tenants.LABEL, packed(code), tenants.bound(enterprise))
    await unit.run(_ERASED, of | {"b_at": at, "b_sealed": sealed})
    await tenants.touch(unit, enterprise)


def _nobody(secret: Secret, member: int) -> dict[str, Any]:
    """In the place of a person: found by nothing, reached nowhere."""
    tag = random_id().to_bytes(16, "big")
    return {"b_member": member, "b_tag": tag, "b_sealed": sealed_member(secret, tag, Person("", Address(0, "")))}
