"""A case that a court or an inspector may want is not shredded, once two persons have said so.

The operator asks, with a reason; somebody at the enterprise who may know the case, or its office, confirms by a link
that works once. The reason rests under the case's key. In the same way two persons let it go: until the second one has
confirmed that, it stays.
"""

import secrets
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.access import may_see
from cases.errors import NotFound
from cases.model import Case, Member, Role
from cases.ports import HoldAsked
from cases.routing import is_ticked
from storage.errors import AlreadyHeld
from storage.plain import packed, unpacked
from storage.tables import legal_holds

if TYPE_CHECKING:
    from storage.work import Unit, Work

LABEL = "legal_holds"
TOKEN_BYTES = 18

_INSERT = insert(legal_holds)
_ASK = _INSERT.on_conflict_do_update(
    index_elements=["case_id"],
    set_={name: _INSERT.excluded[name] for name in ("tag", "sealed")},
    where=legal_holds.c.confirmed_by.is_(None),
)
_ASK_LIFT = sa.update(legal_holds).values(tag=sa.bindparam("b_tag"))
_FIND = sa.select(legal_holds).where(legal_holds.c.tag == sa.bindparam("b_tag"))
_OURS = (
    legal_holds.c.case_id == sa.bindparam("b_case"),
    legal_holds.c.enterprise_id == sa.bindparam("b_enterprise"),
)
_CONFIRM = sa.update(legal_holds).where(*_OURS).values(tag=None, confirmed_by=sa.bindparam("b_member"))
_LIFT = sa.delete(legal_holds).where(*_OURS)

held = sa.select(legal_holds.c.case_id).where(legal_holds.c.confirmed_by.is_not(None))
"""Cases that two persons want kept."""


async def ask(work: "Work", number: int, reason: str) -> str:
    """The token of the link by which a second person confirms. Raises NotFound, and AlreadyHeld once two have."""
    case = await work.cases.by_number(number)
    secret = await work.sealing(case.id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row: dict[str, Any] = {"case_id": case.id, "enterprise_id": work.enterprise.id, "confirmed_by": None}
    row |= {"tag": _tag(work.unit, token), "sealed": secret.seal(LABEL, packed(reason), _bound(case.id))}
    if (await work.unit.run(_ASK, row)).rowcount == 0:
        raise AlreadyHeld
    return token


async def ask_lift(work: "Work", number: int) -> str:
    """The token of the link by which a second person lets the case go. Raises NotFound when it is not held."""
    case = await work.cases.by_number(number)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    held_by_two = (*_OURS, legal_holds.c.confirmed_by.is_not(None))
    key = {"b_case": case.id, "b_enterprise": case.enterprise, "b_tag": _tag(work.unit, token)}
    if (await work.unit.run(_ASK_LIFT.where(*held_by_two), key)).rowcount == 0:
        raise NotFound
    return token


async def peek(unit: "Unit", token: str, user: int) -> tuple["Work", HoldAsked]:
    """What the link asks for. Raises NotFound for a used one, and for who may not know of the case."""
    work, _, asked = await _find(unit, token, user)
    return work, asked


async def confirm(unit: "Unit", token: str, user: int) -> tuple["Work", HoldAsked]:
    """The case is held from now on, or not any more. Raises NotFound as ``peek`` does."""
    work, member, asked = await _find(unit, token, user)
    key = {"b_case": asked.case.id, "b_enterprise": asked.case.enterprise}
    if asked.lift:
        await unit.run(_LIFT, key)
    else:
        await unit.run(_CONFIRM, key | {"b_member": member.id})
    return work, asked


async def _find(unit: "Unit", token: str, user: int) -> tuple["Work", Member, HoldAsked]:
    row = (await unit.run(_FIND, {"b_tag": _tag(unit, token)})).one_or_none()
    places = [] if row is None else await unit.identities.members(user)
    member = next((each for each in places if row and each.enterprise == row.enterprise_id), None)
    if row is None or member is None:
        raise NotFound
    work = await unit.enterprise(row.enterprise_id)
    case, secret = await work.cases.get(row.case_id), await work.sealing(row.case_id)
    if not _may_confirm(member, case, await work.staff.all()):
        raise NotFound
    reason = unpacked(secret.open(LABEL, row.sealed, _bound(case.id)))
    return work, member, HoldAsked(case, reason, lift=row.confirmed_by is not None)


def _may_confirm(member: Member, case: Case, staff: list[Member]) -> bool:
    """Nobody before its release: what nobody has seen yet can be taken back without a trace."""
    if case.released_at is None:
        return False
    return may_see(member, case, staff) or (member.has(Role.OFFICE) and not is_ticked(member, case))


def _tag(unit: "Unit", token: str) -> bytes:
    return unit.shared.people.tag(LABEL, token)


def _bound(case: int) -> bytes:
    return str(case).encode()
