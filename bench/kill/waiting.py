"""Looking from outside whether the bot has anything left to do: only counting, beside the running bot."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from storage.tables import acts, clocks, inbox, outbox

_AT = sa.bindparam("at", type_=acts.c.due.type)
_LEFT = sa.select(
    sa.select(sa.func.count()).where(inbox.c.state == "open").scalar_subquery(),
    sa.select(sa.func.count()).where(acts.c.due <= _AT).scalar_subquery(),
    sa.select(sa.func.count()).where(clocks.c.next_rung_at <= _AT).scalar_subquery(),
    sa.select(sa.func.count()).where(outbox.c.state == "waiting", outbox.c.not_before <= _AT).scalar_subquery(),
)


class Outside:
    """A connection of its own to the bot's database."""

    def __init__(self, url: str, now: Callable[[], datetime]) -> None:
        self._url, self._now = sa.make_url(url), now

    async def left(self) -> dict[str, int]:
        """What is waiting and due, by kind."""
        counts = await self._row(_LEFT.params(at=self._now()))
        return dict(zip(("updates", "acts", "rungs", "messages"), counts, strict=True))

    async def _row(self, statement: sa.Executable) -> sa.Row[Any]:
        if self._url.get_backend_name() == "sqlite":
            return self._row_of_file(statement)
        engine = create_async_engine(self._url.set(drivername="postgresql+asyncpg"))
        try:
            async with engine.connect() as connection:
                return (await connection.execute(statement)).one()
        finally:
            await engine.dispose()

    def _row_of_file(self, statement: sa.Executable) -> sa.Row[Any]:
        engine = sa.create_engine(self._url.set(drivername="sqlite"))
        try:
            with engine.connect() as connection:
                return connection.execute(statement).one()
        finally:
            engine.dispose()
