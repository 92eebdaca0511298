"""Everything that could have happened and fits what a reader was told; slow, and so simple that one can believe it."""

from collections.abc import Mapping, Sequence
from itertools import chain, product

from cases.small_numbers import TOTAL, Table, Told

SMALL = range(5)

Row = tuple[int, ...]


def vectors(size: int, most: int) -> list[Row]:
    return [row for row in product(range(most + 1), repeat=size) if sum(row) <= most]


def cell(world: Mapping[str, Row], table: Table, value: str) -> int:
    place = None if value == TOTAL else table.values.index(value)
    here = [row for part, row in world.items() if part in table.parts]
    return sum(sum(row) if place is None else row[place] for row in here)


def fits(world: Mapping[str, Row], told: Sequence[Told]) -> bool:
    """Whether the parts so far can agree with every told cell: exactly, where all parts of it are there."""
    for each in told:
        whole = each.table.parts.keys() <= world.keys()
        for value in each.values:
            so_far, count = cell(world, each.table, value), each.table.count(value)
            if so_far > count or (whole and so_far != count):
                return False
    return True


def worlds(parts: Sequence[str], size: int, told: Sequence[Told]) -> list[dict[str, Row]]:
    """All that could have happened by one attribute: part → counts by value. Where nothing is told, up to four."""
    found: list[dict[str, Row]] = [{}]
    for part in parts:
        bounds = [each.table.count(TOTAL) for each in told if TOTAL in each.values and part in each.table.parts]
        rows = vectors(size, min(bounds, default=4))
        found = [longer for world in found for row in rows if fits(longer := world | {part: row}, told)]
    return found


def totals_of(world: Mapping[str, Row]) -> Row:
    return tuple(map(sum, world.values()))


def broken(told: Sequence[Told]) -> list[tuple[str, str, int]]:
    """Withheld cells, with a value below five that nothing of what could have happened gives them."""
    parts = sorted({part for each in told for part in each.table.parts})
    sizes = {each.table.attribute: max(1, len(each.table.values)) for each in told}
    seen = {name: [each for each in told if each.table.attribute == name] for name in sizes}
    sums = [[Told(each.table, each.values & {TOTAL}) for each in told if each not in seen[name]] for name in sizes]
    possible = {
        name: worlds(parts, size, [*seen[name], *other])
        for (name, size), other in zip(sizes.items(), sums, strict=True)
    }
    shared = set.intersection(*({totals_of(world) for world in each} for each in possible.values()))
    faults = []
    for name, every in possible.items():
        left = [world for world in every if totals_of(world) in shared]
        for each in seen[name]:
            for value in {*each.table.values, TOTAL} - each.values:
                reached = {cell(world, each.table, value) for world in left}
                faults += [(name, value, number) for number in SMALL if number not in reached]
    return faults


def groups(told: Sequence[Told]) -> list[list[Told]]:
    """Tables that have parts in common, by themselves or by way of others: one group says nothing of another."""
    found: list[list[Told]] = []
    for each in told:
        parts = each.table.parts.keys()
        near = [group for group in found if any(parts & other.table.parts.keys() for other in group)]
        found = [group for group in found if group not in near] + [[*chain(*near), each]]
    return found


def apart(told: Sequence[Told]) -> list[Told]:
    """The same with all parts that no table tells apart as one: a cell holds all of them or none, so that every count
    is the same and there is less to enumerate."""
    parts = sorted({part for each in told for part in each.table.parts})
    names: dict[tuple[int, ...], str] = {}
    of = {
        part: names.setdefault(tuple(n for n, each in enumerate(told) if part in each.table.parts), part)
        for part in parts
    }
    return [Told(_renamed(each.table, of), each.values) for each in told]


def _renamed(table: Table, of: Mapping[str, str]) -> Table:
    merged: dict[str, dict[str, int]] = {}
    for part, row in table.parts.items():
        sums = merged.setdefault(of[part], dict.fromkeys(row, 0))
        for value, count in row.items():
            sums[value] += count
    return Table(table.what, table.attribute, merged, table.heads, table.headcount)
