"""A backup gives everything back but what was shredded, however old it is."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage import KeyRing, Storage
from storage.backup import KEY_FILE, Backup, back_up, restore
from storage.errors import BackupFailed, NoBackup, NotEmpty, ToolMissing, WrongKey
from storage.keytable import KeyKind
from storage.vault import new_key_line
from tests.databases import Database
from tests.storage.conftest import BOT, MONDAY, Now, a_case, an_enterprise
from tests.storage.test_chain import audited, happens, to_nobody
from tests.storage.test_rotation import House

pytestmark = pytest.mark.usefixtures("postgresqls_programs")


def plain(database: Database, backup: Backup) -> bytes:
    """The file of data without its compression."""
    if not database.server:
        return backup.data.read_bytes()
    command = [str(database.server.binaries / "pg_restore"), "--file=-", str(backup.data)]
    return subprocess.run(command, check=True, capture_output=True).stdout


async def test_everything_comes_back(
    database: Database, empty: Database, ring: KeyRing, now: Now, tmp_path: Path
) -> None:
    async with Storage.open(database.url, ring, BOT, now) as storage:
        house = await House.filled(storage)
        made = await back_up(database.url, tmp_path / "backups", MONDAY)
    assert await restore(empty.url, ring, tmp_path / "backups") == made
    async with Storage.open(empty.url, ring, BOT, now) as storage:
        await house.is_whole(storage)
        await a_case(storage, house.dawn, "life goes on")


async def test_what_was_shredded_does_not_come_back(
    database: Database, empty: Database, ring: KeyRing, now: Now, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    async with Storage.open(database.url, ring, BOT, now) as storage:
        house = await House.filled(storage)
        other = await a_case(storage, house.dawn, "another text")
        old = await back_up(database.url, folder, MONDAY)
        shutil.copytree(folder, tmp_path / "with the keys of then")
        async with storage.unit() as unit:
            await unit.shared.keys.destroy(unit.connection, KeyKind.CASE, house.case.id)
        await back_up(database.url, folder, MONDAY + timedelta(days=1))
    await restore(empty.url, ring, old.data)
    assert await texts(empty, ring, now, house, house.case.id, other.id) == ["", "another text"]


async def test_the_chain_comes_back_whole_and_goes_on(
    database: Database, empty: Database, ring: KeyRing, now: Now, tmp_path: Path
) -> None:
    async with Storage.open(database.url, ring, BOT, now) as storage:
        dawn = await storage.admin.add_enterprise(an_enterprise())
        case = await a_case(storage, dawn)
        await happens(storage, case, "submitted", "taken")
        await storage.chains.extend(MONDAY, to_nobody)
        await happens(storage, case, "answer")
        before = await audited(storage, dawn)
        await back_up(database.url, tmp_path, MONDAY)
    await restore(empty.url, ring, tmp_path)
    async with Storage.open(empty.url, ring, BOT, now) as storage:
        assert await audited(storage, dawn) == before
        assert (await storage.chains.extend(MONDAY, to_nobody)).links == 1
        assert (await audited(storage, dawn)).found == ()


async def test_with_the_keys_of_then_it_would(
    database: Database, empty: Database, ring: KeyRing, now: Now, tmp_path: Path
) -> None:
    """What the one key file that is overwritten is good for."""
    async with Storage.open(database.url, ring, BOT, now) as storage:
        house = await House.filled(storage)
        await back_up(database.url, tmp_path, MONDAY)
        async with storage.unit() as unit:
            await unit.shared.keys.destroy(unit.connection, KeyKind.CASE, house.case.id)
    await restore(empty.url, ring, tmp_path)
    assert await texts(empty, ring, now, house, house.case.id) == ["The press has no guard"]


async def test_the_data_alone_holds_no_key(database: Database, ring: KeyRing, now: Now, tmp_path: Path) -> None:
    async with Storage.open(database.url, ring, BOT, now) as storage:
        house = await House.filled(storage)
        made = await back_up(database.url, tmp_path / "backups", MONDAY)
        async with storage.reading() as unit:
            wrapped = await unit.shared.keys._stored(unit.connection, KeyKind.CASE, house.case.id)
    assert wrapped
    data = plain(database, made)
    assert b"alembic_version" in data
    assert [form for form in (wrapped, wrapped.hex().encode()) if form in data] == []
    if not database.server:
        with closing(sqlite3.connect(made.data)) as connection:
            assert connection.execute("SELECT count(*) FROM keys").fetchone() == (0,)


async def test_each_backup_is_a_file_of_data_more_and_the_same_file_of_keys(
    database: Database, storage: Storage, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    made = [await back_up(database.url, folder, MONDAY + timedelta(days=day)) for day in range(2)]
    assert {path.name for path in folder.iterdir()} == {KEY_FILE, *(each.data.name for each in made)}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


async def test_a_database_that_is_not_empty_is_left_alone(
    database: Database, storage: Storage, ring: KeyRing, now: Now, tmp_path: Path
) -> None:
    house = await House.filled(storage)
    await back_up(database.url, tmp_path, MONDAY)
    await storage.shared.database.close()
    with pytest.raises(NotEmpty):
        await restore(database.url, ring, tmp_path)
    async with Storage.open(database.url, ring, BOT, now) as again:
        await house.is_whole(again)


async def test_with_a_wrong_key_file_nothing_is_touched(
    database: Database, empty: Database, storage: Storage, ring: KeyRing, tmp_path: Path
) -> None:
    await back_up(database.url, tmp_path, MONDAY)
    with pytest.raises(WrongKey):
        await restore(empty.url, KeyRing.parse(new_key_line()), tmp_path)
    await restore(empty.url, ring, tmp_path)


async def test_what_is_no_backup_is_named_as_such(database: Database, ring: KeyRing, tmp_path: Path) -> None:
    with pytest.raises(NoBackup):
        await restore(database.url, ring, tmp_path)


async def test_what_postgresql_needs_and_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = f"postgresql://nobody@/nothing?host={tmp_path}"
    with pytest.raises(BackupFailed, match="No such file"):
        await back_up(nowhere, tmp_path / "backups", MONDAY)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolMissing):
        await back_up(nowhere, tmp_path / "backups", MONDAY)


async def texts(database: Database, ring: KeyRing, now: Now, house: House, *cases: int) -> list[str]:
    async with Storage.open(database.url, ring, BOT, now) as storage, storage.reading() as unit:
        work = await unit.enterprise(house.dawn.id)
        return [entry.text for case in cases for entry in await work.entries.of(case)]
