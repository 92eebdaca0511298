"""Looks at all that came of some updates: nothing broken, nothing lost, nothing said to who may not hear it."""

import json
import logging
import re
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from aiogram.types import Update
from pydantic import ValidationError
from structlog.testing import capture_logs

from bot.handling import is_known
from sandbox.calls import Call
from storage.inbox import Arrival
from tests.fuzz.canaries import CANARY, Canaries
from tests.fuzz.house import House
from tests.fuzz.oracle import Oracle

Json = dict[str, Any]
Line = MutableMapping[str, Any]

ROOT = Path(__file__).parents[2]
LONGEST, LONGEST_CAPTION, LONGEST_DATA = 4096, 1024, 64
"""Telegram's limits, in UTF-16 units and in bytes."""
NOT_THERE = re.compile(
    "chat not found|blocked by the user|initiate conversation|not a member|was kicked|upgraded to|not modified|to edit"
)
"""Telegram's refusals that are not because of what was said: nobody is there, or there is nothing to change."""
HARMLESS = {"answerCallbackQuery", "deleteMessages", "deleteMessage", "getFile"}
"""Calls that may be refused, the message or the press being too old or none at all."""
TECHNICAL = re.compile(r"Traceback|\b[A-Z]\w+(?:Error|Exception)\b|object at 0x")


class Fault(AssertionError):
    """What is wrong, in a sentence."""


@dataclass
class Judge:
    house: House
    canaries: Canaries
    oracle: Oracle
    lines: list[Line]
    contacts: set[int] = field(default_factory=set)
    """Chats that some update came from or named: nobody else may be spoken to."""
    unreadable: set[int] = field(default_factory=set)
    """Numbers of updates that no library can read: they are set aside for the operator."""
    unknown: int = 0
    """Updates of no kind that the library has a name for."""
    messages: int = 0
    chats: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    _calls: int = 0
    _lost: int = 0
    _fresh: set[int] = field(default_factory=set)
    _aside: set[int] = field(default_factory=set)

    def expect(self, update: Json) -> None:
        """Said of an update before it is handed over."""
        self.contacts |= set(_chats_in(update))

    def came(self, arrival: Arrival) -> None:
        """Intake takes this: whether a library can read it is found out here as well. The first of a number counts."""
        if arrival.update_id in self.taken:
            return
        self.taken.add(arrival.update_id)
        try:
            self.unknown += not is_known(Update.model_validate_json(arrival.raw))
        except ValidationError:
            self.unreadable.add(arrival.update_id)
            self._fresh.add(arrival.update_id)

    @contextmanager
    def seeing_to_it(self) -> Iterator[None]:
        """Raises Fault when something in here never ends."""
        try:
            yield
        except TimeoutError:
            alarms = [line for line in self.lines if _is_alarm(line)]
            raise Fault(f"it does not come to an end; the log says: {alarms[-5:]}") from None

    async def look(self) -> None:
        """Raises Fault."""
        self._listen()
        await self._count()
        await self.oracle.remember_groups([chat for chat in self.house.world.chats if chat < 0])
        for call in self.house.world.calls.made(after=self._calls):
            self._calls = call.number
            await self._weigh(call)
        await self.oracle.remember_cases()

    def _listen(self) -> None:
        heard, self.lines[:] = list(self.lines), []
        wrong = [line for line in heard if _is_alarm(line) and not self._is_expected(line)]
        if wrong:
            raise Fault(f"the log says: {wrong}")

    def _is_expected(self, line: Line) -> bool:
        """What no library can read raises the alarm; a machine that is too busy loses a lease and takes it again.

        A message that was refused is looked at below.
        """
        lost = line["event"] == "work under a lease ended" and line["error"] == "LeaseLost"
        return lost or line["event"] == "message not sent" or line.get("update_id") in self.unreadable

    async def _count(self) -> None:
        """What was lost before is not said again, so that what is made smaller is judged by itself."""
        inbox, received = self.house.app.storage.inbox, len(self.house.received)
        found = await inbox.counts()
        lost, before = received - found.received, self._lost
        self._lost = lost
        if lost != before or found.received != found.done + found.open + found.parked or found.open:
            raise Fault(f"{received} were handed over, {before} had been lost already: {found}")
        aside = {each.update_id for each in await inbox.parked()} if found.parked else set()
        fresh, self._fresh = self._fresh, set()
        wrongly, self._aside = aside - self.unreadable - self._aside, aside
        if wrongly or fresh - aside:
            raise Fault(f"set aside: {sorted(wrongly)}; unreadable and not set aside: {sorted(fresh - aside)}")

    async def _weigh(self, call: Call) -> None:
        chat = int(call.params.get("chat_id", 0))
        if call.status not in (0, 200) and call.method not in HARMLESS and not NOT_THERE.search(call.description or ""):
            raise Fault(f"{call.method} was refused: {call.status} {call.description}: {call.params}")
        if not chat or call.method in HARMLESS:
            return
        if chat not in self.contacts:
            raise Fault(f"{call.method} to {chat}, who never came: {call.params}")
        self.messages, self.chats = self.messages + 1, self.chats | {chat}
        text = _words(call.params)
        self._read(call, text)
        self.oracle.note_digits(chat, text)
        for canary in sorted(set(CANARY.findall(text))):
            if not await self.oracle.may_hear(chat, canary):
                said = sorted(self.canaries.said[canary])
                raise Fault(f"{canary}, said in {said}, came to {chat}: {call.params}")

    def _read(self, call: Call, text: str) -> None:
        said = call.params.get("text", "")
        too_long = _units(said) > LONGEST or _units(call.params.get("caption", "")) > LONGEST_CAPTION
        if too_long or any(len(data.encode()) > LONGEST_DATA for data in _all_data(call.params)):
            raise Fault(f"longer than Telegram takes: {call.params}")
        if holes := set(re.findall(r"\{(\w+)\}", text)) & placeholders():
            raise Fault(f"the placeholders {holes} were not filled: {text}")
        if found := TECHNICAL.search(text):
            raise Fault(f"{found.group()!r} is nothing to say to people: {text}")


@contextmanager
def listening() -> Iterator[list[Line]]:
    """All that is logged, by us and by libraries."""
    with capture_logs() as lines:
        handler, root = _Ear(lines), logging.getLogger()
        root.addHandler(handler)
        try:
            yield lines
        finally:
            root.removeHandler(handler)


class _Ear(logging.Handler):
    def __init__(self, lines: list[Any]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append({"log_level": record.levelname.lower(), "event": record.getMessage(), "logger": record.name})


def _is_alarm(line: Line) -> bool:
    """A warning, too: in this process nothing is ever away, so that nothing has to be tried again."""
    return line["log_level"] in ("warning", "error", "critical")


@cache
def placeholders() -> set[str]:
    """The names of all placeholders in our texts."""
    return set(re.findall(r"\{(\w+)\}", (ROOT / "locales" / "messages.pot").read_text()))


def _words(params: Json) -> str:
    """All that is read: the text and the labels of the buttons."""
    markup = json.loads(params.get("reply_markup") or "{}")
    rows = markup.get("inline_keyboard", []) + markup.get("keyboard", [])
    labels = [button["text"] for row in rows for button in row]
    return "\n".join([params.get("text", ""), params.get("caption", ""), params.get("media", ""), *labels])


def _all_data(params: Json) -> list[str]:
    rows = json.loads(params.get("reply_markup") or "{}").get("inline_keyboard", [])
    return [button.get("callback_data") or "" for row in rows for button in row]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _chats_in(value: Any) -> Iterator[int]:
    """Every number that could be a chat's; the library takes ``"17"`` for one, too."""
    if isinstance(value, list):
        for each in value:
            yield from _chats_in(each)
    if isinstance(value, dict):
        for name, each in value.items():
            if name in ("id", "migrate_to_chat_id") and isinstance(each, str | int | float):
                with suppress(ValueError, OverflowError):
                    yield int(each)
            yield from _chats_in(each)
