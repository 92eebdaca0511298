"""The neighbours' attack: who can name chats looks which case was written next after each of their rows.

PostgreSQL gives every row the number of its transaction and the next free place.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.vacuum import vacuum
from tests.databases import Database
from tests.privacy.history import pages_of


@dataclass(frozen=True, order=True)
class Written:
    """``number``: of its transaction. ``place``: page and line."""

    number: int
    place: tuple[int, int]


async def written(database: Database, table: str, column: str) -> dict[str, Written]:
    """When and where each row lies, by one of its columns."""
    assert database.server
    connection = await database.server.connect(database.name)
    try:
        rows = await connection.fetch(_SYSTEM_COLUMNS.format(table=table, column=column))
    finally:
        await connection.close()
    return {row["name"]: Written(row["number"], row["ctid"]) for row in rows}


_SYSTEM_COLUMNS = "SELECT {column} AS name, xmin::text::bigint AS number, ctid FROM {table}"


def next_by_number(people: Mapping[str, Written], cases: Mapping[str, Written]) -> dict[str, str]:
    """Each person with the case that was written next; who shares a number with others is nobody's neighbour."""
    numbers = [each.number for each in people.values()]
    alone = {person: each.number for person, each in people.items() if numbers.count(each.number) == 1}
    later = {
        person: sorted((c.number, case) for case, c in cases.items() if c.number > n) for person, n in alone.items()
    }
    return {person: found[0][1] for person, found in later.items() if found}


def in_order(rows: Mapping[str, Written]) -> list[str]:
    """As they lie, first to last."""
    return sorted(rows, key=lambda name: rows[name].place)


async def numbers_on_pages(database: Database, table: str) -> int:
    """Of how many transactions rows of this table lie on the pages, dead ones too, once the owner has vacuumed."""
    await vacuum(database.url)
    return sum(any(change.table == table for change in each) for each in await pages_of(database))
