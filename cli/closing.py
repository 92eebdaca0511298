"""``huiyin enterprise close`` and ``reopen``."""

import base64
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.settings import load
from cases.actions.digest import plan_digest
from cases.actions.wind_up import come_back, wind_up
from cases.ports import Enterprise, Work
from cases.routing import STAYS
from cli.keep import now, with_storage
from storage import Storage, closing
from storage.keyfile import replace_file

Result = dict[str, Any]


def close(code: str, confirmed: str | None, folder: Path) -> Result:
    """Without the enterprise's name for ``confirmed`` nothing is done: the result tells what would be.

    Raises NotFound; ValueError for another name, or where it is closed already.
    """
    at = now()

    async def closed(storage: Storage) -> Result:
        async with storage.unit() as unit:
            work = await unit.enterprise_by_code(code)
            firm = _open(work.enterprise)
            result = await _coming(work, at)
            if confirmed is None:
                return result | {"export": None}
            _check(confirmed, firm.name)
            export = folder / f"closed-{code}-{at:%Y%m%dT%H%M%SZ}.json"
            _write(export, await closing.export(unit, firm.id))
            await closing.mark(work, at)
            await wind_up(await unit.enterprise(firm.id), at)
        return result | {"export": str(export)}

    return with_storage(load(), closed)


def reopen(code: str) -> Result:
    """Raises NotFound; ValueError where it is not closed; TooLate where its keys are destroyed."""

    async def opened(storage: Storage) -> Result:
        async with storage.unit() as unit:
            work = await unit.enterprise_by_code(code)
            if work.enterprise.closed_at is None:
                raise ValueError(f"{code} is not closed.")
            back = await closing.take_back(work)
            work = await unit.enterprise(work.enterprise.id)
            for member in back:
                await plan_digest(work, await work.staff.get(member), now())
            await come_back(work, now())
        return {"code": code, "people": len(back)}

    return with_storage(load(), opened)


async def _coming(work: Work, at: datetime) -> Result:
    staff = await work.staff.all()
    return {
        "code": work.enterprise.code,
        "name": work.enterprise.name,
        "cases": len(await work.cases.open()),
        "people": sum(not member.has(*STAYS) for member in staff),
        "erased_on": (at + closing.GRACE).date().isoformat(),
    }


def _open(enterprise: Enterprise) -> Enterprise:
    if enterprise.closed_at is not None:
        raise ValueError(f"{enterprise.code} is closed already, since {enterprise.closed_at:%Y-%m-%d}.")
    return enterprise


def _check(confirmed: str, name: str) -> None:
    if confirmed != name:
        raise ValueError(f"This is not its name. To close it say --confirm {name!r}.")


def _write(path: Path, rows: dict[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(path, json.dumps(rows, default=_plain, indent=0).encode())


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
