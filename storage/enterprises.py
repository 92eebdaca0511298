"""Tenants. They change rarely and are read all the time: decoded once, and again only when their version moved."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import sqlalchemy as sa

from cases.calendar import Calendar
from cases.errors import NotFound
from cases.policy import Policy
from cases.ports import Enterprise
from storage.keytable import KeyKind
from storage.plain import unpacked
from storage.tables import calendars, enterprises, groups, policies

if TYPE_CHECKING:
    from storage.work import Unit

LABEL = "enterprises"

_VERSION = sa.select(enterprises.c.version).where(enterprises.c.id == sa.bindparam("b_id"))
_VERSIONS = sa.select(enterprises.c.id, enterprises.c.version).where(
    enterprises.c.id.in_(sa.bindparam("b_ids", expanding=True))
)
_BY_CODE = sa.select(enterprises.c.id, enterprises.c.code).where(
    sa.or_(enterprises.c.code == sa.bindparam("b_code"), sa.func.lower(enterprises.c.code) == sa.bindparam("b_lower"))
)
_LOAD = (
    sa.select(
        enterprises,
        calendars.c.body.label("calendar"),
        policies.c.body.label("policy"),
        sa.select(groups.c.tag)
        .where(groups.c.enterprise_id == enterprises.c.id, groups.c.reachable)
        .scalar_subquery()
        .label("group_tag"),
    )
    .join(
        calendars,
        sa.and_(calendars.c.enterprise_id == enterprises.c.id, calendars.c.version == enterprises.c.calendar_version),
    )
    .join(
        policies,
        sa.and_(policies.c.enterprise_id == enterprises.c.id, policies.c.version == enterprises.c.policy_version),
    )
    .where(enterprises.c.id == sa.bindparam("b_id"))
)
_ERASED_AT = sa.select(enterprises.c.erased_at).where(enterprises.c.id == sa.bindparam("b_id"))
CLOSED = sa.select(enterprises.c.id).where(enterprises.c.closed_at.is_not(None))
_POLICY = sa.select(policies.c.body).where(
    policies.c.enterprise_id == sa.bindparam("b_id"), policies.c.version == sa.bindparam("b_version")
)
_TOUCH = (
    sa.update(enterprises).where(enterprises.c.id == sa.bindparam("b_id")).values(version=enterprises.c.version + 1)
)


async def load(unit: "Unit", enterprise: int) -> Enterprise:
    """Raises NotFound."""
    return await _known(unit, enterprise, (await unit.run(_VERSION, {"b_id": enterprise})).scalar_one_or_none())


async def is_erased(unit: "Unit", enterprise: int) -> bool:
    """Whether it left long ago, and its keys are destroyed."""
    return (await unit.run(_ERASED_AT, {"b_id": enterprise})).scalar_one_or_none() is not None


async def load_many(unit: "Unit", wanted: Collection[int]) -> list[Enterprise]:
    """Raises NotFound."""
    versions = dict(map(tuple, await unit.run(_VERSIONS, {"b_ids": list(wanted)})))
    return [await _known(unit, each, versions.get(each)) for each in wanted]


async def look_again(unit: "Unit", enterprise: int) -> None:
    """What another transaction changed since this one met the enterprise counts in it from now on."""
    if enterprise in unit.changed:
        return  # by this one, so nobody else can
    met = unit.versions.get(enterprise)
    await load(unit, enterprise)
    if unit.versions.get(enterprise) != met:
        unit.staff.pop(enterprise, None)


async def _known(unit: "Unit", enterprise: int, version: int | None) -> Enterprise:
    if version is None:
        raise NotFound
    if enterprise in unit.changed:
        return await _decoded(unit, enterprise)
    unit.versions[enterprise] = version
    known = unit.shared.enterprises.get(enterprise)
    if known is None or known[0] != version:
        unit.shared.keys.forget(KeyKind.ENTERPRISE, enterprise)  # another process may have put a fresh one there
        known = unit.shared.enterprises[enterprise] = version, await _decoded(unit, enterprise)
    return known[1]


async def by_code(unit: "Unit", code: str) -> int:
    """In capitals or not, except where two differ by nothing else: then each is found as it is written, no other way.

    Raises NotFound.
    """
    written_so = {row.code: int(row.id) for row in await unit.run(_BY_CODE, _either_way(code))}
    if code in written_so:
        return written_so[code]
    if len(written_so) != 1:
        raise NotFound
    return written_so.popitem()[1]


async def code_taken(unit: "Unit", code: str) -> bool:
    """In capitals or not."""
    return (await unit.run(_BY_CODE, _either_way(code))).first() is not None


def _either_way(code: str) -> dict[str, str]:
    return {"b_code": code, "b_lower": code.lower()}


async def policy(unit: "Unit", enterprise: Enterprise, version: int) -> Policy:
    """Raises NotFound."""
    if version == enterprise.policy.version:
        return enterprise.policy
    body = (await unit.run(_POLICY, {"b_id": enterprise.id, "b_version": version})).scalar_one_or_none()
    if body is None:
        raise NotFound
    return Policy.from_dict(body)


async def touch(unit: "Unit", enterprise: int) -> None:
    """Says that the enterprise or its staff changed, so that every process decodes them anew."""
    unit.changed.add(enterprise)
    unit.versions.pop(enterprise, None)
    unit.staff.pop(enterprise, None)
    await unit.run(_TOUCH, {"b_id": enterprise})


def bound(enterprise: int) -> bytes:
    return str(enterprise).encode()


async def _decoded(unit: "Unit", enterprise: int) -> Enterprise:
    row = (await unit.run(_LOAD, {"b_id": enterprise})).one()
    secret = await unit.shared.keys.enterprise(unit.connection, enterprise)
    return Enterprise(
        id=row.id,
        code=row.code,
        name=unpacked(secret.open(LABEL, row.sealed, bound(enterprise))),
        calendar=Calendar.from_dict(row.calendar),
        policy=Policy.from_dict(row.policy),
        headcount=row.headcount,
        country=row.country,
        languages=tuple(row.languages),
        release_times=tuple(row.release_times),
        message_times=tuple(row.message_times),
        group=row.group_tag.hex() if row.group_tag else "",
        keep_years=row.keep_years,
        common_languages=tuple(row.common_languages),
        closed_at=row.closed_at,
    )
