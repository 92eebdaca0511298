"""The memory: the only folder that knows SQL.

Open it once per process with ``Storage.open``; work in units, ask the queues for what is to be done.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from storage import migrate
from storage.admin import Admin
from storage.databases import open_database
from storage.due import Due
from storage.inbox import Inbox
from storage.inbox_queue import InboxQueue
from storage.keytable import KeyTable
from storage.leases import Leases, release_all
from storage.linking import Chains
from storage.media import MediaQueue
from storage.outbox_queue import OutboxQueue
from storage.shared import Shared
from storage.takeover import take_over
from storage.units import Units
from storage.vault import KeyRing
from storage.work import Unit, Work, in_transaction

__all__ = ["KeyRing", "Storage", "Unit", "Work", "in_transaction", "migrate"]


class Storage(Units):
    """``unit()`` and ``reading()`` open units of work; the rest serves the program's own workers."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.shared = shared
        self.inbox = Inbox(shared)
        self.inbox_queue = InboxQueue(shared)
        self.outbox_queue = OutboxQueue(shared)
        self.media_queue = MediaQueue(shared)
        self.leases = Leases(shared)
        self.due = Due(self)
        self.chains = Chains(self)
        self.admin = Admin(self)
        self.outbox_written = shared.outbox_written
        self.room = shared.database.room

    @classmethod
    @asynccontextmanager
    async def open(
        cls, url: str, ring: KeyRing, bot: int, now: Callable[[], datetime], *, alone: bool = True
    ) -> AsyncGenerator["Storage"]:
        """``bot`` is the number in the bot's token, ``now`` gives aware UTC. Not ``alone``: beside a running bot.

        Raises AlreadyRunning, SchemaOutdated, WrongKey; a wrong key touches nothing.
        """
        database = open_database(url, alone=alone)
        try:
            await migrate.check(database)
            keys = KeyTable(ring)
            shared = Shared(database, keys, bot, now)
            async with database.writing() as connection:
                await keys.check(connection)
                await take_over(connection, shared)
                if database.sqlite and alone:  # its file lock says that whoever held a lease is gone
                    await release_all(connection)
            storage = cls(shared)
            try:
                yield storage
            finally:
                await storage.inbox.close()
        finally:
            await database.close()
