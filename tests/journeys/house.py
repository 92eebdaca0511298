"""The whole program as its own process, against a Telegram on the desk, as an operator sets it up."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.app import Sandbox, running_sandbox
from sandbox.phone import Phone
from tests.bot.test_process import free_port

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-journeys"
START = 60.0
"""Seconds the process may take until it answers; importing everything takes most of them."""


@dataclass(frozen=True)
class House:
    sandbox: Sandbox
    environment: dict[str, str]

    async def command(self, *words: str) -> dict[str, Any]:
        """``huiyin …`` with its answer as data."""
        program = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "cli",
            *words,
            "--json",
            env=self.environment,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await program.communicate()
        assert program.returncode == 0, said.decode()
        answer: dict[str, Any] = json.loads(said)
        return answer

    async def worker(self, name: str, language: str = "en") -> Phone:
        """Somebody who scans the poster."""
        phone = self.sandbox.phone(name, language)
        await phone.starts("YONG")
        await phone.sees("119 / 120", within=START)
        return phone

    async def joins(self, name: str, role: str) -> Phone:
        """Somebody who takes the invitation to a role."""
        link = (await self.command("invite", "YONG", role, "--name", name))["link"]
        phone = self.sandbox.phone(name)
        await phone.starts(link.partition("start=")[2])
        await phone.presses("I am in", within=START)
        await phone.sees("Welcome")
        return phone


@asynccontextmanager
async def a_house(folder: Path, url: str = "", *, webhook: bool = False) -> AsyncIterator[House]:
    """``url`` is the database's, else it is a file in the folder. With ``webhook`` Telegram brings the updates."""
    port = free_port()
    async with running_sandbox() as sandbox:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
        environment |= {
            "HUIYIN_API_BASE": sandbox.api_base,
            "HUIYIN_DATABASE_URL": url or f"sqlite:///{folder / 'huiyin.db'}",
            "HUIYIN_KEY_FILE": str(folder / "huiyin.keys"),
            "HUIYIN_LISTEN": f"127.0.0.1:{port}",
            "HUIYIN_OPERATOR": "Yongkang SCORE centre",
        }
        if webhook:
            environment |= {"HUIYIN_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "HUIYIN_WEBHOOK_SECRET": SECRET}
        house = House(sandbox, environment)
        await house.command("init")
        await house.command("enterprise", "add", "YONG", "Yongxing Metal", "--headcount", "120")
        yield house


@asynccontextmanager
async def running(house: House, log: Path) -> AsyncIterator[None]:
    """The bot, until the block ends; it has to end well by itself."""
    with log.open("w") as file:
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "cli", "run", env=house.environment, cwd=ROOT, stdout=file, stderr=file
        )
        try:
            yield
        finally:
            bot.terminate()
            assert await asyncio.wait_for(bot.wait(), 30) == 0, f"see {log}"
