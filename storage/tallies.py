"""How the cases of many enterprises stand: counted by one look, and without opening a word."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from cases.model import About, ClockKind, Kind, Stage, is_restricted
from cases.ports import Tally
from cases.stages import SETTLED
from storage.tables import cases, clocks

if TYPE_CHECKING:
    from storage.work import Unit

_LATE = sa.exists().where(
    clocks.c.enterprise_id == cases.c.enterprise_id,
    clocks.c.case_id == cases.c.id,
    clocks.c.met_at.is_(None),
    clocks.c.due <= sa.bindparam("b_at", type_=clocks.c.due.type),
    sa.or_(clocks.c.kind != ClockKind.ANSWERED, cases.c.paused_at.is_(None)),  # as cases.clocks.rests has it
)
_UNTAKEN = sa.and_(cases.c.owner.is_(None), cases.c.stage.not_in(SETTLED))  # as cases.stages.untaken has it
_ALIKE = (cases.c.enterprise_id, cases.c.kind, cases.c.about, cases.c.unsafe_order)
_OPEN = (
    sa.select(*_ALIKE, _UNTAKEN.label("untaken"), _LATE.label("late"))
    .where(
        cases.c.enterprise_id.in_(sa.bindparam("b_enterprises", expanding=True)),
        cases.c.stage.not_in([Stage.CLOSED, Stage.WITHDRAWN]),
        cases.c.released_at.is_not(None),
    )
    .subquery()
)
_TALLIES = sa.select(*_OPEN.c, sa.func.count().label("count")).group_by(*_OPEN.c)


async def tallies(unit: "Unit", enterprises: Collection[int], at: datetime) -> list[Tally]:
    rows = (await unit.run(_TALLIES, {"b_enterprises": list(enterprises), "b_at": at})).all()
    return [
        Tally(
            enterprise=row.enterprise_id,
            restricted=is_restricted(Kind(row.kind) if row.kind else None, About(row.about), row.unsafe_order),
            untaken=bool(row.untaken),
            late=bool(row.late),
            count=row[-1],
        )
        for row in rows
    ]
