"""Receipt numbers: the digits are said once and never stored; a keyed hash finds their case."""

import secrets
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.errors import NotFound
from storage.tables import cases, receipts

if TYPE_CHECKING:
    from storage.work import Unit, Work

DIGITS = 16
LABEL = "receipts"

_INSERT = insert(receipts)
_ISSUE = _INSERT.on_conflict_do_update(index_elements=["case_id"], set_={"tag": _INSERT.excluded.tag})
_OF_LOCKED = (
    sa.select(receipts.c.tag)
    .select_from(cases.join(receipts, receipts.c.case_id == cases.c.id))
    .where(receipts.c.case_id == sa.bindparam("b_case"), receipts.c.enterprise_id == sa.bindparam("b_enterprise"))
    .with_for_update(key_share=True)
)
_FIND = sa.select(receipts.c.enterprise_id, receipts.c.case_id).where(receipts.c.tag == sa.bindparam("b_tag"))


class Receipts:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def issue(self, case: int) -> str:
        await self._work.sealing(case)
        body = str(secrets.randbelow(10 ** (DIGITS - 1))).zfill(DIGITS - 1)
        digits = body + check_digit(body)
        row = {"case_id": case, "enterprise_id": self._work.enterprise.id, "tag": self._tag(digits)}
        await self._work.unit.run(_ISSUE, row)
        return digits

    def mark(self, digits: str) -> str:
        return self._tag(digits).hex()

    async def holds(self, case: int, mark: str) -> bool:
        key = {"b_case": case, "b_enterprise": self._work.enterprise.id}
        row = (await self._work.unit.run(_OF_LOCKED, key)).one_or_none()
        return row is not None and row.tag.hex() == mark

    def _tag(self, digits: str) -> bytes:
        return self._work.unit.shared.people.tag(LABEL, digits)


async def case_of_receipt(unit: "Unit", digits: str) -> tuple[int, int]:
    """Enterprise and case. Raises NotFound, for a mistyped number without asking the database."""
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdigit() or check_digit(digits[:-1]) != digits[-1]:
        raise NotFound
    row = (await unit.run(_FIND, {"b_tag": unit.shared.people.tag(LABEL, digits)})).one_or_none()
    if row is None:
        raise NotFound
    return row.enterprise_id, row.case_id


def check_digit(body: str) -> str:
    """Luhn's (ISO/IEC 7812-1, annex B): sees every single wrong digit and nearly every swap of neighbours."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)
