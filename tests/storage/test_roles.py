"""What ``deploy/roles.sql`` grants is enough for all that the bot does, and for nothing more."""

import re
import secrets
from collections.abc import AsyncGenerator
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest

from cases.ports import Worker
from storage import KeyRing, Storage, migrate
from storage.backup import back_up, restore
from storage.errors import NotOwner
from storage.inbox import Arrival
from storage.marks import Marks
from storage.tables import metadata
from storage.vacuum import vacuum
from tests.databases import Database, PostgreSQL, drop_postgresql
from tests.storage.conftest import BOT, MONDAY, Now, a_case
from tests.storage.test_retention import YEAR, a_closed_case
from tests.storage.test_rotation import House

ROLES = Path(__file__).parents[2] / "deploy" / "roles.sql"
OWNER, THE_BOT = "huiyin_owner", "huiyin_bot"


def statements(database: str) -> str:
    """The file as psql would run it, in that database; the server of the tests asks for no password."""
    text = re.sub(r"^\\.*$", "", ROLES.read_text(), flags=re.MULTILINE)
    text = re.sub(r" PASSWORD :'\w+'", "", text)
    return text.replace("ON DATABASE huiyin ", f"ON DATABASE {database} ")


@pytest.fixture
async def installed(postgresql_server: PostgreSQL) -> AsyncGenerator[Database]:
    """A database as an operator sets it up: the roles, then the tables by their owner."""
    server, name = postgresql_server, f"test_{secrets.token_hex(6)}"
    await server.execute(f"CREATE DATABASE {name}")
    await server.execute(statements(name), name)
    database = Database(name, server.url(name), server=server)
    await migrate.upgrade(url_of(database, OWNER))
    yield database
    await drop_postgresql(database)
    for role in (OWNER, THE_BOT):
        await server.execute(f"DROP ROLE {role}")


def url_of(database: Database, role: str) -> str:
    assert database.server
    return database.url.replace(f"://{database.server.user}@", f"://{role}@")


async def test_the_bot_may_ask_for_the_newest_tables_where_they_are_there(installed: Database) -> None:
    """As ``huiyin init`` does, which makes the keys."""
    await migrate.upgrade(url_of(installed, THE_BOT))


async def test_the_bot_lives_on_the_rows_alone(
    installed: Database, ring: KeyRing, now: Now, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Storage.open(url_of(installed, THE_BOT), ring, BOT, now) as storage:
        house = await House.filled(storage)
        await house.is_whole(storage)
        await a_closed_case(storage, house.dawn)
        await storage.inbox.accept([Arrival(1, b"an update")])
        lanes, sender = await storage.leases.take("lanes", "one"), await storage.leases.take("sender", "one")
        assert lanes
        assert sender
        [waiting] = await storage.inbox_queue.waiting([])
        [update] = await storage.inbox_queue.begin(lanes, [waiting.row])
        async with storage.unit() as unit:
            await unit.identities.keep_worker(6, Worker(house.dawn.id, "en"))
            unit.finish(update)
        claimed = await storage.outbox_queue.claim(sender, 50)
        await storage.outbox_queue.mark(Marks(sent=[(one, 1) for one in claimed]))
        async with storage.unit() as unit:
            await (await unit.enterprise(house.dawn.id)).cases.remove((await a_case(storage, house.dawn)).id)
        await storage.admin.hold(house.dawn.id, house.case.number, "a reason")
        await storage.admin.rewrap_keys()
        await storage.admin.mix_workers()
        await storage.admin.purge(now.later(days=9))
        assert (await storage.admin.shred(MONDAY + 3 * YEAR)).cases == 1
    assert installed.server
    monkeypatch.setenv("PATH", str(installed.server.binaries))
    assert (await back_up(url_of(installed, THE_BOT), tmp_path, MONDAY)).keys > 0


async def test_what_the_owner_restores_serves_the_bot(
    installed: Database, ring: KeyRing, now: Now, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installed.server
    monkeypatch.setenv("PATH", str(installed.server.binaries))
    async with Storage.open(url_of(installed, THE_BOT), ring, BOT, now) as storage:
        house = await House.filled(storage)
    await back_up(url_of(installed, THE_BOT), tmp_path, MONDAY)
    connection = await connect(installed, OWNER)
    await connection.execute(f"DROP TABLE {', '.join(metadata.tables)}, alembic_version CASCADE")
    await connection.close()
    await restore(url_of(installed, OWNER), ring, tmp_path)
    async with Storage.open(url_of(installed, THE_BOT), ring, BOT, now) as storage:
        await house.is_whole(storage)
        await a_case(storage, house.dawn)


@pytest.mark.parametrize(
    "forbidden",
    [
        "DROP TABLE cases",
        "ALTER TABLE cases ADD COLUMN chat bigint",
        "ALTER TABLE cases DISABLE TRIGGER ALL",
        "TRUNCATE events",
        "CREATE TABLE of_the_bot (id bigint)",
        "CREATE SCHEMA of_the_bot",
        "CREATE INDEX of_the_bot ON cases (number)",
        "CREATE TEMPORARY TABLE of_the_bot (id bigint)",
        "CREATE ROLE another",
        "SET ROLE huiyin_owner",
        "SELECT * FROM pg_authid",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY cases TO PROGRAM 'cat'",
        "ALTER SYSTEM SET log_statement = 'all'",
    ],
)
async def test_the_bot_may_not(installed: Database, forbidden: str) -> None:
    connection = await connect(installed, THE_BOT)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(forbidden)
    await connection.close()


async def test_the_owner_alone_writes_the_table_of_keys_anew(installed: Database) -> None:
    with pytest.raises(NotOwner):
        await vacuum(url_of(installed, THE_BOT))
    connection = await connect(installed, OWNER)
    files = [await connection.fetchval("SELECT pg_relation_filepath('keys')")]
    await vacuum(url_of(installed, OWNER))
    files.append(await connection.fetchval("SELECT pg_relation_filepath('keys')"))
    await connection.close()
    assert files[0] != files[1]


async def test_every_table_has_the_owner_and_the_bot_four_rights(installed: Database) -> None:
    connection = await connect(installed, THE_BOT)
    owners = await connection.fetch("SELECT tablename, tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert {tuple(row) for row in owners} == {(name, OWNER) for name in (*metadata.tables, "alembic_version")}
    granted = await connection.fetch(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = $1", THE_BOT
    )
    rights = ("SELECT", "INSERT", "UPDATE", "DELETE")
    assert {tuple(row) for row in granted} == {(row["tablename"], right) for row in owners for right in rights}
    await connection.close()


async def connect(database: Database, role: str) -> asyncpg.Connection:
    assert database.server
    server = database.server
    return await asyncpg.connect(host=str(server.sockets), port=server.port, user=role, database=database.name)
