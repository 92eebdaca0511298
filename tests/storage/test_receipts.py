import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import NotFound
from cases.ports import Enterprise
from storage import Storage
from storage.receipts import check_digit
from tests.storage.conftest import a_case


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


@pytest.mark.parametrize("digits", ["", "123", "x" * 16, "²" * 16, "0000000000000001", "0000000000000000"])
async def test_a_wrong_receipt_is_not_found(storage: Storage, digits: str) -> None:
    async with storage.unit() as unit:
        with pytest.raises(NotFound):
            await unit.case_of_receipt(digits)
