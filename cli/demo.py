"""``huiyin demo``: the sandbox, a bot of its own beside it, and a demo enterprise, gone again at the end."""

import asyncio
import os
import signal
import sys
import tempfile
import webbrowser
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import typer

from bot.keyring import key_ring
from bot.settings import Settings
from bot.translate import Speech, nearest_language
from cli import keep, scene
from sandbox.app import Sandbox, running_sandbox
from storage import Storage, migrate
from storage.vault import write_key_file

FINISH_SECONDS = 30


def show(port: int, open_page: bool) -> int:
    """Runs until it is stopped; the exit code."""
    return asyncio.run(_show(port, open_page))


async def _show(port: int, open_page: bool) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with tempfile.TemporaryDirectory(prefix="huiyin-demo-") as folder:
        async with running_sandbox(port) as sandbox, asyncio.TaskGroup() as tasks:
            typer.echo(f"The phones are at {sandbox.api_base}  (stop with Ctrl-C; nothing of it is kept)")
            if open_page:
                webbrowser.open(sandbox.api_base)
            playing = tasks.create_task(_play(sandbox, Path(folder), stop))
            await stop.wait()
            await asyncio.wait([playing], timeout=FINISH_SECONDS)
            playing.cancel()
    return 0


async def _play(sandbox: Sandbox, folder: Path, stop: asyncio.Event) -> None:
    """Waits for somebody to look, so that the demo speaks their language; then sets the scene."""
    visitor = None
    while visitor is None and not stop.is_set():
        visitor = await sandbox.client.get("/visitor", within=1)
    if visitor is None:
        return
    t = Speech(nearest_language(visitor["language"]))
    settings = _settings(sandbox, folder)
    tokens = await _prepare(settings, t)
    async with _bot(settings, stop):
        await scene.play(sandbox.client, tokens, t)
        typer.echo(t._("The demo enterprise is ready: press what you like, and move the clock."))
        await stop.wait()


def _settings(sandbox: Sandbox, folder: Path) -> Settings:
    database = f"sqlite:///{folder / 'demo.db'}"
    return Settings(
        bot_token=None, api_base=sandbox.api_base, database_url=database, key_file=folder / "keys", listen="127.0.0.1:0"
    )


async def _prepare(settings: Settings, t: Speech) -> scene.Tokens:
    """Keys, tables, the enterprise, and an invitation for each of its people."""
    write_key_file(settings.key_file)
    await migrate.upgrade(settings.database_url)
    ring = key_ring(settings.key_file)
    async with Storage.open(settings.database_url, ring, settings.bot_id, keep.now) as storage:
        languages = tuple(sorted(("zh_Hans", "en"), key=lambda each: each != t.language))
        zone, year = "Asia/Shanghai", keep.now().year
        made = keep.new_enterprise(scene.CODE, scene.enterprise_name(t), zone, 120, languages, "CN", year)
        enterprise = await storage.admin.add_enterprise(made)
        wanted = {person.sign: person.invitation(enterprise.id) for person in scene.staff(t)}
        wanted["group"] = keep.invitation(enterprise.id, keep.GROUP, "", [])
        return {sign: await storage.admin.invite(each) for sign, each in wanted.items()}


@asynccontextmanager
async def _bot(settings: Settings, stop: asyncio.Event) -> AsyncGenerator[Process]:
    """The very program that serves Telegram, in a process of its own; when it ends, so does the demo."""
    environment = {
        "HUIYIN_API_BASE": settings.base,
        "HUIYIN_DATABASE_URL": settings.database_url,
        "HUIYIN_KEY_FILE": str(settings.key_file),
        "HUIYIN_LISTEN": settings.listen,
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "cli", "run", env=others | environment)
    async with asyncio.TaskGroup() as tasks:
        ended = tasks.create_task(_ended(bot, stop))
        try:
            yield bot
        finally:
            if bot.returncode is None:
                bot.terminate()
            await ended


async def _ended(bot: Process, stop: asyncio.Event) -> None:
    if await bot.wait() and not stop.is_set():
        typer.echo("The bot has ended with an error; what it said is above.", err=True)
    stop.set()
