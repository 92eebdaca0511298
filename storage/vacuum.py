"""Takes erased rows from PostgreSQL's pages: they die first, and lie there until a vacuum comes by.

A plain vacuum makes their room free and may leave their bytes in it. So two tables are written anew, without them: that
of keys, for what lies about elsewhere is sealed by what was in it; and that of workers, whose dead rows tell when they
were written. Both are small.
"""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from storage.databases import open_database, with_driver
from storage.errors import NotOwner
from storage.tables import keys, metadata, workers

_IS_OWNER = sa.text("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = CAST(:name AS regclass)")
_ANEW = f"{keys.name}, {workers.name}"
_OTHERS = ", ".join(sorted(name for name in metadata.tables if name not in {keys.name, workers.name}))


async def vacuum(url: str) -> None:
    """May run beside the bot, which waits for a moment. Raises NotOwner."""
    if with_driver(url).drivername == "sqlite":
        database = open_database(url, alone=False)
        await database.settle()
        return await database.close()
    engine = create_async_engine(with_driver(url), isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            if not (await connection.execute(_IS_OWNER, {"name": keys.name})).scalar_one():
                raise NotOwner
            for tables in (f"(FULL) {_ANEW}", _ANEW, _OTHERS):
                await connection.execute(sa.text(f"VACUUM {tables}"))
    finally:
        await engine.dispose()
