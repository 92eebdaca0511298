"""Takes erased rows from PostgreSQL's pages: they die first, and lie there until a vacuum comes by.

A plain vacuum makes their room free and may leave their bytes in it. So the one table of keys is written anew, without
them: it is small, and what lies about elsewhere is sealed by what was in it.
"""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from storage.databases import open_database, with_driver
from storage.errors import NotOwner
from storage.tables import keys, metadata

_IS_OWNER = sa.text("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = CAST(:name AS regclass)")
_OTHERS = ", ".join(sorted(name for name in metadata.tables if name != keys.name))


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
            for tables in (f"(FULL) {keys.name}", keys.name, _OTHERS):
                await connection.execute(sa.text(f"VACUUM {tables}"))
    finally:
        await engine.dispose()
