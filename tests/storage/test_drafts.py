from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cases.errors import NotFound
from cases.model import Role
from cases.ports import Address, Draft, Enterprise, Slot
from storage import Storage, Unit
from storage.drafts import erase_closed
from storage.due import ExpiredDraft
from storage.errors import WrongKey
from storage.meeting import SPREAD
from storage.tables import drafts
from tests.storage.conftest import MONDAY, Now, a_case, join, with_a_photo

DRAFT = Draft("report", {"text": "没有护罩", "files": [1, 2]})
ANA = Address(5, "zh_Hans")


async def _save(storage: Storage, now: Now, draft: Draft = DRAFT, address: Address = ANA, user: int = 5) -> None:
    async with storage.unit() as unit:
        await unit.drafts.save(address, user, draft, now.at)


async def _load(storage: Storage, chat: int = 5, user: int = 5, slot: Slot | None = None) -> Draft | None:
    async with storage.unit() as unit:
        return await unit.drafts.load(chat, user, slot)


async def test_a_draft_belongs_to_one_person_in_one_chat(storage: Storage, now: Now) -> None:
    await _save(storage, now)
    await _save(storage, now, Draft("answer", {}), Address(-9, "en"), 5)
    assert await _load(storage) == DRAFT
    assert await _load(storage, -9, 5) == Draft("answer", {})
    assert await _load(storage, 5, 6) is None


async def test_a_draft_as_staff_and_one_as_a_worker_leave_each_other_alone(
    storage: Storage, now: Now, dawn: Enterprise
) -> None:
    await join(storage, dawn, 5, Role.MEMBER)
    answer = Draft("staff_reply", {"case": 7})
    await _save(storage, now)
    now.later(minutes=1)
    await _save(storage, now, answer)
    assert await _load(storage) == answer
    assert [await _load(storage, slot=slot) for slot in Slot] == [DRAFT, answer]
    now.later(minutes=1)
    await _save(storage, now)
    assert await _load(storage) == DRAFT
    async with storage.unit() as unit:
        await unit.drafts.drop(5, 5)
        assert await unit.drafts.load(5, 5) == answer
    async with storage.unit() as unit:
        await unit.drafts.drop(5, 5, Slot.STAFF)
    assert await _load(storage) is None


async def test_a_draft_as_staff_goes_on_over_midnight(storage: Storage, now: Now, dawn: Enterprise) -> None:
    await join(storage, dawn, 5, Role.MEMBER)
    await _save(storage, now, Draft("staff_reply", {"n": 1}))
    now.later(hours=20)
    assert await _load(storage) == Draft("staff_reply", {"n": 1})
    await _save(storage, now, Draft("staff_reply", {"n": 2}))
    assert await _load(storage) == Draft("staff_reply", {"n": 2})


async def test_a_draft_goes_on_over_midnight(storage: Storage, now: Now) -> None:
    await _save(storage, now)
    now.later(hours=20)
    assert await _load(storage) == DRAFT
    async with storage.unit() as unit:
        await unit.drafts.load(5, 5)
        await unit.drafts.save(ANA, 5, Draft("report", {"text": "new"}), now.at)
    assert await _load(storage) == Draft("report", {"text": "new"})
    now.later(hours=20)
    await _save(storage, now, Draft("report", {"text": "newest"}))
    assert await _load(storage) == Draft("report", {"text": "newest"})
    async with storage.unit() as unit:
        await unit.drafts.drop(5, 5)
    assert await _load(storage) is None


async def test_a_draft_is_gone_when_its_days_are(storage: Storage, now: Now) -> None:
    await _save(storage, now)
    now.later(days=2)
    assert await _load(storage) is None


async def test_an_expired_draft_is_told_of_and_erased(storage: Storage, now: Now) -> None:
    told: list[tuple[Address, int, Draft]] = []

    async def tell(_unit: Unit, expired: ExpiredDraft, _at: object) -> None:
        told.append((expired.address, expired.user, expired.draft))

    await _save(storage, now)
    assert (await storage.due.drafts(now.later(hours=23), tell)).done == 0
    assert (await storage.due.drafts(now.later(hours=1), tell)).done == 1
    assert told == [(ANA, 5, DRAFT)]
    assert await _load(storage) is None


async def test_a_draft_that_cannot_be_told_of_keeps_no_other_from_its_end(storage: Storage, now: Now) -> None:
    told: list[int] = []

    async def tell(_unit: Unit, expired: ExpiredDraft, _at: object) -> None:
        if expired.user == 5:
            raise KeyError("an older version wrote it")
        told.append(expired.user)

    async with storage.unit() as unit:
        await unit.drafts.save(ANA, 5, DRAFT, now.at)
        await unit.drafts.save(ANA, 6, DRAFT, now.at)
    step = await storage.due.drafts(now.later(days=1), tell)
    assert (step.done, type(step.failed), told) == (2, KeyError, [6])
    assert (await storage.due.drafts(now.at, tell)).done == 0


async def test_no_draft_is_erased_while_the_database_is_away(storage: Storage, now: Now) -> None:
    async def cut_off(_unit: Unit, _expired: ExpiredDraft, _at: object) -> None:
        raise OSError("connection lost")

    await _save(storage, now)
    with pytest.raises(OSError, match="connection lost"):
        await storage.due.drafts(now.later(days=1), cut_off)
    assert await _load(storage) == DRAFT


async def test_a_draft_whose_key_is_gone_is_erased_without_a_word(storage: Storage, now: Now) -> None:
    async def tell(_unit: Unit, _expired: ExpiredDraft, _at: object) -> None:
        raise AssertionError("nobody can know who that was")

    await _save(storage, now)
    async with storage.unit() as unit:
        await unit.shared.keys.destroy(unit.connection, "day", MONDAY.toordinal())  # type: ignore[arg-type]
    assert (await storage.due.drafts(now.later(days=2), tell)).done == 1


async def test_a_draft_saved_and_loaded_in_one_unit(storage: Storage, now: Now, dawn: Enterprise) -> None:
    async with storage.unit() as unit:
        await unit.drafts.save(ANA, 5, DRAFT, now.at)
        await unit.drafts.save(ANA, 5, Draft("report", {"n": 2}), now.at + timedelta(seconds=1))
        assert await unit.drafts.load(5, 5) == Draft("report", {"n": 2})


async def _rows(storage: Storage) -> list[sa.Row[Any]]:
    async with storage.reading() as unit:
        return list((await unit.run(sa.select(drafts).order_by(drafts.c.expires_at))).all())


async def _beside_a_case(storage: Storage, now: Now, draft: Draft | None) -> None:
    """Saved, or dropped, in a transaction that writes a case."""
    async with storage.unit() as unit:
        unit.writes_case()
        await (unit.drafts.save(ANA, 5, draft, now.at) if draft else unit.drafts.drop(5, 5))


async def test_no_two_drafts_carry_the_same_tag(storage: Storage, now: Now) -> None:
    tags = set()
    for _ in range(SPREAD):
        await _save(storage, now)
        [row] = await _rows(storage)
        tags.add(row.tag)
        await _save(storage, now, Draft("report", {"text": "more"}))
        assert [row.tag for row in await _rows(storage)] == [row.tag]
        await _beside_a_case(storage, now, None)
    assert len(tags) == SPREAD


async def test_a_row_written_beside_a_case_is_touched_by_no_other_conversation(storage: Storage, now: Now) -> None:
    await _save(storage, now)
    await _beside_a_case(storage, now, Draft("sent", {"case": 1}))
    [closed] = await _rows(storage)
    assert await _load(storage) == Draft("sent", {"case": 1})
    await _save(storage, now, Draft("report", {"case": 0}))
    await _beside_a_case(storage, now, Draft("sent", {"case": 2}))
    async with storage.unit() as unit:
        await unit.drafts.drop(5, 5)
    assert await _load(storage) is None
    rows = await _rows(storage)
    assert closed in rows
    assert len({row.tag for row in rows}) == len(rows) == 3
    for _ in range(2):
        async with storage.unit() as unit:
            await unit.drafts.drop(5, 5)
    assert len(await _rows(storage)) == 3


async def test_what_is_remembered_of_a_case_goes_on_about_it_in_its_row(storage: Storage, now: Now) -> None:
    await _beside_a_case(storage, now, Draft("sent", {"case": 1, "album": "a"}))
    await _beside_a_case(storage, now, Draft("sent", {"case": 1, "album": "b"}))
    assert len(await _rows(storage)) == 1
    await _beside_a_case(storage, now, Draft("sent", {"case": 2}))
    assert len(await _rows(storage)) == 2
    assert await _load(storage) == Draft("sent", {"case": 2})


async def test_nothing_says_beside_a_case_that_a_draft_was_dropped(storage: Storage, now: Now) -> None:
    """With no way back not even a mark of the chat may lie beside it."""
    await _beside_a_case(storage, now, Draft("sent", {"case": 1}))
    [before] = await _rows(storage)
    await _save(storage, now)
    await _beside_a_case(storage, now, None)
    assert await _rows(storage) == [before]


async def test_a_row_of_a_worker_is_kept_apart_as_well(storage: Storage, now: Now) -> None:
    async with storage.unit() as unit:
        unit.writes_worker()
        await unit.drafts.save(ANA, 5, DRAFT, now.at)
    await _save(storage, now, Draft("report", {"text": "later"}))
    first, second = await _rows(storage)
    assert first.tag != second.tag
    assert await _load(storage) == Draft("report", {"text": "later"})


async def test_when_a_draft_ends_tells_no_second(storage: Storage, now: Now) -> None:
    now.later(seconds=7)
    await _save(storage, now)
    [begun] = await _rows(storage)
    await _beside_a_case(storage, now, Draft("sent", {"case": 1}))
    [closed] = await _rows(storage)
    assert begun.expires_at == MONDAY + timedelta(hours=24, minutes=30)
    assert closed.expires_at == (MONDAY + timedelta(days=1)).replace(hour=0, minute=0)
    told: list[Draft] = []

    async def tell(_unit: Unit, expired: ExpiredDraft, _at: object) -> None:
        told.append(expired.draft)

    assert (await storage.due.drafts(closed.expires_at, tell)).done == 1
    assert told == [Draft("sent", {"case": 1})]


async def _files(storage: Storage, draft: Draft) -> int:
    async with storage.reading() as unit:
        return len(await unit.media.of(draft.state["case"]))


async def test_with_an_expired_draft_go_its_files_in_a_transaction_that_tells_nobody(
    storage: Storage, now: Now
) -> None:
    async def tell(unit: Unit, _expired: ExpiredDraft, _at: object) -> None:
        unit.writes_worker()  # beside this no case may be touched

    draft = await with_a_photo(storage, now, ANA)
    step = await storage.due.drafts(now.later(hours=27), tell)
    assert (step.done, step.failed, await _files(storage, draft)) == (1, None, 0)
    async with storage.unit() as unit:
        with pytest.raises(NotFound):
            await unit.secret(draft.state["case"])


async def test_with_a_draft_that_was_given_another_row_at_midnight_no_file_goes(storage: Storage, now: Now) -> None:
    async def tell(_unit: Unit, _expired: ExpiredDraft, _at: object) -> None:
        raise AssertionError("it is still in hand")

    draft = await with_a_photo(storage, now, ANA)
    now.later(hours=20)
    await _save(storage, now, draft)
    step = await storage.due.drafts(now.later(hours=7), tell)
    assert (step.done, step.failed, await _files(storage, draft)) == (1, None, 1)


async def test_with_a_draft_about_a_sent_case_nothing_of_the_case_goes(
    storage: Storage, now: Now, dawn: Enterprise
) -> None:
    async def tell(_unit: Unit, _expired: ExpiredDraft, _at: object) -> None: ...

    case = await a_case(storage, dawn, chat=5)
    await _save(storage, now, Draft("add", {"case": case.id}))
    assert (await storage.due.drafts(now.later(days=1), tell)).done == 1
    async with storage.reading() as unit:
        assert (await (await unit.enterprise(dawn.id)).entries.of(case.id))[0].text == "The press has no guard"


async def test_who_wipes_leaves_no_file_of_what_was_never_sent(storage: Storage, now: Now) -> None:
    draft = await with_a_photo(storage, now, ANA)
    async with storage.unit() as unit:
        await unit.identities.forget_worker(5)
        await unit.drafts.drop(5, 5)
    await erase_closed(storage, 5)
    assert await _files(storage, draft) == 0


@pytest.mark.parametrize("wait", [0, 20])
async def test_a_draft_that_began_with_a_file_goes_with_its_own_case(storage: Storage, now: Now, wait: int) -> None:
    """Also when midnight has given it another row meanwhile."""
    draft = await with_a_photo(storage, now, ANA)
    if wait:
        now.later(hours=wait)
        await _save(storage, now, draft)
        assert len(await _rows(storage)) == 2
    async with storage.unit() as unit:
        unit.writes_case(draft.state["case"])
        await unit.drafts.drop(5, 5)
    assert await _rows(storage) == []


async def test_what_is_remembered_of_a_case_takes_the_row_of_yesterday(storage: Storage, now: Now) -> None:
    draft = await with_a_photo(storage, now, ANA)
    now.later(hours=20)
    async with storage.unit() as unit:
        unit.writes_case(draft.state["case"])
        await unit.drafts.save(ANA, 5, Draft("sent", draft.state), now.at)
    assert len(await _rows(storage)) == 1
    assert await _load(storage) == Draft("sent", draft.state)


async def test_of_what_was_taken_over_midnight_nothing_is_told_too_early(storage: Storage, now: Now) -> None:
    told: list[Draft] = []

    async def tell(_unit: Unit, expired: ExpiredDraft, _at: object) -> None:
        told.append(expired.draft)

    now.later(hours=10)
    draft = await with_a_photo(storage, now, ANA)
    now.later(hours=6)
    await _save(storage, now, Draft("report", draft.state | {"text": "more"}))
    first, second = await _rows(storage)
    assert (await storage.due.drafts(now.later(hours=23), tell)).done == 1
    assert [row.tag for row in await _rows(storage)] == [second.tag]
    assert first.tag != second.tag
    assert told == []
    assert (await storage.due.drafts(now.later(days=1), tell)).done == 1
    assert told == [Draft("report", draft.state | {"text": "more"})]


async def test_of_what_was_dropped_nobody_is_told(storage: Storage, now: Now) -> None:
    async def tell(_unit: Unit, expired: ExpiredDraft, _at: object) -> None:
        assert not expired.draft.flow

    await with_a_photo(storage, now, ANA)
    async with storage.unit() as unit:
        await unit.drafts.drop(5, 5)
    step = await storage.due.drafts(now.later(hours=27), tell)
    assert (step.done, step.failed) == (2, None)


async def test_a_draft_that_does_not_open_keeps_no_other_from_its_end(storage: Storage, now: Now) -> None:
    told: list[int] = []

    async def tell(_unit: Unit, expired: ExpiredDraft, _at: object) -> None:
        told.append(expired.user)

    await _save(storage, now)
    async with storage.unit() as unit:
        await unit.run(sa.update(drafts).values(sealed=b"x" * 99))
    await _save(storage, now, DRAFT, Address(6, "en"), 6)
    step = await storage.due.drafts(now.later(days=1), tell)
    assert (step.done, type(step.failed), told) == (2, WrongKey, [6])


async def test_who_wipes_leaves_no_closed_row_behind(storage: Storage, now: Now) -> None:
    """Each goes in a transaction of its own; a row that says that nothing is in hand stays, and what came since."""
    await with_a_photo(storage, now, ANA)
    await _beside_a_case(storage, now, Draft("sent", {"case": 2}))
    async with storage.unit() as unit:
        await unit.identities.forget_worker(5)
        await unit.drafts.drop(5, 5)
    assert len(await _rows(storage)) == 3
    await erase_closed(storage, 5)
    async with storage.reading() as unit:
        assert await unit.drafts.load(5, 5) is None
    assert len(await _rows(storage)) == 1
    await _save(storage, now)
    await erase_closed(storage, 5)
    assert len(await _rows(storage)) == 1
    assert await _load(storage) == DRAFT


async def test_with_the_way_back_goes_what_is_remembered_of_its_case_alone(
    storage: Storage, now: Now, dawn: Enterprise
) -> None:
    ends, stays = [await a_case(storage, dawn, chat=5) for _ in range(2)]
    for case in (ends, stays):
        async with storage.unit() as unit:
            unit.writes_case(case.id)
            await unit.drafts.save(ANA, 5, Draft("sent", {"case": case.id}), now.at)
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).replies.end(ends.id)
    assert len(await _rows(storage)) == 1
    assert await _load(storage) == Draft("sent", {"case": stays.id})
