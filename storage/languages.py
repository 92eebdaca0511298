"""In which languages enough people of an enterprise use the bot for one of them not to stand out.

Where somebody works and what they speak lies sealed with each worker and is known nowhere else, so all are opened now
and then and counted. What stays is a yes or no for each language of an enterprise.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.small_numbers import FEWEST_HEADS
from storage.enterprises import touch
from storage.errors import WrongKey
from storage.meeting import WORKERS
from storage.plain import unpacked
from storage.tables import enterprises, workers

if TYPE_CHECKING:
    from storage.work import Unit

Counted = Counter[tuple[int, str] | None]
"""People by enterprise and language; under None those whose row does not open."""

PAGE = 1_000

_PAGE = sa.select(workers).where(workers.c.tag > sa.bindparam("b_after")).order_by(workers.c.tag).limit(PAGE)
_COMMON = sa.select(enterprises.c.id, enterprises.c.common_languages)
_SET = (
    sa.update(enterprises)
    .where(enterprises.c.id == sa.bindparam("b_id"))
    .values(common_languages=sa.bindparam("b_languages"))
)


async def page(unit: "Unit", after: bytes, counted: Counted) -> bytes | None:
    """Adds the next workers to what is counted; returns where to go on, None at the end."""
    rows = (await unit.run(_PAGE, {"b_after": after})).all()
    counted.update(_of(unit, row) for row in rows)
    return rows[-1].tag if rows else None


async def keep(unit: "Unit", counted: Counted) -> None:
    """Touches only enterprises for which something has changed."""
    common: dict[int, list[str]] = {}
    for enterprise, language in sorted(of for of, people in counted.items() if of and people >= FEWEST_HEADS):
        common.setdefault(enterprise, []).append(language)
    for row in (await unit.run(_COMMON)).all():
        languages = common.get(row.id, [])
        if row.common_languages != languages:
            await unit.run(_SET, {"b_id": row.id, "b_languages": languages})
            await touch(unit, row.id)


def _of(unit: "Unit", row: sa.Row[Any]) -> tuple[int, str] | None:
    """One that does not open keeps nobody else from being counted."""
    try:
        enterprise, language = unpacked(unit.shared.people.open(WORKERS, row.sealed, row.tag), padded=True)
    except WrongKey:
        return None
    return enterprise, language
