"""``huiyin audit`` and ``huiyin read``: whether anything has vanished, and reading that leaves its mark."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.settings import load
from bot.views.staff.card import readable
from cases.actions.read import read as mark
from cases.chain import Anchor, read_code
from cases.localtime import local_day
from cases.ports import Work
from cli.keep import now, with_storage
from storage import Storage
from storage import audit as chains

Result = dict[str, Any]


def audit(code: str | None, anchor: str | None) -> Result:
    """Of all enterprises, or of one and an anchor that was kept outside. Raises NotFound, ValueError."""
    if anchor and not code:
        raise ValueError("Say whose anchor it is: huiyin audit CODE --anchor ANCHOR.")
    wanted = read_code(anchor) if anchor else None

    async def audited(storage: Storage) -> Result:
        found = [await _audited(storage, one) for one in await _enterprises(storage, code)]
        kept = wanted and {"code": wanted, "day": _day_of(wanted, found[0].anchors)}
        whole = not any(each.found for each in found) and not (kept and kept["day"] is None)
        return {"whole": whole, "enterprises": [_told(each) for each in found], "anchor": kept}

    return with_storage(load(), audited)


def read(code: str, number: int, reason: str) -> Result:
    """What staff may read of a case. Raises NotFound, for a case that is not released or was shredded too."""
    if not reason.strip():
        raise ValueError("A reason is needed: --reason, such as the order of a court.")

    async def opened(storage: Storage) -> Result:
        async with storage.unit() as unit:
            case = await mark(await unit.enterprise_by_code(code), number, reason, now())
        async with storage.reading() as unit:  # after the mark has been kept, and not before
            return await _shown(await unit.enterprise(case.enterprise), case.id)

    return with_storage(load(), opened)


async def _enterprises(storage: Storage, code: str | None) -> list[int]:
    if code is None:
        return [each.id for each in await storage.admin.enterprises()]
    async with storage.reading() as unit:
        return [(await unit.enterprise_by_code(code)).enterprise.id]


async def _audited(storage: Storage, enterprise: int) -> chains.Audited:
    async with storage.reading() as unit:
        return await chains.audit(unit, enterprise)


def _day_of(code: str, anchors: Sequence[Anchor]) -> str | None:
    return next((each.day.isoformat() for each in anchors if each.code == code), None)


def _told(audited: chains.Audited) -> Result:
    first, last = (audited.anchors[0], audited.anchors[-1]) if audited.anchors else (None, None)
    return {
        "code": audited.code,
        "since": first and first.day.isoformat(),
        "anchor": last and {"code": last.code, "day": last.day.isoformat()},
        "found": [asdict(each) for each in audited.found],
    }


async def _shown(work: Work, case_id: int) -> Result:
    """What its staff see now, but never the way back to the worker, nor when exactly something was written."""
    case, zone = await work.cases.get(case_id), work.enterprise.calendar.zone
    names = {member.id: member.name for member in await work.staff.all()}
    entries = [
        {
            "day": local_day(entry.visible_at, zone).isoformat(),
            "author": names.get(entry.by or 0, str(entry.author)),
            "for": str(entry.audience),
            "text": entry.text,
            "files": [str(media.kind) for media in entry.media],
        }
        for entry in readable(await work.entries.of(case_id), await work.events.of(case_id), now())
    ]
    readings = [
        {"day": local_day(at, zone).isoformat(), "reason": reason} for at, reason in await work.events.readings(case_id)
    ]
    about = {
        "code": work.enterprise.code,
        "number": case.number,
        "kind": case.kind,
        "sent_on": case.sent_on.isoformat(),
    }
    return about | {"signed": case.name, "entries": entries, "readings": readings}
