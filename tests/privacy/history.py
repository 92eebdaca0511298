"""What a thief can read of the past of a database: each transaction with the rows that it wrote.

From PostgreSQL's log and from its pages with their dead rows; from SQLite's log, commit by commit.
"""

import re
import shutil
import sqlite3
from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from storage.tables import metadata
from tests.databases import Database, PostgreSQL


@dataclass(frozen=True)
class Change:
    """One version of a row; ``row`` is its primary key. Values are texts, bytes as hex."""

    table: str
    row: tuple[str, ...]
    values: dict[str, str]


Transaction = list[Change]


@asynccontextmanager
async def recorded(database: Database) -> AsyncGenerator[None]:
    """Within it nothing of the log is thrown away, as when it is archived."""
    if database.server:
        await database.server.execute(_NEW_SLOT, database.name)
        try:
            yield
        finally:
            await database.server.execute(f"SELECT pg_drop_replication_slot('{SLOT}')", database.name)
    else:
        assert database.path
        with _pinned(database.path):
            yield


@asynccontextmanager
async def unpruned(database: Database) -> AsyncGenerator[None]:
    """Within it PostgreSQL's pages keep every dead row: which ones it had thrown away would be chance.

    Somebody who began to look before sees them all still.
    """
    if not database.server:
        yield
        return
    connection = await database.server.connect(database.name)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            await connection.fetch("SELECT 1")
            yield
    finally:
        await connection.close()


async def log_of(database: Database) -> list[Transaction]:
    if database.server:
        return await _postgresql_log(database.server, database.name)
    assert database.path
    return _sqlite_log(database.path)


# PostgreSQL

SLOT = "thief"
_NEW_SLOT = f"SELECT pg_create_logical_replication_slot('{SLOT}', 'test_decoding')"
_CHANGES = f"SELECT data FROM pg_logical_slot_peek_changes('{SLOT}', NULL, NULL)"  # noqa: S608 (our own word)
_LINE = re.compile(r"table public\.(\w+): [A-Z]+: (.*)", re.DOTALL)
_VALUE = re.compile(r"\"?(\w+)\"?\[[^:]+\]:('(?:[^']|'')*'|\S+)")


async def _postgresql_log(server: PostgreSQL, name: str) -> list[Transaction]:
    """With all that was committed: of the tests' server the last of it may not be in the log's files yet."""
    connection = await server.connect(name)
    try:
        await connection.execute("SET synchronous_commit = on")
        await connection.execute("SELECT pg_logical_emit_message(true, 'the end', '')")  # takes along what came before
        lines = [row["data"] for row in await connection.fetch(_CHANGES)]
    finally:
        await connection.close()
    return _transactions(lines)


def _transactions(lines: Iterable[str]) -> list[Transaction]:
    found: list[Transaction] = []
    for line in lines:
        if line.startswith("BEGIN"):
            found.append([])
        elif match := _LINE.match(line):
            values = {column: value.strip("'").removeprefix("\\x") for column, value in _VALUE.findall(match[2])}
            found[-1].append(_change(match[1], values))
    return found


async def pages_of(database: Database) -> list[Transaction]:
    """Every row version that still lies in the pages, dead ones too, by the transactions that made, ended or locked it.

    Of who locked a row of the whole firm only the last one is there, whoever that was: it tells nothing of a person.
    """
    assert database.server
    connection = await database.server.connect(database.name)
    found: dict[int, Transaction] = {}
    try:
        await connection.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
        for table in metadata.tables.values():
            ignored = SEVERAL | (LOCKED_ONLY if table.name in OF_THE_FIRM else 0)
            rows = await connection.fetch(_PAGES.format(table=table.name, ignored=ignored))
            names = [row["attname"] for row in await connection.fetch(_COLUMNS.format(table=table.name))]
            for row in rows:
                there = zip(names, row["t_attrs"], strict=True)
                values = {name: _on_page(table.c[name], raw) for name, raw in there if name in table.c}  # not dropped
                for transaction in {row["xmin"], row["xmax"]} - {0}:
                    found.setdefault(transaction, []).append(_change(table.name, values))
    finally:
        await connection.close()
    return [found[number] for number in sorted(found)]


def _on_page(column: sa.Column[Any], raw: bytes | None) -> str:
    """As the log has it, so that a number or a word is no longer here than there."""
    if isinstance(column.type, sa.Integer):
        return str(int.from_bytes(raw, "little", signed=True)) if raw else "null"
    if isinstance(column.type, sa.String) and raw and raw[0] & SHORT:
        return raw[1:].decode()
    return raw.hex() if raw else ""


SHORT = 1
"""Set in the first byte of a text whose length is that byte alone."""
_COLUMNS = """SELECT attname FROM pg_attribute
WHERE attrelid = '{table}'::regclass AND attnum > 0 ORDER BY attnum"""
OF_THE_FIRM = {"enterprises", "policies", "calendars", "members"}
LOCKED_ONLY, SEVERAL = 0x0080, 0x1000
"""PostgreSQL's HEAP_XMAX_LOCK_ONLY, and its HEAP_XMAX_IS_MULTI: what stands there is no transaction's number."""
_PAGES = """SELECT t_xmin::text::bigint AS xmin, t_attrs,
CASE WHEN t_infomask & {ignored} > 0 THEN 0 ELSE t_xmax::text::bigint END AS xmax
FROM generate_series(0, pg_relation_size('{table}') / 8192 - 1) AS page,
heap_page_item_attrs(get_raw_page('{table}', page::int), '{table}'::regclass) WHERE t_attrs IS NOT NULL"""


# SQLite

HEADER, FRAME = 32, 24
"""Bytes before the first frame and before each page, as sqlite.org/fileformat2.html lays a log out."""


@contextmanager
def _pinned(path: Path) -> Generator[None]:
    """A reader that stays keeps SQLite from writing its log over."""
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield


def _sqlite_log(path: Path) -> list[Transaction]:
    log = path.with_name(f"{path.name}-wal").read_bytes()
    size = FRAME + int.from_bytes(log[8:12], "big")
    ends = [start + size for start in range(HEADER, len(log), size) if log[start + 4 : start + 8] != b"\0\0\0\0"]
    states = [_state(path, log[:end]) for end in [HEADER, *ends]]
    return [_difference(old, new) for old, new in pairwise(states)]


State = dict[tuple[str, tuple[str, ...]], Change]


def _state(path: Path, log: bytes) -> State:
    """The database as it was when its log was so long."""
    with TemporaryDirectory() as folder:
        copy = Path(folder, "copy.db")
        shutil.copy(path, copy)
        copy.with_name("copy.db-wal").write_bytes(log)
        with closing(sqlite3.connect(copy)) as connection:
            changes = [_on_file(table, _texts(row)) for table in metadata.tables for row in _rows(connection, table)]
    return {(each.table, each.row): each for each in changes}


NEVER_AGAIN = {"outbox": "key", "inbox": "update_id"}
"""SQLite gives the number of a row that was deleted to another one, of whoever comes next: these tell the two apart."""


def _on_file(table: str, values: dict[str, str]) -> Change:
    change = _change(table, values)
    if table not in NEVER_AGAIN:
        return change
    return Change(table, (values[NEVER_AGAIN[table]],), {name: value for name, value in values.items() if name != "id"})


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, object]]:
    connection.row_factory = lambda cursor, row: dict(zip([each[0] for each in cursor.description], row, strict=True))
    return connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 (our own tables)


def _texts(row: dict[str, object]) -> dict[str, str]:
    return {column: value.hex() if isinstance(value, bytes) else str(value) for column, value in row.items()}


def _difference(old: State, new: State) -> Transaction:
    written = [change for key, change in new.items() if old.get(key) != change]
    return written + [change for key, change in old.items() if key not in new]


def _change(table: str, values: dict[str, str]) -> Change:
    return Change(table, tuple(values.get(column.name, "") for column in metadata.tables[table].primary_key), values)
