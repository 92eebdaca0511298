"""Cases of one enterprise. The signature is sealed under the case's own key, like its texts."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.errors import NotFound
from cases.model import LONGEST_NAME, About, Case, DeclineReason, Kind, Level, Mode, Stage, TakeChoice, Urgency, Verdict
from storage.keytable import KeyKind
from storage.media import keys_of_files
from storage.plain import packed, unpacked_list
from storage.tables import cases, keys, media
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Work

LABEL = "cases"
SEALED_SIZE = 512
"""Of every case, signed or not: the longest name fits, whatever its signs."""
PLAIN = tuple(field.name for field in fields(Case) if field.name not in ("enterprise", "name"))
ENUMS = {
    "kind": Kind,
    "mode": Mode,
    "urgency": Urgency,
    "about": About,
    "stage": Stage,
    "take_choice": TakeChoice,
    "decline_reason": DeclineReason,
    "level": Level,
    "verdict": Verdict,
}
NUMBERS = [(1_000, 9_999), (10_000, 99_999), (100_000, 999_999), (10_000_000, 99_999_999)]
"""Case numbers grow when the shorter ones become rare."""

_SELECT = (
    sa.select(
        *(cases.c[name] for name in PLAIN), cases.c.sealed.label("case_sealed"), keys.c.sealed.label("key_sealed")
    )
    .select_from(cases.outerjoin(keys, sa.and_(keys.c.kind == KeyKind.CASE, keys.c.ref == cases.c.id)))
    .where(cases.c.enterprise_id == sa.bindparam("b_enterprise"))
)
_GET = _SELECT.where(cases.c.id == sa.bindparam("b_case"))
_GET_LOCKED = _GET.with_for_update(of=cases, key_share=True)
_BY_NUMBER = _SELECT.where(cases.c.number == sa.bindparam("b_number"))
_BY_NUMBER_LOCKED = _BY_NUMBER.with_for_update(of=cases, key_share=True)
_OPEN = _SELECT.where(cases.c.stage.not_in([Stage.CLOSED, Stage.WITHDRAWN]), cases.c.released_at.is_not(None)).order_by(
    cases.c.released_at, cases.c.id
)
_MANY = _SELECT.where(cases.c.id.in_(sa.bindparam("b_cases", expanding=True)))
_REPLIES = keys.alias("replies_keys")
_MINE = (
    _SELECT.where(cases.c.id == _REPLIES.c.ref, _REPLIES.c.own.in_(sa.bindparam("b_own", expanding=True)))
    .add_columns(_REPLIES.c.ref)
    .order_by(cases.c.sent_on.desc(), cases.c.release_due.desc(), cases.c.id)
)
_ADD = sa.insert(cases)
_ID_IS_OURS = (cases.c.id == sa.bindparam("b_case"), cases.c.enterprise_id == sa.bindparam("b_enterprise"))
_UPDATE = sa.update(cases).where(*_ID_IS_OURS)
_DELETE = sa.delete(cases).where(*_ID_IS_OURS)
_DESTROY_FILES = keys_of_files(media.c.case_id == sa.bindparam("b_case"))
_DELETE_MEDIA = sa.delete(media).where(media.c.case_id == sa.bindparam("b_case"))
_NUMBERS_TAKEN = sa.select(cases.c.number).where(
    cases.c.enterprise_id == sa.bindparam("b_enterprise"),
    cases.c.number.in_(sa.bindparam("b_numbers", expanding=True)),
)


class Cases:
    def __init__(self, work: "Work") -> None:
        self._work = work
        self._enterprise = work.enterprise.id

    async def add(self, case: Case) -> None:
        """Stores a case sent just now; its key passes from the ring to the enterprise."""
        if case.enterprise != self._enterprise:
            raise NotFound
        unit = self._work.unit
        unit.writes_case(case.id)
        known = unit.secrets.get(case.id) or await unit.shared.keys.case(unit.connection, case.id)
        secret = known or Secret.fresh()
        unit.secrets[case.id], unit.homes[case.id] = secret, self._enterprise
        await unit.run(_ADD, _row(case, secret))
        await unit.pass_key(case.id, secret, self._enterprise)

    async def get(self, case_id: int) -> Case:
        statement = _GET_LOCKED if self._work.unit.writable else _GET
        return await self._one(statement, b_case=case_id)

    async def by_number(self, number: int) -> Case:
        statement = _BY_NUMBER_LOCKED if self._work.unit.writable else _BY_NUMBER
        return await self._one(statement, b_number=number)

    async def save(self, case: Case) -> None:
        secret = await self._work.sealing(case.id)
        row = _row(case, secret)
        del row["id"], row["enterprise_id"]
        await self._work.unit.run(_UPDATE, row | {"b_case": case.id, "b_enterprise": self._enterprise})

    async def fresh_number(self) -> int:
        while True:
            candidates = [first + secrets.randbelow(last - first + 1) for first, last in NUMBERS for _ in range(2)]
            parameters = {"b_enterprise": self._enterprise, "b_numbers": candidates}
            taken = set((await self._work.unit.run(_NUMBERS_TAKEN, parameters)).scalars())
            free = [number for number in candidates if number not in taken]
            if free:
                return free[0]

    async def open(self) -> list[Case]:
        return await self._all(_OPEN)

    async def many(self, ids: Collection[int]) -> dict[int, Case]:
        return {case.id: case for case in await self._all(_MANY, b_cases=list(ids))} if ids else {}

    async def mine(self, own: Sequence[bytes]) -> list[Case]:
        return await self._all(_MINE, b_own=list(own)) if own else []

    async def remove(self, case_id: int) -> None:
        unit = self._work.unit
        await self._work.sealing(case_id)
        await unit.destroy_keys(case_id)
        await unit.run(_DESTROY_FILES, {"b_case": case_id})
        await unit.run(_DELETE_MEDIA, {"b_case": case_id})
        await unit.run(_DELETE, {"b_case": case_id, "b_enterprise": self._enterprise})
        unit.buffer.forget(case_id)
        del unit.secrets[case_id], unit.homes[case_id]

    async def _one(self, statement: sa.Select[Any], **parameters: int) -> Case:
        found = await self._all(statement, **parameters)
        if not found:
            raise NotFound
        return found[0]

    async def _all(self, statement: sa.Select[Any], **parameters: Any) -> list[Case]:
        rows = await self._work.unit.run(statement, parameters | {"b_enterprise": self._enterprise})
        return [await self._opened(row) for row in rows.all()]

    async def _opened(self, row: sa.Row[Any]) -> Case:
        values = dict(zip(PLAIN, row, strict=False))
        for name, enum in ENUMS.items():
            if values[name] is not None:
                values[name] = enum(values[name])
        secret = await self._work.met(row.id, row.key_sealed)
        # Older rows hold a place in front of the name.
        *_, name = unpacked_list(secret.open(LABEL, row.case_sealed, _bound(row.id))) if secret else [""]
        return Case(enterprise=self._enterprise, name=name, **values)


def _row(case: Case, secret: Secret) -> dict[str, Any]:
    sealed = secret.seal(LABEL, packed([case.name[:LONGEST_NAME]], SEALED_SIZE), _bound(case.id))
    return {"enterprise_id": case.enterprise, "sealed": sealed} | {name: getattr(case, name) for name in PLAIN}


def _bound(case: int) -> bytes:
    return str(case).encode()
