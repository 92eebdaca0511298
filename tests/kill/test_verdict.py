"""The judge of a run of kills is shown memories that were tampered with, and finds each fault."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.house import House, furnish
from bench.kill.verdict import Findings, judge
from cases.actions.climb import climb
from cases.actions.perform import perform
from cases.actions.submit import Submission, submit
from cases.model import Clock, Kind, Mode
from cases.ports import Address, Work
from storage import Storage
from storage.inbox import Arrival, State
from storage.tables import clocks, events, inbox, totals
from tests.databases import Database

STORIES = ("the lamp over machine one flickers", "the lamp over machine two flickers")
UPDATES = 3
LATER = datetime.now(UTC) + timedelta(days=30)


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> House:
    return await furnish(tmp_path, database.url)


@pytest.fixture
async def storage(house: House) -> AsyncGenerator[Storage]:
    """Two cases whose clocks have climbed for a month, and three updates done."""
    async with house.opened() as storage:
        await storage.inbox.accept([Arrival(number, b"{}") for number in range(UPDATES)])
        async with storage.unit() as unit:
            await unit.run(sa.update(inbox).values(state=State.DONE, epoch=None, sealed=None))
        for story in STORIES:
            await send(storage, house, story)
        yield storage


async def send(storage: Storage, house: House, story: str) -> None:
    async with storage.unit() as unit:
        work, case = await unit.enterprise_by_code(house.codes[0]), await unit.new_case_id()
        await submit(work, Submission(case, Kind.SUGGESTION, Mode.ANSWER_HERE, Address(1, "en"), story), unit.at)
    await storage.due.acts(LATER, perform)
    await storage.due.clocks(LATER, rung)


async def rung(work: Work, clock: Clock, at: datetime) -> None:
    await climb(work, clock.case, clock.id, at)


async def found(storage: Storage) -> Findings:
    return await judge(storage, UPDATES, STORIES, LATER)


async def tamper(storage: Storage, *statements: sa.Executable) -> None:
    async with storage.unit() as unit:
        for statement in statements:
            await unit.run(statement)


async def test_nothing_is_found_where_nothing_is_wrong(storage: Storage) -> None:
    assert await found(storage) == Findings()


async def test_an_update_that_never_came_is_lost(storage: Storage) -> None:
    one_less = sa.update(totals).values(received=totals.c.received - 1)
    await tamper(storage, sa.delete(inbox).where(inbox.c.update_id == 1), one_less)
    assert await found(storage) == Findings(lost_updates=1)


async def test_an_update_that_was_not_done_is_lost(storage: Storage) -> None:
    await tamper(storage, sa.update(inbox).where(inbox.c.update_id == 1).values(state=State.PARKED))
    assert await found(storage) == Findings(lost_updates=1)


async def test_an_update_counted_twice_is_seen(storage: Storage) -> None:
    await tamper(storage, sa.update(totals).values(received=totals.c.received + 1))
    assert await found(storage) == Findings(updates_counted_twice=1, totals="received 4, but 3 in all")


async def test_a_case_made_twice_is_seen(storage: Storage, house: House) -> None:
    await send(storage, house, STORIES[0])
    assert await found(storage) == Findings(stories_counted_twice=frozenset({STORIES[0]}))


async def test_a_case_that_nobody_sent_is_one_too_many(storage: Storage, house: House) -> None:
    await send(storage, house, "made up")
    assert await found(storage) == Findings(stories_counted_twice=frozenset({"made up"}))


async def test_a_case_that_is_not_there_is_lost(storage: Storage) -> None:
    stories = (*STORIES, "the lamp over machine three flickers")
    assert await judge(storage, UPDATES, stories, LATER) == Findings(lost_stories=frozenset(stories[2:]))


async def test_a_rung_without_its_event_was_skipped(storage: Storage) -> None:
    one = sa.select(events.c.case_id).where(events.c.what == "rung").limit(1).scalar_subquery()
    await tamper(storage, sa.delete(events).where(events.c.what == "rung", events.c.case_id == one))
    assert len((await found(storage)).skipped) >= 1


async def test_a_clock_that_was_never_looked_at_was_skipped(storage: Storage, house: House) -> None:
    story = "the lamp over machine three flickers"
    async with storage.unit() as unit:
        work, case = await unit.enterprise_by_code(house.codes[0]), await unit.new_case_id()
        await submit(work, Submission(case, Kind.SUGGESTION, Mode.ANSWER_HERE, Address(1, "en"), story), unit.at)
    await storage.due.acts(LATER, perform)
    await tamper(storage, sa.update(clocks).where(clocks.c.case_id == case).values(next_rung_at=None))
    verdict = await judge(storage, UPDATES, (*STORIES, story), LATER)
    assert [line.split(":")[0].split(",")[0] for line in verdict.skipped] == [f"case {case}"] * len(verdict.skipped)
    assert len(verdict.skipped) >= 1
