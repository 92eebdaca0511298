"""The one table of wrapped keys. A key is destroyed by deleting its row, and with it all that it sealed."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.engine import Connection, Database
from storage.errors import WrongKey
from storage.tables import keys
from storage.vault import KeyRing, Secret

CACHED = 4096
LABEL = "keys"


class KeyKind(StrEnum):
    CANARY = "canary"
    ENTERPRISE = "enterprise"
    CASE = "case"
    DAY = "day"
    """Finds drafts and lanes, destroyed after 48 h."""
    TRANSIT = "transit"
    """Seals what passes through inbox and outbox on that day; destroyed when nothing of that day is left."""
    MONTH = "month"
    """Counts participation without naming it, destroyed when the month is closed."""


_LOAD = sa.select(keys.c.sealed).where(keys.c.kind == sa.bindparam("b_kind"), keys.c.ref == sa.bindparam("b_ref"))
_LOAD_CASE = sa.select(keys.c.sealed, keys.c.enterprise_id).where(
    keys.c.kind == KeyKind.CASE, keys.c.ref == sa.bindparam("b_ref")
)
_DELETE = sa.delete(keys).where(keys.c.kind == sa.bindparam("b_kind"), keys.c.ref == sa.bindparam("b_ref"))
_INSERT = insert(keys).on_conflict_do_nothing()
_ADOPT = (
    sa.update(keys)
    .where(keys.c.kind == KeyKind.CASE, keys.c.ref == sa.bindparam("b_ref"))
    .values(enterprise_id=sa.bindparam("b_enterprise"), sealed=sa.bindparam("b_sealed"), day=None)
)


class KeyTable:
    """Makes, opens and destroys keys; keys that many rows share are remembered in memory."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring
        self._known: dict[tuple[KeyKind, int], Secret] = {}
        self._ready: int | None = None

    async def check(self, connection: Connection) -> None:
        """Opens the canary, or lays the first one. Raises WrongKey."""
        if await self.load(connection, KeyKind.CANARY, 0) is not None:
            return
        if (await connection.execute(sa.select(sa.func.count()).select_from(keys))).scalar_one():
            raise WrongKey("the key table has lost its canary: this is not a whole database")
        await self.create(connection, KeyKind.CANARY, 0)

    async def create(self, connection: Connection, kind: KeyKind, ref: int, day: int | None = None) -> Secret:
        """A new key wrapped by the ring; when two make the same one at once, the first wins and both get it."""
        secret = Secret.fresh()
        sealed = secret.wrapped(self.ring, LABEL, _bound(kind, ref))
        row = {"kind": kind, "ref": ref, "sealed": sealed, "enterprise_id": None, "day": day}
        if (await connection.execute(_INSERT, row)).rowcount:
            return secret
        return self._unwrap(kind, ref, (await connection.execute(_LOAD, _key(kind, ref))).scalar_one())

    async def load(self, connection: Connection, kind: KeyKind, ref: int) -> Secret | None:
        """A key wrapped by the ring, None when there is none (any more)."""
        known = self._known.get((kind, ref))
        if known is not None:
            return known
        sealed = (await connection.execute(_LOAD, _key(kind, ref))).scalar_one_or_none()
        return None if sealed is None else self._remember(kind, ref, self._unwrap(kind, ref, sealed))

    async def ready(self, database: Database, day: int) -> None:
        """Makes the keys of a day, in a transaction of its own, so that units find them and never undo them."""
        if self._ready == day:
            return
        async with database.writing() as connection:
            for kind in (KeyKind.DAY, KeyKind.TRANSIT):
                await self.create(connection, kind, day)
        async with database.reading() as connection:
            for ref in (day, day - 1):
                await self.load(connection, KeyKind.DAY, ref)
            await self.load(connection, KeyKind.TRANSIT, day)
        self._ready = day

    def of_day(self, kind: KeyKind, day: int) -> Secret:
        """A key that ``ready`` made."""
        return self._known[kind, day]

    def of_days(self, kind: KeyKind, day: int) -> list[Secret]:
        """Those of that day and of the day before, as far as there are any."""
        found = [self._known.get((kind, one)) for one in (day, day - 1)]
        return [secret for secret in found if secret is not None]

    async def enterprise(self, connection: Connection, enterprise: int) -> Secret:
        secret = await self.load(connection, KeyKind.ENTERPRISE, enterprise)
        if secret is None:
            raise WrongKey(f"the key of enterprise {enterprise} was destroyed")
        return secret

    async def case(self, connection: Connection, case: int) -> Secret | None:
        """The key of a case; None once it was destroyed."""
        row = (await connection.execute(_LOAD_CASE, {"b_ref": case})).one_or_none()
        return None if row is None else await self.open_case(connection, case, row.sealed, row.enterprise_id)

    async def open_case(self, connection: Connection, case: int, sealed: bytes, enterprise: int | None) -> Secret:
        wrapper = self.ring if enterprise is None else await self.enterprise(connection, enterprise)
        return Secret.unwrapped(wrapper, LABEL, sealed, _bound(KeyKind.CASE, case))

    async def adopt(self, connection: Connection, case: int, secret: Secret, enterprise: int) -> None:
        """The case is sent: from now on its enterprise's key wraps its key."""
        wrapper = await self.enterprise(connection, enterprise)
        sealed = secret.wrapped(wrapper, LABEL, _bound(KeyKind.CASE, case))
        await connection.execute(_ADOPT, {"b_ref": case, "b_enterprise": enterprise, "b_sealed": sealed})

    async def destroy(self, connection: Connection, kind: KeyKind, ref: int) -> None:
        self._known.pop((kind, ref), None)
        await connection.execute(_DELETE, _key(kind, ref))

    def forget_days_before(self, day: int) -> None:
        """Takes the keys of earlier days from memory."""
        days = (KeyKind.DAY, KeyKind.TRANSIT)
        self._known = {key: secret for key, secret in self._known.items() if key[0] not in days or key[1] >= day}

    async def rewrap(self, connection: Connection) -> int:
        """Wraps what older keys of the ring wrapped under the newest; returns how many rows changed."""
        rows = await connection.execute(sa.select(keys).where(keys.c.enterprise_id.is_(None)))
        old = [row for row in rows if not self.ring.is_newest(row.sealed)]
        for row in old:
            kind = KeyKind(row.kind)
            sealed = self._unwrap(kind, row.ref, row.sealed).wrapped(self.ring, LABEL, _bound(kind, row.ref))
            await connection.execute(
                sa.update(keys).where(keys.c.kind == kind, keys.c.ref == row.ref).values(sealed=sealed)
            )
        return len(old)

    def _unwrap(self, kind: KeyKind, ref: int, sealed: bytes) -> Secret:
        return Secret.unwrapped(self.ring, LABEL, sealed, _bound(kind, ref))

    def _remember(self, kind: KeyKind, ref: int, secret: Secret) -> Secret:
        if len(self._known) >= CACHED:
            del self._known[next(key for key in self._known if key[0] is KeyKind.ENTERPRISE)]
        self._known[kind, ref] = secret
        return secret


def day_of(at: datetime) -> int:
    return at.toordinal()


def _key(kind: KeyKind, ref: int) -> dict[str, object]:
    return {"b_kind": kind, "b_ref": ref}


def _bound(kind: KeyKind, ref: int) -> bytes:
    return f"{kind}:{ref}".encode()
