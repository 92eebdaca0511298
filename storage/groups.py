"""The team's group chat of an enterprise: one at most."""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.errors import RuleBroken
from cases.ports import Address
from storage import enterprises
from storage.outbox import team_cards_again
from storage.plain import packed, unpacked
from storage.shared import Shared
from storage.staff import readers_changed
from storage.tables import groups
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

LABEL = "groups"
SEALED_SIZE = 64

_BY_TAG = groups.c.tag == sa.bindparam("b_tag")
_FIND = sa.select(groups).where(_BY_TAG)
_FIND_LOCKED = _FIND.with_for_update(key_share=True)
_OF = sa.select(groups).where(groups.c.enterprise_id == sa.bindparam("b_enterprise"), groups.c.reachable)
_CLEAR = sa.delete(groups).where(sa.or_(_BY_TAG, groups.c.enterprise_id == sa.bindparam("b_enterprise")))
_INSERT = insert(groups)
_PUT = _INSERT.on_conflict_do_update(
    index_elements=["enterprise_id"], set_={name: _INSERT.excluded[name] for name in ("tag", "sealed", "reachable")}
)
"""Another unit may bind this enterprise's group in the same moment: the later one counts."""
_OF_ANOTHER = sa.select(groups.c.enterprise_id).where(
    _BY_TAG,
    groups.c.enterprise_id != sa.bindparam("b_enterprise"),
    groups.c.enterprise_id.not_in(enterprises.CLOSED),
)
_OTHER = (
    _BY_TAG,
    groups.c.reachable != sa.bindparam("b_reachable"),
    groups.c.enterprise_id.not_in(enterprises.CLOSED),
)
_TO_REACH = sa.select(groups.c.enterprise_id).where(*_OTHER)
_REACH = (
    sa.update(groups).where(*_OTHER).values(reachable=sa.bindparam("b_reachable")).returning(groups.c.enterprise_id)
)


async def bind(unit: "Unit", enterprise: int, address: Address, *, reachable: bool = True) -> None:
    """The group of the enterprise is that chat from now on. Raises RuleBroken while it is another enterprise's: what is
    open there stands nowhere else. That of one that has left may move, and is out of reach there too.
    """
    tag = tag_of(unit.shared, address.chat)
    ours = {"b_tag": tag, "b_enterprise": enterprise}
    if (await unit.run(_OF_ANOTHER, ours)).first():
        raise RuleBroken("group_of_another")
    left = await enterprise_of(unit, address.chat)
    await enterprises.touch(unit, enterprise)
    await unit.run(_CLEAR, ours)
    secret = await unit.shared.keys.enterprise(unit.connection, enterprise)
    sealed = secret.seal(LABEL, packed([address.chat, address.language], SEALED_SIZE), tag)
    here = (await enterprises.load(unit, enterprise)).closed_at is None
    row = {"enterprise_id": enterprise, "tag": tag, "sealed": sealed, "reachable": reachable and here}
    await unit.run(_PUT, row)
    await readers_changed(unit, enterprise)
    if left not in (None, enterprise):
        await enterprises.touch(unit, left)


async def chat_of(unit: "Unit", enterprise: int) -> int | None:
    """The number of its group, as long as that can be reached."""
    row = (await unit.run(_OF, {"b_enterprise": enterprise})).first()
    if row is None:
        return None
    return address_of(row, await unit.shared.keys.enterprise(unit.connection, enterprise)).chat


async def enterprise_of(unit: "Unit", chat: int) -> int | None:
    row = (await unit.run(_FIND, {"b_tag": tag_of(unit.shared, chat)})).first()
    return row and row.enterprise_id


async def move(unit: "Unit", old: int, new: int) -> None:
    """A group became a supergroup and has another number now; it is heard of twice, by an update and when sending. One
    that was out of reach still is: whether it can be written to now Telegram has to be asked.
    """
    enterprise = await enterprise_of(unit, old)
    if enterprise is None:
        return
    await enterprises.touch(unit, enterprise)
    row = (await unit.run(_FIND_LOCKED, {"b_tag": tag_of(unit.shared, old)})).first()
    if row is not None:
        secret = await unit.shared.keys.enterprise(unit.connection, row.enterprise_id)
        language = address_of(row, secret).language
        await bind(unit, row.enterprise_id, Address(new, language), reachable=row.reachable)


async def reach(unit: "Unit", chat: int, *, reachable: bool) -> int | None:
    """While a group cannot be reached the enterprise counts as without one; so it does once it has left. Gives the
    enterprise of which that changed.
    """
    there = {"b_tag": tag_of(unit.shared, chat), "b_reachable": reachable}
    found = (await unit.run(_TO_REACH, there)).scalar_one_or_none()
    if found is None:
        return None
    await enterprises.touch(unit, found)  # the enterprise before its group, as whoever closes it
    enterprise = (await unit.run(_REACH, there)).scalar_one_or_none()
    if enterprise is not None:
        await readers_changed(unit, enterprise)
        if reachable:
            await team_cards_again(unit, enterprise)
    return enterprise


def address_of(row: sa.Row[tuple[object, ...]], secret: Secret) -> Address:
    chat, language = unpacked(secret.open(LABEL, row.sealed, row.tag), padded=True)
    return Address(chat, language)


def tag_of(shared: Shared, chat: int) -> bytes:
    return shared.people.tag(LABEL, shared.bot, chat)
