"""The joining attack: whatever lies beside a case, in its transactions and in the past of the rows they wrote.

A clue joins when it is beside several cases of one person and beside nobody else's. A long value does so by two cases
already; a short one, which may agree by chance, only when it is beside all of that person's cases.

The thief goes on from there: to the transactions that wrote or ended a row which lay beside a case, to their other
rows, and so on. What is beside several people's cases, as what is done for everybody at once, leads no further; neither
does the transaction that writes the rows of all workers anew.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.privacy.history import Change, Transaction

LONG = 12
"""Signs: longer values are not equal by chance."""
HOPS = 3
"""From a case to what was said of it, to the trace of that, to whatever else ended with the trace."""

MARGIN = 2
"""So many hops more: what these lead to from somebody else's case too is nobody's own."""

Row = tuple[str, tuple[str, ...]]
Thing = TypeVar("Thing")


@dataclass(frozen=True, order=True)
class Clue:
    table: str
    column: str
    value: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


def touches(change: Change, case: str) -> bool:
    return any(case in value for value in change.values.values())


def joins(history: Sequence[Transaction], cases: Mapping[str, str]) -> list[str]:
    """The columns that tell which cases are one person's. ``cases``: whose each is, the truth the thief looks for."""
    near, far = _carriers(history, cases, 0), _carriers(history, cases, HOPS)
    wide = _carriers(history, cases, HOPS + MARGIN)
    told = {clue for clue, carriers in near.items() if _tells(clue, carriers, cases)}
    told |= {
        clue
        for clue, carriers in far.items()
        if len(clue.value) >= LONG and _tells(clue, carriers, cases) and len(_people(wide[clue], cases)) == 1
    }
    return sorted({str(clue) for clue in told})


def rows_of_workers(history: Sequence[Transaction], cases: Mapping[str, str]) -> list[str]:
    """Cases whose shortest way to a worker's row leads to one worker's alone, whatever else leads there."""
    return sorted(case for case, rows in _nearest_workers(history, cases).items() if len(rows) == 1)


def _nearest_workers(history: Sequence[Transaction], cases: Mapping[str, str]) -> dict[str, set[tuple[str, ...]]]:
    nearest: dict[str, set[tuple[str, ...]]] = {case: set() for case in cases}
    for hops in range(HOPS + 1):
        around = _around(history, cases, hops)
        for case in cases:
            nearest[case] = nearest[case] or {change.row for change in around[case] if change.table == "workers"}
    return nearest


def _carriers(history: Sequence[Transaction], cases: Mapping[str, str], hops: int) -> dict[Clue, set[str]]:
    """Beside which cases each clue is; what names a case itself is none."""
    found: dict[Clue, set[str]] = defaultdict(set)
    for case, changes in _around(history, cases, hops).items():
        for clue in {Clue(change.table, *pair) for change in changes for pair in change.values.items()}:
            found[clue].add(case)
    return {clue: carriers for clue, carriers in found.items() if not any(case in clue.value for case in cases)}


def _tells(clue: Clue, carriers: set[str], cases: Mapping[str, str]) -> bool:
    people = _people(carriers, cases)
    if len(people) != 1 or len(carriers) < 2:
        return False
    return len(clue.value) >= LONG or carriers == {case for case, person in cases.items() if person in people}


def _people(found: set[str], cases: Mapping[str, str]) -> set[str]:
    return {cases[case] for case in found}


def _around(history: Sequence[Transaction], cases: Mapping[str, str], hops: int) -> dict[str, list[Change]]:
    """All rows that lie so far from each case, in every state they ever had."""
    changed = _ways(history)
    reached = {case: _touching(history, case) for case in cases}
    for _ in range(hops):
        rows = _alone({case: _rows(history, numbers) for case, numbers in _alone(reached, cases).items()}, cases)
        reached = {case: reached[case].union(*(changed[row] for row in rows[case])) for case in cases}
    versions: dict[Row, list[Change]] = defaultdict(list)
    for transaction in history:
        for change in transaction:
            versions[change.table, change.row].append(change)
    return {case: [each for row in _rows(history, reached[case]) for each in versions[row]] for case in cases}


def _ways(history: Sequence[Transaction]) -> dict[Row, set[int]]:
    """The transactions to which each row leads: those that wrote it, but for one that wrote many workers' at once."""
    found: dict[Row, set[int]] = defaultdict(set)
    for number, transaction in enumerate(history):
        mixed = _workers(transaction) > 1
        for change in transaction:
            if not (mixed and change.table == "workers"):
                found[change.table, change.row].add(number)
    return found


def _workers(transaction: Transaction) -> int:
    return len({change.row for change in transaction if change.table == "workers"})


def _touching(history: Sequence[Transaction], case: str) -> set[int]:
    return {number for number, changes in enumerate(history) if any(touches(change, case) for change in changes)}


def _rows(history: Sequence[Transaction], numbers: set[int]) -> set[Row]:
    return {(change.table, change.row) for number in numbers for change in history[number]}


def _alone(found: Mapping[str, set[Thing]], cases: Mapping[str, str]) -> dict[str, set[Thing]]:
    """Without what is beside the cases of several people."""
    people: dict[Thing, set[str]] = defaultdict(set)
    for case, things in found.items():
        for thing in things:
            people[thing].add(cases[case])
    return {case: {thing for thing in things if len(people[thing]) == 1} for case, things in found.items()}
