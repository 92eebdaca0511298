"""What a coach is told about people and grievances: nothing that does not fit all that this coach was told before.

Four populations are counted, each by itself: grievances of a rolling year, the workers' taps on what the whole team
sees, what of that was closed because the worker said nothing, and the people who took part. Only months that are over
are counted, and a month once told is never counted anew for the same reader: what happens to it later would be told
by the difference.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.localtime import months_after
from cases.model import About, Case, Member, Role, Verdict
from cases.routing import is_ticked
from cases.small_numbers import TOTAL, Table, Told, tell

GRIEVANCES, TAPS, SILENT, SENDERS = "grievances", "taps", "silent", "senders"
YEAR, QUARTER = 12, 3
FEW_HEADS = 20
"""Where fewer people work, taps and silence are counted by the quarter."""

Month = date
"""The first day of a local month."""


@dataclass(frozen=True, slots=True)
class Counts:
    """By month, each month of the period in it. ``senders`` is None while the month is not closed.

    ``sent`` is how many cases of the month the reader is told exactly.
    """

    headcount: int
    grievances: Mapping[Month, int]
    taps: Mapping[Month, Mapping[Verdict, int]] | None
    silent: Mapping[Month, int] | None
    senders: Mapping[Month, int] | None
    sent: int


@dataclass(frozen=True, slots=True)
class Figure:
    """``rows`` and ``total``: None is shown as "<5", fewer than may be told, none at all included."""

    since: Month
    until: Month
    total: int | None
    rows: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class People:
    """None where there is no figure: the period is not over, or any answer would give an earlier one away."""

    grievances: Figure | None
    taps: Figure | None
    silent: Figure | None
    senders: Figure | None


def takes_part(case: Case, staff: Iterable[Member]) -> bool:
    """Whether its sender counts among the people who took part. Not when the coach, who reads that figure, may be
    who it is about: the figure would tell that there is such a case.
    """
    coaches = [member for member in staff if member.has(Role.COACH)]
    return case.about is not About.COACH and not any(is_ticked(coach, case) for coach in coaches)


def taps_period(first: Month, headcount: int) -> tuple[Month, ...]:
    """The month, or under ``FEW_HEADS`` the quarter it lies in."""
    if headcount >= FEW_HEADS:
        return (first,)
    start = date(first.year, (first.month - 1) // QUARTER * QUARTER + 1, 1)
    return tuple(months_after(start, number) for number in range(QUARTER))


def tell_people(counts: Counts, told: Sequence[Told]) -> tuple[People, list[Told]]:
    """The figures, and what this reader was told anew: to be kept as long as the reader may ask again."""
    book = list(told)
    grievances = _rolling(_totals(GRIEVANCES, counts.grievances, counts.headcount), book)
    taps = None if counts.taps is None else _told(_taps(counts.taps, counts.headcount), book)
    people = People(
        grievances=grievances,
        taps=taps,
        silent=_silent(counts, taps, book),
        senders=None if counts.senders is None else _senders(counts.senders, counts, book),
    )
    return people, book[len(told) :]


def _rolling(table: Table, book: list[Told]) -> Figure | None:
    """A year that may not be told anew leaves the last one standing that was told before it."""
    table = _as_before(table, book)
    answer = tell(table, book)
    if answer is None or (TOTAL not in answer.values and not _known(answer, book)):
        standing = [each for each in book if each.table.what == table.what and TOTAL in each.values]
        earlier = [each for each in standing if max(each.table.parts) <= max(table.parts)]
        if earlier:
            return _figure(max(earlier, key=lambda each: max(each.table.parts)))
    return _kept(answer, book)


def _silent(counts: Counts, taps: Figure | None, book: list[Told]) -> Figure | None:
    """What is solved ends by a tap or by silence: beside the one that is told the other could be worked out. So none
    where the taps are withheld.
    """
    if counts.silent is None or taps is None or taps.total is None:
        return None
    return _told(_totals(SILENT, counts.silent, counts.headcount), book)


def _senders(senders: Mapping[Month, int], counts: Counts, book: list[Told]) -> Figure | None:
    """More people than cases that are told would speak of those that are not."""
    table = _as_before(_totals(SENDERS, senders, counts.headcount), book)
    hidden = table.count(TOTAL) > counts.sent
    return _kept(Told(table, frozenset()), book) if hidden and not _asked(table, book) else _told(table, book)


def _told(table: Table, book: list[Told]) -> Figure | None:
    return _kept(tell(_as_before(table, book), book), book)


def _kept(answer: Told | None, book: list[Told]) -> Figure | None:
    if answer is None:
        return None
    if not _known(answer, book):
        book.append(answer)
    return _figure(answer)


def _known(answer: Told, book: Sequence[Told]) -> bool:
    return any(answer is each for each in book)


def _asked(table: Table, book: Sequence[Told]) -> bool:
    return any((each.table.what, each.table.parts) == (table.what, table.parts) for each in book)


def _as_before(table: Table, book: Sequence[Told]) -> Table:
    """With each month counted as this reader's tables had it, whatever happened to it since."""
    known = {part: row for each in book if each.table.what == table.what for part, row in each.table.parts.items()}
    parts = {part: known.get(part, row) for part, row in table.parts.items()}
    return Table(table.what, table.attribute, parts, table.heads, table.headcount)


def _totals(what: str, months: Mapping[Month, int], headcount: int) -> Table:
    return Table(what, TOTAL, {_part(month): {TOTAL: count} for month, count in months.items()}, {}, headcount)


def _taps(months: Mapping[Month, Mapping[Verdict, int]], headcount: int) -> Table:
    parts = {_part(month): {each.value: row.get(each, 0) for each in Verdict} for month, row in months.items()}
    return Table(TAPS, "verdict", parts, dict.fromkeys([each.value for each in Verdict], headcount), headcount)


def _figure(told: Told) -> Figure:
    months = [date.fromisoformat(f"{part}-01") for part in told.table.parts]
    return Figure(min(months), max(months), told.total, told.rows)


def _part(month: Month) -> str:
    return f"{month:%Y-%m}"
