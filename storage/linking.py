"""The tick that links events: one look over all enterprises, then one chain after the other."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from cases.chain import Anchor, next_anchor
from cases.localtime import local_day
from storage.chain import Growing
from storage.chain_tables import chains
from storage.due import MOST, MOST_ON_FILE
from storage.errors import away
from storage.tables import enterprises, events
from storage.units import Units
from storage.work import Work

_UNLINKED = (events.c.position.is_(None), events.c.commitment.is_not(None))
_WAITING = sa.union(
    sa.select(events.c.enterprise_id).where(*_UNLINKED),
    sa.select(chains.c.enterprise_id).where(chains.c.anchor_due <= sa.bindparam("b_at")),
    sa.select(enterprises.c.id).where(enterprises.c.id.not_in(sa.select(chains.c.enterprise_id))),
)
_EVENTS = (
    sa.select(events.c.case_id, events.c.seq, events.c.commitment)
    .where(events.c.enterprise_id == sa.bindparam("b_enterprise"), *_UNLINKED)
    .order_by(events.c.case_id, events.c.seq)  # of what was written since the last tick this tells no order
    .limit(sa.bindparam("b_limit"))
)

Tell = Callable[[Work, Anchor], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Extended:
    """How many links were added; ``broken`` chains, by enterprise, get none."""

    links: int
    broken: Mapping[int, Exception]


class Chains:
    """Every transaction locks one chain, adds ``most`` links at most, and is whole or not at all."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._most = MOST_ON_FILE if units.sqlite else MOST

    async def extend(self, at: datetime, tell: Tell, most: int = 0) -> Extended:
        """A link for each event that has none, and the anchors that are due; ``tell`` says them to who keeps them."""
        added, broken = 0, dict[int, Exception]()
        async with self._units.reading() as unit:
            waiting = sorted((await unit.run(_WAITING, {"b_at": at})).scalars())
        for enterprise in waiting:
            try:
                while some := await self._portion(enterprise, at, tell, most or self._most):
                    added += some
            except Exception as error:
                if away(error):
                    raise
                broken[enterprise] = error
        return Extended(added, broken)

    async def _portion(self, enterprise: int, at: datetime, tell: Tell, most: int) -> int:
        async with self._units.unit() as unit:
            unit.writes_case()
            work = await unit.enterprise(enterprise)
            chain = await Growing.held(unit, enterprise, at)
            if not chain.position:
                await tell(work, chain.anchor(local_day(at, work.enterprise.calendar.zone)))
            waiting = (await unit.run(_EVENTS, {"b_enterprise": enterprise, "b_limit": most})).all()
            for row in waiting:
                chain.event(row)
            if len(waiting) < most and chain.anchor_due <= at:
                await tell(work, chain.anchor(local_day(at, work.enterprise.calendar.zone)))
                chain.anchor_due = next_anchor(at, work.enterprise.calendar.zone)
            await chain.keep(unit)
        return len(chain.links)
