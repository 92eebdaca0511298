"""The law of small numbers, held against an enumeration of everything that could have happened."""

from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cases.small_numbers import TOTAL, Table, Told, tell
from tests.cases.enumeration import SMALL, apart, broken, cell, groups, vectors

HEADS = 40


def table(
    attribute: str, parts: Mapping[str, Sequence[int]], heads: Sequence[int] = (), headcount: int = HEADS
) -> Table:
    """Values are named a, b, c … in the order of the counts."""
    names = "abcdefgh"[: max(map(len, parts.values()))]
    counts = {part: dict(zip(names, numbers, strict=True)) for part, numbers in parts.items()}
    return Table(
        "grievances", attribute, counts, dict(zip(names, heads or [HEADS] * len(names), strict=True)), headcount
    )


def total(parts: Mapping[str, int], headcount: int = HEADS) -> Table:
    return Table("grievances", TOTAL, {part: {TOTAL: count} for part, count in parts.items()}, {}, headcount)


def rows(told: Told | None) -> list[int | None]:
    assert told is not None
    return [*told.rows.values(), told.total]


def asked(*tables: Table) -> list[Told | None]:
    """The answers to one reader who asks for these tables one after the other."""
    answers: list[Told | None] = []
    for each in tables:
        answers.append(tell(each, [answer for answer in answers if answer]))
    return answers


# How a table reads


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([12, 7, 5], [12, 7, 5, 24]),
        ([12, 7, 3, 2], [12, 7, None, None, 24]),  # the two together are five
        ([12, 7, 3, 1], [12, None, None, None, 23]),  # the two together are four
        ([12, 7, 3], [12, None, None, 22]),  # three is what is left
        ([12, 7, 0], [12, None, None, 19]),  # nought is a number too
        ([12, 7, 0, 0], [12, None, None, None, 19]),
        ([3, 12, 7], [None, 12, None, 22]),  # the last row goes, not the least
        ([3, 1], [None, None, None]),
        ([0, 0, 0], [None, None, None, None]),
        ([4, 4], [None, None, 8]),
        ([5], [5, 5]),
    ],
)
def test_one_table_reads_like_this(counts: list[int], told: list[int | None]) -> None:
    assert rows(tell(table("category", {"March": counts}))) == told


def test_a_group_of_nine_heads_is_withheld_with_the_next_row() -> None:
    assert rows(tell(table("language", {"March": [30, 8, 6]}, heads=[50, 20, 9]))) == [30, None, None, 44]
    assert rows(tell(table("language", {"March": [30, 8, 6]}, heads=[50, 20, 10]))) == [30, 8, 6, 44]


def test_an_enterprise_of_nine_heads_is_told_nothing() -> None:
    assert rows(tell(table("category", {"March": [30, 8]}, headcount=9))) == [None, None, None]


def test_the_last_month_is_not_given_away_by_the_quarter() -> None:
    months = [total({"Jan": 5}), total({"Feb": 6}), total({"Mar": 3})]
    quarter = total({"Jan": 5, "Feb": 6, "Mar": 3})
    assert [rows(answer) for answer in asked(*months)] == [[5], [6], [None]]
    assert asked(*months, quarter)[-1] is None
    assert [rows(answer) for answer in asked(quarter, *months)] == [[14], [5], [None], [None]]


def test_a_rolling_year_that_moves_on_by_one_small_month_is_not_told_again() -> None:
    year = {f"month {n}": 1 for n in range(12)}
    later = {f"month {n}": 1 for n in range(1, 13)}
    assert [answer and answer.total for answer in asked(total(year), total(later))] == [12, None]


def test_a_rolling_year_that_moves_on_by_five_cases_is_told_again() -> None:
    year = {f"month {n}": 1 for n in range(12)}
    later = {f"month {n}": 1 for n in range(5, 17)}
    assert [answer and answer.total for answer in asked(total(year), total(later))] == [12, 12]


def test_the_same_table_gets_the_same_answer() -> None:
    first, again = asked(*[table("category", {"March": [12, 7, 3]})] * 2)
    assert again is first


def test_a_count_that_has_changed_is_not_told() -> None:
    assert asked(total({"March": 8}), total({"March": 9}))[1] is None
    assert asked(total({"March": 8}), table("category", {"March": [9]}))[1] is None
    parts = {"March": [6, 7]}
    assert asked(table("category", parts), table("category", parts | {"April": [9, 9]}))[1] is not None
    assert asked(table("category", parts), table("category", {"March": [7, 6], "April": [9, 9]}))[1] is None


def test_what_is_counted_apart_is_judged_apart() -> None:
    march = table("category", {"March": [12, 7, 3]})
    taps = Table("taps", "category", march.parts, march.heads, march.headcount)
    assert [rows(answer) for answer in asked(march, taps)] == [[12, None, None, 22]] * 2


def test_a_cell_told_in_a_month_is_never_withheld_from_its_quarter_alone() -> None:
    """A quarter that is marked "<5" beside a month of seven would be no riddle."""
    january = {"Jan": [7, 9]}
    quarter = {"Jan": [7, 9], "Feb": [0, 3]}
    first, second = asked(table("category", january), table("category", quarter))
    assert rows(first) == [7, 9, 16]
    assert second is None


def test_two_rows_of_one_table_are_two_figures() -> None:
    """January's b can't be nought: its a would be six, and the two months have but five."""
    january, both = table("about", {"Jan": [0, 6]}), table("about", {"Jan": [0, 6], "Feb": [5, 0]})
    assert [rows(answer) for answer in asked(january, both)] == [[None, None, 6], [None, None, 11]]


# The law


def test_the_enumeration_sees_a_cell_given_away() -> None:
    march = table("category", {"March": [8, 7, 2]})
    assert broken([Told(march, frozenset({"a", "b", TOTAL}))]) == [("category", "c", n) for n in (0, 1, 3, 4)]
    months = [Told(total({"Jan": 5}), frozenset({TOTAL})), Told(total({"Feb": 3}), frozenset())]
    both = Told(total({"Jan": 5, "Feb": 3}), frozenset({TOTAL}))
    assert broken(months) == []
    assert broken([*months, both]) == [(TOTAL, TOTAL, n) for n in (0, 1, 2, 4)]


def test_law_every_table_of_three_rows_leaves_each_small_value_possible() -> None:
    for counts in vectors(3, 14):
        answer = tell(table("category", {"March": counts}))
        assert answer is not None
        assert broken([answer]) == [], counts


def test_law_two_attributes_of_one_month_leave_each_small_value_possible() -> None:
    """The joint table, which nobody is told, is enumerated here: attributes may not give each other away."""
    for a, b, c, d in product(range(0, 9, 2), range(0, 8, 3), range(0, 8, 3), range(0, 9, 4)):
        by_row, by_column = table("category", {"March": [a + b, c + d]}), table("about", {"March": [a + c, b + d]})
        told = [answer for answer in asked(by_row, by_column) if answer]
        most = a + b + c + d
        reached: dict[tuple[str, str], set[int]] = {}
        for w, x, y in product(range(max(most, 4) + 1), repeat=3):
            sums = [most - w - x - y] if any(TOTAL in each.values for each in told) else range(5)
            for z in (z for z in sums if z >= 0):
                marginals = {"category": (w + x, y + z), "about": (w + y, x + z)}
                world = {each.table.attribute: {"March": marginals[each.table.attribute]} for each in told}
                if all(
                    cell(world[each.table.attribute], each.table, value) == each.table.count(value)
                    for each in told
                    for value in each.values
                ):
                    for each in told:
                        for value in {*each.table.values, TOTAL} - each.values:
                            found = cell(world[each.table.attribute], each.table, value)
                            reached.setdefault((each.table.attribute, value), set()).add(found)
        assert all(set(SMALL) <= values for values in reached.values()), (a, b, c, d)


COUNTS = {
    1: st.sampled_from([0, 0, 1, 2, 3, 4, 5, 5, 6, 7]),
    2: st.sampled_from([0, 0, 1, 1, 2, 3, 5]),
    3: st.sampled_from([0, 0, 0, 1, 1, 3]),
}
"""By the number of parts, so that all can be enumerated."""
MOST_IN_THREE = 12
"""Cases in three parts, all told: what could have happened grows with their sixth power."""


@st.composite
def histories(draw: st.DrawFn) -> list[Table]:
    """Tables of up to three parts by two attributes over the same cases, in any order."""
    parts = ["Jan", "Feb", "Mar"][: draw(st.integers(1, 3))]
    size = 3 if len(parts) == 1 else 2
    joint = {part: [draw(st.lists(COUNTS[len(parts)], min_size=2, max_size=2)) for _ in range(size)] for part in parts}
    assume(len(parts) < 3 or sum(sum(map(sum, rows)) for rows in joint.values()) <= MOST_IN_THREE)
    by = {
        "category": {part: [sum(row) for row in rows] for part, rows in joint.items()},
        "about": {part: [sum(column) for column in zip(*rows, strict=True)] for part, rows in joint.items()},
    }
    heads = {
        name: draw(st.lists(st.sampled_from([8, 30]), min_size=n, max_size=n))
        for name, n in (("category", size), ("about", 2))
    }
    tables = []
    for _ in range(draw(st.integers(1, 6))):
        chosen = draw(st.lists(st.sampled_from(parts), min_size=1, unique=True))
        name = draw(st.sampled_from(["category", "about", TOTAL]))
        if name == TOTAL:
            tables.append(total({part: sum(map(sum, joint[part])) for part in chosen}))
        else:
            tables.append(table(name, {part: by[name][part] for part in chosen}, heads=heads[name]))
    return tables


@settings(max_examples=200)
@given(histories())
def test_law_whatever_a_reader_asks_for_each_small_value_stays_possible(tables: list[Table]) -> None:
    told = [answer for answer in asked(*tables) if answer]
    assert [fault for group in groups(told) for fault in broken(apart(group))] == []


@given(st.lists(st.integers(5, 60), min_size=1, max_size=8), st.lists(st.integers(5, 60), min_size=1, max_size=8))
def test_what_is_large_everywhere_is_told_whole(march: list[int], april: list[int]) -> None:
    answers = asked(table("category", {"March": march}), table("about", {"April": april}))
    assert [rows(answer) for answer in answers] == [[*march, sum(march)], [*april, sum(april)]]


@given(histories())
def test_no_cell_below_the_rule_is_ever_told(tables: list[Table]) -> None:
    for answer in asked(*tables):
        if answer:
            assert all(figure is None or figure >= 5 for figure in rows(answer))
            assert all(answer.table.heads[value] >= 10 for value in answer.values - {TOTAL})
