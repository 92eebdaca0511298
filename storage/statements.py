"""Statements are written with SQLAlchemy, compiled once, and carried out by the driver itself.

Between a compiled statement and its driver SQLAlchemy spends several times what the database takes to answer. So its
compiler alone is at work here: it gives the text, the order of the parameters, and how values are turned for the driver
and back. A statement is compiled once for each set of parameters, and its text made once for each size of its lists.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect, IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
Turn = Callable[[Any], Any] | None

KNOWN = 1024
"""More than there are; one that is made on the spot passes through."""
FLOAT8 = 701
"""PostgreSQL's number for double precision: broken numbers are of no other type here."""


class Answer(IteratorResult[Any]):
    """Rows as SQLAlchemy's own results give them; ``rowcount``: how many were given or changed."""

    def __init__(self, names: tuple[str, ...], rows: Iterable[Any] = (), rowcount: int = 0) -> None:
        super().__init__(_metadata(names), iter(rows))
        self.rowcount = rowcount


@lru_cache(KNOWN)
def _metadata(names: tuple[str, ...]) -> SimpleResultMetaData:
    """The same for every answer with these columns: it is only read."""
    return SimpleResultMetaData(names)


class Prepared:
    """A text as the driver takes it. ``names``: of the columns it gives, as far as the statement itself tells."""

    def __init__(self, compiled: SQLCompiler, values: Values) -> None:
        state = compiled.construct_expanded_state(values)
        self.text = state.statement
        self._lists = [(name, names) for name, names in state.parameter_expansion.items() if name in values]
        given = {*values, *chain.from_iterable(names for _, names in self._lists)}
        self._order: list[tuple[str | None, Any]] = []
        for name in state.positiontup or ():
            turn = _to_driver(compiled, name) if name in compiled.binds else state.processors.get(name)
            value = state.parameters[name]
            self._order.append((name, turn) if name in given else (None, turn(value) if turn else value))
        columns = compiled._result_columns  # noqa: SLF001 - the public lists of columns are not those of this very text
        self.names = tuple([column.keyname for column in columns])
        turns = [_from_driver(column.type, compiled.dialect) for column in columns]
        self._turns = [(place, turn) for place, turn in enumerate(turns) if turn]

    def arguments(self, values: Values) -> list[Any]:
        """In the order of the text."""
        if self._lists:
            elements = (zip(names, _flat(values[name]), strict=True) for name, names in self._lists)
            values = {**values, **dict(chain.from_iterable(elements))}
        return [
            turn if name is None else values[name] if turn is None else turn(values[name]) for name, turn in self._order
        ]

    def answer(self, rows: Sequence[Sequence[Any]], names: tuple[str, ...] = ()) -> Answer:
        """Of rows as the driver gave them, with ``names`` where the statement tells none."""
        return Answer(self.names or names, map(self._turned, rows) if self._turns else rows, len(rows))

    def _turned(self, row: Sequence[Any]) -> Sequence[Any]:
        turned = list(row)
        for place, turn in self._turns:
            turned[place] = turn(turned[place])
        return turned


class Form:
    """A statement compiled for one set of parameters; its text depends on the sizes of the lists among them."""

    def __init__(self, statement: sa.Executable, dialect: Dialect, names: Collection[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names), for_executemany=True)  # type: ignore[attr-defined]
        self._compiled: SQLCompiler = compiled
        self._lists = [name for name, bind in compiled.binds.items() if bind.expanding and name in names]
        self._texts: dict[tuple[int, ...], Prepared] = {}

    def prepared(self, values: Values) -> tuple[Prepared, list[Any]]:
        """With the driver's arguments."""
        if self._lists:
            values = {**values, **{name: _filled(values[name]) for name in self._lists}}
        sizes = tuple([len(values[name]) for name in self._lists])
        if sizes not in self._texts:
            self._texts[sizes] = Prepared(self._compiled, values)
        text = self._texts[sizes]
        return text, text.arguments(values)


class Statements:
    """Those met lately in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._form = lru_cache(KNOWN)(self._compiled)

    def prepared(self, statement: sa.Executable, values: Values | None) -> tuple[Prepared, list[Any]]:
        """The driver's text and arguments for this statement with these values."""
        values = values or {}
        return self._form(statement, tuple(values)).prepared(values)

    def _compiled(self, statement: sa.Executable, names: tuple[str, ...]) -> Form:
        return Form(statement, self._dialect, names)


def _filled(values: Collection[Any]) -> list[Any]:
    """Up to a power of two with the last of them, which changes no ``IN``: few sizes are few texts."""
    filled = list(values)
    return filled + filled[-1:] * ((1 << (len(filled) - 1).bit_length()) - len(filled)) if filled else filled


def _flat(values: Sequence[Any]) -> Sequence[Any]:
    return [*chain.from_iterable(values)] if values and isinstance(values[0], tuple) else values


def _to_driver(compiled: SQLCompiler, name: str) -> Turn:
    type_ = compiled.binds[name].type
    return type_.dialect_impl(compiled.dialect).bind_processor(compiled.dialect)


def _from_driver(type_: TypeEngine[Any], dialect: Dialect) -> Turn:
    return type_.dialect_impl(dialect).result_processor(dialect, FLOAT8)
