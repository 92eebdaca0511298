from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from cases.errors import NotFound
from cases.model import (
    About,
    Audience,
    Author,
    Case,
    Clock,
    ClockKind,
    DeclineReason,
    Event,
    Kind,
    Level,
    MediaKind,
    Mode,
    Role,
    Stage,
    TakeChoice,
    Urgency,
    Verdict,
)
from cases.ports import Address, Enterprise, Message, ToWorker
from storage import Storage
from storage.cases import LABEL
from storage.keytable import KeyKind
from storage.plain import packed
from storage.tables import cases, metadata
from tests.storage.conftest import MONDAY, a_case, join

SOON = MONDAY + timedelta(days=1)


async def test_every_field_of_a_case_comes_back(storage: Storage, dawn: Enterprise) -> None:
    ben = await join(storage, dawn, 77, Role.LEAD)
    case = await a_case(storage, dawn)
    changed = replace(
        case,
        kind=Kind.HAZARD,
        mode=Mode.NAMED,
        sent_on=date(2026, 3, 3),
        release_due=SOON,
        name="Ana",
        urgency=Urgency.RED,
        about=About.COACH,
        harm=True,
        unsafe_order=True,
        stage=Stage.DECLINED,
        released_at=SOON,
        owner=ben.id,
        take_choice=TakeChoice.MEETING,
        category="machines",
        decline_reason=DeclineReason.TOO_COSTLY,
        level=Level.MANAGER,
        paused_at=SOON,
        pause_used=True,
        extended=True,
        resolved_by=ben.id,
        verified_by=ben.id,
        verdict=Verdict.HALF,
        closed_by_silence=True,
        settled_at=SOON,
        closed_at=SOON,
    )
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).cases.save(changed)
    async with storage.unit() as unit:
        found = await (await unit.enterprise(dawn.id)).cases.get(case.id)
    assert found == changed
    assert (type(found.stage), type(found.level)) == (Stage, Level)


async def test_open_cases_come_by_their_release(storage: Storage, dawn: Enterprise) -> None:
    cases = [await a_case(storage, dawn, text) for text in ("first", "second", "unreleased", "closed")]
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        for case, hours in zip(cases, (2, 1, 0, 3), strict=True):
            case.released_at = MONDAY + timedelta(hours=hours) if hours else None
            case.stage = Stage.CLOSED if hours == 3 else Stage.NEW
            await work.cases.save(case)
        assert await work.cases.open() == [cases[1], cases[0]]
        assert await work.cases.many([cases[2].id, 404]) == {cases[2].id: cases[2]}
        assert await work.cases.many([]) == {}


async def test_my_cases_are_found_by_my_own_tags_alone(storage: Storage, dawn: Enterprise) -> None:
    mine = [await a_case(storage, dawn, text, chat=5) for text in ("first", "second")]
    theirs = await a_case(storage, dawn, chat=6)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        found = await work.cases.mine(unit.identities.own_tags(5))
        assert sorted(case.id for case in found) == sorted(case.id for case in mine)
        assert await work.cases.mine(unit.identities.own_tags(6)) == [theirs]
        assert await work.cases.mine([]) == []


async def test_numbers_do_not_follow_each_other(
    storage: Storage, dawn: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [(await a_case(storage, dawn)).number for _ in range(12)]
    assert len(set(numbers)) == 12
    assert numbers != sorted(numbers)
    assert {len(str(number)) for number in numbers} == {4}


async def test_numbers_grow_when_short_ones_are_taken(
    storage: Storage, dawn: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.cases.NUMBERS", [(1_000, 1_000), (10_000, 10_001)])
    assert {(await a_case(storage, dawn)).number for _ in range(3)} == {1_000, 10_000, 10_001}


async def test_a_case_taken_back_leaves_nothing(storage: Storage, dawn: Enterprise) -> None:
    async with storage.reading() as unit:
        before = {name: await _count(unit, name) for name in metadata.tables}
    case = await a_case(storage, dawn, chat=5)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        file = await unit.media.expect(case.id, MediaKind.PHOTO, "file id", 10)
        await work.entries.add(case.id, Author.WORKER, Audience.TEAM, SOON, "more", media=[file.id])
        await work.clocks.start(Clock(0, dawn.id, case.id, ClockKind.TAKEN, MONDAY, SOON, SOON, SOON))
        await work.acts.later(case.id, "release", SOON)
        await work.events.add(Event(case.id, "taken", MONDAY))
        await work.receipts.issue(case.id)
        await work.outbox.say(Message(ToWorker(case.id), "answer", "answer"))
    await storage.media_queue.ready(file.id, "image/jpeg", b"clean")
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await work.outbox.say(Message(ToWorker(case.id), "answer", "another"))
        await work.outbox.refresh(case.id)
        await work.cases.remove(case.id)
        with pytest.raises(NotFound):
            await work.cases.get(case.id)
    async with storage.reading() as unit:
        assert {name: await _count(unit, name) for name in metadata.tables} == before


async def test_a_shredded_case_keeps_its_figures_and_loses_its_words(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn, chat=5)
    async with storage.unit() as unit:
        await unit.shared.keys.destroy(unit.connection, KeyKind.CASE, case.id)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        assert await work.cases.get(case.id) == replace(case, name="")
        assert [entry.text for entry in await work.entries.of(case.id)] == [""]
        assert await work.replies.open(case.id) is None
        await work.events.add(Event(case.id, "shredded", MONDAY))
        with pytest.raises(NotFound):
            await work.cases.save(case)


async def test_what_was_signed_when_a_place_was_kept_too_is_read(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        sealed = (await work.sealing(case.id)).seal(LABEL, packed(["Hall 3", "Ana Wu"]), str(case.id).encode())
        await unit.run(sa.update(cases).values(sealed=sealed))
    async with storage.reading() as unit:
        assert await (await unit.enterprise(dawn.id)).cases.get(case.id) == replace(case, name="Ana Wu")


async def test_a_case_is_sealed_under_its_enterprise_once_sent(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        await unit.shared.keys.destroy(unit.connection, KeyKind.ENTERPRISE, dawn.id)
    with pytest.raises(Exception, match="was destroyed"):
        async with storage.unit() as unit:
            await (await unit.enterprise(dawn.id)).cases.get(case.id)


async def test_my_cases_are_found_in_every_enterprise(storage: Storage, dawn: Enterprise, foreign: Enterprise) -> None:
    old, _theirs = await a_case(storage, dawn, chat=5), await a_case(storage, dawn, chat=6)
    new = await a_case(storage, foreign, chat=5)
    async with storage.reading() as unit:
        assert sorted(each.id for each in await unit.own_cases(5)) == sorted([old.id, new.id])
        assert {each.enterprise for each in await unit.own_cases(5)} == {dawn.id, foreign.id}
        assert await unit.own_cases(7) == []


async def test_a_case_may_come_with_an_id_of_its_own(storage: Storage, dawn: Enterprise) -> None:
    case = Case(12345, dawn.id, 1234, Kind.QUESTION, Mode.NO_WAY_BACK, date(2026, 3, 2), MONDAY, 1)
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).cases.add(case)
    async with storage.unit() as unit:
        assert await (await unit.enterprise(dawn.id)).cases.get(12345) == case


async def _count(unit: object, table: str) -> int:
    statement = sa.select(sa.func.count()).select_from(metadata.tables[table])
    return int((await unit.run(statement)).scalar_one())  # type: ignore[attr-defined]


async def test_an_address_is_erased_on_request(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn, chat=5)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await work.replies.keep(case.id, Address(5, "en"))
        assert await work.replies.open(case.id) == Address(5, "en")
        await work.replies.end(case.id)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        assert await work.replies.open(case.id) is None
        assert await work.cases.mine(unit.identities.own_tags(5)) == []
