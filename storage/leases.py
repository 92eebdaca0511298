"""Who does what among the processes of one installation: a row per task, counted anew at each change of hands."""

from dataclasses import dataclass
from secrets import token_hex

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.engine import Connection, database_now
from storage.shared import Shared
from storage.tables import leases

SECONDS = 10.0
"""So long after its last renewal a holder counts as gone; renew every 3 s."""
CLOCK_SLACK = 1.0


def lapsed(until: sa.ColumnElement[float], seconds: float) -> sa.ColumnElement[bool]:
    """It is over; or, longer than any is given, it was given before the database's clock was set back."""
    return sa.or_(until < database_now(), until > database_now() + seconds + CLOCK_SLACK)


_TAKE = (
    sa.update(leases)
    .where(leases.c.name == sa.bindparam("b_name"), lapsed(leases.c.until, SECONDS))
    .values(holder=sa.bindparam("b_holder"), epoch=leases.c.epoch + 1, until=database_now() + SECONDS)
    .returning(leases.c.epoch)
)
_FIRST = (
    insert(leases)
    .values(name=sa.bindparam("b_name"), holder=sa.bindparam("b_holder"), epoch=1, until=database_now() + SECONDS)
    .on_conflict_do_nothing()
    .returning(leases.c.epoch)
)
_HELD = (
    leases.c.name == sa.bindparam("b_name"),
    leases.c.holder == sa.bindparam("b_holder"),
    leases.c.epoch == sa.bindparam("b_epoch"),
)
_RENEW = sa.update(leases).where(*_HELD, leases.c.until > 0).values(until=database_now() + SECONDS)
"""One that ran out and that nobody took is still its holder's: the database's clock may have been set forward."""
_FORGET = sa.delete(leases).where(leases.c.name == sa.bindparam("b_name"))
_RELEASE = sa.update(leases).where(*_HELD).values(until=0.0)
_RELEASE_ALL = sa.update(leases).values(until=0.0)


@dataclass(frozen=True, slots=True)
class Lease:
    """``epoch`` grows with each change of hands: what an earlier holder still does is refused by it."""

    name: str
    holder: str
    epoch: int


class Leases:
    """Each call is a transaction of its own; all times are the database's."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    async def take(self, name: str, holder: str) -> Lease | None:
        """The lease for ``SECONDS``, when nobody holds it. ``holder`` is a name of this one start of a process."""
        parameters = {"b_name": name, "b_holder": holder}
        async with self._shared.database.writing() as connection:
            epoch = (await connection.execute(_TAKE, parameters)).scalar_one_or_none()
            if epoch is None:
                epoch = (await connection.execute(_FIRST, parameters)).scalar_one_or_none()
        return None if epoch is None else Lease(name, holder, epoch)

    async def renew(self, lease: Lease) -> bool:
        """False: somebody else took it or it was released, and this process must stop doing the task."""
        async with self._shared.database.writing() as connection:
            return (await connection.execute(_RENEW, held(lease))).rowcount == 1

    async def try_out(self) -> None:
        """Raises what keeps the database from taking anything in; leaves nothing behind."""
        one = f"try:{token_hex(8)}"
        async with self._shared.database.writing() as connection:
            await connection.execute(_FIRST, {"b_name": one, "b_holder": one})
            await connection.execute(_FORGET, {"b_name": one})

    async def release(self, lease: Lease) -> None:
        async with self._shared.database.writing() as connection:
            await connection.execute(_RELEASE, held(lease))


def held(lease: Lease) -> dict[str, object]:
    """The parameters of ``still_held``."""
    return {"b_name": lease.name, "b_holder": lease.holder, "b_epoch": lease.epoch}


def still_held() -> sa.ColumnElement[bool]:
    """A condition for statements that only the holder may carry out; its parameters are ``held(lease)``."""
    return sa.exists().where(*_HELD).correlate(None)


async def release_all(connection: Connection) -> None:
    """For who knows by another lock that no holder lives any more; the epochs go on counting."""
    await connection.execute(_RELEASE_ALL)
