"""The real program as a process of its own: started, spoken to, stopped, started again."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession

from bot.settings import Settings
from cases import policy
from cases.calendar import Calendar
from cases.ports import Enterprise
from sandbox.app import Sandbox
from storage import KeyRing, Storage
from tests.bot.conftest import PATIENCE, until
from tests.databases import Database

ROOT = Path(__file__).parents[2]
START_SECONDS = 40.0


def now() -> datetime:
    return datetime.now(UTC)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def memory(settings: Settings) -> AsyncGenerator[Storage]:
    """The database as seen while no process runs."""
    ring = KeyRing.read(settings.key_file)
    async with Storage.open(settings.database_url, ring, settings.bot_id, now) as storage:
        yield storage


@pytest.fixture(params=["polling", "webhook"])
async def environment(request: pytest.FixtureRequest, settings: Settings) -> dict[str, str]:
    """What the process is told; the enterprise is there already."""
    async with memory(settings) as storage:
        dawn = Enterprise(0, "DAWN", "Dawn Textiles", Calendar("Asia/Shanghai"), policy.DEFAULT, headcount=120)
        await storage.admin.add_enterprise(dawn)
    port = free_port()
    told = {
        "PATH": os.environ["PATH"],
        "HUIYIN_API_BASE": settings.base,
        "HUIYIN_DATABASE_URL": settings.database_url,
        "HUIYIN_KEY_FILE": str(settings.key_file),
        "HUIYIN_LISTEN": f"127.0.0.1:{port}",
    }
    hook = {
        "HUIYIN_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "HUIYIN_WEBHOOK_SECRET": "a-secret-of-some-length",
    }
    return told | (hook if request.param == "webhook" else {})


@asynccontextmanager
async def huiyin_run(environment: dict[str, str]) -> AsyncGenerator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli", "run", cwd=ROOT, env=environment, stderr=PIPE
    )
    try:
        async with ClientSession() as session:
            await until(lambda: is_ready(session, environment["HUIYIN_LISTEN"]), START_SECONDS)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def is_ready(session: ClientSession, address: str) -> bool:
    try:
        async with session.get(f"http://{address}/health/ready") as answer:
            return answer.status == 200
    except ClientError:
        return False


async def test_the_program_answers_stops_cleanly_and_goes_on(
    environment: dict[str, str], settings: Settings, sandbox: Sandbox, database: Database
) -> None:
    ana = sandbox.phone("Ana")
    async with huiyin_run(environment) as process:
        await ana.starts("DAWN")
        await ana.sees("Dawn Textiles", within=PATIENCE)
        async with ClientSession() as session, session.get(f"http://{environment['HUIYIN_LISTEN']}/metrics") as answer:
            lines = (await answer.text()).splitlines()
        assert 'huiyin_updates{state="received"} 1.0' in lines
        await ana.sends("The lamp at gate 3 is broken")
        process.terminate()
        _, errors = await process.communicate()
        assert (process.returncode, b'"level": "error"' in errors) == (0, False)
    async with huiyin_run(environment):
        await ana.sees("What is it?", within=PATIENCE)
    async with memory(settings) as storage:
        counts = await storage.inbox.counts()
    assert (counts.received, counts.done, counts.open, counts.parked) == (2, 2, 0, 0)


async def test_a_killed_program_loses_nothing(
    environment: dict[str, str], settings: Settings, sandbox: Sandbox, database: Database
) -> None:
    people = [sandbox.phone(f"Worker {number}") for number in range(20)]
    async with huiyin_run(environment) as process:
        for phone in people:
            await phone.starts("DAWN")
        process.kill()
        await process.wait()
    async with huiyin_run(environment):
        for phone in people:
            await phone.sees("Dawn Textiles", within=20)
    async with memory(settings) as storage:
        counts = await storage.inbox.counts()
    assert (counts.received, counts.done, counts.open, counts.parked) == (20, 20, 0, 0)


async def test_no_log_line_tells_who(environment: dict[str, str], sandbox: Sandbox, database: Database) -> None:
    ana = sandbox.phone("Canary-Ana")
    async with huiyin_run(environment) as process:
        await ana.starts("DAWN")
        await ana.sees("Dawn Textiles", within=PATIENCE)
        await sandbox.client.post("/updates", {"message": {"from": {"id": ana.person_id}, "text": "Canary-Text"}})
        await sandbox.client.breaks("502html", "sendMessage")
        await ana.sends("Canary-Text")
        await ana.sees("What is it?", within=PATIENCE)
        process.terminate()
        _, errors = await process.communicate()
    assert b'"event": "update failed"' in errors
    assert [word for word in (b"Canary", str(ana.person_id).encode(), b"DAWN") if word in errors] == []
