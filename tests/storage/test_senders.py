"""Who took part in a month is counted, and afterwards nothing can tell who did."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.flows.adding import takes_part_in
from cases.ports import Address, Draft, Enterprise
from storage import KeyRing, Storage
from storage.backup import back_up, restore
from storage.errors import WrongKey
from storage.keytable import KeyKind
from storage.people_tables import sender_counts, senders
from storage.senders import BLOCK, LABEL, MONTHS, tags
from storage.tables import drafts, keys
from storage.vault import NONCE, TAG, Secret
from tests.databases import Database, drop_postgresql, fresh_postgresql
from tests.privacy.history import log_of, recorded
from tests.privacy.joining import touches
from tests.storage.conftest import BOT, Now, a_case

MARCH = date(2026, 3, 1)
AT = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
"""17:30 in Shanghai, on the last day of March."""
APRIL = datetime(2026, 3, 31, 18, 5, tzinfo=UTC)
"""02:05 in Shanghai, on the first day of April."""
ANA, BAO, LENA = 9_001, 9_002, 9_003


async def sends(storage: Storage, enterprise: Enterprise, chat: int, *, counted: bool = True) -> None:
    """As a conversation looks once something has been sent."""
    state = {"enterprise": enterprise.id, "case": 4711, "counted": counted}
    async with storage.unit() as unit:
        await unit.drafts.save(Address(chat, "en"), chat, Draft("sent", state), unit.at)


async def told(storage: Storage, enterprise: Enterprise, month: date = MARCH) -> int | None:
    async with storage.reading() as unit:
        return await (await unit.enterprise(enterprise.id)).figures.senders(month)


async def rows(storage: Storage) -> dict[tuple[int, int], bytes]:
    """As a thief sees them: sealed, by enterprise and month."""
    async with storage.reading() as unit:
        found = await unit.run(sa.select(senders))
        return {(row.enterprise_id, row.month): row.sealed for row in found}


async def month_key(storage: Storage, enterprise: Enterprise) -> bytes | None:
    ref = enterprise.id * MONTHS + 202603
    found = sa.select(keys.c.sealed).where(keys.c.kind == KeyKind.MONTH, keys.c.ref == ref)
    async with storage.reading() as unit:
        return (await unit.run(found)).scalar_one_or_none()


async def test_each_person_counts_once_in_each_month_and_firm(
    storage: Storage, dawn: Enterprise, foreign: Enterprise, now: Now
) -> None:
    now.at = AT
    for enterprise, chat in ((dawn, ANA), (dawn, BAO), (foreign, LENA)):
        await sends(storage, enterprise, chat)
    await sends(storage, dawn, 9_004, counted=False)
    await storage.admin.count_senders(takes_part_in)
    await sends(storage, dawn, ANA)
    await storage.admin.count_senders(takes_part_in)
    assert await told(storage, dawn) is None
    now.at = APRIL
    assert await told(storage, dawn) is None
    await storage.admin.count_senders(takes_part_in)
    assert [await told(storage, each) for each in (dawn, foreign)] == [2, 1]
    assert (dawn.id, 202603) not in await rows(storage)


async def test_no_row_tells_how_many_there_are_or_when_one_came(
    storage: Storage, dawn: Enterprise, foreign: Enterprise, now: Now
) -> None:
    """Three cases of a month and one person in it would be one person's cases."""
    now.at = AT
    await sends(storage, dawn, ANA)
    await sends(storage, dawn, BAO)
    await storage.admin.count_senders(takes_part_in)
    first = await rows(storage)
    assert [len(sealed) for sealed in first.values()] == [NONCE + BLOCK + TAG] * 2
    await storage.admin.count_senders(takes_part_in)
    second = await rows(storage)
    assert {key for key in first if first[key] != second[key]} == {(each.id, 202603) for each in (dawn, foreign)}
    now.at = APRIL
    await storage.admin.count_senders(takes_part_in)
    async with storage.reading() as unit:
        counts = (await unit.run(sa.select(sender_counts.c.sealed))).scalars().all()
    assert len({len(sealed) for sealed in counts}) == 1
    assert [await told(storage, each) for each in (dawn, foreign)] == [2, 0]


async def test_a_conversation_that_does_not_open_keeps_nobody_else_from_being_counted(
    storage: Storage, dawn: Enterprise, now: Now
) -> None:
    now.at = AT
    await sends(storage, dawn, ANA)
    async with storage.unit() as unit:
        await unit.run(sa.update(drafts), {"sealed": b"noise" * 9})
    await sends(storage, dawn, BAO)
    await storage.admin.count_senders(takes_part_in)
    now.at = APRIL
    await storage.admin.count_senders(takes_part_in)
    assert await told(storage, dawn) == 1


async def test_a_month_that_is_over_is_not_opened_again(storage: Storage, dawn: Enterprise, now: Now) -> None:
    now.at = AT
    await sends(storage, dawn, ANA)
    now.at = APRIL
    await storage.admin.count_senders(takes_part_in)
    assert (await told(storage, dawn), await month_key(storage, dawn)) == (None, None)
    await sends(storage, dawn, BAO)
    await storage.admin.count_senders(takes_part_in)
    assert list(await rows(storage)) == [(dawn.id, 202604)]
    now.at += timedelta(days=31)
    await storage.admin.count_senders(takes_part_in)
    assert await told(storage, dawn, date(2026, 4, 1)) == 1


async def test_the_row_holds_hashes_under_the_key_of_the_month(storage: Storage, dawn: Enterprise, now: Now) -> None:
    now.at = AT
    for chat in (ANA, BAO):
        await sends(storage, dawn, chat)
    await storage.admin.count_senders(takes_part_in)
    sealed = await month_key(storage, dawn)
    assert sealed
    month = storage.shared.keys.unwrapped(KeyKind.MONTH, dawn.id * MONTHS + 202603, sealed)
    async with storage.reading() as unit:
        row = (await unit.run(sa.select(senders))).one()
    assert tags(month, row) == {month.tag(LABEL, BOT, chat).hex() for chat in (ANA, BAO)}
    for other in (storage.shared.people, Secret.fresh()):
        with pytest.raises(WrongKey):
            tags(other, row)


async def test_once_closed_an_older_backup_with_the_newest_keys_tells_nothing(
    storage: Storage,
    dawn: Enterprise,
    now: Now,
    database: Database,
    ring: KeyRing,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    now.at = AT
    await sends(storage, dawn, ANA)
    await storage.admin.count_senders(takes_part_in)
    folder = tmp_path / "backup"
    older = await back_up(database.url, folder, AT)
    now.at = APRIL
    await storage.admin.count_senders(takes_part_in)
    await back_up(database.url, folder, APRIL)
    empty = await _empty(database, tmp_path)
    try:
        await restore(empty.url, ring, older.data)
        async with Storage.open(empty.url, ring, BOT, now) as restored:
            assert list(await rows(restored)) == [(dawn.id, 202603)]
            assert await month_key(restored, dawn) is None
            await restored.admin.count_senders(takes_part_in)
            assert list(await rows(restored)) == [(dawn.id, 202604)]
            assert await told(restored, dawn) is None
    finally:
        if empty.server:
            await drop_postgresql(empty)


async def _empty(database: Database, tmp_path: Path) -> Database:
    if database.server is None:
        return Database("sqlite", f"sqlite:///{tmp_path / 'restored.db'}", path=tmp_path / "restored.db")
    fresh = await fresh_postgresql(database.server)
    await database.server.execute("DROP SCHEMA public CASCADE", fresh.name)
    await database.server.execute("CREATE SCHEMA public", fresh.name)
    return fresh


async def test_a_row_is_written_with_no_case_and_no_worker(
    storage: Storage, dawn: Enterprise, now: Now, database: Database
) -> None:
    async with recorded(database):
        now.at = AT
        case = await a_case(storage, dawn, chat=ANA)
        await sends(storage, dawn, ANA)
        await storage.admin.count_senders(takes_part_in)
        await storage.due.drafts(AT + timedelta(days=2), _nobody_is_told)
        history = await log_of(database)
    with_row = [each for each in history if any(change.table == "senders" for change in each)]
    assert {change.table for transaction in with_row for change in transaction} <= {"senders", "keys"}
    with_case = [each for each in history if any(touches(change, str(case.id)) for change in each)]
    assert "senders" not in {change.table for transaction in with_case for change in transaction}
    assert with_case


async def _nobody_is_told(*_: object) -> None:
    return
