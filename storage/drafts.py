"""Conversations in hand, found and sealed under a day's random key; they last 24 h after their last change.

The transaction that writes a case ends the draft it came from, so no two drafts of a person carry the same mark: a tag
is one of ``SPREAD`` that they have on that day, drawn anew for each draft. A row written beside a case, or beside the
row of a worker, is *closed*: no transaction of another conversation touches it again, or a log of the database would
join the two. It lies for half a day, for a whole one when it is of what was not sent, or until something is written of
its case again and nothing is in hand of it any more; what is saved afterwards gets a row of its own.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.ports import ADDING, UNSENT, Address, Draft, Slot
from storage.keytable import KeyKind, day_of
from storage.meeting import DRAFTS, Found, draft_tags, tags_found
from storage.plain import packed, unpacked
from storage.tables import drafts
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.units import Units
    from storage.work import Unit

LIFE = timedelta(hours=24)
STEP = timedelta(minutes=30)
"""A draft expires at a half hour: the second would tell when a case was sent."""
SENT_LIFE = CLOSED_STEP = timedelta(hours=12)
"""What is closed goes at noon or at midnight (UTC), with everybody's."""

_FIND = sa.select(drafts.c.tag, drafts.c.sealed).where(drafts.c.tag.in_(sa.bindparam("b_tags", expanding=True)))
_INSERT = insert(drafts)
_SAVE = _INSERT.on_conflict_do_update(
    index_elements=["tag"], set_={name: _INSERT.excluded[name] for name in ("expires_at", "sealed")}
)
_DROP = sa.delete(drafts).where(drafts.c.tag == sa.bindparam("b_tag"))

Key = tuple[int, int, Slot]


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """``thread`` names the conversation in the outbox. Without a flow: none.

    ``number`` grows with each saving in either slot, for ``saved`` is stored to the hour: who sends saves at once.
    """

    address: Address
    user: int
    draft: Draft
    saved: datetime
    tag: bytes = b""
    thread: str = ""
    number: int = 0
    closed: bool = False

    def goes_on_as(self, draft: Draft) -> bool:
        """Whether that may take its place: what is closed goes on about its own case alone."""
        case = draft.state.get("case")
        return not self.closed or bool(case and case == self.case)

    @property
    def case(self) -> int | None:
        """None, or 0, as long as it is about none."""
        return self.draft.state.get("case")


class Drafts:
    """What changes is written at the end of the unit, when it is known what it was written beside."""

    def __init__(self, unit: "Unit") -> None:
        self._unit = unit
        self._stored: dict[Key, list[Opened]] = {}
        """As they were found, oldest first."""
        self._changed: dict[Key, Opened | None] = {}

    async def load(self, chat: int, user: int, slot: Slot | None = None) -> Draft | None:
        found = [await self._current((chat, user, one)) for one in Slot if slot in (None, one)]
        newest = max(filter(None, found), key=lambda opened: opened.number, default=None)
        return newest.draft if newest else None

    async def save(self, address: Address, user: int, draft: Draft, at: datetime) -> None:
        """Keeps the draft for another 24 h, up to 36 h when it is closed; of what was sent, 12 to 24 h."""
        key = (address.chat, user, draft.slot)
        old, number = await self._current(key), await self._next_number(address.chat, user)
        if old and old.goes_on_as(draft):
            self._changed[key] = replace(old, address=address, user=user, draft=draft, saved=at, number=number)
        else:
            self._changed[key] = Opened(address, user, draft, at, thread=secrets.token_hex(16), number=number)

    async def _next_number(self, chat: int, user: int) -> int:
        keys: list[Key] = [(chat, user, slot) for slot in Slot]
        known = [one for key in keys for one in [*await self._look(key), self._changed.get(key)] if one]
        return 1 + max((one.number for one in known), default=0)

    async def drop(self, chat: int, user: int, slot: Slot = Slot.WORKER) -> None:
        await self._look((chat, user, slot))
        self._changed[chat, user, slot] = None

    def thread(self, chat: int) -> str | None:
        """Of the conversation in hand in that private chat, as far as this unit may speak of it.

        Beside a case only of one that this unit changes: it is that case's.
        """
        key = (chat, chat, Slot.WORKER)
        if changed := self._changed.get(key):
            return changed.thread
        if key in self._changed or not self._unit.beside:
            return next((one.thread for one in self._stored.get(key, [])[-1:] if self._may_go(one)), None)
        return None

    async def last_of(self, chat: int, user: int, slot: Slot) -> int:
        """The number of what was saved last, as far as it still lies there; 0 when nothing does.

        What was saved the day before yesterday may end at midnight only: its key is there still.
        """
        today = day_of(self._unit.at)
        days = [await self._unit.shared.keys.load(self._unit.connection, KeyKind.DAY, today - ago) for ago in range(3)]
        known = [day for day in days if day]
        found = await self._found(known, [draft_tags(day, chat, user, slot) for day in known])
        return max((opened(secret, row.tag, row.sealed).number for row, secret in found), default=0)

    async def stored(self, chat: int) -> list[Opened]:
        """All of a worker, oldest first."""
        return await self._look((chat, chat, Slot.WORKER))

    async def part(self, chat: int, case: int) -> None:
        """Erases what that private chat holds of a case that this unit writes."""
        key = (chat, chat, Slot.WORKER)
        for one in await self._look(key):
            if one.case == case:
                await self._unit.run(_DROP, {"b_tag": one.tag})
        self._stored[key] = [one for one in self._stored[key] if one.case != case]

    @property
    def changed(self) -> bool:
        return bool(self._changed)

    async def flush(self) -> None:
        for key, wanted in self._changed.items():
            last = next(iter(self._stored[key][-1:]), None)
            kept = await self._write(key, last, wanted) if wanted else None
            for one in self._stored[key]:
                if one.tag != kept and self._may_go(one):
                    await self._unit.run(_DROP, {"b_tag": one.tag})
            if not wanted and last and last.draft.flow:
                await self._say_nothing_is_left(key, last)

    def _may_go(self, one: Opened) -> bool:
        """What is closed goes beside its own case alone, beside which it lay already."""
        return not one.closed or one.case in self._unit.written

    async def _write(self, key: Key, last: Opened | None, wanted: Opened) -> bytes:
        """In the row of the same conversation, if that is of today; returns its tag."""
        same = last is not None and last.thread == wanted.thread
        tag = last.tag if last and same and last.tag in self._tags(key)[0] else self._fresh(key)
        closed = self._unit.beside or wanted.closed
        await self._put(key, replace(wanted, tag=tag, closed=closed))
        return tag

    async def _say_nothing_is_left(self, key: Key, last: Opened) -> None:
        """What is closed stays and would come up again; so a row says that nothing is in hand. Beside a case only when
        something else was in hand last, and that had to stay.
        """
        others = any(one.draft.flow for one in self._stored[key] if not self._may_go(one))
        if others and not (self._unit.beside_case and self._may_go(last)):
            nothing = Opened(Address(0, ""), 0, Draft("", {}), self._unit.at)
            await self._put(key, replace(nothing, tag=self._fresh(key), number=last.number + 1, closed=True))

    async def _put(self, key: Key, new: Opened) -> None:
        """It lies no shorter than what stays behind it, or that would come up again."""
        behind = [one for one in self._stored[key] if one.tag != new.tag and not self._may_go(one)]
        expires_at = max(_expiry(one, new.saved) for one in (new, *behind))
        state = [new.address.chat, new.address.language, new.user, new.draft.flow, new.draft.state]
        state += [new.saved.replace(minute=0, second=0, microsecond=0).isoformat(), new.thread, new.number, new.closed]
        today, day = self._secrets()[0], day_of(self._unit.at)
        sealed = today.seal(DRAFTS, packed(state), new.tag)
        row = {"tag": new.tag, "day": day, "expires_at": expires_at, "sealed": sealed}
        await self._unit.run(_SAVE, row)

    async def _current(self, key: Key) -> Opened | None:
        if key in self._changed:
            return self._changed[key]
        last = next(iter((await self._look(key))[-1:]), None)
        return last if last and last.draft.flow else None

    async def _look(self, key: Key) -> list[Opened]:
        """Once in a unit for each slot."""
        if key not in self._stored:
            chat, user, slot = key
            met = await self._unit.meet(chat, user)
            found = met.drafts if slot is Slot.WORKER else await self._of_staff(key, staff=met.staff)
            rows = [opened(secret, row.tag, row.sealed) for row, secret in found]
            self._stored[key] = sorted(rows, key=lambda one: one.number)
        return self._stored[key]

    async def _of_staff(self, key: Key, *, staff: bool) -> list[Found]:
        """Most people are not staff: of them nothing is asked."""
        if not staff:
            return []
        return await self._found(self._secrets(), self._tags(key))

    async def _found(self, days: Sequence[Secret], tags: Sequence[Sequence[bytes]]) -> list[Found]:
        secrets_ = tags_found(days, tags)
        rows = (await self._unit.run(_FIND, {"b_tags": list(secrets_)})).all()
        return [(row, secrets_[row.tag]) for row in rows]

    def _fresh(self, key: Key) -> bytes:
        """One that no other draft of them carries, as far as this process knows those of today."""
        tags, spent = self._tags(key)[0], self._unit.shared.spent_on(day_of(self._unit.at))
        stored = {one.tag for one in self._stored[key]}
        free = [tag for tag in tags if tag not in stored and tag not in spent]
        tag = secrets.choice(free or [tag for tag in tags if tag not in stored] or tags)
        spent.add(tag)
        return tag

    def _tags(self, key: Key) -> list[list[bytes]]:
        """Today's, then yesterday's."""
        return [draft_tags(secret, *key) for secret in self._secrets()]

    def _secrets(self) -> list[Secret]:
        return self._unit.shared.keys.of_days(KeyKind.DAY, day_of(self._unit.at))


async def erase_closed(units: "Units", chat: int) -> None:
    """All of a private chat but the last, each in a transaction of its own: one for all would join their cases.
    The files of what was never sent go too.
    """
    async with units.reading() as unit:
        rows = (await Drafts(unit).stored(chat))[:-1]
    for one in rows:
        async with units.unit() as unit:
            await unit.run(_DROP, {"b_tag": one.tag})
            if one.case:
                await unit.media.discard(one.case)


def opened(secret: Secret, tag: bytes, sealed: bytes) -> Opened:
    chat, language, user, flow, state, saved, *more = unpacked(secret.open(DRAFTS, sealed, tag))
    address, draft = Address(chat, language), Draft(flow, state)
    return Opened(address, user, draft, datetime.fromisoformat(saved), tag, *more)


def _expiry(one: Opened, saved: datetime) -> datetime:
    """The next whole step after its life, if it was saved then."""
    life = SENT_LIFE if one.closed and one.draft.flow not in (UNSENT, ADDING) else LIFE
    step = CLOSED_STEP if one.closed else STEP
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return start - (start - (saved + life)) // step * step
