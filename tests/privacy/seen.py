"""What others see of the bot: its calls to Telegram, its log and numbers, its files at rest."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.client import Client
from tests.databases import Database
from tests.privacy.search import opened

Json = dict[str, Any]
Named = list[tuple[str, bytes]]


async def bytes_of(client: Client, call: Json) -> Named:
    """What a call carried, under the name of the call; its own recipient apart."""
    params = {name: value for name, value in call["params"].items() if name != "chat_id"}
    name = f"{call['method']} to {call['params'].get('chat_id')}"
    files = [opened(await client.download(file["url"])) for file in call["files"].values()]
    names = json.dumps([file["name"] for file in call["files"].values()], ensure_ascii=False)
    return [
        (name, json.dumps(params, ensure_ascii=False).encode()),
        (name, names.encode()),
        *((name, file) for file in files),
    ]


async def outgoing(client: Client, calls: Iterable[Json]) -> Named:
    return [one for call in calls for one in await bytes_of(client, call)]


def goes_to(call: Json, *chats: int) -> bool:
    return str(call["params"].get("chat_id")) in {str(chat) for chat in chats}


def payloads(call: Json) -> bytes:
    markup = call["params"].get("reply_markup") or "{}"
    rows = (json.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", [])
    return "\n".join(button.get("callback_data", "") for row in rows for button in row).encode()


async def watched(log: bytes) -> Named:
    """What the operator's machines see of the process."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith(b"{")]
    port = next(line["port"] for line in lines if line["event"] == "listening")
    found = [("log", log)]
    async with aiohttp.ClientSession() as session:
        for path in ("/metrics", "/health/live", "/health/ready"):
            async with session.get(f"http://127.0.0.1:{port}{path}") as answer:
                found.append((path, await answer.read()))
    return found


async def at_rest(database: Database) -> Named:
    """The files, or the dump, the raw pages and the log."""
    found = [("database", database.raw())]
    if database.server:
        await database.server.execute("CHECKPOINT")  # what changed is in its memory alone until then
        pages = [file for file in (database.server.data / "base").rglob("*") if file.is_file()]
        found += [(f"page file {file.name}", file.read_bytes()) for file in pages]
        found += [
            (f"log {file.name}", file.read_bytes())
            for file in (database.server.data / "pg_wal").iterdir()
            if file.is_file()
        ]
    return found


def backed_up(database: Database, folder: Path) -> Named:
    """The files of a backup; those of PostgreSQL unpacked."""
    found = [(file.name, file.read_bytes()) for file in folder.iterdir()]
    if database.server:
        restore = [str(database.server.binaries / "pg_restore"), "--file=-"]
        packed = [file for file in folder.iterdir() if file.suffix == ".pgdump"]
        found += [
            (file.name, subprocess.run([*restore, file], check=True, capture_output=True).stdout) for file in packed
        ]
    return found
