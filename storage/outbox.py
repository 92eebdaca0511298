"""What is to be said, written in the transaction that gives the reason for it.

A message is one row under a unique key. A card is a lasting row: where it was shown, and whether that is its newest
state. ``revision`` counts changes, so that a change while an older state is on its way is not lost.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time
from enum import StrEnum
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from cases.errors import NotFound
from cases.model import Role
from cases.ports import Address, Message, Priority, Recipient, ToChat, ToMember, ToTeam, ToWorker
from storage.errors import StorageError
from storage.keytable import KeyKind, day_of
from storage.plain import packed
from storage.tables import cases, members, outbox

if TYPE_CHECKING:
    from storage.work import Unit, Work

LABEL = "outbox"
PLACES = "places"


class Route(StrEnum):
    WORKER = "worker"
    MEMBER = "member"
    TEAM = "team"
    CHAT = "chat"


class State(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    ENDED = "ended"
    """A card whose chat cannot be reached for the time being."""


_NEW = insert(outbox)
_SAY = _NEW.on_conflict_do_update(
    index_elements=["bot", "key"],
    set_={name: _NEW.excluded[name] for name in ("priority", "not_before", "silent", "state", "day", "sealed")}
    | {"revision": outbox.c.revision + 1, "attempt": 0},
    where=sa.or_(outbox.c.state == State.WAITING, outbox.c.card),
)
_CASES_CARDS = sa.and_(outbox.c.case_id.in_(sa.bindparam("b_cases", expanding=True)), outbox.c.card)
_UNDER_KEYS = sa.and_(outbox.c.bot == sa.bindparam("b_bot"), outbox.c.key.in_(sa.bindparam("b_keys", expanding=True)))
_LOCK = sa.select(outbox.c.id).where(sa.or_(_CASES_CARDS, _UNDER_KEYS)).order_by(outbox.c.id).with_for_update()
"""Always in this order, as marks do: two that change the same rows wait for one another, never both. Where a single
message is changed it is left out.
"""
_REFRESH = (
    sa.update(outbox)
    .where(_CASES_CARDS, outbox.c.state != State.ENDED)
    .values(
        state=State.WAITING,
        revision=outbox.c.revision + 1,
        priority=sa.case((outbox.c.place.is_(None), outbox.c.priority), else_=int(Priority.DIALOGUE)),
    )
)
_DROP = sa.delete(outbox).where(_UNDER_KEYS, outbox.c.state == State.WAITING)
_AGAIN = {"state": State.WAITING, "revision": outbox.c.revision + 1}
_MEMBERS_CARDS_AGAIN = (
    sa.update(outbox)
    .where(outbox.c.member_id.in_(sa.bindparam("b_members", expanding=True)), outbox.c.state == State.ENDED)
    .values(_AGAIN)
)
_TEAMS_CARDS_AGAIN = (
    sa.update(outbox)
    .where(
        outbox.c.enterprise_id == sa.bindparam("b_enterprise"),
        outbox.c.route == Route.TEAM,
        outbox.c.state == State.ENDED,
    )
    .values(_AGAIN)
)
_NEW_PLACE = (
    sa.update(outbox)
    .where(outbox.c.member_id == sa.bindparam("b_member"), outbox.c.card, outbox.c.state != State.WAITING)
    .values(place=None, place_tag=None)
)
"""One that waits is still to be taken off the screen, where it stands."""
_SHOWN_TO = sa.select(outbox.c.case_id).where(
    outbox.c.member_id == sa.bindparam("b_member"), outbox.c.card, outbox.c.place.is_not(None)
)
_OF_CARD = sa.select(outbox.c.enterprise_id, outbox.c.case_id).where(outbox.c.place_tag == sa.bindparam("b_tag"))
_CASES_ENTERPRISE = sa.select(cases.c.enterprise_id).where(cases.c.id == sa.bindparam("b_id"))
_MEMBERS_ENTERPRISE = sa.select(members.c.enterprise_id).where(members.c.id == sa.bindparam("b_id"))


Talk = tuple[int, str]
"""A chat, and what a later message in the conversation there replaces: its key is known at the end of the unit."""


class Buffer:
    """What a unit wants said, written at its end in as few statements as possible."""

    def __init__(self) -> None:
        self.rows: dict[str | Talk, dict[str, Any]] = {}
        self.refreshed: set[int] = set()
        self.dropped: set[str] = set()
        self.hushed: set[Talk] = set()

    def forget(self, case: int) -> None:
        """The case is gone: nothing is said about it."""
        self.refreshed.discard(case)
        self.rows = {key: row for key, row in self.rows.items() if row["case_id"] != case}

    def drop(self, keys: Collection[str]) -> None:
        self.rows = {key: row for key, row in self.rows.items() if key not in keys}
        self.dropped.update(keys)

    def hush(self, chat: int, key: str) -> None:
        self.rows.pop((chat, key), None)
        self.hushed.add((chat, key))

    async def flush(self, unit: "Unit") -> None:
        """What was dropped goes first: under its key something new may be said."""
        self.dropped.update(expanded for chat, key in self.hushed for expanded in _keys_in_chat(unit, chat, key))
        self.rows = {row["key"]: row for row in [_named(unit, key, row) for key, row in self.rows.items()]}
        bot, cases, dropped = unit.shared.bot, sorted(self.refreshed), sorted(self.dropped)
        if cases or len(dropped) + len(self.rows) > 1:
            await unit.run(_LOCK, {"b_bot": bot, "b_cases": cases, "b_keys": [*dropped, *self.rows]})
        if dropped:
            await unit.run(_DROP, {"b_bot": bot, "b_keys": dropped})
        if cases:
            await unit.run(_REFRESH, {"b_cases": cases})
        rows = sorted(self.rows.values(), key=_order)
        if rows:
            await unit.run(_SAY, rows[0] if len(rows) == 1 else rows)

    def __bool__(self) -> bool:
        return bool(self.rows or self.refreshed)


class Outbox:
    """Says things: through a ``Work`` to anybody of its enterprise, through a bare unit to the chat that speaks."""

    def __init__(self, unit: "Unit", work: "Work | None" = None) -> None:
        self._unit, self._work = unit, work

    async def say(self, message: Message) -> None:
        for to, key in await self._expanded(message.to, message.key):
            row = await self._row(to, key, message.case, message.priority)
            row["silent"] = message.silent
            row["not_before"] = message.not_before or row["not_before"]
            address = to.address if isinstance(to, ToChat) else Address(0, "")
            place = to.instead_of if isinstance(to, ToChat) else None
            said = packed([message.what, dict(message.args), address.chat, address.language, place])
            if isinstance(to, ToChat) and key:
                self._unit.buffer.rows[to.address.chat, key] = row | {"sealed": said}  # named and sealed at the end
            else:
                self._put(row | {"sealed": _sealed(self._unit, row, said)})

    async def card(self, case: int, to: Recipient, priority: Priority = Priority.DIALOGUE) -> None:
        for one, key in await self._expanded(to, f"card:{case}"):
            suffix = f":{one.member}" if isinstance(one, ToMember) else ""
            self._put(await self._row(one, key.partition("|")[0] + suffix, case, priority) | {"card": True})

    async def refresh(self, case: int) -> None:
        """Every card of this case is brought to its newest state."""
        self._unit.buffer.refreshed.add(case)

    async def cases_shown_to(self, member: int) -> list[int]:
        """The cases of which a card stands in that member's chat."""
        return list((await self._unit.run(_SHOWN_TO, {"b_member": member})).scalars())

    async def drop(self, key: str, here: Address | None = None) -> None:
        if here is None:
            self._unit.buffer.drop(await self._keys(key))
        else:
            self._unit.buffer.hush(here.chat, key)

    async def _keys(self, key: str) -> list[str]:
        return [key] + [expanded for _, expanded in await self._expanded(ToTeam(), key)] if self._work else [key]

    async def _expanded(self, to: Recipient, key: str) -> list[tuple[Recipient, str]]:
        """To the team without a group: to its lead in private; without a lead to every member."""
        if not isinstance(to, ToTeam):
            return [(to, key)]
        if self._work is None:
            raise StorageError("to speak to a team, say it through the work of its enterprise")
        if self._work.enterprise.group_bound:
            return [(to, key)]
        staff = await self._work.staff.all()
        leads = [member for member in staff if member.has(Role.LEAD)]
        people = leads or [member for member in staff if member.has(Role.MEMBER)]
        return [(ToMember(member.id), f"{key}|{member.id}") for member in people]

    async def _row(self, to: Recipient, key: str, case: int | None, priority: Priority) -> dict[str, Any]:
        member = to.member if isinstance(to, ToMember) else None
        case = to.case if isinstance(to, ToWorker) else case
        enterprise = await self._enterprise(case, member)
        if enterprise is None:
            case = member = None  # they are gone, or never were
        if isinstance(to, ToChat):
            key = token_hex(16)  # unless it is a conversation's
        return {
            "bot": self._unit.shared.bot,
            "key": key,
            "enterprise_id": enterprise,
            "case_id": case,
            "route": _route(to),
            "member_id": member,
            "card": False,
            "priority": int(priority),
            "not_before": datetime.combine(self._unit.at.date(), time(), UTC),  # the day: instants tell too much
            "silent": False,
            "state": State.WAITING,
            "revision": 1,
            "attempt": 0,
            "day": day_of(self._unit.at),
            "sealed": None,
            "place": None,
            "place_tag": None,
            "lease_until": 0.0,
            "epoch": 0,
        }

    async def _enterprise(self, case: int | None, member: int | None) -> int | None:
        if self._work:
            return self._work.enterprise.id
        if case is not None and case in self._unit.homes:
            return self._unit.homes[case]
        if case is not None:
            return (await self._unit.run(_CASES_ENTERPRISE, {"b_id": case})).scalar_one_or_none()
        if member is not None:
            return (await self._unit.run(_MEMBERS_ENTERPRISE, {"b_id": member})).scalar_one_or_none()
        return None

    def _put(self, row: dict[str, Any]) -> None:
        self._unit.buffer.rows[row["key"]] = row


def _keys_in_chat(unit: "Unit", chat: int, key: str) -> list[str]:
    """A conversation's own word for what is replaced by a later one in it.

    Without a conversation in hand the chat's, under a day's random key, today's and then yesterday's: after midnight a
    question that still waits is not replaced, but can be dropped. Beside a case nothing may tell one chat from another,
    and then nothing is replaced.
    """
    if thread := unit.thread(chat):
        return [f"{thread}:{key}"]
    if unit.beside:
        return [token_hex(16)]
    secrets = unit.shared.keys.of_days(KeyKind.DAY, day_of(unit.at))
    return [f"{secret.tag(LABEL, chat).hex()}:{key}" for secret in secrets]


def _named(unit: "Unit", key: str | Talk, row: dict[str, Any]) -> dict[str, Any]:
    if isinstance(key, str):
        return row
    row["key"] = _keys_in_chat(unit, *key)[0]
    return row | {"sealed": _sealed(unit, row, row["sealed"])}


def _sealed(unit: "Unit", row: dict[str, Any], said: bytes) -> bytes:
    return unit.shared.keys.of_day(KeyKind.TRANSIT, row["day"]).seal(LABEL, said, row["key"].encode())


async def case_of_card(unit: "Unit", chat: int, message: int) -> tuple[int, int]:
    """Enterprise and case of the card which is that message. Raises NotFound."""
    tag = unit.shared.people.tag(PLACES, unit.shared.bot, chat, message)
    row = (await unit.run(_OF_CARD, {"b_tag": tag})).first()
    if row is None:
        raise NotFound
    return row.enterprise_id, row.case_id


async def cards_again(unit: "Unit", members: list[int]) -> None:
    """Those people can be reached again."""
    if members:
        await unit.run(_MEMBERS_CARDS_AGAIN, {"b_members": members})


async def cards_anew(unit: "Unit", member: int) -> None:
    """What comes to somebody who is back is a message of its own: the dots of before stand far up in the chat."""
    await unit.run(_NEW_PLACE, {"b_member": member})


async def team_cards_again(unit: "Unit", enterprise: int) -> None:
    """The group of that enterprise can be reached again."""
    await unit.run(_TEAMS_CARDS_AGAIN, {"b_enterprise": enterprise})


def _order(row: Mapping[str, Any]) -> str:
    """Answers are read in the order in which they were said. What two units may say at once has one order for all, by
    random numbers: the cards of one release tell nothing of the order of sending.
    """
    answer = row["route"] == Route.CHAT or row["priority"] == Priority.PROMPT
    return "" if answer else row["key"]


def _route(to: Recipient) -> Route:
    return {ToWorker: Route.WORKER, ToMember: Route.MEMBER, ToTeam: Route.TEAM, ToChat: Route.CHAT}[type(to)]
