"""A database that is away for a while stops the work, counts nothing against it, and loses nothing."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import build_app, serve
from bot.settings import Settings
from sandbox.app import Sandbox
from sandbox.client import Phone
from storage.inbox import Counts
from storage.vault import write_key_file
from tests import databases
from tests.bot.conftest import House, running, until


@pytest.fixture
async def settings(postgresql_server: databases.PostgreSQL, sandbox: Sandbox, tmp_path: Path) -> Settings:
    write_key_file(tmp_path / "keys")
    fresh = await databases.fresh_postgresql(postgresql_server)
    return Settings(api_base=sandbox.api_base, database_url=fresh.url, key_file=tmp_path / "keys", listen="127.0.0.1:0")


async def shut(server: databases.PostgreSQL, name: str) -> None:
    """Nobody gets in, and who is in is thrown out."""
    await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%' AND pid <> "
    await server.execute(f"{others} pg_backend_pid()")


async def reopen(server: databases.PostgreSQL, name: str) -> None:
    await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


async def answers(house: House) -> bool:
    try:
        await house.counts()
    except Exception:  # noqa: BLE001 - whatever it says while it is away
        return False
    return True


async def test_work_stops_while_the_database_is_away_and_goes_on_afterwards(
    settings: Settings, sandbox: Sandbox, postgresql_server: databases.PostgreSQL
) -> None:
    name = settings.database_url.partition("@/")[2].partition("?")[0]
    async with running(settings, sandbox) as house:
        ana = await house.worker("Ana")
        await shut(postgresql_server, name)

        async def is_away() -> bool:
            return not await answers(house)

        async def is_back() -> bool:
            return await answers(house)

        await until(is_away)
        await ana.sends("The lamp at gate 3 is broken")
        await ana.silent()
        await reopen(postgresql_server, name)
        await until(is_back)
        await ana.sees("What is it?", within=30)
        assert await house.counts() == (2, 2, 0, 0)


@asynccontextmanager
async def in_hand(server: databases.PostgreSQL, name: str, house: House, ana: Phone, text: str) -> AsyncGenerator[None]:
    """An update is worked on and can't come to an end, for a table of its is locked."""
    connection = await server.connect(name)
    await connection.execute("BEGIN; LOCK TABLE drafts IN ACCESS EXCLUSIVE MODE")
    if text:
        await ana.sends(text)

    async def is_in_hand() -> bool:
        held = house.app.holder.held.get("lanes")
        epoch = held.lease.epoch if held else -1
        return bool(await connection.fetchval("SELECT count(*) FROM inbox WHERE epoch = $1", epoch))

    await until(is_in_hand, within=60)
    yield
    connection.terminate()


async def outlasts_the_lease(house: House) -> None:
    async def is_lost() -> bool:
        if held := house.app.holder.held.get("lanes"):
            held.renewed(asked_at=0.0)  # as after ten seconds in which it could not be renewed
        return held is None

    await until(is_lost, within=60)


@pytest.mark.timeout(300)
async def test_two_outages_longer_than_the_lease_and_a_stop_in_the_second_park_nothing(
    settings: Settings, sandbox: Sandbox, postgresql_server: databases.PostgreSQL
) -> None:
    name = settings.database_url.partition("@/")[2].partition("?")[0]
    async with running(settings, sandbox) as house:
        ana = await house.worker("Ana")

        for text in ("The lamp at gate 3 is broken", ""):
            async with in_hand(postgresql_server, name, house, ana, text):
                await shut(postgresql_server, name)
            await outlasts_the_lease(house)
            if text:
                await reopen(postgresql_server, name)
    await reopen(postgresql_server, name)
    async with build_app(settings) as app, asyncio.TaskGroup() as tasks:
        stop = asyncio.Event()
        tasks.create_task(serve(app, stop))
        await ana.sees("What is it?", within=60)
        assert await app.storage.inbox.counts() == Counts(received=2, done=2, open=0, parked=0)
        stop.set()
