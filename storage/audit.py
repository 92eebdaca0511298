"""Follows a chain from its beginning and says what is wrong with it; what is wrong keeps nobody from going on."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.chain import Anchor, beginning, next_link
from cases.model import SHREDDED, Event
from storage.chain import anchor_commitment, head_is_ours
from storage.chain_tables import chains, links
from storage.errors import KeyMissing, WrongKey
from storage.events import commitment, event_of
from storage.keytable import KeyKind
from storage.tables import cases, enterprises, events, keys
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

PAGE = 1000


class Fault(StrEnum):
    """What can be wrong."""

    END = "end"
    """The newest link is not the one that was left there: links were taken off, or the chain was put together anew."""
    GAP = "gap"
    LINK = "link"
    """It does not follow from the one before it."""
    GONE = "gone"
    """A link without its event: a case or a part of its history has vanished."""
    CHANGED = "changed"
    """An event is not the one that was linked."""
    ORDER = "order"
    ANCHOR = "anchor"
    KEY = "key"
    """A case cannot be opened and was not shredded by us."""
    STRAY = "stray"
    """An event that nobody committed to: it was put in by somebody else."""


@dataclass(frozen=True, slots=True)
class Found:
    """``position`` of the link and ``number`` of the case, as far as they are known."""

    fault: Fault
    position: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Audited:
    """``anchors`` oldest first: the first one is the day on which the chain begins."""

    code: str
    links: int
    anchors: tuple[Anchor, ...]
    found: tuple[Found, ...]


_OF = links.c.enterprise_id == sa.bindparam("b_enterprise", type_=sa.BigInteger)
_NEWEST = sa.select(sa.func.coalesce(sa.func.max(links.c.position), 0)).where(_OF).scalar_subquery()
_END = (
    sa.select(_NEWEST.label("newest"), chains)
    .select_from(enterprises.outerjoin(chains, chains.c.enterprise_id == enterprises.c.id))
    .where(enterprises.c.id == sa.bindparam("b_enterprise", type_=sa.BigInteger))
)
_LINKS = (
    sa.select(
        *(links.c[name] for name in ("position", "commitment", "digest", "day")),
        *(events.c[name] for name in ("case_id", "seq")),
        events.c.commitment.label("committed"),
    )
    .select_from(
        links.outerjoin(
            events, sa.and_(events.c.enterprise_id == links.c.enterprise_id, events.c.position == links.c.position)
        )
    )
    .where(_OF, links.c.position > sa.bindparam("b_after"), links.c.position <= sa.bindparam("b_until"))
    .order_by(links.c.position)
    .limit(PAGE)
)
_LINKS_AND_EVENTS = _LINKS.add_columns(*(events.c[name] for name in ("what", "at", "by", "data")))
_KEYS = sa.select(keys.c.ref, keys.c.sealed, keys.c.enterprise_id).where(
    keys.c.kind == KeyKind.CASE, keys.c.ref.in_(sa.bindparam("b_cases", expanding=True))
)
_STRAYS = sa.select(events.c.case_id).where(
    events.c.enterprise_id == sa.bindparam("b_enterprise"),
    events.c.position.is_(None),
    events.c.commitment.is_(None),  # what was committed to waits for the tick: nobody changed it or took it out
    events.c.at >= sa.bindparam("b_since"),
)
_NUMBERS = sa.select(cases.c.id, cases.c.number).where(cases.c.id.in_(sa.bindparam("b_cases", expanding=True)))


async def audit(unit: "Unit", enterprise: int) -> Audited:
    """Everything, with the keys of all cases that still have one. Raises KeyMissing."""
    work = await unit.enterprise(enterprise)
    secret = await unit.shared.keys.enterprise(unit.connection, enterprise)
    walk = Walk(secret, beginning(enterprise))
    judge = Judge(unit, secret)
    async for page in walk.pages(unit, enterprise, _LINKS_AND_EVENTS):
        walk.found += await judge.look(page)
    found = walk.found + judge.verdict() + await strays(unit, enterprise, walk.since)
    return Audited(work.enterprise.code, walk.position, tuple(walk.anchors), await _numbered(unit, found))


async def is_whole(unit: "Unit", enterprise: int) -> bool:
    """What can be seen without opening the keys of cases."""
    secret = await unit.shared.keys.enterprise(unit.connection, enterprise)
    walk = Walk(secret, beginning(enterprise))
    async for _ in walk.pages(unit, enterprise, _LINKS):
        pass
    return not walk.found and not await strays(unit, enterprise, walk.since)


@dataclass(frozen=True, slots=True)
class Suspect:
    """As ``Found``, by the id of the case."""

    fault: Fault
    position: int | None = None
    case: int | None = None


@dataclass(slots=True)
class Walk:
    """Where one has come to, and what was found on the way. ``secret`` is the enterprise's."""

    secret: Secret
    digest: bytes
    position: int = 0
    anchors: list[Anchor] = field(default_factory=list)
    found: list[Suspect] = field(default_factory=list)
    _last: dict[int, int] = field(default_factory=dict)

    @property
    def since(self) -> date | None:
        return self.anchors[0].day if self.anchors else None

    async def pages(self, unit: "Unit", enterprise: int, look: sa.Select[Any]) -> AsyncIterator[list[sa.Row[Any]]]:
        """The links, some hundreds at a time; those added meanwhile are left to the next audit."""
        end = (await unit.run(_END, {"b_enterprise": enterprise})).one()
        until = end.position or 0
        of = {"b_enterprise": enterprise, "b_until": until}
        while page := list(await unit.run(look, of | {"b_after": self.position})):
            for row in page:
                self._step(row)
            yield page
            await asyncio.sleep(0)  # a long chain in a file would keep everybody waiting: nothing else here lets go
        ours = end.enterprise_id is not None and head_is_ours(self.secret, end)
        if end.newest > until or (until and (not ours or (self.position, self.digest) != (until, end.head))):
            self.found.append(Suspect(Fault.END))

    def _step(self, row: sa.Row[Any]) -> None:
        if row.position != self.position + 1:
            self._note(Fault.GAP, row)
        elif next_link(self.digest, row.position, row.commitment) != row.digest:
            self._note(Fault.LINK, row)
        if row.day is None:
            self._event(row)
        else:
            self._anchor(row)
        self.position, self.digest = row.position, row.digest

    def _event(self, row: sa.Row[Any]) -> None:
        if row.case_id is None:
            self._note(Fault.GONE, row)
            return
        if row.committed != row.commitment:
            self._note(Fault.CHANGED, row)
        if row.seq <= self._last.get(row.case_id, 0):
            self._note(Fault.ORDER, row)
        self._last[row.case_id] = row.seq

    def _anchor(self, row: sa.Row[Any]) -> None:
        if row.case_id is not None or row.commitment != anchor_commitment(self.secret, row.day):
            self._note(Fault.ANCHOR, row)
        self.anchors.append(Anchor(row.day, row.digest))

    def _note(self, fault: Fault, row: sa.Row[Any]) -> None:
        self.found.append(Suspect(fault, row.position, row.case_id))


class Judge:
    """Opens each case's key and holds its events against what was committed to."""

    def __init__(self, unit: "Unit", secret: Secret) -> None:
        self._unit, self._secret = unit, secret
        self._opened: dict[int, Secret | None] = {}
        self._shut: set[int] = set()
        self._shredded: set[int] = set()

    async def look(self, page: Iterable[sa.Row[Any]]) -> list[Suspect]:
        rows = [row for row in page if row.case_id is not None]
        await self._open({row.case_id for row in rows} - self._opened.keys())
        return [Suspect(Fault.CHANGED, row.position, row.case_id) for row in rows if not self._is_true(row)]

    def verdict(self) -> list[Suspect]:
        """Once all was looked at: cases without a key that we did not shred."""
        return [Suspect(Fault.KEY, case=case) for case in sorted(self._shut - self._shredded)]

    def _is_true(self, row: sa.Row[Any]) -> bool:
        secret, event = self._opened[row.case_id], event_of(row)
        if secret:
            return bool(commitment(secret, event) == row.committed)
        self._shut.add(row.case_id)
        if event.what == SHREDDED and commitment(self._secret, event) == row.committed:
            self._shredded.add(row.case_id)
        return True

    async def _open(self, ids: Iterable[int]) -> None:
        wanted = list(ids)
        rows = {row.ref: row for row in await self._unit.run(_KEYS, {"b_cases": wanted})} if wanted else {}
        for case in wanted:
            self._opened[case] = await self._key(rows[case]) if case in rows else None

    async def _key(self, row: sa.Row[Any]) -> Secret | None:
        try:
            return await self._unit.shared.keys.open_case(self._unit.connection, row.ref, row.sealed, row.enterprise_id)
        except KeyMissing:
            raise
        except WrongKey:
            return None


async def strays(unit: "Unit", enterprise: int, since: date | None) -> list[Suspect]:
    """Events that nobody committed to. Those of before the chain's first day are not meant."""
    first = datetime.combine(since + timedelta(days=1), time(), UTC) if since else datetime.max.replace(tzinfo=UTC)
    limits = {"b_enterprise": enterprise, "b_since": first}
    return [Suspect(Fault.STRAY, case=case) for case in sorted(set((await unit.run(_STRAYS, limits)).scalars()))]


def is_own(secret: Secret | None, event: Event, row: sa.Row[Any]) -> bool:
    """Whether an event is the one that was committed to; one of before the chain was committed to by nobody."""
    committed: bytes | None = row.commitment
    return committed is None or (secret is not None and commitment(secret, event) == committed)


async def _numbered(unit: "Unit", found: list[Suspect]) -> tuple[Found, ...]:
    ids = sorted({each.case for each in found if each.case is not None})
    numbers: dict[int, int] = dict(map(tuple, await unit.run(_NUMBERS, {"b_cases": ids}))) if ids else {}
    named = [Found(each.fault, each.position, numbers.get(each.case or 0)) for each in found]
    return tuple(dict.fromkeys(named))
