"""Gives a key of its own to what lies there without: ways back and files of an earlier version.

Of what was restored from an older backup, and erased since, the key is gone: that is erased again. An enterprise that
was erased has a fresh key, which does not open what the backup brought back.
"""

from typing import Any

import sqlalchemy as sa

from storage import closing, retention
from storage import enterprises as tenants
from storage import media as files
from storage import replies as addresses
from storage.engine import Connection
from storage.errors import WrongKey
from storage.keytable import KeyKind
from storage.shared import Shared
from storage.tables import cases, enterprises, keys, media, media_chunks, replies
from storage.vault import Secret
from storage.work import Unit

_OWN_KEYS = keys.alias("own_keys")
_FIRST_CHUNK = sa.select(media_chunks.c.sealed).where(media_chunks.c.media_id == media.c.id, media_chunks.c.seq == 0)


def _without_key(table: sa.Table, kind: KeyKind, ref: sa.Column[int], *columns: Any) -> sa.Select[Any]:
    """With the key of the case, in ``key``."""
    of_case = sa.and_(keys.c.kind == KeyKind.CASE, keys.c.ref == table.c.case_id)
    of_its_own = sa.and_(_OWN_KEYS.c.kind == kind, _OWN_KEYS.c.ref == ref)
    joined = table.outerjoin(keys, of_case).outerjoin(_OWN_KEYS, of_its_own)
    wrapped = (keys.c.sealed.label("key"), keys.c.enterprise_id.label("home"))
    return sa.select(table.c.case_id, *columns, *wrapped).select_from(joined).where(_OWN_KEYS.c.ref.is_(None))


_REPLIES = _without_key(replies, KeyKind.REPLY, replies.c.case_id, replies.c.sealed)
_FILES = _without_key(
    media, KeyKind.MEDIA, media.c.id, media.c.id, media.c.sealed, _FIRST_CHUNK.scalar_subquery().label("chunk")
)

_ENTERPRISES = sa.select(enterprises.c.id, enterprises.c.code, enterprises.c.sealed)
_WORDS = (
    sa.select(cases.c.id)
    .where(cases.c.enterprise_id == sa.bindparam("b_enterprise", type_=sa.BigInteger), cases.c.sealed != b"")
    .limit(retention.MOST)
)


async def take_over(connection: Connection, shared: Shared) -> None:
    for row in (await connection.execute(_ENTERPRISES)).all():
        secret = await shared.keys.load(connection, KeyKind.ENTERPRISE, row.id)
        if secret and not _opens(secret, row):
            await _erase_again(Unit(connection, shared, shared.now()), row)
    for row in (await connection.execute(_REPLIES)).all():
        if not await _reply_taken(connection, shared, row):
            await connection.execute(sa.delete(replies).where(replies.c.case_id == row.case_id))
    for row in (await connection.execute(_FILES)).all():
        if not await _file_taken(connection, shared, row):
            await connection.execute(sa.delete(media).where(media.c.id == row.id))


def _opens(secret: Secret, row: sa.Row[Any]) -> bool:
    try:
        secret.open(tenants.LABEL, row.sealed, tenants.bound(row.id))
    except WrongKey:
        return False
    return True


async def _erase_again(unit: Unit, row: sa.Row[Any]) -> None:
    await closing.erase_one(unit, row.id, row.code, unit.at)
    while left := (await unit.run(_WORDS, {"b_enterprise": row.id})).scalars().all():
        await retention.empty(unit, dict.fromkeys(left, row.id), unit.at)


async def _reply_taken(connection: Connection, shared: Shared, row: sa.Row[Any]) -> bool:
    """The key of the case goes on opening it, as a key of its own: so its copies open as before, until it ends."""
    secret = await _case_secret(connection, shared, row)
    if secret is None:
        return False
    try:
        address = addresses.open_address(secret, row.case_id, row.sealed)
    except WrongKey:
        return False
    own = await addresses.free_tag(connection, shared, address.chat)
    key = await shared.keys.enterprises_row(connection, KeyKind.REPLY, row.case_id, secret, row.home, own)
    await shared.keys.put(connection, [key])
    return True


async def _file_taken(connection: Connection, shared: Shared, row: sa.Row[Any]) -> bool:
    secret = await _case_secret(connection, shared, row)
    if secret is None or not files.opens(secret, row.id, row.sealed, row.chunk):
        return False
    await shared.keys.put_file(connection, row.id, secret, secret)
    return True


async def _case_secret(connection: Connection, shared: Shared, row: sa.Row[Any]) -> Secret | None:
    return None if row.key is None else await shared.keys.open_case(connection, row.case_id, row.key, row.home)
