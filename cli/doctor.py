"""``huiyin doctor``: what is missing or wrong, in plain words, and what to do about it."""

import asyncio
import re
import shutil
import stat
import subprocess
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from bot.keyring import key_ring
from bot.settings import Settings, SettingsError, load
from cli import served
from cli.finding import Finding
from cli.keep import now
from cli.plain import LOOK, sentence, unreached
from cli.telegram import ask, ask_with_time
from storage import Storage
from storage.errors import KeyFileBroken, SchemaOutdated, WrongKey, disk_full

CLOCK_TOLERANCE = timedelta(seconds=30)
ROOM_MB = 200
MAKE_ROOM = "Make room on that disk: nothing is lost, Telegram keeps for a day what cannot be stored."

_SERVER = select(
    func.current_setting("autovacuum").label("cleans"), func.current_setting("server_version_num").label("version")
)


def examine() -> list[Finding]:
    try:
        settings = load()
    except SettingsError as error:
        return [Finding("settings", False, str(error), "Set it right and ask again.")]
    return asyncio.run(_examine(settings))


def sentences(findings: Iterable[Finding]) -> str:
    return "\n".join(map(str, findings))


async def _examine(settings: Settings) -> list[Finding]:
    where = "the sandbox" if settings.sandbox else settings.base
    spoken = await telegram(settings)
    return [
        Finding("settings", True, f"They are complete; the bot speaks with {where}."),
        *spoken,
        privacy(settings),
        keys(settings),
        *room(settings),
        *await database(settings, telegram=spoken[0].well),
    ]


def privacy(settings: Settings) -> Finding:
    """What workers read of the programme office. A reminder, never a fault: the cautious sentence is true as well."""
    if settings.sandbox or settings.office_inspects is not None:
        return Finding("/privacy", True, "It says who runs the server and whether the programme office inspects.")
    found = "It says that the programme office may be the inspector too."
    return Finding("/privacy", True, found, "Set HUIYIN_OFFICE_INSPECTS to yes or no.")


async def telegram(settings: Settings) -> list[Finding]:
    """The token, the clock, the webhook and what the bot may do in groups."""
    before = now()
    try:
        me, there = await ask_with_time(settings, "getMe")
        hook = await ask(settings, "getWebhookInfo")
    except ValueError as error:
        return [Finding("token", False, str(error), "Copy the token anew from @BotFather, or check the network.")]
    token = Finding("token", True, f"It belongs to @{me['username']}.")
    apart = timedelta() if there is None else max(there - now(), before - there - timedelta(seconds=1))
    return [token, clock(apart), webhook(settings, hook), groups(me)]


def clock(apart: timedelta) -> Finding:
    if apart <= CLOCK_TOLERANCE:
        return Finding("clock", True, "It agrees with Telegram's.")
    seconds = int(apart.total_seconds())
    return Finding("clock", False, f"It is {seconds} s away from Telegram's.", "Turn on NTP: promises are made by it.")


def webhook(settings: Settings, hook: dict[str, Any]) -> Finding:
    url, error = hook.get("url", ""), hook.get("last_error_message")
    if not settings.webhook_url:
        others = f"Telegram still brings updates to {url}." if url else "Updates are fetched."
        return Finding("updates", not url, others, "huiyin run takes them over." if url else "")
    if url != settings.webhook_url:
        return Finding(
            "updates", False, "Telegram does not know the webhook yet.", "Start huiyin run: it announces it."
        )
    if error:
        return Finding("updates", False, f"Telegram could not deliver: {error}.", "Is the address open to the world?")
    return Finding("updates", True, "Telegram brings them to the webhook.")


def groups(me: dict[str, Any]) -> Finding:
    if me.get("can_join_groups"):
        return Finding("groups", True, "The bot may be added to groups.")
    return Finding("groups", False, "The bot may not be added to groups.", "@BotFather: /setjoingroups, Enable.")


def keys(settings: Settings) -> Finding:
    try:
        key_ring(settings.key_file)
    except (SettingsError, KeyFileBroken) as error:
        return Finding("keys", False, sentence(error), "Without the key file in use nothing can be read.")
    if settings.key_file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding("keys", False, "Others on this machine may read them.", f"chmod 600 {settings.key_file}")
    return Finding("keys", True, "The key file can be read by its owner alone.")


def room(settings: Settings) -> list[Finding]:
    """The room for an SQLite file; a server's disk cannot be seen from here, only that it takes nothing any more."""
    url = make_url(settings.database_url)
    folder = Path(url.database or "").absolute().parent
    if url.get_backend_name() != "sqlite" or not folder.is_dir():
        return []
    free = shutil.disk_usage(folder).free // 1_000_000
    found = f"{free} MB are free beside the database."
    return [Finding("room", free >= ROOM_MB, found, "" if free >= ROOM_MB else MAKE_ROOM)]


async def database(settings: Settings, *, telegram: bool) -> list[Finding]:
    """With ``telegram`` it is asked about the groups too."""
    try:
        ring = key_ring(settings.key_file)
        async with Storage.open(settings.database_url, ring, settings.bot_id, now, alone=False) as storage:
            await storage.leases.try_out()
            well = Finding("database", True, "It opens, and its tables are current.")
            return [well, *await postgresql(storage), *await served.enterprises(storage, settings, telegram=telegram)]
    except SchemaOutdated as error:
        return [Finding("database", False, f"{error}.".capitalize(), "Run huiyin db upgrade.")]
    except WrongKey as error:
        do = "Put back the key file that was in use, after a rotation the newest."
        return [Finding("database", False, f"Wrong key: {error}.", do)]
    except (SettingsError, KeyFileBroken):
        return [Finding("database", False, "It cannot be looked at without keys.", "See what is said of the keys.")]
    except (OSError, SQLAlchemyError) as error:
        return [refused(error)]


async def postgresql(storage: Storage) -> list[Finding]:
    """What a server must be set to, and what its backups need here."""
    if storage.sqlite:
        return []
    async with storage.reading() as unit:
        row = (await unit.run(_SERVER)).one()
    return [erasing(row.cleans == "on"), backups(int(row.version) // 10_000, dump_version())]


def erasing(cleans: bool) -> Finding:
    if cleans:
        return Finding("erasing", True, "Erased rows leave the pages by autovacuum; huiyin db vacuum leaves no byte.")
    problem = "PostgreSQL's autovacuum is off: what is erased stays on its disk."
    return Finding("erasing", False, problem, "Turn it on, and run huiyin db vacuum as the owner of the tables.")


def backups(server: int, client: int | None) -> Finding:
    """Versions of PostgreSQL; a pg_dump older than its server refuses."""
    if client is None:
        return Finding("backup", False, "There is no pg_dump here.", f"Install postgresql-client-{server}.")
    if client < server:
        problem = f"The pg_dump here is of version {client}, the server of {server}."
        return Finding("backup", False, problem, f"Install postgresql-client-{server}.")
    return Finding("backup", True, "huiyin backup finds a pg_dump that suits the server.")


def dump_version() -> int | None:
    found = shutil.which("pg_dump")
    if found is None:
        return None
    said = subprocess.run([found, "--version"], check=False, capture_output=True, text=True).stdout  # noqa: S603 - PostgreSQL's
    version = re.search(r"\d+", said)
    return int(version[0]) if version else None


def refused(error: Exception) -> Finding:
    if disk_full(error):
        return Finding("database", False, "Its disk is full.", MAKE_ROOM)
    return Finding("database", False, f"It {unreached(error)}", LOOK)
