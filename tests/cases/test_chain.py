from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.chain import Anchor, beginning, next_anchor, next_link, read_code
from cases.localtime import local
from tests.cases.examples import SHANGHAI, at

ANCHOR = Anchor(date(2026, 3, 9), bytes(range(32)))


def test_an_anchor_is_six_groups_of_four() -> None:
    assert ANCHOR.code == "0001 0203 0405 0607 0809 0A0B"


@pytest.mark.parametrize(
    "written", ["0001 0203 0405 0607 0809 0A0B", "000102030405060708090a0b", "0001-0203-0405-0607-0809-0a0b\n"]
)
def test_a_code_may_be_typed_in_any_way(written: str) -> None:
    assert read_code(written) == ANCHOR.code


@pytest.mark.parametrize(
    "written", ["", "0001 0203", "0001 0203 0405 0607 0809 0A0G", "0001 0203 0405 0607 0809 0A0B 0C"]
)
def test_what_is_no_code_is_told(written: str) -> None:
    with pytest.raises(ValueError, match="An anchor has 24 signs"):
        read_code(written)


def test_a_link_follows_from_all_that_it_stands_for() -> None:
    """And from nothing that only looks alike when its parts are put one after the other."""
    first = beginning(1)
    links = {
        next_link(first, 1, b"a" * 32),
        next_link(beginning(2), 1, b"a" * 32),
        next_link(first, 11, b"a" * 32),
        next_link(first, 1, b"1" + b"a" * 32),
        next_link(first + b"1", 1, b"a" * 32),
        next_link(first, 1, b"a" * 31),
    }
    assert len(links) == 6
    assert next_link(first, 1, b"a" * 32).hex()[:16] == next_link(beginning(1), 1, b"a" * 32).hex()[:16]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda naive: at(f"{naive:%Y-%m-%d %H:%M}")))  # noqa: DTZ001
def test_an_anchor_is_due_on_the_next_monday_at_nine(moment: datetime) -> None:
    due = next_anchor(moment, SHANGHAI)
    there = local(due, SHANGHAI)
    assert (there.weekday(), there.hour, there.minute) == (0, 9, 0)
    assert timedelta() < due - moment <= timedelta(days=7)
