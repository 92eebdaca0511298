"""Figures about people and grievances, told so that no figure points at one of them.

A cell is told only if its count is at least five and its group has at least ten heads. Everything else, nought
included, is withheld under one mark. That alone is not enough: what is left when told cells are taken from a told
total, or one period from a longer one, is a figure too. So every table is judged together with all that its reader
was ever told, and more is withheld until this law holds:

    for every withheld cell, each value from 0 to 4 fits all that this reader was told.

How it is made to hold. An *atom* is the finest count there is: one value of one attribute in one part of time.
Atoms that the told cells never tell apart (each told cell holds all of them or none) form a *blend*: cases can be
moved about within a blend and every told cell stays what it is. A withheld cell is safe when every blend that it
touches reaches beyond the cell, so that the cell could be empty, and one of them holds five or more, so that the
cell could be one to four. A blend that no told cell holds is free and always safe. A blend is itself a figure that
the reader can work out, hence it keeps the rule of five and ten as well: this is what *merged upward* means. Small
atoms that nobody has asked for yet are guarded in the same way, or the last part would be given away by the others.

Attributes of one population share nothing but its totals, and rows are told only together with their total. So
cases moved within one attribute never contradict another, and each attribute can be judged alone. Two attributes
are never crossed: a table has one, and what is counted must not be narrowed by a second one.

The choice of what else to withhold goes by the order of the rows and not by their counts, so that the choice itself
says little. What a reader knows from elsewhere is outside this module.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

FEWEST_CASES = 5
FEWEST_HEADS = 10

TOTAL = ""
"""The value that stands for all values of an attribute."""

Atom = tuple[str, str]
"""A part and a value."""


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of one population by one attribute.

    ``what`` is counted ("grievances"), in ``parts`` of time and place that are over and do not overlap
    ("enterprise 7, 2026-03"): value → count, every value in every part. ``heads`` are the people of each value's group,
    the values that can be spared last; ``headcount`` those of all. A total alone has the attribute and value ``TOTAL``.
    """

    what: str
    attribute: str
    parts: Mapping[str, Mapping[str, int]]
    heads: Mapping[str, int]
    headcount: int

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(self.heads)

    def count(self, value: str) -> int:
        return sum(self.part(part, value) for part in self.parts)

    def part(self, part: str, value: str) -> int:
        return sum(self.parts[part].values()) if value == TOTAL else self.parts[part][value]

    def may_tell(self, value: str) -> bool:
        """The cell by itself, before anything is compared."""
        heads = self.headcount if value == TOTAL else self.heads[value]
        return self.count(value) >= FEWEST_CASES and heads >= FEWEST_HEADS


@dataclass(frozen=True, slots=True)
class Told:
    """A table as a reader was told it; kept, sealed, for as long as the reader may ask for another."""

    table: Table
    values: frozenset[str]
    """The values told, ``TOTAL`` among them; the rest was withheld."""

    @property
    def rows(self) -> dict[str, int | None]:
        """None is shown as "<5": fewer than may be told, none at all included."""
        return {value: self._figure(value) for value in self.table.values}

    @property
    def total(self) -> int | None:
        return self._figure(TOTAL)

    def _figure(self, value: str) -> int | None:
        return self.table.count(value) if value in self.values else None


def tell(table: Table, told: Sequence[Told] = ()) -> Told | None:
    """What of the table may be told to a reader who was told ``told`` before; to be added to it when it is shown.

    The same table gets the same answer. None: it can't be told at all without giving away something withheld earlier,
    or it contradicts earlier counts, and a difference between two counts of the same thing is a figure too.
    """
    for before in told:
        if _same(before.table, table):
            return before if before.table.parts == table.parts else None
    if not all(_agree(before.table, table) for before in told if before.table.what == table.what):
        return None
    related = [before for before in told if before.table.what == table.what]
    return next((ours for ours in _proposals(table) if _law_holds([*related, ours])), None)


def _same(one: Table, other: Table) -> bool:
    return (one.what, one.attribute, one.parts.keys()) == (other.what, other.attribute, other.parts.keys())


def _agree(one: Table, other: Table) -> bool:
    both = one.parts.keys() & other.parts.keys()
    if one.attribute == other.attribute:
        return all(one.parts[part] == other.parts[part] for part in both)
    return all(one.part(part, TOTAL) == other.part(part, TOTAL) for part in both)


def _proposals(table: Table) -> Iterator[Told]:
    """From most to least: all that may be told, then without its last rows one by one, the total alone, nothing."""
    if table.may_tell(TOTAL):
        rows = [value for value in table.values if table.may_tell(value)]
        for kept in range(len(rows), -1, -1):
            yield Told(table, frozenset((TOTAL, *rows[:kept])))
    yield Told(table, frozenset())


@dataclass(slots=True)
class _Blend:
    """Atoms that no told cell tells apart; ``free`` when none holds them."""

    free: bool
    atoms: set[Atom]
    count: int
    heads: dict[str, int]

    @property
    def enough(self) -> bool:
        return self.free or (self.count >= FEWEST_CASES and sum(self.heads.values()) >= FEWEST_HEADS)


def _law_holds(told: Sequence[Told]) -> bool:
    attributes = {each.table.attribute for each in told}
    return all(_holds(told, attribute) for attribute in attributes) and _holds(told, TOTAL)


def _holds(told: Sequence[Told], attribute: str) -> bool:
    """The law for the cells of one attribute, or for the totals (``TOTAL``)."""
    seen = told if attribute == TOTAL else [each for each in told if each.table.attribute == attribute]
    blends = _blends(told, seen, attribute)
    of = {atom: blend for blend in blends for atom in blend.atoms}
    return all(_safe(cell, of) for cell in chain(_withheld(seen, attribute), _small(seen, attribute)))


def _safe(cell: set[Atom], of: Mapping[Atom, _Blend]) -> bool:
    touched = [of[atom] for atom in cell]
    return all(blend.free or blend.atoms - cell for blend in touched) and any(blend.enough for blend in touched)


def _blends(told: Sequence[Told], seen: Sequence[Told], attribute: str) -> list[_Blend]:
    """``seen`` are the tables with the attribute; the totals of all others tell parts apart as well."""
    over = defaultdict(list)
    for place, each in enumerate(told):
        for part in each.table.parts:
            over[part].append((place, each))
    blends: dict[frozenset[tuple[int, str]], _Blend] = {}
    found: set[Atom] = set()
    for table in (each.table for each in seen):
        for atom in _atoms(table, _values(table, attribute)):
            holders = _holders(over[atom[0]], attribute, atom[1])
            blend = blends.setdefault(holders, _Blend(not holders, set(), 0, defaultdict(int)))
            blend.heads[atom[1]] = max(blend.heads[atom[1]], _heads(table, atom[1]))
            if atom not in found:
                found.add(atom)
                blend.atoms.add(atom)
                blend.count += table.part(*atom)
    return list(blends.values())


def _holders(here: Sequence[tuple[int, Told]], attribute: str, value: str) -> frozenset[tuple[int, str]]:
    """Which told cells hold the atom, given the tables over its part: totals, and rows of its value."""
    totals = ((place, TOTAL) for place, each in here if TOTAL in each.values)
    rows = ((place, value) for place, each in here if each.table.attribute == attribute and value in each.values)
    return frozenset(chain(totals, rows))


def _withheld(seen: Sequence[Told], attribute: str) -> Iterator[set[Atom]]:
    for each in seen:
        for value in set(_values(each.table, attribute)) - each.values:
            yield set(_atoms(each.table, [value]))


def _small(seen: Sequence[Told], attribute: str) -> Iterator[set[Atom]]:
    """Atoms below the rule; they may be asked for one day."""
    for table in (each.table for each in seen):
        for part, value in _atoms(table, _values(table, attribute)):
            if table.part(part, value) < FEWEST_CASES or _heads(table, value) < FEWEST_HEADS:
                yield {(part, value)}


def _values(table: Table, attribute: str) -> Sequence[str]:
    return (TOTAL,) if attribute == TOTAL else table.values


def _atoms(table: Table, values: Sequence[str]) -> Iterator[Atom]:
    return ((part, value) for part in table.parts for value in values)


def _heads(table: Table, value: str) -> int:
    return table.headcount if value == TOTAL else table.heads[value]
