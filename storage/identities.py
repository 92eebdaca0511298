"""The only place where a Telegram id meets a row: by keyed hash to find it, sealed to speak to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.model import Flag, Member, Role
from cases.ports import Address, Invite, Worker
from storage import enterprises, groups
from storage.invites import Found, peek, use
from storage.meeting import MEMBERS, WORKERS
from storage.outbox import cards_again, cards_anew
from storage.plain import packed, unpacked
from storage.replies import own_tags
from storage.staff import Person, former_of, member_of, person_of, readers_changed, sealed_member, words
from storage.tables import members, workers
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

WORKER_SIZE = 64

_TAG: sa.BindParameter[bytes] = sa.bindparam("b_tag")
_WORKER = insert(workers)
_KEEP = _WORKER.on_conflict_do_update(index_elements=["tag"], set_={"sealed": _WORKER.excluded.sealed})
_FORGET = sa.delete(workers).where(workers.c.tag == _TAG)
_MEMBERS = sa.select(members).where(members.c.tag == _TAG, members.c.ended_at.is_(None)).order_by(members.c.id)
_ENDED = (
    sa.select(members)
    .where(members.c.tag == _TAG, members.c.enterprise_id == sa.bindparam("b_enterprise"))
    .where(members.c.ended_at.is_not(None))
    .order_by(members.c.ended_at, members.c.id)
)
_BACK = (
    sa.update(members)
    .where(members.c.id == sa.bindparam("b_member"))
    .values(former=sa.bindparam("b_former"), ended_at=None, digest_at=sa.bindparam("b_at"))
)
_RESEAL = (
    sa.update(members)
    .where(members.c.id == sa.bindparam("b_member"))
    .values(
        sealed=sa.bindparam("b_sealed"),
        roles=sa.bindparam("b_roles"),
        flags=sa.bindparam("b_flags"),
        reachable=sa.true(),
    )
)
_REACHABLE = (
    sa.update(members)
    .where(members.c.tag == _TAG, members.c.reachable != sa.bindparam("b_reachable"))
    .values(reachable=sa.bindparam("b_reachable"))
    .returning(members.c.id)
)


class Identities:
    def __init__(self, unit: "Unit") -> None:
        self._unit = unit
        self._people = unit.shared.people
        self._bot = unit.shared.bot

    async def worker(self, chat: int) -> Worker | None:
        row = (await self._unit.meet(chat, chat)).worker
        return row and Worker(*unpacked(self._people.open(WORKERS, row.sealed, row.tag), padded=True))

    async def keep_worker(self, chat: int, worker: Worker) -> None:
        """Raises JoinRefused in a unit that writes a case."""
        self._unit.writes_worker()
        self._unit.forget_met()
        tag = self._tag(WORKERS, chat)
        sealed = self._people.seal(WORKERS, packed([worker.enterprise, worker.language], WORKER_SIZE), tag)
        await self._unit.run(_KEEP, {"tag": tag, "sealed": sealed})

    async def forget_worker(self, chat: int) -> None:
        """Raises JoinRefused in a unit that writes a case."""
        self._unit.writes_worker()
        self._unit.forget_met()
        await self._unit.run(_FORGET, {"b_tag": self._tag(WORKERS, chat)})

    def own_tags(self, chat: int) -> list[bytes]:
        return own_tags(self._unit.shared, chat)

    async def members(self, user: int) -> list[Member]:
        return [member_of(row, await self._enterprise(row)) for row in await self._places(user)]

    async def set_language(self, user: int, language: str) -> None:
        """The language of every place this person has."""
        for row in await self._places(user):
            secret = await self._enterprise(row)
            member, person = member_of(row, secret), person_of(row, secret)
            spoken = replace(person, address=replace(person.address, language=language))
            await self._reseal(row, spoken, member.roles, member.flags)

    async def peek_invite(self, token: str, at: datetime) -> Invite:
        """Raises InviteInvalid."""
        return (await peek(self._unit, token, at)).invite

    async def accept(self, token: str, address: Address, at: datetime) -> Member:
        """Gives the person the roles of the invitation, beside those they have. In private the chat is the person.

        Who left and is back is the one of before: they have no second eye and no second *I have it*.
        """
        found = await use(self._unit, token, at, group=False)
        self._unit.forget_met()
        enterprise = found.invite.enterprise
        places = [row for row in await self._places(address.chat) if row.enterprise_id == enterprise]
        ended = [] if places else await self._ended(enterprise, address.chat)
        if places:
            await self._join(found, places[0], address)
        elif ended:
            await self._back(found, ended, address, at)
        else:
            await self._add(found, address, at)
        await readers_changed(self._unit, enterprise)
        if ended:
            await cards_anew(self._unit, ended[-1].id)
        return next(member for member in await self.members(address.chat) if member.enterprise == enterprise)

    async def bind_group(self, token: str, address: Address, at: datetime) -> int | None:
        enterprise = (await use(self._unit, token, at, group=True)).invite.enterprise
        before = await groups.chat_of(self._unit, enterprise)
        await groups.bind(self._unit, enterprise, address)
        return None if before == address.chat else before

    async def group(self, chat: int) -> int | None:
        return await groups.enterprise_of(self._unit, chat)

    async def move_group(self, old: int, new: int) -> None:
        await groups.move(self._unit, old, new)

    async def lose_chat(self, chat: int) -> int | None:
        await self._unit.run(_REACHABLE, {"b_tag": self._tag(MEMBERS, chat), "b_reachable": False})
        return await groups.reach(self._unit, chat, reachable=False)

    async def regain_chat(self, chat: int) -> int | None:
        """Cards that could not be brought there are brought now. Gives the enterprise that has its group again."""
        found = await self._unit.run(_REACHABLE, {"b_tag": self._tag(MEMBERS, chat), "b_reachable": True})
        back = list(found.scalars())
        await cards_again(self._unit, back)
        return await groups.reach(self._unit, chat, reachable=True)

    async def _places(self, user: int) -> list[sa.Row[Any]]:
        met = self._unit.met(user)
        if met and not met.staff:
            return []
        return list((await self._unit.run(_MEMBERS, {"b_tag": self._tag(MEMBERS, user)})).all())

    async def _add(self, found: Found, address: Address, at: datetime) -> None:
        invite = found.invite
        tag = self._tag(MEMBERS, address.chat)
        row = {"enterprise_id": invite.enterprise, "tag": tag, "roles": words(invite.roles)}
        person = Person(invite.name, address, invite.phone)
        row |= {"flags": words(invite.flags), "former": {}, "sealed": sealed_member(found.secret, tag, person)}
        await self._unit.run(sa.insert(members), row | {"reachable": True, "ended_at": None, "digest_at": at})

    async def _ended(self, enterprise: int, user: int) -> Sequence[sa.Row[Any]]:
        """The newest last; there is more than one of who came back before rows were taken up again."""
        found = await self._unit.run(_ENDED, {"b_tag": self._tag(MEMBERS, user), "b_enterprise": enterprise})
        return found.all()

    async def _back(self, found: Found, ended: Sequence[sa.Row[Any]], address: Address, at: datetime) -> None:
        """What was sent while they had a role or a flag that ended stays hidden by it."""
        zone = (await self._unit.enterprise(found.invite.enterprise)).enterprise.calendar.zone
        row = {"b_member": ended[-1].id, "b_former": former_of(ended, zone), "b_at": at}
        await self._unit.run(_BACK, row)
        await self._join(found, ended[-1], address)

    async def _join(self, found: Found, row: sa.Row[Any], address: Address) -> None:
        member, invite = member_of(row, found.secret), found.invite
        person = Person(invite.name or member.name, address, invite.phone or member.phone)
        await self._reseal(row, person, member.roles | invite.roles, member.flags | invite.flags)

    async def _reseal(self, row: sa.Row[Any], person: Person, roles: frozenset[Role], flags: frozenset[Flag]) -> None:
        sealed = sealed_member(await self._enterprise(row), row.tag, person)
        self._unit.writes_member()
        parameters = {"b_member": row.id, "b_sealed": sealed, "b_roles": words(roles), "b_flags": words(flags)}
        await self._unit.run(_RESEAL, parameters)
        await enterprises.touch(self._unit, row.enterprise_id)

    async def _enterprise(self, row: sa.Row[Any]) -> Secret:
        return await self._unit.shared.keys.enterprise(self._unit.connection, row.enterprise_id)

    def _tag(self, label: str, chat: int) -> bytes:
        return self._people.tag(label, self._bot, chat)
