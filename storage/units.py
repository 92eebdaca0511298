"""Opens units of work: committed when they end well, rolled back by any error."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from storage.keytable import day_of
from storage.shared import Shared
from storage.work import Unit, in_transaction


class Units:
    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self.sqlite = shared.database.sqlite

    @asynccontextmanager
    async def unit(self) -> AsyncGenerator[Unit]:
        """A transaction that may write. No call to the world belongs inside: ``in_transaction`` tells."""
        shared, at = self._shared, self._shared.now()
        await shared.keys.ready(shared.database, day_of(at))
        async with shared.database.writing() as connection:
            unit = Unit(connection, shared, at)
            token = in_transaction.set(True)
            try:
                yield unit
                await unit.flush()
            finally:
                in_transaction.reset(token)
        if unit.buffer:
            shared.note_said(row["key"] for row in unit.buffer.rows.values() if row["not_before"] <= at)
            shared.outbox_written.set()

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Unit]:
        """A look that writes nothing, locks nothing and may be held while calling out."""
        shared, at = self._shared, self._shared.now()
        await shared.keys.ready(shared.database, day_of(at))
        async with shared.database.reading() as connection:
            unit = Unit(connection, shared, at, writable=False)
            yield unit
            await unit.flush()
