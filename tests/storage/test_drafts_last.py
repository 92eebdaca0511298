"""How long a conversation lies, and what its rows tell of when it was."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from cases.model import Role
from cases.ports import UNSENT, Address, Draft, Enterprise
from storage import Storage, Unit
from storage.due import ExpiredDraft
from storage.keytable import KeyKind, day_of
from storage.meeting import DRAFTS
from storage.plain import unpacked
from storage.tables import drafts
from tests.storage.conftest import Now, join, with_a_photo

ANA = Address(5, "zh_Hans")


async def save(storage: Storage, now: Now, draft: Draft, *, beside_a_case: bool = False) -> None:
    async with storage.unit() as unit:
        if beside_a_case:
            unit.writes_case()
        await unit.drafts.save(ANA, 5, draft, now.at)


async def in_hand(storage: Storage) -> Draft | None:
    async with storage.reading() as unit:
        return await unit.drafts.load(5, 5)


async def ends(storage: Storage) -> list[datetime]:
    async with storage.reading() as unit:
        found = await unit.run(sa.select(drafts.c.expires_at).order_by(drafts.c.expires_at))
        return list(found.scalars().all())


@pytest.mark.parametrize(
    ("saved", "gone"),
    [("11:59", "03 12:00"), ("12:00", "03 12:00"), ("12:01", "04 00:00"), ("23:59", "04 00:00")],
)
async def test_an_unsent_draft_with_a_file_lives_a_day_and_goes_with_everybodys(
    storage: Storage, now: Now, saved: str, gone: str
) -> None:
    told: list[Draft] = []

    async def tell(_unit: Unit, expired: ExpiredDraft, _at: object) -> None:
        told.append(expired.draft)

    now.at = datetime.fromisoformat(f"2026-03-02T{saved}Z")
    draft = await with_a_photo(storage, now, ANA)
    now.at = datetime.fromisoformat(f"2026-03-{gone.replace(' ', 'T')}Z")
    assert await ends(storage) == [now.at]
    now.later(seconds=-1)
    assert (await storage.due.drafts(now.at, tell)).done == 0
    assert await in_hand(storage) == draft
    assert (await storage.due.drafts(now.later(seconds=1), tell)).done == 1
    async with storage.reading() as unit:
        assert (told, await unit.media.of(draft.state["case"])) == ([draft], [])


@pytest.mark.parametrize("hour", [9, 13])
async def test_a_draft_that_was_dropped_never_comes_up_again(storage: Storage, now: Now, hour: int) -> None:
    """What was put in its place lives as long as it does, and at its end is known still."""

    async def tell(_unit: Unit, expired: ExpiredDraft, _at: object) -> None:
        assert expired.draft.flow != UNSENT

    now.at = now.at.replace(hour=hour)
    await with_a_photo(storage, now, ANA)
    async with storage.unit() as unit:
        await unit.drafts.drop(5, 5)
    for _ in range(48):
        step = await storage.due.drafts(now.later(hours=1), tell)
        assert (await in_hand(storage), step.failed) == (None, None)
    assert await ends(storage) == []


async def test_what_took_the_place_of_a_draft_with_a_file_goes_no_earlier(storage: Storage, now: Now) -> None:
    now.at = now.at.replace(hour=13)
    await with_a_photo(storage, now, ANA)
    await save(storage, now, Draft(UNSENT, {"case": 0}))
    await save(storage, now, Draft("sent", {"case": 2}), beside_a_case=True)
    assert [f"{at:%d %H:%M}" for at in await ends(storage)] == ["04 00:00", "04 00:00"]


async def test_no_row_tells_the_minute_in_which_it_was_written(storage: Storage, now: Now) -> None:
    """Opened with the key of its day: of a draft, of what was sent, and of what says that nothing is in hand."""
    now.at = datetime.fromisoformat("2026-03-02T13:37:21.123456Z")
    await save(storage, now, Draft("sent", {"case": 1}), beside_a_case=True)
    await save(storage, now, Draft(UNSENT, {"case": 0}))
    async with storage.unit() as unit:
        await unit.drafts.drop(5, 5)
    await save(storage, now, Draft("staff_reply", {"case": 1}))
    async with storage.reading() as unit:
        day = await unit.shared.keys.load(unit.connection, KeyKind.DAY, day_of(now.at))
        assert day is not None
        rows = [unpacked(day.open(DRAFTS, row.sealed, row.tag)) for row in await unit.run(sa.select(drafts))]
    assert [sorted(str(value) for value in row if "2026-03" in str(value)) for row in rows] == [
        ["2026-03-02T13:00:00+00:00"]
    ] * 3


async def test_of_two_conversations_the_one_of_the_later_minute_is_in_hand(
    storage: Storage, now: Now, dawn: Enterprise
) -> None:
    await join(storage, dawn, 5, Role.MEMBER)
    for turn in range(3):
        for draft in (Draft("add", {"turn": turn}), Draft("staff_reply", {"turn": turn})):
            await save(storage, now, draft)
            assert await in_hand(storage) == draft
    async with storage.unit() as unit:
        for draft in (Draft("staff_reply", {}), Draft("add", {})):
            await unit.drafts.save(ANA, 5, draft, now.at)
            assert await unit.drafts.load(5, 5) == draft
    assert await in_hand(storage) == Draft("add", {})
