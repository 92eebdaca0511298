"""What has outlived its time goes, from the disk and from older backups; figures stay, and what two persons hold."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from cases.errors import NotFound
from cases.model import About, Audience, Author, Case, Clock, ClockKind, Event, MediaKind, Role, Stage
from cases.ports import Address, Draft, Enterprise
from storage import Storage, legal_holds, purge, retention
from storage.databases import look
from storage.errors import AlreadyHeld
from storage.keytable import KeyKind
from storage.retention import Shredded, years_before
from storage.tables import cases, entries, keys, media_chunks, receipts, replies
from storage.vacuum import vacuum
from tests.databases import Database
from tests.storage.conftest import BOT, MONDAY, a_case, join
from tests.storage.test_erased import pages

YEAR = timedelta(days=366)


async def a_closed_case(
    storage: Storage, enterprise: Enterprise, text: str = "shred me", at: datetime = MONDAY
) -> Case:
    """With everything that may hang on a case."""
    case = await a_case(storage, enterprise, text, chat=5)
    async with storage.unit() as unit:
        work = await unit.enterprise(enterprise.id)
        photo = await unit.media.expect(case.id, MediaKind.PHOTO, "file", 1)
        await work.entries.add(case.id, Author.STAFF, Audience.TEAM, MONDAY, "a note", media=[photo.id])
        await work.clocks.start(Clock(0, enterprise.id, case.id, ClockKind.TAKEN, MONDAY, MONDAY, MONDAY, None))
        await work.events.add(Event(case.id, "closed", at, None, {}))
        await work.receipts.issue(case.id)
        case.stage, case.released_at, case.closed_at = Stage.CLOSED, at, at
        await work.cases.save(case)
    await storage.media_queue.ready(photo.id, "image/jpeg", b"bytes of a photo")
    return case


async def words(storage: Storage, case: Case) -> list[str]:
    async with storage.reading() as unit:
        return [entry.text for entry in await (await unit.enterprise(case.enterprise)).entries.of(case.id)]


async def test_a_case_goes_three_years_after_its_end_and_its_figures_stay(storage: Storage, dawn: Enterprise) -> None:
    case = await a_closed_case(storage, dawn)
    still_open = await a_case(storage, dawn, "still open")
    assert await storage.admin.shred(MONDAY + 3 * YEAR - timedelta(days=5)) == Shredded(0, 1)
    assert await words(storage, case) == ["shred me", "a note"]
    assert await storage.admin.shred(MONDAY + 3 * YEAR) == Shredded(1, 0)
    assert await storage.admin.shred(MONDAY + 3 * YEAR) == Shredded(0, 0)
    assert await words(storage, case) == ["", ""]
    assert await words(storage, still_open) == ["still open"]
    async with storage.reading() as unit:
        work = await unit.enterprise(dawn.id)
        assert [event.what for event in await work.events.of(case.id)] == ["closed", "shredded"]
        assert [clock.kind for clock in await work.clocks.of(case.id)] == [ClockKind.TAKEN]
        sealed = sa.union_all(
            sa.select(cases.c.sealed).where(cases.c.id == case.id),
            sa.select(entries.c.sealed).where(entries.c.case_id == case.id),
        )
        assert set((await unit.run(sealed)).scalars()) == {b""}
        for table in (replies, receipts, media_chunks):
            assert (await unit.run(sa.select(sa.func.count()).select_from(table))).scalar_one() == 0


async def test_an_enterprise_may_keep_longer(storage: Storage, dawn: Enterprise) -> None:
    await storage.admin.change_enterprise(dawn.id, lambda before: replace(before, keep_years=7))
    case = await a_closed_case(storage, dawn)
    assert (await storage.admin.shred(MONDAY + 6 * YEAR)).cases == 0
    assert await words(storage, case) == ["shred me", "a note"]
    assert (await storage.admin.shred(MONDAY + 7 * YEAR)).cases == 1


async def test_files_go_after_half_a_year(storage: Storage, dawn: Enterprise) -> None:
    await a_closed_case(storage, dawn)
    assert await storage.admin.shred(MONDAY + timedelta(days=179)) == Shredded(0, 0)
    assert await storage.admin.shred(MONDAY + timedelta(days=180)) == Shredded(0, 1)


async def test_what_would_go_is_told_by_kind_and_count_and_stays(
    storage: Storage, dawn: Enterprise, database: Database
) -> None:
    case = await a_closed_case(storage, dawn)
    late = MONDAY + 3 * YEAR
    async with look(database.url) as connection:
        coming = await purge.going(connection, BOT, late) | await retention.going(connection, late)
    nothing = dict.fromkeys(("updates", "messages", "invites", "drafts", "traces", "files"), 0)
    assert coming == nothing | {"keys": 2, "cases": 1, "case_files": 1, "enterprises": 0}
    assert await words(storage, case) == ["shred me", "a note"]


async def test_ways_back_and_drafts_that_are_over_are_told_too(
    storage: Storage, dawn: Enterprise, database: Database
) -> None:
    """The running bot erases them; where none runs they lie there."""
    over, reopened = await a_closed_case(storage, dawn), await a_closed_case(storage, dawn)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        for case in (over, reopened):
            await work.acts.later(case.id, "end_reply", MONDAY + timedelta(days=30))
        reopened.closed_at = MONDAY + timedelta(days=20)
        await work.cases.save(reopened)
    async with storage.unit() as unit:
        await unit.drafts.save(Address(6, "en"), 6, Draft("report", {"text": "unsent"}), MONDAY)
    async with look(database.url) as connection:
        told = [await purge.overdue(connection, MONDAY + timedelta(days=days)) for days in (0, 2, 29, 30)]
    assert [(each["ways_back"], each["unsent"]) for each in told] == [(0, 0), (0, 1), (0, 1), (1, 1)]


async def test_what_was_shredded_is_on_no_page_of_the_database(
    storage: Storage, dawn: Enterprise, database: Database
) -> None:
    """After a vacuum, which is daily. On PostgreSQL bytes of the rest may lie there still: what they were sealed with
    is gone, and from a dump they are gone at once.
    """
    case = await a_closed_case(storage, dawn)
    traces = await sealed_bytes(storage, case)
    assert (found(database.raw(), traces), found(await pages(database), traces)) == (5, 5)
    await storage.admin.shred(MONDAY + 3 * YEAR)
    assert found(database.raw(), traces) == 0
    await vacuum(database.url)
    assert found(await pages(database), traces if database.path else traces[:1]) == 0


async def sealed_bytes(storage: Storage, case: Case) -> list[bytes]:
    """As they lie in the database: the key first, the case, its entries, a chunk of its photo."""
    async with storage.reading() as unit:
        key = sa.select(keys.c.sealed).where(keys.c.kind == KeyKind.CASE, keys.c.ref == case.id)
        whole = [key, sa.select(cases.c.sealed), sa.select(entries.c.sealed), sa.select(media_chunks.c.sealed)]
        return [sealed for one in whole for sealed in (await unit.run(one)).scalars()]


def found(raw: bytes, traces: list[bytes]) -> int:
    return sum(trace in raw or trace.hex().encode() in raw for trace in traces)


async def test_what_two_persons_hold_is_kept(storage: Storage, dawn: Enterprise) -> None:
    case, other = await a_closed_case(storage, dawn), await a_closed_case(storage, dawn)
    await join(storage, dawn, 70, Role.OFFICE)
    token = await storage.admin.hold(dawn.id, case.number, "court of Example Town")
    await storage.admin.hold(dawn.id, other.number, "nobody confirms it")
    async with storage.unit() as unit:
        _, asked = await legal_holds.confirm(unit, token, 70)
        assert (asked.case.id, asked.reason, asked.lift) == (case.id, "court of Example Town", False)
        with pytest.raises(NotFound):
            await legal_holds.confirm(unit, token, 70)
    with pytest.raises(AlreadyHeld):
        await storage.admin.hold(dawn.id, case.number, "another court")
    assert await storage.admin.shred(MONDAY + 7 * YEAR) == Shredded(1, 1)
    assert await words(storage, case) == ["shred me", "a note"]
    token = await storage.admin.lift_hold(dawn.id, case.number)
    assert await storage.admin.shred(MONDAY + 7 * YEAR) == Shredded(0, 0)
    async with storage.unit() as unit:
        _, asked = await legal_holds.confirm(unit, token, 70)
        assert (asked.case.id, asked.lift) == (case.id, True)
        with pytest.raises(NotFound):
            await legal_holds.confirm(unit, token, 70)
    assert await storage.admin.shred(MONDAY + 7 * YEAR) == Shredded(1, 1)


async def test_who_may_not_know_of_the_case_confirms_nothing(
    storage: Storage, dawn: Enterprise, foreign: Enterprise
) -> None:
    case = await a_closed_case(storage, dawn)
    case.about = About.MANAGER_OR_OWNER
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).cases.save(case)
    await join(storage, foreign, 71, Role.OFFICE)
    await join(storage, dawn, 72, Role.MANAGER, Role.OFFICE)
    token = await storage.admin.hold(dawn.id, case.number, "a reason")
    for user in (5, 71, 72):
        with pytest.raises(NotFound):
            async with storage.unit() as unit:
                await legal_holds.confirm(unit, token, user)
    with pytest.raises(NotFound):
        await storage.admin.hold(foreign.id, case.number, "a reason")
    with pytest.raises(NotFound):
        await storage.admin.lift_hold(foreign.id, case.number)


async def test_nobody_confirms_before_its_release(storage: Storage, dawn: Enterprise) -> None:
    """The worker could still take it back without a trace."""
    case = await a_case(storage, dawn)
    await join(storage, dawn, 70, Role.OFFICE)
    token = await storage.admin.hold(dawn.id, case.number, "court of Example Town")
    for ask in (legal_holds.peek, legal_holds.confirm):
        with pytest.raises(NotFound):
            async with storage.unit() as unit:
                await ask(unit, token, 70)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await work.cases.save(replace(await work.cases.get(case.id), released_at=MONDAY))
    async with storage.unit() as unit:
        _, asked = await legal_holds.confirm(unit, token, 70)
        assert (asked.case.id, asked.lift) == (case.id, False)


def test_a_leap_day_has_a_day_three_years_ago() -> None:
    leap = MONDAY.replace(year=2028, month=2, day=29)
    assert years_before(leap, 3) == MONDAY.replace(year=2025, month=2, day=28)
    assert years_before(MONDAY, 4) == MONDAY.replace(year=2022)
