"""A new key comes into use, the old one goes, and nobody is forgotten."""

import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.errors import InviteInvalid
from cases.model import Case, Member, Role
from cases.ports import Address, Draft, Enterprise, Invite, Worker
from storage import KeyRing, Storage
from storage.databases import look
from storage.errors import KeyFileBroken, KeyMissing, away
from storage.keyfile import add_key
from storage.keytable import KeyKind, wrapped_by
from storage.tables import keys, workers
from storage.vault import write_key_file
from tests.databases import Database
from tests.storage.conftest import BOT, MONDAY, Now, a_case, an_enterprise, bind_group, join

ANA, BEN, GROUP = 5, 77, -9


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    write_key_file(path)
    return path


class House:
    """One of everything that is found by a hash of what is stored nowhere."""

    dawn: Enterprise
    ben: Member
    case: Case
    digits: str
    token: str

    @classmethod
    async def filled(cls, storage: Storage) -> "House":
        house = cls()
        house.dawn = await storage.admin.add_enterprise(an_enterprise())
        house.ben = await join(storage, house.dawn, BEN, Role.LEAD)
        await bind_group(storage, house.dawn, GROUP)
        house.case = await a_case(storage, house.dawn, chat=ANA)
        invite = Invite(house.dawn.id, frozenset({Role.HANDLER}), frozenset(), "Cai", group=False, expires=MONDAY)
        house.token = await storage.admin.invite(invite)
        async with storage.unit() as unit:
            await unit.identities.keep_worker(ANA, Worker(house.dawn.id, "en"))
            await unit.drafts.save(Address(ANA, "en"), ANA, Draft("report", {"text": "half"}), MONDAY)
        async with storage.unit() as unit:
            house.digits = await (await unit.enterprise(house.dawn.id)).receipts.issue(house.case.id)
        return house

    async def is_whole(self, storage: Storage) -> None:
        async with storage.reading() as unit:
            assert await unit.identities.worker(ANA) == Worker(self.dawn.id, "en")
            assert await unit.identities.members(BEN) == [self.ben]
            assert await unit.identities.group(GROUP) == self.dawn.id
            assert await unit.drafts.load(ANA, ANA) == Draft("report", {"text": "half"})
            work, found = await unit.case_of_receipt(self.digits)
            assert found == self.case
            assert await work.cases.mine(unit.identities.own_tags(ANA)) == [self.case]
            assert await work.replies.open(self.case.id) == Address(ANA, "zh_Hans")
            before = MONDAY.replace(hour=0)
            assert (await unit.identities.peek_invite(self.token, before)).name == "Cai"
            with pytest.raises(InviteInvalid):
                await unit.identities.peek_invite(self.token[::-1], before)


async def counted(database: Database) -> list[tuple[str, int]]:
    async with look(database.url) as connection:
        return sorted((name.hex(), count) for name, count in (await wrapped_by(connection)).items())


async def test_a_program_that_runs_takes_the_new_key_and_does_without_the_old(
    database: Database, key_file: Path, now: Now
) -> None:
    async with Storage.open(database.url, KeyRing.read(key_file), BOT, now) as storage:
        house = await House.filled(storage)
        [(first, before)] = await counted(database)
        second = add_key(key_file)
        another = await a_case(storage, house.dawn, "begun under the new key")
        async with storage.unit() as unit:
            await unit.new_case_id()
        assert dict(await counted(database)) == {first: before, second: 1}
        assert await storage.admin.rewrap_keys() == before
        assert await storage.admin.rewrap_keys() == 0
        assert await counted(database) == [(second, before + 1)]
        take_out(key_file, first)
        await house.is_whole(storage)
    async with Storage.open(database.url, KeyRing.read(key_file), BOT, now) as storage:
        await house.is_whole(storage)
        async with storage.reading() as unit:
            [entry] = await (await unit.enterprise(house.dawn.id)).entries.of(another.id)
            assert entry.text == "begun under the new key"


async def test_a_key_taken_out_too_early_says_which_one_and_the_work_waits(
    database: Database, key_file: Path, now: Now
) -> None:
    async with Storage.open(database.url, KeyRing.read(key_file), BOT, now) as storage:
        await House.filled(storage)
    [(first, _)] = await counted(database)
    add_key(key_file)
    take_out(key_file, first)
    with pytest.raises(KeyMissing, match=first) as raised:
        async with Storage.open(database.url, KeyRing.read(key_file), BOT, now):
            raise AssertionError("it opened")
    assert away(raised.value)


async def test_a_case_sent_while_keys_are_wrapped_anew_keeps_its_key(
    database: Database, key_file: Path, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the writing its key passed to its enterprise: that one stays."""
    async with Storage.open(database.url, KeyRing.read(key_file), BOT, now) as storage:
        dawn = await storage.admin.add_enterprise(an_enterprise())
        async with storage.unit() as unit:
            case = await unit.new_case_id()
            secret = await unit.secret(case)
        add_key(key_file)
        async with storage.unit() as unit:
            table = unit.shared.keys
            old = (await unit.run(sa.select(keys).where(keys.c.ref == case))).all()
            await unit.pass_key(case, secret, dawn.id)
            await unit.flush()
            monkeypatch.setattr(unit, "connection", Stale(unit.connection, old))
            assert await table.rewrap(unit.connection) == 0
        async with storage.unit() as unit:
            assert (await unit.secret(case)).tag("x") == secret.tag("x")


class Stale:
    """A connection whose first look is older than what is there."""

    def __init__(self, connection: object, rows: object) -> None:
        self._connection, self._rows = connection, rows

    def all(self) -> object:
        return self._rows

    async def execute(self, statement: sa.Executable, parameters: object = None, /) -> object:
        if isinstance(statement, sa.Select):
            return self
        return await self._connection.execute(statement, parameters)  # type: ignore[attr-defined]


async def test_a_database_of_version_0_1_0_keeps_its_people(database: Database, key_file: Path, now: Now) -> None:
    """There the ring itself sealed workers and made the hashes."""
    ring = KeyRing.read(key_file)
    async with Storage.open(database.url, ring, BOT, now) as storage:
        async with storage.unit() as unit:
            canary = (await unit.run(sa.select(keys.c.sealed).where(keys.c.kind == KeyKind.CANARY))).scalar_one()
            unit.shared.keys.people = ring.key_of(canary)
        house = await House.filled(storage)
        async with storage.unit() as unit:
            [row] = await unit.run(sa.select(workers))
            plain = unit.shared.people.open("workers", row.sealed, row.tag)
            await unit.run(sa.update(workers), {"sealed": ring.seal("workers", plain, row.tag)})
            await unit.run(sa.delete(keys).where(keys.c.kind == KeyKind.PEOPLE))
    for _ in range(2):
        async with Storage.open(database.url, ring, BOT, now) as storage:
            await house.is_whole(storage)


def test_a_new_key_stands_above_the_others_and_below_what_the_file_says_of_itself(key_file: Path) -> None:
    heading, first = key_file.read_text().splitlines()
    added = add_key(key_file)
    assert key_file.read_text().splitlines()[0] == heading
    assert [name.hex() for name in KeyRing.read(key_file).ids] == [added, first.partition(":")[0]]
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert list(key_file.parent.iterdir()) == [key_file]


def test_a_file_that_is_no_key_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("milk, bread")
    with pytest.raises(KeyFileBroken):
        add_key(path)
    assert path.read_text() == "milk, bread"


def test_a_ring_keeps_what_it_read_while_its_file_cannot_be_read(key_file: Path) -> None:
    ring = KeyRing.read(key_file)
    before = ring.ids
    key_file.write_text("torn")
    assert ring.ids == before
    key_file.unlink()
    assert ring.open("notes", ring.seal("notes", b"words", b""), b"") == b"words"


def take_out(path: Path, name: str) -> None:
    path.write_text("".join(line for line in path.read_text().splitlines(True) if not line.startswith(name)))
