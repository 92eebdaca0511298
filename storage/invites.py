"""Single-use invitations: the token travels in a link and is never stored; its keyed hash finds the row."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from cases.errors import InviteInvalid
from cases.model import Flag, Role
from cases.ports import Invite
from cases.routing import STAYS
from storage import enterprises
from storage.plain import packed, unpacked_list
from storage.staff import NAME_LENGTH, PHONE_LENGTH, words
from storage.tables import invites
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

LABEL = "invites"
SEALED_SIZE = 768
"""All roles and flags fit, with the longest name and number."""
TOKEN_BYTES = 18
"""24 letters of a deep link's 64."""

_FIND = sa.select(invites).where(
    invites.c.tag == sa.bindparam("b_tag"),
    invites.c.expires_at > sa.bindparam("b_at"),
)
_USE = sa.delete(invites).where(invites.c.tag == sa.bindparam("b_tag"))


@dataclass(frozen=True, slots=True)
class Found:
    invite: Invite
    secret: Secret
    """The key of the enterprise it belongs to."""
    tag: bytes


async def make(unit: "Unit", invite: Invite) -> str:
    """Stores the invitation and returns its token, which is not known again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    tag = unit.shared.people.tag(LABEL, token)
    secret = await unit.shared.keys.enterprise(unit.connection, invite.enterprise)
    name, phone = invite.name[:NAME_LENGTH], invite.phone[:PHONE_LENGTH]
    sealed = secret.seal(LABEL, packed([name, words(invite.roles), words(invite.flags), phone], SEALED_SIZE), tag)
    row = {"tag": tag, "enterprise_id": invite.enterprise, "is_group": invite.group, "expires_at": invite.expires}
    await unit.run(sa.insert(invites), row | {"sealed": sealed})
    return token


async def peek(unit: "Unit", token: str, at: datetime) -> Found:
    """Raises InviteInvalid, also where the enterprise has left and takes nobody of these roles any more."""
    parameters = {"b_tag": unit.shared.people.tag(LABEL, token), "b_at": at}
    row = (await unit.run(_FIND, parameters)).first()
    if row is None:
        raise InviteInvalid
    secret = await unit.shared.keys.enterprise(unit.connection, row.enterprise_id)
    name, roles, flags, *phone = unpacked_list(secret.open(LABEL, row.sealed, row.tag))
    people = frozenset(map(Role, roles)), frozenset(map(Flag, flags))
    invite = Invite(row.enterprise_id, *people, name, row.is_group, row.expires_at, *phone)
    if not await may_come(unit, invite):
        raise InviteInvalid
    return Found(invite, secret, row.tag)


async def may_come(unit: "Unit", invite: Invite) -> bool:
    """To an enterprise that has left only who keeps its open cases, for when the last of them leaves nobody has those;
    once its keys are destroyed nobody, for nobody would be forgotten there.
    """
    enterprise = await enterprises.load(unit, invite.enterprise)
    if enterprise.closed_at is None:
        return True
    keeps = not invite.group and invite.roles <= frozenset(STAYS)
    return keeps and not await enterprises.is_erased(unit, invite.enterprise)


async def use(unit: "Unit", token: str, at: datetime, *, group: bool) -> Found:
    """Takes the invitation away. Raises InviteInvalid, also when two use it at once or it is of the other sort."""
    found = await peek(unit, token, at)
    if found.invite.group is not group or (await unit.run(_USE, {"b_tag": found.tag})).rowcount == 0:
        raise InviteInvalid
    return found
