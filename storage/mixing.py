"""Takes from the rows of workers when each was written, by their transaction and by their place.

PostgreSQL keeps with each row the number of the transaction that wrote it, and lays new rows behind older ones: whoever
can name a chat, with the key file, would find the case that was sent within the same minutes. So now and then all of
them are written anew in one transaction, in the order of their hashes, whether or not anybody came. SQLite keeps no
such number, and its rows of workers lie in the order of their hashes from the start.
"""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.tables import workers

if TYPE_CHECKING:
    from storage.work import Unit

_ALONE = sa.text(f"LOCK TABLE {workers.name} IN SHARE ROW EXCLUSIVE MODE")
"""Who writes a worker's row meanwhile waits: a wipe would not find the one that takes its row's place."""

_OLD = sa.delete(workers).returning(workers.c.tag, workers.c.sealed).cte("old")
_ANEW = sa.insert(workers).from_select(["tag", "sealed"], sa.select(_OLD.c.tag, _OLD.c.sealed).order_by(_OLD.c.tag))


async def mix_workers(unit: "Unit") -> None:
    unit.writes_worker()
    if not unit.shared.database.sqlite:
        await unit.run(_ALONE)
        await unit.run(_ANEW)
