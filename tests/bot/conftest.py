"""The whole bot in this process, over HTTP against the sandbox, on both databases."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build_app, serve
from bot.settings import Settings
from cases import policy
from cases.calendar import Calendar
from cases.model import Role
from cases.ports import Enterprise, Invite
from sandbox.app import Sandbox, running_sandbox
from sandbox.client import Phone
from storage.vault import write_key_file
from tests.databases import Database

PATIENCE = 30.0


@dataclass
class House:
    """A running bot with one enterprise, DAWN, and the phones of its people."""

    app: App
    sandbox: Sandbox
    enterprise: Enterprise

    async def worker(self, name: str, language: str = "en") -> Phone:
        """Somebody who has opened the bot by the poster."""
        phone = self.sandbox.phone(name, language)
        await phone.starts("DAWN")
        await phone.sees("Dawn Textiles", within=PATIENCE)
        return phone

    async def staff(self, name: str, role: Role) -> Phone:
        """Somebody who has accepted an invitation."""
        phone = self.sandbox.phone(name)
        await phone.starts(f"i_{await self.token(frozenset({role}), name)}")
        await phone.sees("Dawn Textiles", within=PATIENCE)
        await phone.presses("accept" if role is Role.MANAGER else "I am in")
        await phone.sees(within=PATIENCE)
        return phone

    async def token(self, roles: frozenset[Role], name: str = "", *, group: bool = False) -> str:
        week = datetime.now(UTC) + timedelta(days=7)
        return await self.app.storage.admin.invite(Invite(self.enterprise.id, roles, frozenset(), name, group, week))

    async def calls_to(self, phone: Phone) -> list[dict[str, Any]]:
        """All that was said to that person's chat, oldest first."""
        calls = await self.sandbox.client.calls()
        return [call for call in calls if str(call["params"].get("chat_id")) == str(phone.chat_id)]

    async def counts(self) -> tuple[int, int, int, int]:
        """Updates received, done, open and parked."""
        found = await self.app.storage.inbox.counts()
        return found.received, found.done, found.open, found.parked


async def until(condition: Callable[[], Awaitable[bool]], within: float = PATIENCE) -> None:
    """Waits until it holds, looking twenty times a second."""
    never = asyncio.Event()
    async with asyncio.timeout(within):
        while not await condition():
            with suppress(TimeoutError):
                await asyncio.wait_for(never.wait(), 0.05)


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox]:
    async with running_sandbox() as running:
        yield running


@pytest.fixture
def settings(database: Database, sandbox: Sandbox, tmp_path: Path) -> Settings:
    key_file = tmp_path / "keys"
    write_key_file(key_file)
    return Settings(api_base=sandbox.api_base, database_url=database.url, key_file=key_file, listen="127.0.0.1:0")


@asynccontextmanager
async def running(settings: Settings, sandbox: Sandbox) -> AsyncGenerator[House]:
    async with build_app(settings) as app:
        dawn = Enterprise(0, "DAWN", "Dawn Textiles", Calendar("Asia/Shanghai"), policy.DEFAULT, headcount=120)
        enterprise = await app.storage.admin.add_enterprise(dawn)
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(serve(app, stop))
            yield House(app, sandbox, enterprise)
            stop.set()


@pytest.fixture
async def house(settings: Settings, sandbox: Sandbox) -> AsyncGenerator[House]:
    async with running(settings, sandbox) as house:
        yield house
