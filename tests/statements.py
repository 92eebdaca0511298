"""How many statements a piece of work sends to the database."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from storage.statements import Statements


@contextmanager
def counted() -> Generator[list[str]]:
    """The texts of all statements carried out within it."""
    sent: list[str] = []
    prepared = Statements.prepared

    def noted(self: Statements, *given: Any) -> Any:
        found = prepared(self, *given)
        sent.append(found[0].text)
        return found

    with patch.object(Statements, "prepared", noted):
        yield sent
