"""Conversations in hand, found and sealed under a day's random key; they last 24 h."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.ports import Address, Draft, Slot
from storage.keytable import KeyKind, day_of
from storage.meeting import DRAFTS
from storage.plain import packed, unpacked
from storage.tables import drafts
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

LIFE = timedelta(hours=24)

_FIND = sa.select(drafts.c.tag, drafts.c.sealed).where(
    drafts.c.tag.in_([sa.bindparam("b_today"), sa.bindparam("b_yesterday")])
)
_INSERT = insert(drafts)
_SAVE = _INSERT.on_conflict_do_update(
    index_elements=["tag"], set_={name: _INSERT.excluded[name] for name in ("expires_at", "sealed")}
)
_DROP = sa.delete(drafts).where(drafts.c.tag.in_(sa.bindparam("b_tags", expanding=True)))


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    address: Address
    user: int
    draft: Draft
    saved: datetime
    tag: bytes


class Drafts:
    def __init__(self, unit: "Unit") -> None:
        self._unit = unit
        self._known: dict[tuple[int, int, Slot], Opened | None] = {}

    async def load(self, chat: int, user: int, slot: Slot | None = None) -> Draft | None:
        looked = [await self._look(chat, user, one) for one in Slot if slot in (None, one)]
        found = sorted(filter(None, looked), key=lambda opened: opened.saved)
        return found[-1].draft if found else None

    async def save(self, address: Address, user: int, draft: Draft, at: datetime) -> None:
        """Keeps the draft for another 24 h, under today's key."""
        key, secret = (address.chat, user, draft.slot), self._secrets()[0]
        today, *earlier = self._tags(*key)
        known = self._known.get(key)
        stale = [tag for tag in earlier if key not in self._known or (known and known.tag == tag)]
        if stale:
            await self._unit.run(_DROP, {"b_tags": stale})
        state = [address.chat, address.language, user, draft.flow, draft.state, at.isoformat()]
        sealed = secret.seal(DRAFTS, packed(state), today)
        row = {"tag": today, "day": day_of(self._unit.at), "expires_at": at + LIFE, "sealed": sealed}
        await self._unit.run(_SAVE, row)
        self._known[key] = Opened(address, user, draft, at, today)

    async def drop(self, chat: int, user: int, slot: Slot = Slot.WORKER) -> None:
        await self._unit.run(_DROP, {"b_tags": self._tags(chat, user, slot)})
        self._known[chat, user, slot] = None

    async def _look(self, chat: int, user: int, slot: Slot) -> Opened | None:
        """Once in a unit for each slot."""
        if (chat, user, slot) not in self._known:
            find = self._worker if slot is Slot.WORKER else self._staff
            self._known[chat, user, slot] = await find(chat, user)
        return self._known[chat, user, slot]

    async def _worker(self, chat: int, user: int) -> Opened | None:
        met = await self._unit.meet(chat, user)
        return opened(met.draft_secret, met.draft.tag, met.draft.sealed) if met.draft and met.draft_secret else None

    async def _staff(self, chat: int, user: int) -> Opened | None:
        """Most people are not staff: of them nothing is asked."""
        met = await self._unit.meet(chat, user)
        if not met.staff:
            return None
        secrets = dict(zip(self._tags(chat, user, Slot.STAFF), self._secrets(), strict=True))
        tags = list(secrets)
        row = (await self._unit.run(_FIND, {"b_today": tags[0], "b_yesterday": tags[-1]})).first()
        return opened(secrets[row.tag], row.tag, row.sealed) if row else None

    def _tags(self, chat: int, user: int, slot: Slot) -> list[bytes]:
        """Today's, then yesterday's."""
        more = (slot,) if slot is Slot.STAFF else ()
        return [secret.tag(DRAFTS, chat, user, *more) for secret in self._secrets()]

    def _secrets(self) -> list[Secret]:
        return self._unit.shared.keys.of_days(KeyKind.DAY, day_of(self._unit.at))


def opened(secret: Secret, tag: bytes, sealed: bytes) -> Opened:
    chat, language, user, flow, state, saved = unpacked(secret.open(DRAFTS, sealed, tag))
    return Opened(Address(chat, language), user, Draft(flow, state), datetime.fromisoformat(saved), tag)
