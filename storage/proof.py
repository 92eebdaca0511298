"""What anybody may be shown of a chain: whether it is whole, and its last anchor; never how long it is."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.chain import Anchor, Proof
from storage.audit import is_own, is_whole
from storage.chain_tables import chains
from storage.events import event_of
from storage.tables import events

if TYPE_CHECKING:
    from storage.work import Work

REMEMBERED = timedelta(minutes=5)

_ANCHOR = sa.select(chains.c.anchored_on, chains.c.anchor).where(
    chains.c.enterprise_id == sa.bindparam("b_enterprise"), chains.c.anchored_on.is_not(None)
)
_OWN = (
    sa.select(events)
    .where(events.c.enterprise_id == sa.bindparam("b_enterprise"), events.c.case_id == sa.bindparam("b_case"))
    .order_by(events.c.seq)
)


class Chain:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def anchor(self) -> Anchor | None:
        row = (await self._work.unit.run(_ANCHOR, self._ours)).one_or_none()
        return row and Anchor(row.anchored_on, row.anchor)

    async def proof(self, case: int) -> Proof:
        unit = self._work.unit
        secret = await self._work.secret(case)
        rows = (await unit.run(_OWN, self._ours | {"b_case": case})).all()
        own = [event_of(row) for row in rows]
        true = all(is_own(secret, event, row) for event, row in zip(own, rows, strict=True))
        return Proof(true and await self._is_whole(), tuple(own), await self.anchor())

    async def _is_whole(self) -> bool:
        """Remembered, whatever is linked meanwhile: how long an answer takes would tell how much there is."""
        unit, enterprise = self._work.unit, self._work.enterprise.id
        known = unit.shared.verdicts.get(enterprise)
        if known is None or not known[0] <= unit.at < known[0] + REMEMBERED:
            known = unit.shared.verdicts[enterprise] = (unit.at, await is_whole(unit, enterprise))
        return known[1]

    @property
    def _ours(self) -> dict[str, Any]:
        return {"b_enterprise": self._work.enterprise.id}
