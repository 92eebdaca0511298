"""The people of an enterprise's side. Name, chat and language rest sealed under the enterprise's key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.errors import NotFound
from cases.localtime import local_day
from cases.model import Flag, Member, Role, Stage
from cases.ports import Address
from storage import enterprises
from storage.plain import packed, unpacked
from storage.tables import cases, members
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit, Work

LABEL = "members"
SEALED_SIZE = 512
NAME_LENGTH, PHONE_LENGTH = 64, 24
"""What is longer is cut: every sealed person has one size."""
ROLE_OR_FLAG: Mapping[str, Role | Flag] = {each.value: each for each in (*Role, *Flag)}

_OURS = members.c.enterprise_id == sa.bindparam("b_enterprise")
_ONE = sa.select(members).where(_OURS, members.c.id == sa.bindparam("b_member"))
_CURRENT = sa.select(members).where(_OURS, members.c.ended_at.is_(None)).order_by(members.c.id)
_REACHABLE = sa.select(members.c.id).where(_OURS, members.c.ended_at.is_(None), members.c.reachable)
_END = (
    sa.update(members)
    .where(_OURS, members.c.id == sa.bindparam("b_member"), members.c.ended_at.is_(None))
    .values(ended_at=sa.bindparam("b_at"), digest_at=None)
)
_CARRY = (
    sa.update(members)
    .where(_OURS, members.c.id == sa.bindparam("b_member"), members.c.ended_at.is_(None))
    .values(flags=sa.bindparam("b_flags"), former=sa.bindparam("b_former"))
)
_DIGEST = (
    sa.update(members).where(_OURS, members.c.id == sa.bindparam("b_member")).values(digest_at=sa.bindparam("b_at"))
)
_MOVE_DIGEST = _DIGEST.where(members.c.digest_at > sa.bindparam("b_now"))
_IN_HAND = (
    sa.select(cases.c.id)
    .where(cases.c.enterprise_id == sa.bindparam("b_enterprise"), cases.c.stage.not_in([Stage.CLOSED, Stage.WITHDRAWN]))
    .order_by(cases.c.id)
    .with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """What of a member rests sealed."""

    name: str
    address: Address
    phone: str = ""


class Staff:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def get(self, member: int) -> Member:
        """Who has left still has a name, but no role and no flag."""
        if found := next((one for one in await self.all() if one.id == member), None):
            return found
        row = (await self._work.unit.run(_ONE, self._key(member))).one_or_none()
        if row is None:
            raise NotFound
        return member_of(row, await self._secret())

    async def all(self, *, anew: bool = False) -> list[Member]:
        unit, enterprise = self._work.unit, self._work.enterprise.id
        if anew:
            await enterprises.look_again(unit, enterprise)
        if enterprise not in unit.staff:
            unit.staff[enterprise] = await self._known()
        return list(unit.staff[enterprise])

    async def reachable(self) -> frozenset[int]:
        rows = await self._work.unit.run(_REACHABLE, {"b_enterprise": self._work.enterprise.id})
        return frozenset(rows.scalars())

    async def end(self, member: int, at: datetime) -> None:
        """Raises NotFound, also for who has left already."""
        if (await self._work.unit.run(_END, self._key(member) | {"b_at": at})).rowcount == 0:
            raise NotFound
        await readers_changed(self._work.unit, self._work.enterprise.id)

    async def carry(self, member: int, flags: frozenset[Flag], former: Mapping[Role | Flag, date]) -> None:
        """Raises NotFound, also for who has left."""
        carried = {"b_flags": words(flags), "b_former": {each.value: day.isoformat() for each, day in former.items()}}
        if (await self._work.unit.run(_CARRY, self._key(member) | carried)).rowcount == 0:
            raise NotFound
        await readers_changed(self._work.unit, self._work.enterprise.id)

    async def next_digest(self, member: int, at: datetime | None) -> None:
        """When the due tick calls for this person's next digest; None: never."""
        await self._work.unit.run(_DIGEST, self._key(member) | {"b_at": at})

    async def move_digest(self, member: int, to: datetime, at: datetime) -> None:
        """As ``next_digest``, unless one is due by ``at`` that was not said yet."""
        await self._work.unit.run(_MOVE_DIGEST, self._key(member) | {"b_at": to, "b_now": at})

    async def _known(self) -> list[Member]:
        """Remembered for other units as long as the version stays that of the enterprise as this unit met it."""
        unit, enterprise = self._work.unit, self._work.enterprise.id
        version, known = unit.versions.get(enterprise), unit.shared.staff.get(enterprise)
        if known and known[0] == version:
            return known[1]
        rows = (await unit.run(_CURRENT, {"b_enterprise": enterprise})).all()
        secret = await self._secret()
        found = [member_of(row, secret) for row in rows]
        if version is not None:
            unit.shared.staff[enterprise] = version, found
        return found

    async def _secret(self) -> Secret:
        unit = self._work.unit
        return await unit.shared.keys.enterprise(unit.connection, self._work.enterprise.id)

    def _key(self, member: int) -> dict[str, Any]:
        return {"b_enterprise": self._work.enterprise.id, "b_member": member}


async def readers_changed(unit: "Unit", enterprise: int) -> None:
    """Somebody came or left, or has other flags, or the team has, or has lost, a group. Who met everybody before and
    has a case in hand, as a tick has those that it releases, is waited for: what they did can be seen then. Whoever
    comes later meets what is there now. No message is written before: who has a case in hand writes them last.
    """
    await enterprises.touch(unit, enterprise)
    await unit.run(_IN_HAND, {"b_enterprise": enterprise})


def member_of(row: sa.Row[Any], secret: Secret) -> Member:
    person = person_of(row, secret)
    roles = [] if row.ended_at else row.roles
    flags = [] if row.ended_at else row.flags
    former = {ROLE_OR_FLAG[word]: date.fromisoformat(day) for word, day in row.former.items()}
    known = frozenset(map(Role, roles)), frozenset(map(Flag, flags))
    return Member(row.id, row.enterprise_id, person.name, *known, person.address.language, former, person.phone)


def former_of(ended: Iterable[sa.Row[Any]], zone: str) -> dict[str, str]:
    """What somebody was, as it is stored, each with its last day: of all the rows that ended, the oldest first."""
    former: dict[str, str] = {}
    for row in ended:
        last = local_day(row.ended_at, zone).isoformat()
        former |= row.former | dict.fromkeys([*row.roles, *row.flags], last)
    return former


def person_of(row: sa.Row[Any], secret: Secret) -> Person:
    """Who joined before numbers were asked for has none."""
    name, chat, language, *phone = unpacked(secret.open(LABEL, row.sealed, row.tag), padded=True)
    return Person(name, Address(chat, language), *phone)


def sealed_member(secret: Secret, tag: bytes, person: Person) -> bytes:
    chat, language = person.address.chat, person.address.language
    known = [person.name[:NAME_LENGTH], chat, language, person.phone[:PHONE_LENGTH]]
    return secret.seal(LABEL, packed(known, SEALED_SIZE), tag)


def words(values: Iterable[Role] | Iterable[Flag]) -> list[str]:
    """Roles or flags as they are stored, always in the same order."""
    return sorted(value.value for value in values)
