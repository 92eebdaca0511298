"""What the programme office and the operator do. Each call is a transaction of its own."""

from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cases.actions.digest import replan_digest
from cases.actions.promises import rearm
from cases.calendar import Calendar
from cases.ports import Enterprise, Invite
from storage import enterprises as tenants
from storage import invites, languages, legal_holds, senders
from storage.errors import CodeTaken, EnterpriseClosed
from storage.keytable import KeyKind
from storage.mixing import mix_workers
from storage.plain import packed
from storage.purge import Purged, purge
from storage.retention import Shredded, shred
from storage.tables import calendars, enterprises, policies
from storage.units import Units
from storage.vault import Secret
from storage.work import Unit, Work

PLAIN = ("code", "headcount", "keep_years", "country", "languages", "release_times", "message_times")

_IDS = sa.select(enterprises.c.id).order_by(enterprises.c.code)
_CALENDAR_VERSION = sa.select(enterprises.c.calendar_version).where(enterprises.c.id == sa.bindparam("b_id"))
_SAVE = sa.update(enterprises).where(enterprises.c.id == sa.bindparam("b_id"))


class Admin:
    def __init__(self, units: Units) -> None:
        self._units = units

    async def add_enterprise(self, enterprise: Enterprise) -> Enterprise:
        """Stores a new enterprise with a key of its own and returns it with its id. Raises CodeTaken."""
        async with self._units.unit() as unit:
            if await tenants.code_taken(unit, enterprise.code):
                raise CodeTaken
            row = _plain(enterprise) | {
                "version": 0,
                "calendar_version": 1,
                "policy_version": enterprise.policy.version,
            }
            added = await unit.run(sa.insert(enterprises).returning(enterprises.c.id), row | {"sealed": b""})
            enterprise = replace(enterprise, id=added.scalar_one())
            secret = await unit.shared.keys.create(unit.connection, KeyKind.ENTERPRISE, enterprise.id)
            await _add_calendar(unit, enterprise, 1)
            await _add_policy(unit, enterprise)
            await _save(unit, enterprise, {"sealed": _sealed_name(secret, enterprise)})
        return enterprise

    async def change_enterprise(
        self, enterprise_id: int, change: Callable[[Enterprise], Enterprise]
    ) -> tuple[Enterprise, Enterprise]:
        """As it was and as it is now; who changes it at the same time waits, so that neither change is lost.

        A changed calendar and policy are kept as new versions; the policy carries its number itself. Alerts and digests
        to come go by the new calendar. Raises NotFound.
        """
        async with self._units.unit() as unit:
            await tenants.touch(unit, enterprise_id)  # locks its row
            before = (await unit.enterprise(enterprise_id)).enterprise
            enterprise = change(before)
            secret = await unit.shared.keys.enterprise(unit.connection, enterprise.id)
            changes: dict[str, Any] = _plain(enterprise) | {"sealed": _sealed_name(secret, enterprise)}
            if enterprise.calendar != before.calendar:
                last = (await unit.run(_CALENDAR_VERSION, {"b_id": enterprise.id})).scalar_one()
                await _add_calendar(unit, enterprise, last + 1)
                changes["calendar_version"] = last + 1
            if enterprise.policy.version != before.policy.version:
                await _add_policy(unit, enterprise)
                changes["policy_version"] = enterprise.policy.version
            await _save(unit, enterprise, changes)
            if enterprise.calendar != before.calendar:
                await _go_by_it(await unit.enterprise(enterprise.id), before.calendar, unit.at)
        return before, enterprise

    async def enterprises(self) -> list[Enterprise]:
        """All of them, by code."""
        async with self._units.reading() as unit:
            ids = (await unit.run(_IDS)).scalars().all()
            return [(await unit.enterprise(one)).enterprise for one in ids]

    async def invite(self, invite: Invite) -> str:
        """The token for a link that can be used once. Raises NotFound for an unknown enterprise, EnterpriseClosed
        for one that has left, but for a coach and the office."""
        async with self._units.unit() as unit:
            if not await invites.may_come(unit, invite):
                raise EnterpriseClosed
            return await invites.make(unit, invite)

    async def rewrap_keys(self) -> int:
        """After a new key was put on top of the key file: how many wrapped keys now rest under it."""
        async with self._units.unit() as unit:
            return await unit.shared.keys.rewrap(unit.connection)

    async def hold(self, enterprise: int, number: int, reason: str) -> str:
        """Asks to keep a case from being shredded; the token lets a second person confirm it. Raises NotFound, and
        AlreadyHeld once two have said so."""
        async with self._units.unit() as unit:
            return await legal_holds.ask(await unit.enterprise(enterprise), number, reason)

    async def lift_hold(self, enterprise: int, number: int) -> str:
        """Asks to let a held case go; the token lets a second person confirm it. Raises NotFound."""
        async with self._units.unit() as unit:
            return await legal_holds.ask_lift(await unit.enterprise(enterprise), number)

    async def shred(self, at: datetime) -> Shredded:
        """Erases what was kept long enough, in portions, and its traces on the disk."""
        total = Shredded()
        while True:
            async with self._units.unit() as unit:
                gone = await shred(unit, at)
            total = Shredded(*(one + more for one, more in zip(astuple(total), astuple(gone), strict=True)))
            if gone == Shredded():
                break
        await unit.shared.database.settle()
        return total

    async def count_senders(self, takes_part_in: senders.TakesPartIn) -> None:
        """Notes who has taken part this month, without a word of who, and closes the months that are over."""
        async with self._units.reading() as unit:
            found = await senders.found(unit, takes_part_in)
        async with self._units.unit() as unit:
            await senders.add(unit, found)
        async with self._units.unit() as unit:
            await senders.close(unit)

    async def count_languages(self) -> int:
        """Which languages are common in an enterprise; of the workers nothing is written.

        Returns how many rows of workers could not be opened, and were not counted.
        """
        counted: languages.Counted = Counter()
        after: bytes | None = b""
        while after is not None:
            async with self._units.reading() as unit:
                after = await languages.page(unit, after, counted)
        broken = counted.pop(None, 0)
        async with self._units.unit() as unit:
            await languages.keep(unit, counted)
        return broken

    async def mix_workers(self) -> None:
        """From then on no row of a worker tells when it was written."""
        async with self._units.unit() as unit:
            await mix_workers(unit)

    async def purge(self, at: datetime) -> Purged:
        """Erases what has outlived its time."""
        async with self._units.unit() as unit:
            return await purge(unit, at)


async def _add_calendar(unit: Unit, enterprise: Enterprise, version: int) -> None:
    row = {"enterprise_id": enterprise.id, "version": version, "body": enterprise.calendar.to_dict()}
    await unit.run(sa.insert(calendars), row)


async def _go_by_it(work: Work, before: Calendar, at: datetime) -> None:
    """Alerts and digests that were to come by the calendar before."""
    await rearm(work, before, at)
    for member in await work.staff.all():
        await replan_digest(work, member, before, at)


async def _add_policy(unit: Unit, enterprise: Enterprise) -> None:
    row = {"enterprise_id": enterprise.id, "version": enterprise.policy.version, "body": enterprise.policy.to_dict()}
    await unit.run(sa.insert(policies), row)


async def _save(unit: Unit, enterprise: Enterprise, changes: dict[str, Any]) -> None:
    await unit.run(_SAVE, changes | {"b_id": enterprise.id})
    await tenants.touch(unit, enterprise.id)


def _plain(enterprise: Enterprise) -> dict[str, Any]:
    values = {name: getattr(enterprise, name) for name in PLAIN}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _sealed_name(secret: Secret, enterprise: Enterprise) -> bytes:
    return secret.seal(tenants.LABEL, packed(enterprise.name), tenants.bound(enterprise.id))
