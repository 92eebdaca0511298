"""``huiyin people``, ``huiyin flags`` and ``huiyin leave``: who has which role, and what is known of them."""

from typing import Any

from bot.settings import load
from cases.actions.flags import one_of_the_staff, set_flags
from cases.actions.leave import leave as end_roles
from cases.model import Flag, Member
from cases.ports import Work
from cli.given import word
from cli.keep import now, with_storage
from storage import Storage

Result = dict[str, Any]


def people(code: str) -> Result:
    """Everybody who has a role there, by a number of ours. Raises NotFound."""

    async def listed(storage: Storage) -> Result:
        async with storage.reading() as unit:
            return await _people(await unit.enterprise_by_code(code))

    return with_storage(load(), listed)


def name(code: str, person: int, flags: list[str]) -> str:
    """Whose flags they would be. Raises as ``flag`` does, and changes nothing."""
    _wanted(flags)

    async def found(storage: Storage) -> str:
        async with storage.reading() as unit:
            return (await one_of_the_staff(await unit.enterprise_by_code(code), person)).name

    return with_storage(load(), found)


def flag(code: str, person: int, flags: list[str]) -> Result:
    """These flags and no others. Raises NotFound; WrongInput for a flag there is not."""
    wanted = _wanted(flags)

    async def changed(storage: Storage) -> Result:
        async with storage.unit() as unit:
            work = await unit.enterprise_by_code(code)
            await set_flags(work, person, wanted, now())
            return await _people(work)

    return with_storage(load(), changed)


def leaving(code: str, person: int) -> tuple[str, list[str]]:
    """Who it would be, and the roles that nobody else has there. Raises NotFound."""

    async def found(storage: Storage) -> tuple[str, list[str]]:
        async with storage.reading() as unit:
            work = await unit.enterprise_by_code(code)
            member = await one_of_the_staff(work, person)
            others = [each for each in await work.staff.all() if each.id != person]
            return member.name, sorted(role for role in member.roles if not any(each.has(role) for each in others))

    return with_storage(load(), found)


def leave(code: str, person: int) -> Result:
    """Who is there then. Raises NotFound."""

    async def left(storage: Storage) -> Result:
        async with storage.unit() as unit:
            work = await unit.enterprise_by_code(code)
            await end_roles(work, person, now())
            return await _people(work)

    return with_storage(load(), left)


def _wanted(flags: list[str]) -> frozenset[Flag]:
    return frozenset(word(Flag, each, "flag") for each in flags)


async def _people(work: Work) -> Result:
    return {"code": work.enterprise.code, "people": [_shown(each) for each in await work.staff.all()]}


def _shown(member: Member) -> Result:
    known = member.roles | member.flags
    return {
        "person": member.id,
        "name": member.name,
        "roles": sorted(member.roles),
        "flags": sorted(member.flags),
        "former": {each: day.isoformat() for each, day in sorted(member.former.items()) if each not in known},
    }
