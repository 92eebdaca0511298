import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from cases.calendar import Calendar
from cases.errors import NotFound
from cases.model import MediaKind
from cases.policy import DEFAULT, DEFAULT_ROWS, RowName
from cases.ports import Address, Draft, Enterprise, Invite
from storage import KeyRing, Storage
from storage.errors import CodeTaken, SchemaOutdated, WrongKey
from storage.keytable import KeyKind
from storage.tables import enterprises, keys
from storage.vault import new_key_line
from tests.databases import Database
from tests.storage.conftest import BOT, MONDAY, Now, a_case, an_enterprise


async def test_an_enterprise_comes_back_as_it_was_added(storage: Storage) -> None:
    wanted = replace(
        an_enterprise("黎明", "黎明纺织"),
        country="DE",
        languages=("de", "en"),
        release_times=("10:00",),
        message_times=("18:00",),
    )
    added = await storage.admin.add_enterprise(wanted)
    assert added == replace(wanted, id=added.id)
    assert await storage.admin.enterprises() == [added]


@pytest.mark.parametrize("code", ["dawn", "DAWN", "Dawn"])
async def test_a_code_is_used_once(storage: Storage, dawn: Enterprise, code: str) -> None:
    with pytest.raises(CodeTaken):
        await storage.admin.add_enterprise(an_enterprise(code))
    assert await storage.admin.enterprises() == [dawn]


@pytest.mark.parametrize("code", ["dawn", "DAWN", "Dawn"])
async def test_a_code_is_found_in_capitals_or_not(storage: Storage, dawn: Enterprise, code: str) -> None:
    async with storage.reading() as unit:
        assert (await unit.enterprise_by_code(code)).enterprise == dawn


async def test_two_codes_that_differ_by_capitals_alone_are_found_as_they_are_written(
    storage: Storage, dawn: Enterprise, foreign: Enterprise
) -> None:
    async with storage.unit() as unit:  # as it could be added until codes were compared without case
        await unit.run(sa.update(enterprises).where(enterprises.c.id == foreign.id).values(code="DAWN"))
    async with storage.reading() as unit:
        assert [(await unit.enterprise_by_code(code)).enterprise.id for code in ("dawn", "DAWN")] == [
            dawn.id,
            foreign.id,
        ]
        with pytest.raises(NotFound):
            await unit.enterprise_by_code("Dawn")


async def test_changes_are_seen_and_old_policies_kept(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    tighter = DEFAULT.with_row(RowName.SUGGESTION, DEFAULT_ROWS[RowName.QUESTION])
    last = dawn
    each_after_another: list[dict[str, Any]] = [
        {"name": "Dawn Ltd", "headcount": 9},
        {"calendar": Calendar("Europe/Berlin")},
        {"calendar": Calendar("Europe/Paris"), "policy": tighter},
    ]
    for changes in each_after_another:
        changed = replace(last, **changes)
        assert await storage.admin.change_enterprise(dawn.id, partial(replace, **changes)) == (last, changed)
        assert await storage.admin.enterprises() == [changed]
        last = changed
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        assert await work.policy((await work.cases.get(case.id)).policy_version) == DEFAULT
        assert await work.policy(2) == tighter


async def test_an_unknown_enterprise_cannot_be_changed(storage: Storage, dawn: Enterprise) -> None:
    with pytest.raises(NotFound):
        await storage.admin.change_enterprise(404, lambda before: before)


async def test_two_who_change_an_enterprise_at_once_both_do(storage: Storage, dawn: Enterprise) -> None:
    def one_more(before: Enterprise) -> Enterprise:
        return replace(before, headcount=before.headcount + 1)

    await asyncio.gather(*(storage.admin.change_enterprise(dawn.id, one_more) for _ in range(4)))
    [after] = await storage.admin.enterprises()
    assert after.headcount == dawn.headcount + 4


async def test_a_wrong_key_says_so_and_touches_nothing(database: Database, ring: KeyRing, now: Now) -> None:
    async with Storage.open(database.url, ring, BOT, now) as storage:
        await storage.admin.add_enterprise(an_enterprise())
    before = await _keys(database, ring, now)
    with pytest.raises(WrongKey, match="lacks the key"):
        async with Storage.open(database.url, KeyRing.parse(new_key_line()), BOT, now):
            raise AssertionError("it opened")
    assert await _keys(database, ring, now) == before


async def test_a_key_that_only_bears_the_right_name_is_wrong(database: Database, now: Now) -> None:
    line, other = new_key_line(), new_key_line()
    async with Storage.open(database.url, KeyRing.parse(line), BOT, now):
        pass
    forged = f"{line.partition(':')[0]}:{other.partition(':')[2]}"
    with pytest.raises(WrongKey, match="does not open"):
        async with Storage.open(database.url, KeyRing.parse(forged), BOT, now):
            raise AssertionError("it opened")


async def test_a_key_table_without_its_canary_is_not_whole(database: Database, ring: KeyRing, now: Now) -> None:
    async with Storage.open(database.url, ring, BOT, now) as storage:
        await storage.admin.add_enterprise(an_enterprise())
        async with storage.unit() as unit:
            await unit.shared.keys.destroy(unit.connection, KeyKind.CANARY, 0)
    with pytest.raises(WrongKey, match="canary"):
        async with Storage.open(database.url, ring, BOT, now):
            raise AssertionError("it opened")


async def test_old_tables_are_not_opened(database: Database, ring: KeyRing, now: Now) -> None:
    async with Storage.open(database.url, ring, BOT, now) as storage, storage.unit() as unit:
        await unit.run(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(SchemaOutdated, match="0000"):
        async with Storage.open(database.url, ring, BOT, now):
            raise AssertionError("it opened")


async def test_what_was_never_sent_is_erased_after_its_days(storage: Storage, dawn: Enterprise, now: Now) -> None:
    sent = await a_case(storage, dawn)
    await storage.admin.invite(Invite(dawn.id, frozenset(), frozenset(), "", group=False, expires=MONDAY))
    async with storage.unit() as unit:
        await unit.media.expect(sent.id, MediaKind.PHOTO, "file", 1)
        case = await unit.new_case_id()
        await unit.media.expect(case, MediaKind.PHOTO, "file", 1)
        await unit.drafts.save(Address(5, "en"), 5, Draft("report", {}), MONDAY)
    early = await storage.admin.purge(now.at)
    assert (early.files, early.keys, early.drafts, early.invites) == (0, 0, 0, 1)
    late = await storage.admin.purge(now.later(days=3))
    assert (late.files, late.drafts) == (1, 1)
    async with storage.unit() as unit:
        assert len(await unit.media.of(sent.id)) == 1
        with pytest.raises(NotFound):
            await unit.media.expect(case, MediaKind.PHOTO, "file", 1)


async def test_many_enterprises_do_not_fill_the_memory(
    storage: Storage, dawn: Enterprise, foreign: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.keytable.CACHED", 3)
    for _ in range(2):
        assert await storage.admin.enterprises() == [dawn, foreign]
    assert len(storage.shared.keys._known) == 3


async def test_two_processes_make_one_key_of_a_day(storage: Storage, now: Now) -> None:
    day = (MONDAY + timedelta(days=30)).toordinal()
    async with storage.unit() as unit:
        first = await unit.shared.keys.create(unit.connection, KeyKind.MONTH, day)
        second = await unit.shared.keys.create(unit.connection, KeyKind.MONTH, day)
        assert first.tag("x") == second.tag("x")


async def _keys(database: Database, ring: KeyRing, now: Now) -> list[tuple[object, ...]]:
    async with Storage.open(database.url, ring, BOT, now) as storage, storage.reading() as unit:
        rows = await unit.run(sa.select(keys).order_by(keys.c.kind, keys.c.ref))
        return [tuple(row) for row in rows]
