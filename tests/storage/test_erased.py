"""What was erased is gone from the pages and from every older backup; what was not can be read from it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.errors import NotFound
from cases.model import Audience, Author, Case, MediaKind, Role
from cases.ports import Address, Enterprise, Worker
from storage import KeyRing, Storage
from storage.backup import KEY_FILE, back_up, restore
from storage.keytable import KeyKind
from storage.plain import packed
from storage.replies import own_tags
from storage.tables import keys, media, media_chunks, replies
from storage.vacuum import vacuum
from tests.databases import Database
from tests.storage.conftest import BOT, MONDAY, Now, a_case, an_enterprise, join

ANA, BAO = 5, 6
HALF_A_YEAR = timedelta(days=180)


pytestmark = pytest.mark.usefixtures("postgresqls_programs")


@dataclass
class Life:
    """A case of Ana's and one of Bao's, each with a photo."""

    dawn: Enterprise
    anas: Case
    baos: Case
    anas_photo: int
    baos_photo: int

    @classmethod
    async def lived(cls, storage: Storage, now: Now) -> "Life":
        dawn = await storage.admin.add_enterprise(an_enterprise())
        anas = await a_case(storage, dawn, "Ana's words", chat=ANA)
        photo = await a_photo(storage, anas)
        now.later(days=30)
        baos = await a_case(storage, dawn, "Bao's words", chat=BAO)
        return cls(dawn, anas, baos, photo, await a_photo(storage, baos))

    async def is_erased_for_ana_alone(self, storage: Storage) -> None:
        async with storage.reading() as unit:
            work = await unit.enterprise(self.dawn.id)
            assert await work.replies.open(self.anas.id) is None
            assert await unit.own_cases(ANA) == []
            with pytest.raises(NotFound):
                await work.entries.media_bytes(self.anas_photo)
            assert [entry.text for entry in await work.entries.of(self.anas.id)] == ["Ana's words", ""]
            assert await work.replies.open(self.baos.id) == Address(BAO, "zh_Hans")
            assert await unit.own_cases(BAO) == [self.baos]
            assert await work.entries.media_bytes(self.baos_photo) == b"bytes of a photo"


async def a_photo(storage: Storage, case: Case) -> int:
    async with storage.unit() as unit:
        work = await unit.enterprise(case.enterprise)
        file = await unit.media.expect(case.id, MediaKind.PHOTO, "file", 1)
        await work.entries.add(case.id, Author.WORKER, Audience.TEAM, MONDAY, media=[file.id])
    await storage.media_queue.ready(file.id, "image/jpeg", b"bytes of a photo")
    return file.id


async def erase_anas(storage: Storage, life: Life) -> None:
    async with storage.unit() as unit:
        await (await unit.enterprise(life.dawn.id)).replies.end(life.anas.id)
    assert (await storage.admin.shred(MONDAY + HALF_A_YEAR)).case_files == 1


@pytest.fixture
async def house(database: Database, ring: KeyRing, now: Now) -> AsyncGenerator[tuple[Storage, Life]]:
    async with Storage.open(database.url, ring, BOT, now) as storage:
        yield storage, await Life.lived(storage, now)


async def test_a_way_back_and_a_file_go_alone(house: tuple[Storage, Life]) -> None:
    storage, life = house
    await erase_anas(storage, life)
    await life.is_erased_for_ana_alone(storage)


async def test_an_older_backup_opens_with_the_newest_keys_but_for_what_was_erased_since(
    house: tuple[Storage, Life], database: Database, empty: Database, ring: KeyRing, now: Now, tmp_path: Path
) -> None:
    storage, life = house
    old = await back_up(database.url, tmp_path, MONDAY)
    await erase_anas(storage, life)
    await back_up(database.url, tmp_path, MONDAY + timedelta(days=1))
    await restore(empty.url, ring, old.data)
    async with Storage.open(empty.url, ring, BOT, now) as restored:
        await life.is_erased_for_ana_alone(restored)
        async with restored.reading() as unit:
            assert (await unit.run(sa.select(replies.c.case_id))).scalars().all() == [life.baos.id]
            assert (await unit.run(sa.select(media_chunks.c.media_id))).scalars().all() == [life.baos_photo]


async def test_the_keys_of_then_would_open_it(
    house: tuple[Storage, Life], database: Database, empty: Database, ring: KeyRing, now: Now, tmp_path: Path
) -> None:
    """That nothing opens is the doing of the keys that went, not of what is missing from the backup."""
    storage, life = house
    await back_up(database.url, tmp_path, MONDAY)
    await erase_anas(storage, life)
    await restore(empty.url, ring, tmp_path)
    async with Storage.open(empty.url, ring, BOT, now) as restored, restored.reading() as unit:
        work = await unit.enterprise(life.dawn.id)
        assert await work.replies.open(life.anas.id) == Address(ANA, "zh_Hans")
        assert await unit.own_cases(ANA) == [life.anas]
        assert await work.entries.media_bytes(life.anas_photo) == b"bytes of a photo"


async def test_keys_of_then_open_in_a_later_backup_who_joined_and_what_came_to_old_cases_and_no_case_sent_since(
    storage: Storage, dawn: Enterprise, database: Database, empty: Database, ring: KeyRing, now: Now, tmp_path: Path
) -> None:
    """Who copied key file and key table once; the key of an enterprise is the same for ever."""
    anas = await a_case(storage, dawn, "Ana's words", chat=ANA)
    await back_up(database.url, tmp_path, MONDAY)
    then = (tmp_path / KEY_FILE).read_bytes()
    baos = await a_case(storage, dawn, "Bao's words", chat=BAO)
    await join(storage, dawn, 77, Role.LEAD, name="Zoe")
    async with storage.unit() as unit:
        await unit.identities.keep_worker(BAO, Worker(dawn.id, "en"))
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await work.entries.add(anas.id, Author.STAFF, Audience.WORKER, MONDAY, "We look at it")
    later = await back_up(database.url, tmp_path, MONDAY + timedelta(days=1))
    (tmp_path / KEY_FILE).write_bytes(then)
    await restore(empty.url, ring, later.data)
    async with Storage.open(empty.url, ring, BOT, now) as stolen, stolen.reading() as unit:
        work = await unit.enterprise(dawn.id)
        assert [member.name for member in await unit.identities.members(77)] == ["Zoe"]
        assert [member.name for member in await work.staff.all()] == ["Zoe"]
        assert await unit.identities.worker(BAO) == Worker(dawn.id, "en")
        assert [entry.text for entry in await work.entries.of(anas.id)] == ["Ana's words", "We look at it"]
        assert [entry.text for entry in await work.entries.of(baos.id)] == [""]
        assert (await work.replies.open(baos.id), await unit.own_cases(BAO)) == (None, [])


async def test_nothing_in_the_data_names_the_chat(
    house: tuple[Storage, Life], database: Database, tmp_path: Path
) -> None:
    """Not even as a tag that whoever has all the keys could compute for every chat there is."""
    storage, _ = house
    made = await back_up(database.url, tmp_path, MONDAY)
    data = made.data.read_bytes()
    tags = [tag for chat in (ANA, BAO) for tag in own_tags(storage.shared, chat)]
    assert [tag for tag in tags if tag in data or tag.hex().encode() in data] == []


async def test_what_was_erased_is_on_no_page(house: tuple[Storage, Life], database: Database) -> None:
    """On PostgreSQL the keys and what finds a chat's cases: what they sealed is noise without them."""
    storage, life = house
    traces = await keys_of_anas(storage, life) + ([] if database.server else await sealed_of_anas(storage, life))
    assert [trace in await pages(database) for trace in traces] == [True] * len(traces)
    await erase_anas(storage, life)
    await vacuum(database.url)
    left = await pages(database)
    assert [trace for trace in traces if trace in left] == []


async def keys_of_anas(storage: Storage, life: Life) -> list[bytes]:
    async with storage.reading() as unit:
        way_back = sa.select(keys.c.own, keys.c.sealed).where(keys.c.kind == "reply", keys.c.ref == life.anas.id)
        photo = sa.select(keys.c.sealed).where(keys.c.kind == "media", keys.c.ref == life.anas_photo)
        return [*(await unit.run(way_back)).one(), (await unit.run(photo)).scalar_one()]


async def sealed_of_anas(storage: Storage, life: Life) -> list[bytes]:
    async with storage.reading() as unit:
        way_back = sa.select(replies.c.sealed).where(replies.c.case_id == life.anas.id)
        photo = sa.select(media_chunks.c.sealed).where(media_chunks.c.media_id == life.anas_photo)
        return [(await unit.run(one)).scalar_one() for one in (way_back, photo)]


async def pages(database: Database) -> bytes:
    """Every byte of the database's files, free room among them."""
    if not database.server:
        return database.raw()
    connection = await database.server.connect(database.name)
    await connection.execute("CHECKPOINT")
    folder = await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
    await connection.close()
    files = (database.server.data / "base" / str(folder)).iterdir()
    return b"".join(file.read_bytes() for file in files if file.is_file())


async def test_no_key_is_left_of_a_case_that_was_taken_back(house: tuple[Storage, Life]) -> None:
    storage, life = house
    async with storage.unit() as unit:
        await (await unit.enterprise(life.dawn.id)).cases.remove(life.anas.id)
    async with storage.reading() as unit:
        left = await unit.run(sa.select(keys.c.kind, keys.c.ref).where(keys.c.kind.in_(["case", "reply", "media"])))
        assert set(map(tuple, left)) == {
            (KeyKind.CASE, life.baos.id),
            (KeyKind.REPLY, life.baos.id),
            (KeyKind.MEDIA, life.baos_photo),
        }


async def test_a_case_that_is_sent_writes_its_two_keys_by_one_statement(storage: Storage, dawn: Enterprise) -> None:
    said: list[str] = []
    async with storage.unit() as unit:
        run = unit.shared.keys.put

        async def put(connection: object, rows: list[dict[str, object]]) -> None:
            said.append("+".join(str(row["kind"]) for row in rows))
            await run(connection, rows)  # type: ignore[arg-type]

        unit.shared.keys.put = put  # type: ignore[assignment, method-assign]
    await a_case(storage, dawn, chat=ANA)
    assert [one for one in said if one] == ["case+reply"]


async def test_what_an_earlier_version_kept_gets_keys_of_its_own(
    house: tuple[Storage, Life], database: Database, ring: KeyRing, now: Now
) -> None:
    """There the key of the case sealed its way back and its files too."""
    storage, life = house
    async with storage.unit() as unit:
        secret = await unit.secret(life.anas.id)
        sealed = {
            replies: secret.seal("replies", packed([ANA, "zh_Hans"], 64), str(life.anas.id).encode()),
            media_chunks: secret.seal("media", b"bytes of a photo", f"{life.anas_photo}:0".encode()),
        }
        for table, of in ((replies, replies.c.case_id == life.anas.id), (media_chunks, sa.true())):
            await unit.run(sa.update(table).where(of), {"sealed": sealed[table]})
        await unit.run(sa.delete(keys).where(keys.c.kind.in_([KeyKind.REPLY, KeyKind.MEDIA])))
    async with Storage.open(database.url, ring, BOT, now, alone=False) as newer, newer.reading() as unit:
        work = await unit.enterprise(life.dawn.id)
        assert await work.replies.open(life.anas.id) == Address(ANA, "zh_Hans")
        assert await unit.own_cases(ANA) == [life.anas]
        assert await work.entries.media_bytes(life.anas_photo) == b"bytes of a photo"
        assert (await unit.run(sa.select(media.c.id))).scalars().all() == [life.anas_photo]
        assert await work.replies.open(life.baos.id) is None
