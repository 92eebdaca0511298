"""How many statements a piece of work sends to the database."""

from collections.abc import Generator
from contextlib import contextmanager

import sqlalchemy as sa


@contextmanager
def counted() -> Generator[list[str]]:
    """All statements sent within it, as they are sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
