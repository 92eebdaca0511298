"""The way back to a worker: sealed per case, found by nothing but the case and the worker's own chat.

It has a key of its own, destroyed when the way back ends: an older copy of the data no longer opens it.
"""

import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.ports import Address
from storage.engine import Connection
from storage.keytable import KeyKind
from storage.plain import packed, unpacked
from storage.shared import Shared
from storage.tables import keys, replies
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit, Work

LABEL = "replies"
MARK = "remembered"
SEALED_SIZE = 64
OWN_TAGS = 64
"""So many cases of one chat can be listed at a time; a further one is answered but stands in no list."""

OWN = keys.c.own.in_(sa.bindparam("b_own", expanding=True))

_TAKEN = sa.select(keys.c.own).where(OWN)
_ENTERPRISES = sa.select(keys.c.enterprise_id).where(OWN).distinct()
_INSERT = insert(replies)
_KEEP = _INSERT.on_conflict_do_update(index_elements=["case_id"], set_={"sealed": _INSERT.excluded.sealed})
OF_REPLY = sa.and_(keys.c.kind == KeyKind.REPLY, keys.c.ref == replies.c.case_id)
_OURS = (replies.c.case_id == sa.bindparam("b_case"), replies.c.enterprise_id == sa.bindparam("b_enterprise"))
_END = sa.delete(replies).where(*_OURS)
_TOLD = sa.select(replies.c.told).where(*_OURS)
_TELL = sa.update(replies).where(*_OURS)
_OPEN = sa.select(replies.c.sealed, keys.c.sealed.label("key")).join(keys, OF_REPLY).where(*_OURS)


class Replies:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def keep(self, case: int, address: Address) -> None:
        await self._work.sealing(case)
        unit, enterprise, secret = self._work.unit, self._work.enterprise.id, Secret.fresh()
        own = await free_tag(unit.connection, unit.shared, address.chat)
        await unit.put_key(KeyKind.REPLY, case, secret, enterprise, own)
        sealed = secret.seal(LABEL, packed([address.chat, address.language], SEALED_SIZE), _bound(case))
        await unit.run(_KEEP, {"case_id": case, "enterprise_id": enterprise, "sealed": sealed})

    async def end(self, case: int) -> None:
        """Erases it, and what the conversation still holds of the case."""
        await self._work.writing(case)
        unit = self._work.unit
        if address := await self.open(case):
            await unit.part(address.chat, case)
        await unit.shared.keys.destroy(unit.connection, KeyKind.REPLY, case)
        await unit.run(_END, self._key(case))

    async def open(self, case: int) -> Address | None:
        unit = self._work.unit
        shredded = await self._work.secret(case) is None
        row = (await unit.run(_OPEN, self._key(case))).one_or_none()
        if shredded or row is None:
            return None
        return open_address(await self._secret(case, row.key), case, row.sealed)

    async def _secret(self, case: int, sealed: bytes) -> Secret:
        unit, home = self._work.unit, self._work.enterprise.id
        return await unit.shared.keys.open_reply(unit.connection, case, sealed, home)

    async def reads(self, case: int) -> bool:
        """Whether answers can be opened in the chat they go to: not by who was forgotten there. Writes nothing."""
        address = await self.open(case)
        return address is not None and await self._work.unit.identities.worker(address.chat) is not None

    async def told(self, case: int) -> int:
        """0 where there is no way back."""
        return (await self._work.unit.run(_TOLD, self._key(case))).scalar_one_or_none() or 0

    async def mark(self, case: int) -> str:
        row = (await self._work.unit.run(_OPEN, self._key(case))).one_or_none()
        return (await self._secret(case, row.key)).tag(MARK, case).hex() if row else ""

    async def tell(self, case: int, told: int) -> None:
        await self._work.writing(case)
        await self._work.unit.run(_TELL, {"told": told} | self._key(case))

    def _key(self, case: int) -> dict[str, int]:
        return {"b_case": case, "b_enterprise": self._work.enterprise.id}


async def enterprises_of(unit: "Unit", own: Sequence[bytes]) -> list[int]:
    """Where the cases with these tags lie: more than one after a change of job."""
    return sorted((await unit.run(_ENTERPRISES, {"b_own": own})).scalars())


async def free_tag(connection: Connection, shared: Shared, chat: int) -> bytes | None:
    tags = own_tags(shared, chat)
    taken = set((await connection.execute(_TAKEN, {"b_own": tags})).scalars())
    return next((tag for tag in tags if tag not in taken), None)


def open_address(secret: Secret, case: int, sealed: bytes) -> Address:
    chat, language = unpacked(secret.open(LABEL, sealed, _bound(case)), padded=True)
    return Address(chat, language)


def own_tags(shared: Shared, chat: int) -> list[bytes]:
    """What this chat's cases may carry: HMAC of 0 … 63 under a key of that chat."""
    key = shared.people.tag("own", shared.bot, chat)
    return [hmac.digest(key, b"%d" % n, "sha256")[:16] for n in range(OWN_TAGS)]


def _bound(case: int) -> bytes:
    return str(case).encode()
