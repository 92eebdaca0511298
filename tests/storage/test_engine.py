import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, OperationalError

from storage import Storage, migrate
from storage.databases import open_database
from storage.engine import UTCDateTime, database_now
from storage.errors import AlreadyRunning
from storage.tables import totals

INSTANT = datetime(2026, 3, 2, 20, 0, tzinfo=timezone(timedelta(hours=8)))


async def test_instants_come_back_aware_and_in_utc(storage: Storage) -> None:
    async with storage.unit() as unit:
        found = (await unit.run(sa.select(sa.literal(INSTANT, UTCDateTime)))).scalar_one()
    assert found == INSTANT
    assert found.tzinfo is UTC


async def test_a_naive_instant_is_refused(storage: Storage) -> None:
    with pytest.raises(Exception, match="needs a time zone"):
        async with storage.unit() as unit:
            await unit.run(sa.select(sa.literal(INSTANT.replace(tzinfo=None), UTCDateTime)))


async def test_no_instant_stays_none(storage: Storage) -> None:
    async with storage.unit() as unit:
        assert (await unit.run(sa.select(sa.literal(None, UTCDateTime)))).scalar_one() is None


async def test_the_database_tells_the_time(storage: Storage) -> None:
    before = datetime.now(UTC).timestamp()
    async with storage.unit() as unit:
        told = (await unit.run(sa.select(database_now()))).scalar_one()
    assert before - 1 < told < datetime.now(UTC).timestamp() + 1


async def test_a_second_process_may_not_open_the_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.db'}"
    await migrate.upgrade(url)
    first = open_database(url)
    with pytest.raises(AlreadyRunning):
        open_database(url)
    beside = open_database(url, alone=False)
    async with beside.writing() as connection:
        await connection.execute(sa.insert(totals), {"bot": 1, "received": 7, "purged": 0})
    async with first.reading() as connection:
        assert (await connection.execute(sa.select(totals.c.received))).scalar_one() == 7
    await beside.close()
    with pytest.raises(AlreadyRunning):
        open_database(url)
    await first.close()
    await open_database(url).close()


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ArgumentError, match="mysql"):
        open_database("mysql://somewhere/huiyin")


async def test_a_driver_in_the_url_is_ours_to_choose(tmp_path: Path) -> None:
    database = open_database(f"sqlite+pysqlite:///{tmp_path / 'one.db'}")
    async with database.reading() as connection:
        assert (await connection.execute(sa.text("PRAGMA journal_mode"))).scalar_one() == "wal"
    await database.close()


async def test_sqlite_is_durable_and_leaves_no_traces(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'one.db'}")
    async with database.writing() as connection:
        names = ("synchronous", "secure_delete", "foreign_keys")
        found = [(await connection.execute(sa.text(f"PRAGMA {name}"))).scalar_one() for name in names]
    assert found == [2, 1, 1]
    await database.close()


async def test_a_reading_unit_cannot_write(storage: Storage) -> None:
    if not storage.shared.database.sqlite:
        return
    with pytest.raises(OperationalError, match="readonly"):
        async with storage.reading() as unit:
            await unit.run(sa.text("DELETE FROM workers"))


async def test_a_commit_that_is_cancelled_leaves_the_connection_usable(storage: Storage) -> None:
    """Whether it was kept or not is open; that the next one works is not."""
    for turns in range(6):
        task = asyncio.ensure_future(storage.leases.take(f"lease {turns}", "me"))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert await storage.leases.take("after", "me") is not None


async def test_writers_wait_for_each_other_and_lose_nothing(storage: Storage) -> None:
    async with storage.unit() as unit:
        await unit.run(sa.text("INSERT INTO totals (bot, received, purged) VALUES (1, 0, 0)"))

    async def count() -> None:
        async with storage.unit() as unit:
            received = (await unit.run(sa.select(totals.c.received).with_for_update())).scalar_one()
            await unit.run(sa.text("UPDATE totals SET received = :n WHERE bot = 1"), {"n": received + 1})

    await asyncio.gather(*(count() for _ in range(20)))
    async with storage.reading() as unit:
        assert (await unit.run(sa.text("SELECT received FROM totals WHERE bot = 1"))).scalar_one() == 20
