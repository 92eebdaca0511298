"""Conversations in hand, found and sealed under a day's random key; they last 24 h."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.ports import Address, Draft
from storage.keytable import KeyKind, day_of
from storage.meeting import DRAFTS
from storage.plain import packed, unpacked
from storage.tables import drafts
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

LIFE = timedelta(hours=24)

_INSERT = insert(drafts)
_SAVE = _INSERT.on_conflict_do_update(
    index_elements=["tag"], set_={name: _INSERT.excluded[name] for name in ("expires_at", "sealed")}
)
_DROP = sa.delete(drafts).where(drafts.c.tag.in_(sa.bindparam("b_tags", expanding=True)))


class Drafts:
    def __init__(self, unit: "Unit") -> None:
        self._unit = unit
        self._loaded: dict[tuple[int, int], bytes | None] = {}

    async def load(self, chat: int, user: int) -> Draft | None:
        met = await self._unit.meet(chat, user)
        if met.draft is None or met.draft_secret is None:
            self._loaded[chat, user] = None
            return None
        self._loaded[chat, user] = met.draft.tag
        return opened(met.draft_secret, met.draft.tag, met.draft.sealed)[2]

    async def save(self, address: Address, user: int, draft: Draft, at: datetime) -> None:
        """Keeps the draft for another 24 h, under today's key."""
        secrets = self._secrets()
        today, *earlier = (secret.tag(DRAFTS, address.chat, user) for secret in secrets)
        stale = [tag for tag in earlier if self._loaded.get((address.chat, user), tag) == tag]
        if stale:
            await self._unit.run(_DROP, {"b_tags": stale})
        state = [address.chat, address.language, user, draft.flow, draft.state]
        sealed = secrets[0].seal(DRAFTS, packed(state), today)
        row = {"tag": today, "day": day_of(self._unit.at), "expires_at": at + LIFE, "sealed": sealed}
        await self._unit.run(_SAVE, row)
        self._loaded[address.chat, user] = today

    async def drop(self, chat: int, user: int) -> None:
        tags = [secret.tag(DRAFTS, chat, user) for secret in self._secrets()]
        await self._unit.run(_DROP, {"b_tags": tags})

    def _secrets(self) -> list[Secret]:
        return self._unit.shared.keys.of_days(KeyKind.DAY, day_of(self._unit.at))


def opened(secret: Secret, tag: bytes, sealed: bytes) -> tuple[Address, int, Draft]:
    chat, language, user, flow, state = unpacked(secret.open(DRAFTS, sealed, tag))
    return Address(chat, language), user, Draft(flow, state)
