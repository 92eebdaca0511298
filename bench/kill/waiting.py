"""Looking from outside whether the bot has anything left to do: only counting, beside the running bot."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from storage.tables import acts, cases, clocks, inbox, outbox

_AT = sa.bindparam("at")
_LEFT = sa.select(
    sa.select(sa.func.count()).where(inbox.c.state == "open").scalar_subquery().label("updates"),
    sa.select(sa.func.count()).where(acts.c.due <= _AT).scalar_subquery().label("acts"),
    sa.select(sa.func.count()).where(clocks.c.next_rung_at <= _AT).scalar_subquery().label("rungs"),
    sa.select(sa.func.count())
    .where(outbox.c.state == "waiting", outbox.c.not_before <= _AT)
    .scalar_subquery()
    .label("messages"),
    sa.select(sa.func.count()).where(cases.c.released_at.is_(None)).scalar_subquery().label("unreleased"),
)


class Outside:
    """A connection of its own to the bot's database."""

    def __init__(self, url: str, now: Callable[[], datetime]) -> None:
        self._engine = create_async_engine(url)
        self._now = now

    async def left(self) -> dict[str, int]:
        """What is waiting and due, by kind; ``unreleased`` cases wait for their time."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(_LEFT, {"at": self._now()})).one()
        return dict(row._mapping)

    async def close(self) -> None:
        await self._engine.dispose()
