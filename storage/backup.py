"""Two kinds of file: the data without its keys, a new one each time; and the keys, one file that is overwritten.

What was shredded has no key in the newest key file, so no data backup, however old, brings it back.
"""

import asyncio
import base64
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage import migrate
from storage.databases import look, open_database, renamed, with_driver
from storage.engine import Database
from storage.errors import BackupFailed, NoBackup, NotEmpty, ToolMissing
from storage.keyfile import PRIVATE, replace_file
from storage.keytable import KeyKind, KeyTable
from storage.tables import keys
from storage.vault import KeyRing

KEY_FILE = "keys.json"
BYTES = ("own", "sealed")
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Backup:
    """``data`` is the file of data, ``keys`` how many keys lie in the key file beside it."""

    data: Path
    keys: int


async def back_up(url: str, folder: Path, at: datetime) -> Backup:
    """May run beside the bot. The data goes first: a case that comes meanwhile has a key too many, never too few.

    Raises ToolMissing, BackupFailed, OSError.
    """
    data = folder / f"data-{at:%Y%m%dT%H%M%SZ}.{'sqlite' if _sqlite_file(url) else 'pgdump'}"
    await asyncio.to_thread(_write_data, url, data)
    async with look(url) as connection:
        rows = [dict(row) for row in (await connection.execute(_ALL)).mappings()]
    await asyncio.to_thread(replace_file, folder / KEY_FILE, _encoded(rows))
    return Backup(data, len(rows))


async def restore(url: str, ring: KeyRing, source: Path) -> Backup:
    """Fills an empty database, as the owner of its tables, and brings it to this version.

    ``source`` is a file of data, or a folder, whose newest one is taken. Raises NoBackup, WrongKey, AlreadyRunning and
    NotEmpty before anything is touched; ToolMissing, BackupFailed.
    """
    data, rows = await asyncio.to_thread(_read, source)
    canary = next((row["sealed"] for row in rows if row["kind"] == KeyKind.CANARY), None)
    if canary is None:
        raise NoBackup
    KeyTable(ring).unwrapped(KeyKind.CANARY, 0, canary)
    database = open_database(url)
    try:
        await _fill(database, url, data, rows)
    finally:
        await database.close()
    return Backup(data, len(rows))


async def _fill(database: Database, url: str, data: Path, rows: Rows) -> None:
    if await database.run_sync(lambda connection: sa.inspect(connection).get_table_names()):
        raise NotEmpty
    await asyncio.to_thread(_put_data, url, data)
    await database.run_sync(migrate.to_head)  # the keys are newer than the data may be
    async with database.writing() as connection:
        await connection.execute(sa.insert(keys), rows)


_ALL = sa.select(keys).order_by(keys.c.kind, keys.c.ref)


def _encoded(rows: Rows) -> bytes:
    return json.dumps([{name: _as_text(value) for name, value in row.items()} for row in rows], indent=0).encode()


def _as_text(value: object) -> object:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _read(source: Path) -> tuple[Path, Rows]:
    data = source if source.is_file() else max(source.glob("data-*"), default=None)
    if data is None or not (data.parent / KEY_FILE).is_file():
        raise NoBackup
    rows = json.loads((data.parent / KEY_FILE).read_text())
    return data, [
        {"own": None} | row | {name: base64.b64decode(row[name]) for name in BYTES if row.get(name)} for row in rows
    ]


def _write_data(url: str, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(PRIVATE)
    file = _sqlite_file(url)
    if file:
        _copy(file, part)
    else:
        _run(url, "pg_dump", "--format=custom", f"--exclude-table-data={keys.name}", f"--file={part}")
    part.replace(path)


def _put_data(url: str, path: Path) -> None:
    file = _sqlite_file(url)
    if file:
        _copy(path, file)
    else:
        _run(url, "pg_restore", "--exit-on-error", "--single-transaction", path)


def _copy(source: Path, target: Path) -> None:
    """All tables as they are at one moment, but not a row of ``keys``: these never touch the other file."""
    if not source.is_file():
        raise NoBackup
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS source", (str(source),))
        connection.execute("BEGIN")
        made = connection.execute("SELECT type, name, sql FROM source.sqlite_master WHERE sql IS NOT NULL").fetchall()
        for kind, name, sql in sorted(made, key=lambda row: row[0] != "table"):
            connection.execute(sql)
            if kind == "table" and name != keys.name:
                connection.execute(f'INSERT INTO main."{name}" SELECT * FROM source."{name}"')  # noqa: S608 - our names
        connection.execute("COMMIT")


def _run(url: str, program: str, *arguments: str | Path) -> None:
    """One of PostgreSQL's own programs; the password goes by its environment, where no list of processes shows it."""
    found = shutil.which(program)
    if found is None:
        raise ToolMissing
    parsed = with_driver(url)
    environment = os.environ | ({"PGPASSWORD": parsed.password} if parsed.password else {})
    where = renamed(parsed, "ssl", "sslmode").set(drivername="postgresql", password=None).render_as_string()
    command = [found, "--no-owner", "--no-privileges", f"--dbname={where}", *map(str, arguments)]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)  # noqa: S603 - ours
    if done.returncode:
        raise BackupFailed(done.stderr.strip())


def _sqlite_file(url: str) -> Path | None:
    parsed = with_driver(url)
    return Path(parsed.database or "") if parsed.drivername == "sqlite" else None
