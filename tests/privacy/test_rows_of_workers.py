"""The attack itself, on histories made up for it: which ways from a case to a worker's row a thief sees."""

from itertools import pairwise

import pytest

from tests.privacy.history import Change, Transaction
from tests.privacy.joining import HOPS, joins, rows_of_workers

CASES = {"7001": "ana", "7002": "bao", "7003": "ana", "7004": "bao"}
MIXED = ["workers ana", "workers bao"]


def wrote(*rows: str) -> Transaction:
    """Each by its table and key; a value beside the key is long enough not to be equal by chance."""
    return [Change(table, (key,), {"tag": f"the tag of {key}"}) for table, key in (row.split() for row in rows)]


def way(*rows: str) -> list[Transaction]:
    """From the first row to the last, each step in a transaction of its own."""
    return [wrote(*pair) for pair in pairwise(rows)]


def of_case(case: str, hops: int) -> list[str]:
    """A way from it to the row of its own worker."""
    between = [f"traces {case}-{step}" for step in range(hops)]
    return [f"cases the-{case}", *between, f"workers {CASES[case]}"]


def case(name: str, *more: str) -> Transaction:
    return wrote(f"cases the-{name}", *more)


ALL = [case(name, f"drafts of-{name}") for name in CASES]


def test_a_case_and_a_worker_who_share_nothing_are_not_joined() -> None:
    history = [*ALL, wrote("workers ana", "drafts another"), wrote("workers bao", "drafts one-more"), wrote(*MIXED)]
    assert rows_of_workers(history, CASES) == []


@pytest.mark.parametrize("hops", range(HOPS + 3))
def test_a_workers_row_in_the_cases_transaction_tells_whoever_else_comes_to_it(hops: int) -> None:
    """A way of somebody else's case to the same row acquits nobody."""
    noise = [f"traces noise-{step}" for step in range(hops)]
    history = [*ALL, case("7001", "workers ana"), *way("cases the-7002", *noise, "workers ana")]
    assert [found for found in rows_of_workers(history, CASES) if CASES[found] == "ana"] == ["7001"]


@pytest.mark.parametrize("hops", range(1, HOPS + 1))
def test_a_longer_way_tells_though_somebody_elses_is_longer_still(hops: int) -> None:
    noise = [f"traces noise-{step}" for step in range(HOPS + 1)]
    history = [*ALL, *way(*of_case("7001", hops)), *way("cases the-7002", *noise, "workers ana")]
    assert rows_of_workers(history, CASES) == ["7001"]


@pytest.mark.parametrize("hops", range(HOPS + 1))
def test_workers_written_anew_together_hide_no_way_to_one_of_them(hops: int) -> None:
    history = [*ALL, *(step for name in CASES for step in way(*of_case(name, hops))), wrote(*MIXED)]
    assert rows_of_workers(history, CASES) == list(CASES)
    assert "workers.tag" in joins(history, CASES)


def test_one_case_joined_to_its_worker_is_found_among_many_that_are_not() -> None:
    history = [*ALL, wrote(*MIXED), case("7003", "workers ana"), wrote(*MIXED)]
    assert rows_of_workers(history, CASES) == ["7003"]


def test_rows_of_several_workers_beside_a_case_tell_of_none() -> None:
    assert rows_of_workers([*ALL, case("7001", *MIXED)], CASES) == []


def test_what_lies_beside_several_peoples_cases_leads_to_no_worker() -> None:
    firm = "enterprises dawn"
    history = [*ALL, case("7001", firm), case("7002", firm), wrote(firm, "workers ana")]
    assert rows_of_workers(history, CASES) == []
