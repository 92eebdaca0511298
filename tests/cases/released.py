"""What a reader of summaries holds in the end, put so that the enumeration can be held against it."""

from collections.abc import Iterable, Sequence
from datetime import date

from cases.localtime import months_after
from cases.model import Verdict
from cases.people import GRIEVANCES, SENDERS, SILENT, TAPS, Figure, People
from cases.small_numbers import TOTAL, Table, Told
from tests.cases.enumeration import apart, broken, groups

HEADS = 60


def given_away(read: Sequence[People]) -> list[tuple[str, str, int]]:
    """Withheld figures with a number below five that does not fit all the others; each population by itself."""
    figures = {
        GRIEVANCES: [people.grievances for people in read],
        TAPS: [people.taps for people in read],
        SILENT: [people.silent for people in read],
        SENDERS: [people.senders for people in read],
    }
    held = {what: list(dict.fromkeys(_claims(what, filter(None, every)))) for what, every in figures.items()}
    tables = [group for claims in held.values() for group in groups([_read(*each) for each in claims])]
    return [fault for group in tables if any(each.values for each in group) for fault in broken(apart(group))]


Claim = tuple[str, date, date, int | None, tuple[tuple[str, int | None], ...]]


def _claims(what: str, figures: Iterable[Figure]) -> list[Claim]:
    return [(what, each.since, each.until, each.total, tuple(each.rows.items())) for each in figures]


def _read(what: str, since: date, until: date, total: int | None, rows: tuple[tuple[str, int | None], ...]) -> Told:
    """A table that reads like this. Where its cases lie within it is of no matter: the reader does not know it."""
    months = [since]
    while months[-1] < until:
        months.append(months_after(months[-1], 1))
    values = [verdict.value for verdict in Verdict] if rows else [TOTAL]
    counts = {value: dict(rows).get(value) or 0 for value in values}
    rest = (total or 0) - sum(counts.values())
    counts[next((value for value in values if dict(rows).get(value) is None), TOTAL)] += rest
    parts = {f"{month:%Y-%m}": counts if month == since else dict.fromkeys(values, 0) for month in months}
    told = {value for value, count in rows if count is not None} | ({TOTAL} if total is not None else set())
    heads = dict.fromkeys(values, HEADS) if rows else {}
    return Told(Table(what, "verdict" if rows else TOTAL, parts, heads, HEADS), frozenset(told))
