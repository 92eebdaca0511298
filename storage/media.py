"""Files of cases: a row first, fetched and cleaned outside any transaction, then the clean bytes as sealed chunks.

Each has a key of its own, destroyed with it: an older copy of the data no longer opens it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.errors import NotFound
from cases.model import Media, MediaKind, MediaState
from storage.engine import Connection, database_now
from storage.errors import WrongKey
from storage.keytable import KeyKind, day_of
from storage.leases import lapsed
from storage.shared import Shared
from storage.tables import keys, media, media_chunks, random_id
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit, Work

LABEL = "media"
CHUNK = 512 * 1024
LEASE_SECONDS = 450.0
"""What fetching takes at most, and cleaning where four files wait for one core; after this somebody else may try."""
FIRST_PAUSE, LONGEST_PAUSE = 30, 3600
"""Seconds, while a file can't be had from Telegram; each pause is twice as long as the one before."""
START = 1000
"""What a start counts in ``attempt``, until it ended without our fault. Each wait for Telegram counts one."""


def keys_of_files(*which: sa.ColumnElement[bool]) -> sa.Delete:
    """Destroys the keys of these files; to be run before they are deleted themselves."""
    return sa.delete(keys).where(keys.c.kind == KeyKind.MEDIA, keys.c.ref.in_(sa.select(media.c.id).where(*which)))


MEDIA_COLUMNS = (media.c.id, media.c.kind, media.c.state, media.c.mime, media.c.size)

_NEXT = sa.select(sa.func.coalesce(sa.func.max(media.c.seq), 0) + 1).where(
    media.c.case_id == sa.bindparam("b_case", type_=sa.BigInteger)
)
_ADD = sa.insert(media).values(
    seq=_NEXT.scalar_subquery(), enterprise_id=None, entry_id=None, attempt=0, lease_until=0.0, mime=""
)
_OF = sa.select(*MEDIA_COLUMNS).where(media.c.case_id == sa.bindparam("b_case")).order_by(media.c.seq, media.c.id)
_OF_LOCKED = _OF.with_for_update()
_READY = sa.select(media.c.case_id).where(media.c.id == sa.bindparam("b_media"), media.c.state == MediaState.READY)
_CHUNKS = (
    sa.select(media_chunks.c.seq, media_chunks.c.sealed)
    .where(media_chunks.c.media_id == sa.bindparam("b_media"))
    .order_by(media_chunks.c.seq)
)
_UNSENT_KEY = (
    sa.delete(keys)
    .where(keys.c.kind == KeyKind.CASE, keys.c.ref == sa.bindparam("b_case"), keys.c.enterprise_id.is_(None))
    .returning(keys.c.ref)
)
_DESTROY = keys_of_files(media.c.case_id == sa.bindparam("b_case"))
_DELETE = sa.delete(media).where(media.c.case_id == sa.bindparam("b_case"))
_OF_UNSENT = (media.c.id == sa.bindparam("b_media"), media.c.entry_id.is_(None))
_DESTROY_ONE = keys_of_files(*_OF_UNSENT)
_DELETE_ONE = sa.delete(media).where(*_OF_UNSENT)
_WAITING = (
    sa.select(media.c.id)
    .where(media.c.state == MediaState.WAITING, lapsed(media.c.lease_until, 1.5 * LONGEST_PAUSE))
    .order_by(media.c.lease_until, media.c.id)
    .limit(sa.bindparam("b_limit"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    sa.update(media)
    .where(media.c.id.in_(_WAITING))
    .values(lease_until=database_now() + LEASE_SECONDS, attempt=media.c.attempt + START)
    .returning(media.c.id, media.c.case_id, media.c.kind, media.c.size, media.c.attempt, media.c.sealed)
)
_SETTLE = (
    sa.update(media)
    .where(media.c.id == sa.bindparam("b_media"), media.c.state == MediaState.WAITING)
    .values(
        state=sa.bindparam("b_state"),
        mime=sa.bindparam("b_mime"),
        size=sa.bindparam("b_size"),
        sealed=None,
        lease_until=0.0,
    )
    .returning(media.c.case_id, media.c.enterprise_id, media.c.entry_id)
)
"""With the lease goes the second in which the file came in."""
_PAUSE = sa.bindparam("b_pause", type_=sa.BigInteger)
_ABOUT = sa.cast(database_now(), sa.BigInteger) + sa.bindparam("b_ahead", type_=sa.BigInteger)
_HELD = (media.c.id == sa.bindparam("b_media"), media.c.state == MediaState.WAITING)
_LATER = (
    sa.update(media)
    .where(*_HELD)
    .values(
        lease_until=sa.cast(_ABOUT - _ABOUT % _PAUSE, sa.Double),
        attempt=media.c.attempt + sa.bindparam("b_counts", type_=sa.BigInteger),
    )
)
"""On a round time: a photo that comes late must not tell by it in which minute it was sent."""
_GIVE_BACK = sa.update(media).where(*_HELD).values(lease_until=0.0, attempt=media.c.attempt - START)


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """``source`` is what ``MediaShelf.expect`` was given.

    ``starts``: how often it was begun with, this time too, but for those that ended by no fault of ours. ``waits``: how
    often it was waited for Telegram.
    """

    id: int
    case: int
    kind: MediaKind
    size: int
    starts: int
    waits: int
    source: str


class MediaShelf:
    """Files on their way in, of a case that may not have been sent yet."""

    def __init__(self, unit: "Unit") -> None:
        self._unit = unit

    async def expect(self, case: int, kind: MediaKind, source: str, size: int) -> Media:
        unit, secret = self._unit, Secret.fresh()
        unit.writes_case(case)
        file = Media(random_id(), kind, MediaState.WAITING, size=size)
        await unit.shared.keys.put_file(unit.connection, file.id, secret, await unit.secret(case))
        row = {
            "id": file.id,
            "case_id": case,
            "b_case": case,
            "day": day_of(unit.at),
            "kind": kind,
            "state": file.state,
        }
        await unit.run(_ADD, row | {"size": size, "sealed": secret.seal(LABEL, source.encode(), _bound(file.id))})
        return file

    async def of(self, case: int) -> list[Media]:
        """Locked for this unit: of a file that cannot be cleaned its sender is told either here or once it is sent."""
        return await media_of(self._unit, case, locked=self._unit.writable)

    async def refuse(self, file: int) -> tuple[int, int] | None:
        self._unit.writes_case()
        parameters = {"b_media": file, "b_state": MediaState.REFUSED, "b_mime": "", "b_size": 0}
        row = (await self._unit.run(_SETTLE, parameters)).one_or_none()
        return (row.enterprise_id, row.entry_id) if row and row.entry_id else None

    async def discard(self, case: int) -> None:
        """Erases the key and the files of a case that was thrown away before it was sent; a sent one stays."""
        self._unit.writes_case(case)
        if (await self._unit.run(_UNSENT_KEY, {"b_case": case})).one_or_none():
            for statement in (_DESTROY, _DELETE):
                await self._unit.run(statement, {"b_case": case})
            self._unit.secrets.pop(case, None)

    async def take_out(self, case: int, file: int) -> None:
        """Erases the key and the bytes of one file that was taken back before the case was sent; a sent one stays."""
        self._unit.writes_case(case)
        for statement in (_DESTROY_ONE, _DELETE_ONE):
            await self._unit.run(statement, {"b_media": file})


class MediaQueue:
    """What the fetching and cleaning side does; each call is a transaction of its own."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    async def claim(self, limit: int) -> list[WaitingFile]:
        """Files to fetch, each for ``LEASE_SECONDS``; the caller decides when to give up."""
        async with self._shared.database.writing() as connection:
            rows = (await connection.execute(_CLAIM, {"b_limit": limit})).all()
            found = [await self._opened(connection, row) for row in rows]
        return [file for file in found if file is not None]

    async def ready(self, file: int, mime: str, data: bytes) -> None:
        """Keeps the cleaned bytes, unless the file was thrown away meanwhile."""
        async with self._shared.database.writing() as connection:
            parameters = {"b_media": file, "b_state": MediaState.READY, "b_mime": mime, "b_size": len(data)}
            row = (await connection.execute(_SETTLE, parameters)).one_or_none()
            secret = row and await self._shared.keys.file(connection, row.case_id, file)
            if secret:
                chunks = [
                    {"media_id": file, "seq": seq, "sealed": secret.seal(LABEL, chunk, _bound(file, seq))}
                    for seq, chunk in enumerate(_chunks(data))
                ]
                await connection.execute(sa.insert(media_chunks), chunks)

    async def failed(self, file: WaitingFile) -> None:
        """We could not clean it: that start counts, as does one whose process was not heard of again."""
        await self._later(file, FIRST_PAUSE, 0)

    async def wait(self, file: WaitingFile) -> None:
        """Telegram or the network is away: nothing counts against the file, but each time it waits longer."""
        await self._later(file, min(FIRST_PAUSE << file.waits, LONGEST_PAUSE), 1 - START)

    async def give_back(self, file: WaitingFile) -> None:
        """The program ends: whoever starts next may have it at once, and nothing counts."""
        async with self._shared.database.writing() as connection:
            await connection.execute(_GIVE_BACK, {"b_media": file.id})

    async def _later(self, file: WaitingFile, pause: int, counts: int) -> None:
        parameters = {"b_media": file.id, "b_pause": pause, "b_ahead": pause * 3 // 2, "b_counts": counts}
        async with self._shared.database.writing() as connection:
            await connection.execute(_LATER, parameters)

    async def _opened(self, connection: Connection, row: sa.Row[Any]) -> WaitingFile | None:
        secret = await self._shared.keys.file(connection, row.case_id, row.id)
        if secret is None:
            await connection.execute(sa.delete(media).where(media.c.id == row.id))
            return None
        source = secret.open(LABEL, row.sealed, _bound(row.id)).decode()
        starts, waits = divmod(row.attempt, START)
        return WaitingFile(row.id, row.case_id, MediaKind(row.kind), row.size, starts, waits, source)


async def media_of(unit: "Unit", case: int, *, locked: bool = False) -> list[Media]:
    return [of_row(row) for row in await unit.run(_OF_LOCKED if locked else _OF, {"b_case": case})]


async def media_bytes(work: "Work", file: int) -> bytes:
    """Raises NotFound for a file of another enterprise, one that is not ready and one whose key was destroyed."""
    case = (await work.unit.run(_READY, {"b_media": file})).scalar_one_or_none()
    if case is None or await work.secret(case) is None:
        raise NotFound
    secret = await work.unit.shared.keys.file(work.unit.connection, case, file)
    if secret is None:
        raise NotFound
    rows = await work.unit.run(_CHUNKS, {"b_media": file})
    return b"".join(secret.open(LABEL, row.sealed, _bound(file, row.seq)) for row in rows)


def of_row(row: Any) -> Media:
    return Media(row.id, MediaKind(row.kind), MediaState(row.state), row.mime, row.size)


def opens(secret: Secret, file: int, source: bytes | None, first_chunk: bytes | None) -> bool:
    """Whether this is what sealed the file; one that was declined holds nothing that could tell."""
    try:
        if first_chunk is not None:
            secret.open(LABEL, first_chunk, _bound(file, 0))
        elif source is not None:
            secret.open(LABEL, source, _bound(file))
    except WrongKey:
        return False
    return True


def _chunks(data: bytes) -> Iterator[bytes]:
    for start in range(0, max(len(data), 1), CHUNK):
        yield data[start : start + CHUNK]


def _bound(file: int, seq: int | None = None) -> bytes:
    return str(file).encode() if seq is None else f"{file}:{seq}".encode()
