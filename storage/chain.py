"""The chain of each enterprise's events, appended to by one tick and never in the transaction that writes an event.

An event is committed to under its case's key when it is written; the tick gives it the next link. A commitment is no
secret and outlives its key. A keyed hash of the newest link rests beside it: who can write to the database and has no
keys can neither put together another chain nor take off its end.
"""

import hmac
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.chain import Anchor, beginning, next_anchor, next_link
from storage.chain_tables import chains, links
from storage.errors import ChainBroken
from storage.tables import events
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

HEADS, ANCHORS = "chains", "anchors"

_OF = chains.c.enterprise_id == sa.bindparam("b_enterprise", type_=sa.BigInteger)
_BEGIN = insert(chains).on_conflict_do_nothing()
_HELD = sa.select(chains).where(_OF).with_for_update()
_KEEP = sa.update(chains).where(_OF)
_LINK = sa.insert(links)
_LINKED = (
    sa.update(events)
    .where(events.c.case_id == sa.bindparam("b_case"), events.c.seq == sa.bindparam("b_seq"))
    .values(position=sa.bindparam("b_position"))
)


@dataclass(slots=True)
class Growing:
    """A chain in the hands of the tick."""

    enterprise: int
    secret: Secret
    position: int
    head: bytes
    anchor_due: datetime
    links: list[dict[str, Any]] = field(default_factory=list)
    linked: list[dict[str, int]] = field(default_factory=list)
    anchored: Anchor | None = None

    @classmethod
    async def held(cls, unit: "Unit", enterprise: int, at: datetime) -> "Growing":
        """Locked; begun when it is not there. Raises ChainBroken for one whose end is not the one we left."""
        secret = await unit.shared.keys.enterprise(unit.connection, enterprise)
        zone = (await unit.enterprise(enterprise)).enterprise.calendar.zone
        first = beginning(enterprise)
        row = {"enterprise_id": enterprise, "position": 0, "head": first, "tag": head_tag(secret, 0, first)}
        await unit.run(_BEGIN, row | {"anchor_due": next_anchor(at, zone)})
        found = (await unit.run(_HELD, {"b_enterprise": enterprise})).one()
        if not head_is_ours(secret, found):
            raise ChainBroken
        return cls(enterprise, secret, found.position, found.head, found.anchor_due)

    def event(self, row: sa.Row[Any]) -> None:
        self._add(row.commitment, None)
        self.linked.append({"b_case": row.case_id, "b_seq": row.seq, "b_position": self.position})

    def anchor(self, day: date) -> Anchor:
        """Has a link of its own, so that it tells nobody whether anything happened since the one before."""
        self._add(anchor_commitment(self.secret, day), day)
        self.anchored = Anchor(day, self.head)
        return self.anchored

    async def keep(self, unit: "Unit") -> None:
        if not self.links:
            return
        await unit.run(_LINK, self.links)
        if self.linked:
            await unit.run(_LINKED, self.linked)
        row: dict[str, Any] = {"position": self.position, "head": self.head, "anchor_due": self.anchor_due}
        row["tag"] = head_tag(self.secret, self.position, self.head)
        if self.anchored:
            row |= {"anchored_on": self.anchored.day, "anchor": self.anchored.link}
        await unit.run(_KEEP, row | {"b_enterprise": self.enterprise})

    def _add(self, commitment: bytes, day: date | None) -> None:
        self.position += 1
        self.head = next_link(self.head, self.position, commitment)
        link = {"enterprise_id": self.enterprise, "position": self.position, "day": day}
        self.links.append(link | {"commitment": commitment, "digest": self.head})


def head_tag(secret: Secret, position: int, head: bytes) -> bytes:
    return secret.mac(HEADS, position, head)


def head_is_ours(secret: Secret, chain: Any) -> bool:
    return hmac.compare_digest(chain.tag, head_tag(secret, chain.position, chain.head))


def anchor_commitment(secret: Secret, day: date) -> bytes:
    return secret.mac(ANCHORS, day.isoformat())
