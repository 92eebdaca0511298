from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cases.errors import NotFound
from cases.model import Audience, Author, Entry, Media, MediaKind, MediaState, Role
from cases.ports import Enterprise
from storage import Storage
from storage.engine import database_now
from storage.media import CHUNK, START, WaitingFile
from storage.tables import media
from tests.storage.conftest import MONDAY, a_case, join


async def test_entries_come_oldest_first_with_their_files(storage: Storage, dawn: Enterprise) -> None:
    ben = await join(storage, dawn, 77, Role.LEAD)
    case = await a_case(storage, dawn, "The press has no guard")
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        files = [await unit.media.expect(case.id, kind, "file", 7) for kind in (MediaKind.PHOTO, MediaKind.VOICE)]
        late = await unit.media.expect(case.id, MediaKind.VIDEO, "file", 9)
        photo_first = [file.id for file in files]
        answer = await work.entries.add(case.id, Author.STAFF, Audience.WORKER, MONDAY, "今天装上", ben.id, photo_first)
        assert await work.entries.media_of(case.id) == [*files, late]
        assert await unit.media.of(case.id) == [*files, late]
    async with storage.unit() as unit:
        first, second = await (await unit.enterprise(dawn.id)).entries.of(case.id)
    assert second == answer
    assert second == Entry(answer.id, case.id, Author.STAFF, Audience.WORKER, MONDAY, "今天装上", ben.id, tuple(files))
    assert (first.text, first.author, first.visible_at) == (
        "The press has no guard",
        Author.WORKER,
        MONDAY + timedelta(hours=2),
    )


async def test_a_file_of_another_case_is_not_found(storage: Storage, dawn: Enterprise) -> None:
    case, other = await a_case(storage, dawn), await a_case(storage, dawn)
    async with storage.unit() as unit:
        file = await unit.media.expect(other.id, MediaKind.PHOTO, "file", 7)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        with pytest.raises(NotFound):
            await work.entries.add(case.id, Author.WORKER, Audience.TEAM, MONDAY, media=[file.id])


@pytest.mark.parametrize("size", [0, 5, CHUNK, CHUNK + 1])
async def test_a_clean_file_comes_back_whole(
    storage: Storage, dawn: Enterprise, foreign: Enterprise, size: int
) -> None:
    case, data = await a_case(storage, dawn), bytes(size)
    async with storage.unit() as unit:
        file = await unit.media.expect(case.id, MediaKind.PHOTO, "telegram file", 99)
    [waiting] = await storage.media_queue.claim(5)
    assert (waiting.id, waiting.case, waiting.kind, waiting.size) == (file.id, case.id, MediaKind.PHOTO, 99)
    assert (waiting.source, waiting.starts, waiting.waits) == ("telegram file", 1, 0)
    await storage.media_queue.ready(file.id, "image/jpeg", data)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        assert await work.entries.media_bytes(file.id) == data
        ready = Media(file.id, MediaKind.PHOTO, MediaState.READY, "image/jpeg", size)
        assert await work.entries.media_of(case.id) == [ready]
        with pytest.raises(NotFound):
            await (await unit.enterprise(foreign.id)).entries.media_bytes(file.id)


async def test_a_clean_file_is_no_longer_known_by_its_id_at_telegram(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        file = await unit.media.expect(case.id, MediaKind.PHOTO, "telegram file", 99)
    await storage.media_queue.ready(file.id, "image/jpeg", b"picture")
    async with storage.reading() as unit:
        assert (await unit.run(sa.select(media.c.sealed))).scalars().all() == [None]


async def test_a_file_that_is_done_with_says_no_longer_when_it_came(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        files = [await unit.media.expect(case.id, MediaKind.PHOTO, "file", 99) for _ in range(2)]
    assert len(await storage.media_queue.claim(2)) == 2
    await storage.media_queue.ready(files[0].id, "image/jpeg", b"picture")
    async with storage.unit() as unit:
        await unit.media.refuse(files[1].id)
        assert (await unit.run(sa.select(media.c.lease_until))).scalars().all() == [0.0, 0.0]


async def test_a_file_is_in_one_pair_of_hands(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        files = [await unit.media.expect(case.id, MediaKind.PHOTO, "file", 1) for _ in range(3)]
    first, second = await storage.media_queue.claim(2), await storage.media_queue.claim(2)
    assert sorted(file.id for file in first + second) == sorted(file.id for file in files)
    assert await storage.media_queue.claim(2) == []


async def test_a_refused_file_is_not_found_and_not_tried_again(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        file = await unit.media.expect(case.id, MediaKind.PHOTO, "file", 1)
    async with storage.unit() as unit:
        await unit.media.refuse(file.id)
    await storage.media_queue.ready(file.id, "image/jpeg", b"too late")
    assert await storage.media_queue.claim(2) == []
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        assert [one.state for one in await work.entries.media_of(case.id)] == [MediaState.REFUSED]
        with pytest.raises(NotFound):
            await work.entries.media_bytes(file.id)


async def a_waiting_file(storage: Storage, dawn: Enterprise) -> WaitingFile:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        await unit.media.expect(case.id, MediaKind.PHOTO, "file", 1)
    [file] = await storage.media_queue.claim(2)
    return file


async def once_more(storage: Storage) -> WaitingFile:
    """Claimed anew once the pause, or the lease of who was not heard of again, is over."""
    assert await storage.media_queue.claim(2) == []
    async with storage.unit() as unit:
        await unit.run(sa.update(media).values(lease_until=database_now() - 1))
    [file] = await storage.media_queue.claim(2)
    return file


async def test_a_wait_for_telegram_is_no_start_and_an_end_without_a_word_is_one(
    storage: Storage, dawn: Enterprise
) -> None:
    file = await a_waiting_file(storage, dawn)
    await storage.media_queue.wait(file)
    file = await once_more(storage)
    assert (file.starts, file.waits) == (1, 1)
    await storage.media_queue.failed(file)
    file = await once_more(storage)
    assert (file.starts, file.waits) == (2, 1)
    file = await once_more(storage)
    assert (file.starts, file.waits) == (3, 1)
    await storage.media_queue.give_back(file)
    [file] = await storage.media_queue.claim(2)
    assert (file.starts, file.waits) == (3, 1)


@pytest.mark.parametrize(("waits", "pause"), [(0, 30), (1, 60), (6, 1920), (7, 3600), (29, 3600)])
async def test_a_pause_grows_to_an_hour_and_ends_at_a_round_time(
    storage: Storage, dawn: Enterprise, waits: int, pause: int
) -> None:
    """Who sees when a photo came must not learn from it in which minute it was sent."""
    await storage.media_queue.wait(replace(await a_waiting_file(storage, dawn), waits=waits))
    async with storage.unit() as unit:
        now = (await unit.run(sa.select(database_now()))).scalar_one()
        until = (await unit.run(sa.select(media.c.lease_until))).scalar_one()
    assert (until % pause, pause / 2 - 5 < until - now < pause * 1.5 + 5) == (0, True)
    assert await storage.media_queue.claim(2) == []


async def test_what_was_cleaned_meanwhile_is_not_put_off(storage: Storage, dawn: Enterprise) -> None:
    file = await a_waiting_file(storage, dawn)
    await storage.media_queue.ready(file.id, "image/jpeg", b"picture")
    await storage.media_queue.wait(file)
    await storage.media_queue.give_back(file)
    async with storage.unit() as unit:
        assert (await unit.run(sa.select(media.c.attempt, media.c.lease_until))).one() == (START, 0.0)


async def test_a_thrown_away_draft_takes_its_files_along(storage: Storage, dawn: Enterprise) -> None:
    sent = await a_case(storage, dawn)
    async with storage.unit() as unit:
        case = await unit.new_case_id()
        await unit.media.expect(case, MediaKind.PHOTO, "file", 1)
    async with storage.unit() as unit:
        await unit.media.discard(case)
        await unit.media.discard(sent.id)
        assert await unit.media.of(case) == []
        with pytest.raises(NotFound):
            await unit.media.expect(case, MediaKind.PHOTO, "file", 1)
        assert (await (await unit.enterprise(dawn.id)).entries.of(sent.id))[0].text == "The press has no guard"


async def test_one_file_that_was_not_sent_is_taken_out_and_one_that_was_stays(
    storage: Storage, dawn: Enterprise
) -> None:
    sent = await a_case(storage, dawn)
    async with storage.unit() as unit:
        files = [await unit.media.expect(sent.id, MediaKind.PHOTO, name, 1) for name in ("sent", "kept", "replaced")]
        entries = (await unit.enterprise(dawn.id)).entries
        await entries.add(sent.id, Author.WORKER, Audience.TEAM, MONDAY, media=[files[0].id])
    for waiting in await storage.media_queue.claim(3):
        await storage.media_queue.ready(waiting.id, "image/jpeg", b"clean")
    async with storage.unit() as unit:
        for file in (files[0], files[2]):
            await unit.media.take_out(sent.id, file.id)
        entries = (await unit.enterprise(dawn.id)).entries
        assert [file.id for file in await entries.media_of(sent.id)] == [files[0].id, files[1].id]
        assert await entries.media_bytes(files[1].id) == b"clean"
        with pytest.raises(NotFound):
            await entries.media_bytes(files[2].id)


async def test_a_file_without_a_key_is_let_go(storage: Storage, dawn: Enterprise) -> None:
    async with storage.unit() as unit:
        case = await unit.new_case_id()
        await unit.media.expect(case, MediaKind.PHOTO, "file", 1)
        await unit.shared.keys.destroy(unit.connection, "case", case)  # type: ignore[arg-type]
    assert await storage.media_queue.claim(2) == []
    async with storage.unit() as unit:
        assert await unit.media.of(case) == []


async def test_who_refuses_a_file_learns_with_what_it_was_sent(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        draft, work = await unit.new_case_id(), await unit.enterprise(dawn.id)
        unsent = await unit.media.expect(draft, MediaKind.DOCUMENT, "telegram file", 9)
        sent = await unit.media.expect(case.id, MediaKind.DOCUMENT, "telegram file", 9)
        entry = await work.entries.add(case.id, Author.WORKER, Audience.TEAM, MONDAY, media=[sent.id])
    async with storage.unit() as unit:
        assert [await unit.media.refuse(file) for file in (unsent.id, 404)] == [None, None]
        assert await unit.media.refuse(sent.id) == (dawn.id, entry.id)
    async with storage.unit() as unit:
        assert [each.state for each in await unit.media.of(draft)] == [MediaState.REFUSED]
