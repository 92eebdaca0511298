"""Figures about people: what a coach reads, month after month, and what cannot be worked out from all of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.localtime import months_after
from cases.model import Verdict
from cases.people import Counts, Figure, People, taps_period, tell_people
from cases.small_numbers import Told
from tests.cases.released import given_away

JANUARY = date(2026, 1, 1)
SOLVED, HALF, NOT = Verdict


def month(number: int) -> date:
    return months_after(JANUARY, number)


def counts(
    grievances: Mapping[date, int] | None = None,
    taps: Mapping[date, Sequence[int]] | None = None,
    silent: Mapping[date, int] | None = None,
    senders: int | None = None,
    sent: int = 100,
    heads: int = 60,
) -> Counts:
    """``taps`` are ✅, 🟡, ❌ by month; ``senders`` those of January."""
    return Counts(
        headcount=heads,
        grievances={month(0): 0} if grievances is None else grievances,
        taps=None if taps is None else {each: dict(zip(Verdict, row, strict=True)) for each, row in taps.items()},
        silent=silent,
        senders=None if senders is None else {month(0): senders},
        sent=sent,
    )


def year(until: int, by_month: Mapping[int, int]) -> dict[date, int]:
    """The twelve months that end with that one, counted from January."""
    return {month(number): by_month.get(number, 0) for number in range(until - 11, until + 1)}


def asked(*every: Counts) -> tuple[list[People], list[Told]]:
    """One reader asks again and again."""
    book: list[Told] = []
    read = []
    for each in every:
        people, new = tell_people(each, book)
        read.append(people)
        book += new
    return read, book


def rolling(people: People) -> tuple[int | None, date] | None:
    figure = people.grievances
    return (figure.total, figure.until) if figure else None


def taps(people: People) -> list[int | None] | None:
    return [*people.taps.rows.values(), people.taps.total] if people.taps else None


def test_a_year_of_grievances_is_told_from_five_up_in_a_firm_of_ten() -> None:
    for count, heads, told in ((0, 60, None), (4, 60, None), (5, 60, 5), (5, 9, None)):
        (people,), _ = asked(counts(year(11, {3: count}), heads=heads))
        assert rolling(people) == (told, month(11))


def test_the_year_stands_still_until_five_have_come_and_five_have_gone() -> None:
    by_month = {0: 3, 1: 2, 6: 5, 12: 1, 13: 4}
    read, book = asked(*[counts(year(until, by_month)) for until in (11, 12, 13)])
    assert [rolling(people) for people in read] == [(10, month(11)), (10, month(11)), (10, month(13))]
    assert len(book) == 2


def test_an_older_month_is_answered_with_what_was_known_then() -> None:
    by_month = {0: 6, 12: 1}
    read, _ = asked(counts(year(11, by_month)), counts(year(12, by_month)), counts(year(11, by_month)))
    assert [rolling(people) for people in read] == [(6, month(11))] * 3


def test_taps_are_told_each_from_five_up_with_what_would_be_left_withheld() -> None:
    for row, told in (
        ((9, 7, 5), [9, 7, 5, 21]),
        ((9, 7, 3), [9, None, None, 19]),
        ((9, 3, 3), [9, None, None, 15]),
        ((2, 1, 1), [None, None, None, None]),
    ):
        (people,), _ = asked(counts(taps={month(0): row}))
        assert taps(people) == told


def test_silence_is_told_from_five_up_where_the_taps_are() -> None:
    """Both together are about what was solved, which the same message tells exactly."""
    for row, silent, told in (
        ((9, 7, 5), 5, 5),
        ((9, 7, 5), 4, None),
        ((9, 3, 3), 5, 5),
        ((2, 1, 1), 5, None),
    ):
        (people,), _ = asked(counts(taps={month(0): row}, silent={month(0): silent}))
        assert (people.silent and people.silent.total) == told


def test_where_few_work_taps_are_counted_by_the_quarter() -> None:
    february, heads = month(1), 19
    assert taps_period(february, 20) == (february,)
    assert taps_period(february, heads) == (month(0), month(1), month(2))
    assert taps_period(month(11), heads) == (month(9), month(10), month(11))
    (people,), _ = asked(counts(taps={month(n): (2, 2, 2) for n in range(3)}, heads=heads))
    assert people.taps == Figure(month(0), month(2), 18, dict.fromkeys(Verdict, 6))


def test_a_quarter_gives_no_month_away_that_was_withheld() -> None:
    """A firm of 25 becomes one of 15: its months were told, the quarter would tell the third by difference."""
    months = {month(0): (5, 5, 5), month(1): (6, 5, 5), month(2): (1, 1, 1)}
    first, second, third = (counts(taps={each: row}, heads=25) for each, row in months.items())
    read, _ = asked(first, second, third, counts(taps=months, heads=15))
    assert [taps(people) for people in read] == [[5, 5, 5, 15], [6, 5, 5, 16], [None] * 4, None]


def test_people_who_took_part_are_told_from_five_up() -> None:
    for people, told in ((4, None), (5, 5), (14, 14)):
        (read,), _ = asked(counts(senders=people))
        assert read.senders == Figure(month(0), month(0), told, {})


def test_more_people_than_cases_told_would_speak_of_those_that_are_not() -> None:
    for sent, told in ((6, None), (7, 7)):
        (read,), _ = asked(counts(senders=7, sent=sent))
        assert read.senders == Figure(month(0), month(0), told, {})


def test_the_same_question_gets_the_same_answer_and_nothing_new_is_told() -> None:
    asking = counts(year(11, {3: 6}), taps={month(0): (9, 7, 3)}, senders=8)
    (first, again), book = asked(asking, asking)
    assert first == again
    assert len(book) == 3


def test_what_happens_late_to_a_month_changes_none_of_its_figures() -> None:
    before = counts(year(11, {3: 6}), taps={month(0): (9, 7, 5)}, senders=8)
    after = counts(year(11, {3: 7}), taps={month(0): (9, 8, 5)}, senders=9, sent=7)
    (first, again), book = asked(before, after)
    assert first == again
    assert len(book) == 3


def test_another_reader_is_told_what_is_so_now() -> None:
    (late,), _ = asked(counts(year(11, {3: 7})))
    assert rolling(late) == (7, month(11))


@st.composite
def questions(draw: st.DrawFn) -> list[Counts]:
    """In any order, some months twice, while late events change what is counted and people come and go.

    Few cases in few months, so that all that could have happened can be enumerated.
    """
    grievances = draw(st.lists(st.sampled_from([-8, -2, 0, 1, 2, 3]), max_size=9))
    tapped = draw(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(Verdict)), max_size=10))
    silent = draw(st.lists(st.integers(0, 3), max_size=9))
    asking = []
    for _ in range(draw(st.integers(1, 4))):
        grievances += draw(st.lists(st.integers(0, 3), max_size=1))
        now, heads = draw(st.sampled_from([0, 1, 3])), draw(st.sampled_from([9, 15, 60, 60]))
        taps_of = {
            each: [tapped.count((each.month - 1, verdict)) for verdict in Verdict]
            for each in taps_period(month(now), heads)
        }
        silent_in = {each: silent.count(each.month - 1) for each in taps_of}
        asking.append(counts(year(now, Counter(grievances)), taps_of, silent_in, heads=heads))
        silent += draw(st.lists(st.integers(0, 3), max_size=1))
        tapped += draw(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(Verdict)), max_size=1))
    return asking


@settings(max_examples=100)
@given(questions())
def test_law_whatever_a_reader_asks_for_each_small_number_stays_possible(asking: list[Counts]) -> None:
    read, _ = asked(*asking)
    assert given_away(read) == []


def test_the_law_sees_a_year_given_away() -> None:
    read = [
        People(Figure(month(0), month(11), 9, {}), None, None, None),
        People(Figure(month(0), month(10), 6, {}), None, None, None),
        People(Figure(month(11), month(11), None, {}), None, None, None),
    ]
    assert given_away(read) == [("", "", number) for number in (0, 1, 2, 4)]
