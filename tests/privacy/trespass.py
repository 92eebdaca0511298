"""An update by somebody who has no business with a case: tried, looked at, and undone."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from aiogram import Bot
from aiogram.types import Update

from bot.app import make_dispatcher
from bot.errands import ERRANDS
from bot.health import Metrics
from bot.rendering import Rendering
from bot.say import DELETION
from bot.views.registry import VIEWS
from bot.views.shown import Shown
from cases.errors import HuiyinError
from cases.ports import Address, Draft
from cases.release import next_message_time
from reports.sheet import pdf
from storage import Unit
from storage.marks import Outgoing
from storage.outbox_queue import OutboxQueue
from storage.recipients import Addresses
from storage.tables import acts, cases, clocks, entries, events, holds, media, outbox, receipts, replies
from tests.cases.actions.plant import ANA
from tests.privacy.doors import Knock, Target
from tests.privacy.town import Person, Town

DOMAIN = (cases, events, clocks, acts, entries, media, holds, replies, receipts)
UNSAID = (DELETION, *ERRANDS)
ME = {"id": 42, "is_bot": True, "first_name": "Huiyin"}


@dataclass
class Outcome:
    """What came of an update: the error it was refused with, what was said to whom, and which handlers acted."""

    refused: str = ""
    said: list[tuple[int, str]] = field(default_factory=list)
    rung: list[str] = field(default_factory=list)
    """What would reach the sender otherwise than as a silent knock at the next fixed time."""
    changed: bool = False
    handlers: list[str] = field(default_factory=list)

    def heard_by(self, person: Person) -> str:
        return "\n".join(sorted(text for chat, text in self.said if chat in (person.chat, person.user)))

    def felt_by(self, person: Person) -> tuple[str, str, bool]:
        """All by which the person could tell one world from another."""
        return self.refused, self.heard_by(person), self.changed


class _Undone(Exception):
    """Rolls the unit back after everything was looked at."""


class Trespass:
    def __init__(self, town: Town) -> None:
        self.town, self.storage = town, town.plant.storage
        self.dispatcher, self.bot = make_dispatcher(Metrics()), Bot("42:TEST")
        self._queue, self._called = OutboxQueue(self.storage.shared), list[str]()
        self._worlds: dict[frozenset[int], list[Any]] = {}
        for observer in self.dispatcher.observers.values():
            observer.middleware(self._note)

    async def tries(
        self, person: Person, knock: Knock, target: Target, without: frozenset[int] = frozenset()
    ) -> Outcome:
        """``without``: in a world in which these cases were never sent."""
        outcome = Outcome()
        self._called.clear()
        try:
            async with self.storage.unit() as unit:
                await self._forget(unit, without)
                before = await self._before(unit, without)
                await self._feed(unit, person, knock, target)
                await unit.flush()
                outcome.changed = await _domain(unit) != before
                outcome.said, outcome.rung = await self._said(unit), await self.rung(unit)
                raise _Undone  # noqa: TRY301 (it is what rolls back)
        except _Undone:
            pass
        except HuiyinError as error:
            outcome.refused = type(error).__name__
        outcome.handlers = list(self._called)
        return outcome

    async def _before(self, unit: Unit, without: frozenset[int]) -> list[Any]:
        """Read once for each world: whatever is tried is undone."""
        if without not in self._worlds:
            self._worlds[without] = await _domain(unit)
        return self._worlds[without]

    async def _note(self, handler: Any, event: Any, data: dict[str, Any]) -> Any:
        callback = data["handler"].callback
        self._called.append(f"{callback.__module__}.{callback.__qualname__}")
        return await handler(event, data)

    async def _forget(self, unit: Unit, gone: frozenset[int]) -> None:
        if gone:
            await unit.run(sa.delete(cases).where(cases.c.id.in_(gone)))

    async def _feed(self, unit: Unit, person: Person, knock: Knock, target: Target) -> None:
        if knock.flow:
            given = {"text": "A word", "files": [], "reason": "duplicate", "given": [], "row": "suggestion"}
            draft = Draft(knock.flow, {"case": target.case, **given})
            await unit.drafts.save(Address(person.chat, "en"), person.user, draft, unit.at)
        update = Update.model_validate({"update_id": 1, knock.kind: _event(person, knock)}, context={"bot": self.bot})
        names = {"operator": "Operator", "bot_username": "huiyin_bot"}
        await self.dispatcher.feed_update(self.bot, update, unit=unit, at=self.town.plant.now, **names)

    async def _said(self, unit: Any) -> list[tuple[int, str]]:
        """Everything this update wants said, rendered as its readers would see it."""
        opened = [out for _, out in await self._waiting(unit)]
        rendering = Rendering(lambda: _same(unit), lambda: self.town.plant.now, "Operator", VIEWS, pdf)
        shown = [(out.address.chat, await rendering.render(out)) for out in opened if out.what not in UNSAID]
        return [(chat, _words(one.shown)) for chat, one in shown if one]

    async def rung(self, unit: Any) -> list[str]:
        fixed = next_message_time(self.town.plant.now, "Asia/Shanghai")
        to_sender = [(row, out) for row, out in await self._waiting(unit) if out.address.chat == ANA.chat]
        return [out.what for row, out in to_sender if (out.what, out.silent, row.not_before) != ("knock", True, fixed)]

    async def _waiting(self, unit: Any) -> list[tuple[Any, Outgoing]]:
        rows = (await unit.run(sa.select(outbox).where(outbox.c.state == "waiting"))).all()
        addresses = await Addresses.of(unit.connection, self.storage.shared, rows)
        opened = [(row, await self._queue._opened(unit.connection, row, addresses)) for row in rows]
        return [(row, out) for row, out in opened if out]


@asynccontextmanager
async def _same(unit: Unit) -> AsyncGenerator[Unit]:
    yield unit


def _everything(table: sa.Table) -> str:
    """As one text per row, which costs far less than to fetch and compare the columns."""
    where = "WHERE case_id IN (SELECT id FROM cases)" if "case_id" in table.columns else ""
    columns = " || ',' || ".join(f'quote("{column.name}")' for column in table.columns)
    return f"SELECT '{table.name},' || {columns} FROM {table.name} {where}"  # noqa: S608


_DOMAIN = sa.text(" UNION ALL ".join(_everything(table) for table in DOMAIN))


async def _domain(unit: Any) -> list[str]:
    """Every row of every case. What hangs on a draft that was never sent belongs to no case."""
    return sorted((await unit.run(_DOMAIN)).scalars())


def _words(shown: Shown) -> str:
    buttons = [button for row in shown.buttons for button in row]
    return "\n".join(
        [shown.text, *(f"[{each.label}] {each.press.pack() if each.press else each.url}" for each in buttons)]
    )


def _event(person: Person, knock: Knock) -> Mapping[str, Any]:
    chat = {"id": person.chat, "type": "private" if person.chat == person.user else "supergroup"}
    user = {"id": person.user, "is_bot": False, "first_name": person.name, "language_code": "en"}
    base: dict[str, Any] = {"chat": chat, "from": user, "date": 1}
    match knock.kind:
        case "callback_query":
            message = base | {"message_id": 7, "from": ME, "text": "."}
            return {"id": "1", "from": user, "chat_instance": "1", "message": message, "data": knock.content["data"]}
        case "my_chat_member":
            inside, outside = {"user": ME, "status": "member"}, {"user": ME, "status": "kicked", "until_date": 0}
            old, new = (outside, inside) if knock.content["let_in"] else (inside, outside)
            return base | {"old_chat_member": old, "new_chat_member": new}
    return base | {"message_id": 7} | _content(knock.content, base)


def _content(content: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(content)
    if made.pop("photo", False):
        made["photo"] = [{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 9}]
    if made.pop("location", False):
        made["location"] = {"latitude": 1.0, "longitude": 1.0}
    if "reply_to" in made:
        made["reply_to_message"] = {**base, "message_id": made.pop("reply_to"), "from": ME, "text": "."}
    return made
