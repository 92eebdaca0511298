"""A disk without room confirms nothing that is not stored, loses nothing, and is told about in plain words."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession

from bot.settings import Settings
from sandbox.app import Sandbox
from tests.bot.conftest import House, running, until
from tests.bot.test_process import free_port
from tests.databases import Database

NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TRIGGER no_room BEFORE INSERT ON %I EXECUTE FUNCTION no_room()', name);
  END LOOP;
END $$"""
LONG = "灯坏了。" * 1000


@pytest.fixture
async def house(settings: Settings, sandbox: Sandbox, database: Database) -> AsyncGenerator[House]:
    if database.path:
        with sqlite3.connect(database.path) as tidied:
            tidied.execute("VACUUM")  # no free page within the file
    listening = settings.model_copy(update={"listen": f"127.0.0.1:{free_port()}"})
    async with running(listening, sandbox) as house:
        yield house


async def pragma(house: House, words: str) -> int:
    """Asked of the connection that writes."""
    async with house.app.storage.shared.database.writing() as connection:
        return int((await connection.execute(sa.text(f"PRAGMA {words}"))).scalar_one())


async def fill(house: House, database: Database) -> None:
    """From now on nothing can be added: SQLite's file may not grow, PostgreSQL answers as it does on a full disk."""
    if database.server:
        await database.server.execute(NO_ROOM, database.name)
    else:
        await pragma(house, f"max_page_count = {await pragma(house, 'page_count')}")


async def make_room(house: House, database: Database) -> None:
    if database.server:
        await database.server.execute("DROP FUNCTION no_room() CASCADE", database.name)
    else:
        await pragma(house, "max_page_count = 1000000")


async def ready(house: House) -> tuple[int, str]:
    host, port = house.app.settings.address
    async with ClientSession() as session, session.get(f"http://{host}:{port}/health/ready") as answer:
        return answer.status, (await answer.json()).get("reason", "")


async def test_what_cannot_be_stored_is_not_confirmed_and_comes_again(house: House, database: Database) -> None:
    ana = await house.worker("Ana")
    await fill(house, database)
    await ana.sends(LONG)

    async def tells_of_it() -> bool:
        return await ready(house) == (503, "the database's disk is full: make room, what comes waits at Telegram")

    await until(tells_of_it)
    assert await house.counts() == (1, 1, 0, 0)
    assert len(house.sandbox.world.updates.pending) == 1
    await make_room(house, database)
    await ana.sees("What is it?", within=30)
    assert await house.counts() == (2, 2, 0, 0)


async def test_what_is_in_hand_waits_and_no_attempt_counts_against_it(house: House, database: Database) -> None:
    people = [await house.worker(name) for name in ("Ana", "Ben", "Cai")]
    begun, handle = asyncio.Event(), house.app.lanes._handle
    go_on = asyncio.Event()

    async def late(arrived: object) -> str:
        begun.set()
        await go_on.wait()
        return await handle(arrived)  # type: ignore[arg-type]

    house.app.lanes._handle = late
    for phone in people:
        await phone.sends(LONG)

    async def all_stored() -> bool:
        return await house.counts() == (6, 3, 3, 0)

    await until(all_stored)
    await begun.wait()
    await fill(house, database)
    go_on.set()

    async def is_refused() -> bool:
        return house.app.storage.room.full

    await until(is_refused)
    await make_room(house, database)
    for phone in people:
        await phone.sees("What is it?", within=30)
    assert await house.counts() == (6, 6, 0, 0)
