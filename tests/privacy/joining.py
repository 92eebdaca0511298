"""The joining attack: whatever lies beside a case, in its transactions and in the past of the rows they wrote.

A clue joins when it is beside several cases of one person and beside nobody else's. A long value does so by two cases
already; a short one, which may agree by chance, only when it is beside all of that person's cases.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.privacy.history import Change, Transaction

LONG = 12
"""Signs: longer values are not equal by chance."""


@dataclass(frozen=True, order=True)
class Clue:
    table: str
    column: str
    value: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


def touches(change: Change, case: str) -> bool:
    return any(case in value for value in change.values.values())


def beside(history: Sequence[Transaction], case: str) -> list[Change]:
    """All rows written together with the case, in every state they ever had."""
    together = [
        change for transaction in history if any(touches(each, case) for each in transaction) for change in transaction
    ]
    rows = {(change.table, change.row) for change in together}
    return [change for transaction in history for change in transaction if (change.table, change.row) in rows]


def clues(history: Sequence[Transaction], case: str) -> set[Clue]:
    found = {(change.table, *pair) for change in beside(history, case) for pair in change.values.items()}
    return {Clue(*each) for each in found if case not in each[2]}


def joins(history: Sequence[Transaction], cases: Mapping[str, str]) -> list[str]:
    """The columns that tell which cases are one person's. ``cases``: whose each is, the truth the thief looks for."""
    carriers: dict[Clue, set[str]] = defaultdict(set)
    for case in cases:
        for clue in clues(history, case):
            carriers[clue].add(case)
    return sorted({str(clue) for clue, beside_ in carriers.items() if _tells(clue, beside_, cases)})


def _tells(clue: Clue, carriers: set[str], cases: Mapping[str, str]) -> bool:
    people = {cases[case] for case in carriers}
    if len(people) != 1 or len(carriers) < 2:
        return False
    return len(clue.value) >= LONG or carriers == {case for case, person in cases.items() if person in people}


def rows_of_workers(history: Sequence[Transaction], cases: Mapping[str, str]) -> list[str]:
    """Cases beside which a row of a worker was written."""
    return sorted({case for case in cases for change in beside(history, case) if change.table == "workers"})
