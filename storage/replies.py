"""The way back to a worker: sealed per case, found by nothing but the case and the worker's own chat."""

import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.ports import Address
from storage.plain import packed, unpacked
from storage.shared import Shared
from storage.tables import replies
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit, Work

LABEL = "replies"
SEALED_SIZE = 64
OWN_TAGS = 64
"""So many cases of one chat can be listed at a time; a further one is answered but stands in no list."""

_TAKEN = sa.select(replies.c.own).where(replies.c.own.in_(sa.bindparam("b_own", expanding=True)))
_ENTERPRISES = (
    sa.select(replies.c.enterprise_id).where(replies.c.own.in_(sa.bindparam("b_own", expanding=True))).distinct()
)
_INSERT = insert(replies)
_KEEP = _INSERT.on_conflict_do_update(
    index_elements=["case_id"], set_={"own": _INSERT.excluded.own, "sealed": _INSERT.excluded.sealed}
)
_OURS = (replies.c.case_id == sa.bindparam("b_case"), replies.c.enterprise_id == sa.bindparam("b_enterprise"))
_END = sa.delete(replies).where(*_OURS)
_OPEN = sa.select(replies.c.sealed).where(*_OURS)


class Replies:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def keep(self, case: int, address: Address) -> None:
        secret = await self._work.sealing(case)
        await self.end(case)
        sealed = secret.seal(LABEL, packed([address.chat, address.language], SEALED_SIZE), _bound(case))
        own = await self._free_tag(address.chat)
        row = {"case_id": case, "enterprise_id": self._work.enterprise.id, "own": own, "sealed": sealed}
        await self._work.unit.run(_KEEP, row)

    async def end(self, case: int) -> None:
        await self._work.writing(case)
        await self._work.unit.run(_END, self._key(case))

    async def open(self, case: int) -> Address | None:
        secret = await self._work.secret(case)
        sealed = (await self._work.unit.run(_OPEN, self._key(case))).scalar_one_or_none()
        if secret is None or sealed is None:
            return None
        return open_address(secret, case, sealed)

    async def _free_tag(self, chat: int) -> bytes | None:
        tags = own_tags(self._work.unit.shared, chat)
        taken = set((await self._work.unit.run(_TAKEN, {"b_own": tags})).scalars())
        return next((tag for tag in tags if tag not in taken), None)

    def _key(self, case: int) -> dict[str, int]:
        return {"b_case": case, "b_enterprise": self._work.enterprise.id}


async def enterprises_of(unit: "Unit", own: Sequence[bytes]) -> list[int]:
    """Where the cases with these tags lie: more than one after a change of job."""
    return sorted((await unit.run(_ENTERPRISES, {"b_own": own})).scalars())


def open_address(secret: Secret, case: int, sealed: bytes) -> Address:
    chat, language = unpacked(secret.open(LABEL, sealed, _bound(case)), padded=True)
    return Address(chat, language)


def own_tags(shared: Shared, chat: int) -> list[bytes]:
    """What this chat's cases may carry: HMAC of 0 … 63 under a key of that chat."""
    key = shared.people.tag("own", shared.bot, chat)
    return [hmac.digest(key, b"%d" % n, "sha256")[:16] for n in range(OWN_TAGS)]


def _bound(case: int) -> bytes:
    return str(case).encode()
