from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from cases.errors import NotFound
from cases.model import Case
from cases.ports import Enterprise
from storage import KeyRing, Storage
from storage.receipts import check_digit
from storage.tables import receipts
from storage.vault import new_key_line
from tests.databases import Database, fresh_sqlite
from tests.storage.conftest import BOT, Now, a_case, an_enterprise


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert check_digit("7992739871") == "3"


@given(st.text("0123456789", min_size=15, max_size=15), st.integers(0, 14), st.integers(1, 9))
def test_a_wrong_digit_is_seen(body: str, place: int, off: int) -> None:
    wrong = body[:place] + str((int(body[place]) + off) % 10) + body[place + 1 :]
    assert check_digit(wrong) != check_digit(body)


async def test_a_receipt_opens_its_case_and_a_newer_one_voids_it(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        receipts = (await unit.enterprise(dawn.id)).receipts
        older, newer = await receipts.issue(case.id), await receipts.issue(case.id)
    assert (len(newer), newer.isdigit(), newer == older) == (16, True, False)
    async with storage.unit() as unit:
        work, found = await unit.case_of_receipt(newer)
        assert (work.enterprise, found) == (dawn, case)
        with pytest.raises(NotFound):
            await unit.case_of_receipt(older)


async def test_what_is_remembered_of_a_receipt_holds_as_long_as_the_receipt(
    storage: Storage, dawn: Enterprise, foreign: Enterprise
) -> None:
    case, other = await a_case(storage, dawn), await a_case(storage, dawn)
    async with storage.unit() as unit:
        receipts = (await unit.enterprise(dawn.id)).receipts
        elsewhere = (await unit.enterprise(foreign.id)).receipts
        older = receipts.mark(await receipts.issue(case.id))
        await receipts.issue(other.id)
        assert [await receipts.holds(each, older) for each in (case.id, other.id, 1)] == [True, False, False]
        assert not await elsewhere.holds(case.id, older)
        newer = receipts.mark(await receipts.issue(case.id))
        assert [await receipts.holds(case.id, each) for each in (older, newer, "")] == [False, True, False]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_no_newer_receipt_comes_between_the_look_and_what_is_done_then(
    storage: Storage, dawn: Enterprise
) -> None:
    case = await a_case(storage, dawn)
    async with storage.unit() as unit:
        receipts = (await unit.enterprise(dawn.id)).receipts
        mark = receipts.mark(await receipts.issue(case.id))
    async with storage.unit() as unit:
        assert await (await unit.enterprise(dawn.id)).receipts.holds(case.id, mark)
        with pytest.raises(DBAPIError, match="lock timeout"):
            await issues_meanwhile(storage, case)


async def issues_meanwhile(storage: Storage, case: Case) -> None:
    async with storage.unit() as unit:
        await unit.run(sa.text("SET LOCAL lock_timeout = '50ms'"))
        await (await unit.enterprise(case.enterprise)).receipts.issue(case.id)


@pytest.mark.parametrize("digits", ["", "123", "x" * 16, "²" * 16, "0000000000000001", "0000000000000000"])
async def test_a_wrong_receipt_is_not_found(storage: Storage, digits: str) -> None:
    async with storage.unit() as unit:
        with pytest.raises(NotFound):
            await unit.case_of_receipt(digits)


async def issued(storage: Storage, enterprise: Enterprise) -> tuple[str, bytes]:
    """The digits of a new case, and what is stored of them."""
    case = await a_case(storage, enterprise)
    async with storage.unit() as unit:
        digits = await (await unit.enterprise(enterprise.id)).receipts.issue(case.id)
        return digits, (await unit.run(sa.select(receipts.c.tag).where(receipts.c.case_id == case.id))).scalar_one()


async def test_the_digits_are_in_no_column(storage: Storage, dawn: Enterprise, database: Database) -> None:
    digits, _ = await issued(storage, dawn)
    assert [form for form in (digits.encode(), digits.encode().hex().encode()) if form in database.raw()] == []


async def test_the_same_digits_have_another_hash_in_another_installation(
    storage: Storage, dawn: Enterprise, sqlite_template: Path, tmp_path: Path, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hash that everybody can make tells a thief, number by number, which case it opens."""
    monkeypatch.setattr("storage.receipts.secrets.randbelow", lambda _: 123_456_789)
    folder = tmp_path / "another"
    folder.mkdir()
    elsewhere = fresh_sqlite(sqlite_template, folder)
    async with Storage.open(elsewhere.url, KeyRing.parse(new_key_line()), BOT, now) as another:
        there = await issued(another, await another.admin.add_enterprise(an_enterprise()))
    here = await issued(storage, dawn)
    assert (here[0] == there[0], here[1] == there[1]) == (True, False)
