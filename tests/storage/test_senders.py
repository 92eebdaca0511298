"""Who took part in a month is counted, and afterwards nothing can tell who did."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.flows.added import sent_from
from cases.ports import Address, Draft, Enterprise
from storage import KeyRing, Storage
from storage.backup import back_up, restore
from storage.keytable import KeyKind
from storage.people_tables import senders
from storage.senders import LABEL, month_ref
from storage.tables import keys
from tests.databases import Database, drop_postgresql, fresh_postgresql
from tests.privacy.history import log_of, recorded
from tests.privacy.joining import beside
from tests.storage.conftest import BOT, Now, a_case

MARCH = date(2026, 3, 1)
AT = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
"""17:30 in Shanghai, on the last day of March."""
APRIL = datetime(2026, 3, 31, 18, 5, tzinfo=UTC)
"""02:05 in Shanghai, on the first day of April."""
ANA, BAO, LENA = 9_001, 9_002, 9_003


async def sends(storage: Storage, enterprise: Enterprise, chat: int, *, flow: str = "sent") -> None:
    """As a conversation looks once something has been sent."""
    state = {"enterprise": enterprise.id, "case": 4711, "album": "", "place": False, "visiting": False}
    async with storage.unit() as unit:
        await unit.drafts.save(Address(chat, "en"), chat, Draft(flow, state), unit.at)


async def told(storage: Storage, enterprise: Enterprise, month: date = MARCH) -> int | None:
    async with storage.reading() as unit:
        return await (await unit.enterprise(enterprise.id)).figures.senders(month)


async def rows(storage: Storage) -> set[bytes]:
    async with storage.reading() as unit:
        return set((await unit.run(sa.select(senders.c.tag))).scalars())


async def month_key(storage: Storage, enterprise: Enterprise) -> bytes | None:
    found = sa.select(keys.c.sealed).where(keys.c.kind == KeyKind.MONTH, keys.c.ref == month_ref(enterprise.id, MARCH))
    async with storage.reading() as unit:
        return (await unit.run(found)).scalar_one_or_none()


async def test_each_person_counts_once_in_each_month_and_firm(
    storage: Storage, dawn: Enterprise, foreign: Enterprise, now: Now
) -> None:
    now.at = AT
    for enterprise, chat in ((dawn, ANA), (dawn, BAO), (foreign, LENA)):
        await sends(storage, enterprise, chat)
    await sends(storage, dawn, 9_004, flow="add")
    await storage.admin.count_senders(sent_from)
    await sends(storage, dawn, ANA)
    await storage.admin.count_senders(sent_from)
    assert len(await rows(storage)) == 3
    assert await told(storage, dawn) is None
    now.at = APRIL
    assert await told(storage, dawn) is None
    await storage.admin.count_senders(sent_from)
    assert [await told(storage, each) for each in (dawn, foreign)] == [2, 1]
    assert await rows(storage) == set()


async def test_a_month_that_is_over_is_not_opened_again(storage: Storage, dawn: Enterprise, now: Now) -> None:
    now.at = AT
    await sends(storage, dawn, ANA)
    now.at = APRIL
    await storage.admin.count_senders(sent_from)
    assert (await told(storage, dawn), await month_key(storage, dawn)) == (0, None)
    await sends(storage, dawn, BAO)
    await storage.admin.count_senders(sent_from)
    assert len(await rows(storage)) == 1
    now.at += timedelta(days=31)
    await storage.admin.count_senders(sent_from)
    assert await told(storage, dawn, date(2026, 4, 1)) == 1


async def test_without_the_keys_nobody_can_tell_whether_a_chat_took_part(
    storage: Storage, dawn: Enterprise, now: Now
) -> None:
    now.at = AT
    for chat in (ANA, BAO):
        await sends(storage, dawn, chat)
    await storage.admin.count_senders(sent_from)
    found = await rows(storage)
    sealed = await month_key(storage, dawn)
    assert sealed
    month = storage.shared.keys.unwrapped(KeyKind.MONTH, month_ref(dawn.id, MARCH), sealed)
    assert found == {month.tag(LABEL, BOT, chat) for chat in (ANA, BAO)}
    assert month.tag(LABEL, BOT, LENA) not in found
    others = storage.shared.people
    assert not found & {others.tag(LABEL, BOT, chat) for chat in (ANA, BAO)}


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
    await storage.admin.count_senders(sent_from)
    folder = tmp_path / "backup"
    older = await back_up(database.url, folder, AT)
    now.at = APRIL
    await storage.admin.count_senders(sent_from)
    await back_up(database.url, folder, APRIL)
    empty = await _empty(database, tmp_path)
    try:
        await restore(empty.url, ring, older.data)
        async with Storage.open(empty.url, ring, BOT, now) as restored:
            assert len(await rows(restored)) == 1
            assert await month_key(restored, dawn) is None
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
        await storage.admin.count_senders(sent_from)
        await storage.due.drafts(AT + timedelta(days=2), _nobody_is_told)
        history = await log_of(database)
    with_row = [each for each in history if any(change.table == "senders" for change in each)]
    assert {change.table for transaction in with_row for change in transaction} <= {"senders", "keys"}
    assert "senders" not in {change.table for change in beside(history, str(case.id))}


async def _nobody_is_told(*_: object) -> None:
    return
