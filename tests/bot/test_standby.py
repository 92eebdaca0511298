"""Two replicas on one database: one works, the other stands by and takes over; nobody is answered twice or never."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import App, build_app, serve
from bot.settings import Settings
from sandbox.app import Sandbox
from storage.vault import write_key_file
from tests import databases
from tests.bot.conftest import House, running, until
from tests.bot.test_sender import quiet, sent


@pytest.fixture
async def settings(postgresql_server: databases.PostgreSQL, sandbox: Sandbox, tmp_path: Path) -> Settings:
    write_key_file(tmp_path / "keys")
    fresh = await databases.fresh_postgresql(postgresql_server)
    return Settings(api_base=sandbox.api_base, database_url=fresh.url, key_file=tmp_path / "keys", listen="127.0.0.1:0")


@pytest.fixture
async def house(settings: Settings, sandbox: Sandbox) -> AsyncGenerator[House]:
    async with running(settings, sandbox) as house:
        yield house


async def holds_all(app: App) -> bool:
    return {"lanes", "ticks", f"sender:{app.bot.id}", f"poller:{app.bot.id}"} == set(app.holder.held)


async def test_the_second_goes_on_where_the_first_died(
    house: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [await house.worker(name) for name in ("Ana", "Ben", "Cai")]
    async with build_app(settings) as second, asyncio.TaskGroup() as tasks:
        stop = asyncio.Event()
        tasks.create_task(serve(second, stop))
        await until(lambda: holds_all(house.app))

        async def stands_by() -> bool:
            return second.holder.asks and not second.holder.missing() and not second.holder.held

        await until(stands_by)
        buried = asyncio.Event()
        for call in ("renew", "take", "release"):
            monkeypatch.setattr(house.app.storage.leases, call, lambda *_: buried.wait())
        for phone in people:
            await phone.sends("/rules")
            await phone.sends("/privacy")
        await until(lambda: holds_all(second), within=40)
        await quiet(house)

        async def all_done() -> bool:
            return await house.counts() == (9, 9, 0, 0)

        await until(all_done)
        await quiet(house)
        for phone in people:
            heard = await sent(house, phone)
            assert (len(heard), "🔒" in heard[-1]) == (3, True)
        stop.set()
        buried.set()
