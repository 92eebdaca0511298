"""A database that is away for a while stops the work, counts nothing against it, and loses nothing."""

from pathlib import Path

import pytest

from bot.settings import Settings
from sandbox.app import Sandbox
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
