"""The one table of wrapped keys. A key is destroyed by deleting its row, and with it all that it sealed."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.engine import Connection, Database
from storage.errors import WrongKey
from storage.tables import keys, workers
from storage.vault import ID_BYTES, KeyRing, Secret

CACHED = 4096
LABEL = "keys"

Row = dict[str, Any]


class KeyKind(StrEnum):
    CANARY = "canary"
    PEOPLE = "people"
    """Seals workers and finds them, staff, groups, invitations, receipts and cards: one for the installation, for ever,
    so that a hash of what we do not store goes on finding its row when the ring changes."""
    ENTERPRISE = "enterprise"
    CASE = "case"
    REPLY = "reply"
    """Seals the way back of a case and is destroyed with it, long before the key of the case. Its row also finds the
    cases of a chat: what is in this table alone is in no older copy of the data."""
    MEDIA = "media"
    """Seals one file of a case, wrapped by the key of the case."""
    DAY = "day"
    """Finds drafts and traces, destroyed after 48 h."""
    TRANSIT = "transit"
    """Seals what passes through inbox and outbox on that day; destroyed when nothing of that day is left."""
    MONTH = "month"
    """Counts participation without naming it, destroyed when the month is closed."""


_FILES = keys.alias("files")
_LOAD = sa.select(keys.c.sealed).where(keys.c.kind == sa.bindparam("b_kind"), keys.c.ref == sa.bindparam("b_ref"))
_LOAD_CASE = sa.select(keys.c.sealed, keys.c.enterprise_id).where(
    keys.c.kind == KeyKind.CASE, keys.c.ref == sa.bindparam("b_ref")
)
_LOAD_FILE = (
    sa.select(_FILES.c.sealed, keys.c.sealed.label("case_sealed"), keys.c.enterprise_id)
    .select_from(_FILES.join(keys, sa.and_(keys.c.kind == KeyKind.CASE, keys.c.ref == sa.bindparam("b_case"))))
    .where(_FILES.c.kind == KeyKind.MEDIA, _FILES.c.ref == sa.bindparam("b_file"))
)
_DELETE = sa.delete(keys).where(keys.c.kind == sa.bindparam("b_kind"), keys.c.ref == sa.bindparam("b_ref"))
_INSERT = insert(keys).on_conflict_do_nothing()
_UPSERT = insert(keys)
_PUT = _UPSERT.on_conflict_do_update(
    index_elements=["kind", "ref"],
    set_={name: _UPSERT.excluded[name] for name in ("enterprise_id", "day", "own", "sealed")},
)

_WRAPPED_BY = sa.func.substr(keys.c.sealed, 1, ID_BYTES, type_=sa.LargeBinary)
_BY_RING = sa.and_(keys.c.enterprise_id.is_(None), keys.c.kind != KeyKind.MEDIA)
_COUNTS = sa.select(_WRAPPED_BY, sa.func.count()).where(_BY_RING).group_by(_WRAPPED_BY)
_OLD = sa.select(keys).where(_BY_RING, _WRAPPED_BY.is_distinct_from(sa.bindparam("b_newest", type_=sa.LargeBinary)))
_REWRAP = (
    sa.update(keys)
    .where(
        keys.c.kind == sa.bindparam("b_kind"),
        keys.c.ref == sa.bindparam("b_ref"),
        keys.c.sealed == sa.bindparam("b_old"),  # a case sent meanwhile is its enterprise's already
    )
    .values(sealed=sa.bindparam("b_sealed"))
)


class KeyTable:
    """Makes, opens and destroys keys; keys that many rows share are remembered in memory."""

    people: Secret
    """Known once ``check`` has found the key table whole."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring
        self._known: dict[tuple[KeyKind, int], Secret] = {}
        self._ready: int | None = None

    async def check(self, connection: Connection) -> None:
        """Opens the canary, or lays the first one. Raises WrongKey."""
        canary = await self._stored(connection, KeyKind.CANARY, 0)
        if canary is None:
            if (await connection.execute(sa.select(sa.func.count()).select_from(keys))).scalar_one():
                raise WrongKey("the key table has lost its canary: this is not a whole database")
            await self.create(connection, KeyKind.CANARY, 0)
            self.people = await self.create(connection, KeyKind.PEOPLE, 0)
            return
        self.unwrapped(KeyKind.CANARY, 0, canary)
        people = await self._stored(connection, KeyKind.PEOPLE, 0)
        self.people = self.unwrapped(KeyKind.PEOPLE, 0, people) if people else await self._adopt(connection, canary)

    async def _adopt(self, connection: Connection, canary: bytes) -> Secret:
        """In version 0.1.0 a key of the ring did itself what the key for people does now: it becomes that key."""
        secret = self.ring.key_of(canary)
        for row in (await connection.execute(sa.select(workers))).all():
            opened = self.ring.open(workers.name, row.sealed, row.tag)
            resealed = {"sealed": secret.seal(workers.name, opened, row.tag)}
            await connection.execute(sa.update(workers).where(workers.c.tag == row.tag), resealed)
        return await self.create(connection, KeyKind.PEOPLE, 0, secret=secret)

    async def create(
        self, connection: Connection, kind: KeyKind, ref: int, day: int | None = None, secret: Secret | None = None
    ) -> Secret:
        """A new key wrapped by the ring; when two make the same one at once, the first wins and both get it."""
        secret = secret or Secret.fresh()
        sealed = secret.wrapped(self.ring, LABEL, _bound(kind, ref))
        if (await connection.execute(_INSERT, _row(kind, ref, sealed, day=day))).rowcount:
            return secret
        return self.unwrapped(kind, ref, (await connection.execute(_LOAD, _key(kind, ref))).scalar_one())

    async def load(self, connection: Connection, kind: KeyKind, ref: int) -> Secret | None:
        """A key wrapped by the ring, None when there is none (any more)."""
        known = self._known.get((kind, ref))
        if known is not None:
            return known
        sealed = await self._stored(connection, kind, ref)
        return None if sealed is None else self._remember(kind, ref, self.unwrapped(kind, ref, sealed))

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
        return await self._open(connection, KeyKind.CASE, case, sealed, enterprise)

    async def open_reply(self, connection: Connection, case: int, sealed: bytes, enterprise: int) -> Secret:
        return await self._open(connection, KeyKind.REPLY, case, sealed, enterprise)

    async def file(self, connection: Connection, case: int, file: int) -> Secret | None:
        """The key of a file; None once it or that of its case was destroyed."""
        row = (await connection.execute(_LOAD_FILE, {"b_case": case, "b_file": file})).one_or_none()
        if row is None:
            return None
        wrapper = await self.open_case(connection, case, row.case_sealed, row.enterprise_id)
        return Secret.unwrapped(wrapper, LABEL, row.sealed, _bound(KeyKind.MEDIA, file))

    async def enterprises_row(
        self, connection: Connection, kind: KeyKind, ref: int, secret: Secret, enterprise: int, own: bytes | None = None
    ) -> Row:
        """For ``put``: from now on this key is wrapped by its enterprise's."""
        wrapper = await self.enterprise(connection, enterprise)
        return _row(kind, ref, secret.wrapped(wrapper, LABEL, _bound(kind, ref)), enterprise, own)

    async def put(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Keeps these keys, also in the place of those of the same kind and number."""
        if rows:
            await connection.execute(_PUT, rows[0] if len(rows) == 1 else rows)

    async def put_file(self, connection: Connection, file: int, secret: Secret, case: Secret) -> None:
        sealed = secret.wrapped(case, LABEL, _bound(KeyKind.MEDIA, file))
        await self.put(connection, [_row(KeyKind.MEDIA, file, sealed)])

    def forget(self, kind: KeyKind, ref: int) -> None:
        """Looks at the table again when next asked for it."""
        self._known.pop((kind, ref), None)

    async def destroy(self, connection: Connection, kind: KeyKind, ref: int) -> None:
        self.forget(kind, ref)
        await connection.execute(_DELETE, _key(kind, ref))

    def forget_days_before(self, day: int) -> None:
        """Takes the keys of earlier days from memory."""
        days = (KeyKind.DAY, KeyKind.TRANSIT)
        self._known = {key: secret for key, secret in self._known.items() if key[0] not in days or key[1] >= day}

    async def rewrap(self, connection: Connection) -> int:
        """Wraps what older keys of the ring wrapped under the newest; returns how many rows changed."""
        changed = 0
        for row in (await connection.execute(_OLD, {"b_newest": self.ring.ids[0]})).all():
            kind = KeyKind(row.kind)
            sealed = self.unwrapped(kind, row.ref, row.sealed).wrapped(self.ring, LABEL, _bound(kind, row.ref))
            new = _key(kind, row.ref) | {"b_old": row.sealed, "b_sealed": sealed}
            changed += (await connection.execute(_REWRAP, new)).rowcount
        return changed

    async def _open(
        self, connection: Connection, kind: KeyKind, ref: int, sealed: bytes, enterprise: int | None
    ) -> Secret:
        wrapper = self.ring if enterprise is None else await self.enterprise(connection, enterprise)
        return Secret.unwrapped(wrapper, LABEL, sealed, _bound(kind, ref))

    async def _stored(self, connection: Connection, kind: KeyKind, ref: int) -> bytes | None:
        return (await connection.execute(_LOAD, _key(kind, ref))).scalar_one_or_none()

    def unwrapped(self, kind: KeyKind, ref: int, sealed: bytes) -> Secret:
        """A key that the ring wraps. Raises WrongKey."""
        return Secret.unwrapped(self.ring, LABEL, sealed, _bound(kind, ref))

    def _remember(self, kind: KeyKind, ref: int, secret: Secret) -> Secret:
        if len(self._known) >= CACHED:
            del self._known[next(key for key in self._known if key[0] is KeyKind.ENTERPRISE)]
        self._known[kind, ref] = secret
        return secret


async def wrapped_by(connection: Connection) -> dict[bytes, int]:
    """How many rows each key of the ring wraps, by its id."""
    return dict(map(tuple, await connection.execute(_COUNTS)))


def day_of(at: datetime) -> int:
    return at.toordinal()


def _row(
    kind: KeyKind,
    ref: int,
    sealed: bytes,
    enterprise: int | None = None,
    own: bytes | None = None,
    day: int | None = None,
) -> Row:
    return {"kind": kind, "ref": ref, "enterprise_id": enterprise, "day": day, "own": own, "sealed": sealed}


def _key(kind: KeyKind, ref: int) -> Row:
    return {"b_kind": kind, "b_ref": ref}


def _bound(kind: KeyKind, ref: int) -> bytes:
    return f"{kind}:{ref}".encode()
