"""Each event gets one link, whatever comes between; and each week an anchor leaves the house."""

import asyncio
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cases.chain import Anchor
from cases.model import Case, Event
from cases.ports import Enterprise
from storage import Storage, Unit, Work
from storage.audit import Audited, audit
from storage.chain_tables import chains, links
from storage.errors import ChainBroken
from storage.tables import events
from tests.databases import Database
from tests.storage.conftest import MONDAY, Now, a_case

WEEK = timedelta(days=7)


class Kept:
    """Who is told of anchors."""

    def __init__(self) -> None:
        self.anchors: list[tuple[str, Anchor]] = []

    async def __call__(self, work: Work, anchor: Anchor) -> None:
        self.anchors.append((work.enterprise.code, anchor))


async def to_nobody(_work: Work, _anchor: Anchor) -> None:
    """Anchors are nobody's concern here."""


async def happens(storage: Storage, case: Case, *what: str) -> None:
    async with storage.unit() as unit:
        work = await unit.enterprise(case.enterprise)
        for each in what:
            await work.events.add(Event(case.id, each, unit.at, None, {"词": "x", "n": 1, "none": None}))


async def audited(storage: Storage, enterprise: Enterprise) -> Audited:
    async with storage.reading() as unit:
        return await audit(unit, enterprise.id)


async def linked(storage: Storage) -> list[tuple[int, str]]:
    """Events by the order of their links."""
    async with storage.reading() as unit:
        query = sa.select(events.c.position, events.c.what).order_by(events.c.enterprise_id, events.c.position)
        return [(row.position, row.what) for row in await unit.run(query)]


async def test_each_event_gets_the_next_link_once(storage: Storage, dawn: Enterprise, now: Now) -> None:
    case = await a_case(storage, dawn)
    await happens(storage, case, "submitted", "taken")
    assert (await storage.chains.extend(MONDAY, to_nobody)).links == 3
    await happens(storage, case, "answer")
    assert (await storage.chains.extend(MONDAY, to_nobody)).links == 1
    assert (await storage.chains.extend(MONDAY, to_nobody)).links == 0
    assert await linked(storage) == [(2, "submitted"), (3, "taken"), (4, "answer")]
    assert (await audited(storage, dawn)).found == ()


async def test_a_portion_is_bounded_and_the_rest_follows(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    await happens(storage, case, *map(str, range(7)))
    assert (await storage.chains.extend(MONDAY, to_nobody, most=3)).links == 8
    assert [what for _, what in await linked(storage)] == list(map(str, range(7)))
    assert (await audited(storage, dawn)).found == ()


async def test_enterprises_have_chains_of_their_own(storage: Storage, dawn: Enterprise, foreign: Enterprise) -> None:
    for enterprise in (dawn, foreign):
        await happens(storage, await a_case(storage, enterprise), "submitted")
    await storage.chains.extend(MONDAY, to_nobody)
    assert await linked(storage) == [(2, "submitted"), (2, "submitted")]
    assert [(await audited(storage, one)).found for one in (dawn, foreign)] == [(), ()]


async def test_what_is_committed_later_than_what_followed_it_gets_its_link(
    storage: Storage, dawn: Enterprise, database: Database
) -> None:
    """The tick must not remember how far it has come: a slow transaction would be passed over."""
    early, late = await a_case(storage, dawn), await a_case(storage, dawn)
    if not database.server:  # SQLite has one writer: nothing can overtake
        await happens(storage, early, "submitted")
    else:
        async with storage.unit() as unit:
            await (await unit.enterprise(dawn.id)).events.add(Event(early.id, "submitted", MONDAY))
            await happens(storage, late, "submitted")
            assert (await storage.chains.extend(MONDAY, to_nobody)).links == 2
    await storage.chains.extend(MONDAY, to_nobody)
    assert None not in [position for position, _ in await linked(storage)]
    assert (await audited(storage, dawn)).found == ()


class Cut(BaseException):
    """The process ends here: nobody catches it on the way."""


async def test_it_is_cut_off_at_every_await_and_loses_and_doubles_nothing(
    storage: Storage, dawn: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    await storage.chains.extend(MONDAY, to_nobody)
    await happens(storage, await a_case(storage, dawn), "submitted", "taken", "answer")
    run, left = Unit.run, 0

    async def cut(unit: Unit, *args: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise Cut
        return await run(unit, *args)

    monkeypatch.setattr(Unit, "run", cut)
    cuts, done = 0, False
    while not done:
        left, cuts = cuts, cuts + 1
        with suppress(Cut):
            await storage.chains.extend(MONDAY + WEEK, to_nobody, most=2)
            done = True
    left = 1_000_000
    assert cuts > 8
    assert [what for _, what in await linked(storage)] == ["submitted", "taken", "answer"]
    assert (await audited(storage, dawn)).found == ()
    assert len(await all_links(storage)) == 5


async def all_links(storage: Storage) -> list[int]:
    async with storage.reading() as unit:
        return list((await unit.run(sa.select(links.c.position).order_by(links.c.position))).scalars())


async def test_two_ticks_at_once_give_no_event_two_links(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    await happens(storage, case, *map(str, range(20)))
    both = await asyncio.gather(*(storage.chains.extend(MONDAY, to_nobody, most=4) for _ in range(2)))
    assert sum(each.links for each in both) == 21
    assert [each.broken for each in both] == [{}, {}]
    assert (await audited(storage, dawn)).found == ()


async def test_an_anchor_leaves_on_monday_morning_once(storage: Storage, dawn: Enterprise, now: Now) -> None:
    kept = Kept()
    await storage.chains.extend(MONDAY, kept)
    assert [(code, anchor.day) for code, anchor in kept.anchors] == [("dawn", date(2026, 3, 2))]  # where it begins
    kept.anchors.clear()
    almost = MONDAY + WEEK - timedelta(hours=8, minutes=31)  # 08:59 in Shanghai
    await storage.chains.extend(almost, kept)
    assert kept.anchors == []
    for moment in (almost + timedelta(minutes=1), almost + timedelta(hours=1), almost + timedelta(days=6)):
        await storage.chains.extend(moment, kept)
    assert [(code, anchor.day) for code, anchor in kept.anchors] == [("dawn", date(2026, 3, 9))]
    async with storage.reading() as unit:
        assert await (await unit.enterprise(dawn.id)).chain.anchor() == kept.anchors[0][1]


async def test_after_a_long_stop_one_anchor_is_given_out(storage: Storage, dawn: Enterprise) -> None:
    kept = Kept()
    await storage.chains.extend(MONDAY, to_nobody)
    for _ in range(2):
        await storage.chains.extend(MONDAY + 5 * WEEK, kept)
    assert [anchor.day for _, anchor in kept.anchors] == [date(2026, 4, 6)]


async def test_an_anchor_does_not_tell_whether_anything_happened(storage: Storage, dawn: Enterprise) -> None:
    kept = Kept()
    for week in range(1, 4):
        await storage.chains.extend(MONDAY + week * WEEK, kept)
    assert len({anchor.code for _, anchor in kept.anchors}) == 3


async def test_a_broken_chain_is_not_made_good_by_going_on_and_stops_no_other(
    storage: Storage, dawn: Enterprise, foreign: Enterprise
) -> None:
    mine, other = await a_case(storage, dawn), await a_case(storage, foreign)
    await happens(storage, mine, "submitted", "taken")
    await storage.chains.extend(MONDAY, to_nobody)
    async with storage.unit() as unit:
        await unit.run(sa.delete(links).where(links.c.enterprise_id == dawn.id, links.c.position == 3))
        digest = sa.select(links.c.digest).where(links.c.enterprise_id == dawn.id, links.c.position == 2)
        changed = sa.update(chains).where(chains.c.enterprise_id == dawn.id)
        await unit.run(changed.values(position=2, head=digest.scalar_subquery()))
    for case in (mine, other):
        await happens(storage, case, "answer")
    extended = await storage.chains.extend(MONDAY, to_nobody)
    assert extended.links == 1
    assert {one: type(error) for one, error in extended.broken.items()} == {dawn.id: ChainBroken}


async def test_with_nothing_to_do_it_looks_at_no_event(storage: Storage, dawn: Enterprise, database: Database) -> None:
    await happens(storage, await a_case(storage, dawn), *map(str, range(30)))
    await storage.chains.extend(MONDAY, to_nobody)
    condition = "position IS NULL AND commitment IS NOT NULL"
    statement = f"SELECT enterprise_id FROM events WHERE {condition}"  # noqa: S608 - ours
    async with storage.unit() as unit:
        if database.server:
            await unit.run(sa.text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN" if database.server else "EXPLAIN QUERY PLAN"
        plan = "\n".join(str(tuple(row)) for row in await unit.run(sa.text(f"{explain} {statement}")))
    assert "ix_events_unlinked" in plan


async def test_the_transaction_that_writes_an_event_touches_no_chain(storage: Storage, dawn: Enterprise) -> None:
    await storage.chains.extend(MONDAY, to_nobody)
    before = await all_links(storage)
    await happens(storage, await a_case(storage, dawn), "submitted")
    assert await all_links(storage) == before
