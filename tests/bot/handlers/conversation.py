"""One person's phone against the real dispatcher and the real memory: presses by visible label, reads what was said."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.types import Update

from bot.app import make_dispatcher
from bot.errands import ERRANDS
from bot.health import Metrics
from bot.rendering import Rendering
from bot.say import DELETION
from bot.views.problem import problem
from bot.views.registry import VIEWS
from bot.views.shown import Button, Shown
from cases.actions.perform import perform
from cases.calendar import Calendar
from cases.errors import HuiyinError
from cases.model import Case, Entry, Flag, Member, Role
from cases.policy import DEFAULT
from cases.ports import Act, Address, Enterprise, Invite, Work
from reports.sheet import pdf
from storage import KeyRing, Storage
from storage.leases import Lease
from storage.marks import Marks
from storage.vault import new_key_line

BOT = 700_001
MONDAY = datetime(2026, 11, 30, 2, 15, tzinfo=UTC)
"""10:15 in Shanghai: 11:30 is the next release, 12:15 the next message time."""
OPERATOR = "Yongkang SCORE centre"


@dataclass
class Town:
    """Two enterprises and their people; ``at`` is the clock, moved and never waited for."""

    storage: Storage
    lease: Lease
    at: datetime = MONDAY
    phones: dict[int, "Phone"] = field(default_factory=dict)
    yong: Enterprise = field(init=False)
    people: dict[str, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.metrics = Metrics()
        self.dispatcher, self.bot = make_dispatcher(self.metrics), Bot(f"{BOT}:{'x' * 35}")
        self.rendering = Rendering(self.storage.reading, lambda: self.at, OPERATOR, VIEWS, pdf)

    def phone(self, chat: int, language: str = "en") -> "Phone":
        self.phones[chat] = Phone(self, chat, language)
        return self.phones[chat]

    async def later(self, **delta: float) -> None:
        """Time passes: what was put off takes effect, what is due is said."""
        self.at += timedelta(**delta)
        await self.storage.due.acts(self.at, _perform)
        await self.say_all()

    async def say_all(self) -> None:
        queue = self.storage.outbox_queue
        while claimed := await queue.claim(self.lease, 100):
            marks = Marks()
            for out in claimed:
                silent = out.what in ERRANDS or out.what == DELETION
                rendered = None if silent else await self.rendering.render(out)
                if rendered is None:
                    marks.dropped.append(out)
                    continue
                marks.sent.append((out, 1000 + out.id))
                if phone := self.phones.get(out.address.chat):
                    phone.said.append(rendered.shown)
                    phone.places.append(out.message)
            await queue.mark(marks)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """A unit in which staff act, as their handlers would."""
        async with self.storage.unit() as unit:
            yield await unit.enterprise(self.yong.id)
        await self.say_all()

    async def cases(self) -> list[Case]:
        """The cases staff can see now."""
        async with self.storage.reading() as unit:
            return await (await unit.enterprise(self.yong.id)).cases.open()

    async def joins(self, name: str, chat: int, role: Role) -> None:
        await _join(self, name, chat, role)

    async def entries(self, case: Case) -> list[Entry]:
        async with self.storage.reading() as unit:
            return await (await unit.enterprise(self.yong.id)).entries.of(case.id)


async def _perform(work: Work, act: Act, at: datetime) -> None:
    await perform(work, act, at)


@dataclass
class Phone:
    town: Town
    chat: int
    language: str
    said: list[Shown] = field(default_factory=list)
    places: list[int | None] = field(default_factory=list)
    """In the place of which message each was said."""
    taps: int = 0
    last_message: int = 0

    @property
    def screen(self) -> str:
        """What the chat said last."""
        return self.said[-1].text

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.said[-1].buttons for button in row]

    async def write(self, text: str, **more: Any) -> None:
        await self.message(text=text, **more)

    async def photo(self, caption: str = "", size: int = 90_000, **more: Any) -> None:
        await self.message(photo=sizes(size=size), **({"caption": caption} if caption else {}), **more)

    async def voice(self) -> None:
        await self.message(voice={"file_id": "AwAC1", "file_unique_id": "u2", "duration": 9, "file_size": 9_000})

    async def video(self) -> None:
        video = {"file_id": "BAAC1", "file_unique_id": "u4", "width": 9, "height": 9, "duration": 9, "file_size": 9_000}
        await self.message(video=video)

    async def document(self, mime: str, size: int = 9_000, **more: Any) -> None:
        file = {"file_id": "BQAC1", "file_unique_id": "u3", "mime_type": mime, "file_size": size}
        await self.message(document=file, **more)

    async def key(self, label: str) -> None:
        """A key of the permanent keyboard."""
        self.taps += 1
        await self.write(label)

    async def press(self, label: str) -> None:
        """The newest button whose label begins so."""
        self.taps += 1
        await self.forge(self._button(label).press.pack())  # type: ignore[union-attr]

    async def forge(self, data: str, message: int = 1) -> None:
        query = {"id": "1", "from": self._user, "chat_instance": "1", "data": data}
        query["message"] = {"message_id": message, "date": 1, "chat": self._chat, "text": "."}
        await self._feed({"callback_query": query})

    async def edit(self, message: int, text: str) -> None:
        await self.edit_to(message, text=text)

    async def edit_to(self, message: int, **content: Any) -> None:
        await self._feed({"edited_message": self._message(message, edit_date=2, **content)})

    async def message(self, **content: Any) -> None:
        self.last_message += 1
        await self._feed({"message": self._message(self.last_message, **content)})

    def _message(self, number: int, **content: Any) -> dict[str, Any]:
        return {"message_id": number, "date": 1, "chat": self._chat, "from": self._user} | content

    @property
    def _chat(self) -> dict[str, Any]:
        return {"id": self.chat, "type": "private"}

    @property
    def _user(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": "W", "language_code": self.language}

    def _button(self, label: str) -> Button:
        buttons = (button for shown in reversed(self.said) for row in shown.buttons for button in row)
        return next(button for button in buttons if button.label.removeprefix("● ").startswith(label))

    async def _feed(self, update: dict[str, Any]) -> None:
        """One update, then everything that is due is said."""
        given = Update.model_validate({"update_id": 1} | update, context={"bot": self.town.bot})
        try:
            async with self.town.storage.unit() as unit:
                await self.town.dispatcher.feed_update(
                    self.town.bot, given, unit=unit, at=self.town.at, operator=OPERATOR, bot_username="huiyin_bot"
                )
        except HuiyinError as error:
            async with self.town.storage.unit() as unit:
                await unit.outbox.say(problem(Address(self.chat, self.language), error))
        await self.town.say_all()


def sizes(file: str = "AgAC1", size: int = 90_000) -> list[dict[str, Any]]:
    """A photo, as Telegram hands it over."""
    return [{"file_id": file, "file_unique_id": "u1", "width": 90, "height": 90, "file_size": size}]


@asynccontextmanager
async def a_town(url: str) -> AsyncIterator[Town]:
    holder: list[Town] = []
    ring = KeyRing.parse(new_key_line())
    async with Storage.open(url, ring, BOT, lambda: holder[0].at if holder else MONDAY) as storage:
        lease = await storage.leases.take("sender", "test")
        assert lease is not None
        town = Town(storage, lease)
        holder.append(town)
        town.yong = await storage.admin.add_enterprise(_enterprise("YONG", "Yongxing Metal", 120))
        await storage.admin.add_enterprise(_enterprise("HUA", "Hua Textiles", 12))
        await _people(town)
        yield town
        await town.bot.session.close()


def _enterprise(code: str, name: str, headcount: int) -> Enterprise:
    return Enterprise(0, code, name, Calendar("Asia/Shanghai"), DEFAULT, headcount)


async def _people(town: Town) -> None:
    await _join(town, "Li Mei", 9001, Role.HANDLER, flags=frozenset({Flag.WOMAN}))
    await _join(town, "Zhao Gang", 9002, Role.HANDLER)
    await _join(town, "Chen Li", 9003, Role.LEAD)
    await _join(town, "Owner Wang", 9004, Role.MANAGER)
    await _join(town, "Coach Wu", 9005, Role.COACH)


async def _join(town: Town, name: str, chat: int, role: Role, flags: frozenset[Flag] = frozenset()) -> None:
    expires = MONDAY + timedelta(days=7)
    invite = Invite(town.yong.id, frozenset({role}), flags, name, group=False, expires=expires)
    token = await town.storage.admin.invite(invite)
    async with town.storage.unit() as unit:
        town.people[name] = await unit.identities.accept(token, Address(chat, "en"), MONDAY)


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'huiyin.db'}"
