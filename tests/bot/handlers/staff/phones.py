"""Telegram on the table: people press buttons by their labels and read what stands in their chats.

The dispatcher, the storage, the outbox and the views are the real ones; nothing goes over a wire.
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberBanned,
    ChatMemberMember,
    ChatMemberUpdated,
    Document,
    Message,
    PhotoSize,
    Update,
    User,
)

from bot.app import make_dispatcher
from bot.errands import ERRANDS, SPENT
from bot.health import Metrics
from bot.rendering import Rendering
from bot.say import DELETION
from bot.views.problem import problem
from bot.views.registry import VIEWS
from bot.views.shown import Button, Sheet
from cases.calendar import Calendar
from cases.errors import HuiyinError
from cases.model import Member, Role
from cases.policy import DEFAULT
from cases.ports import Address, Enterprise, Invite
from reports.sheet import pdf
from storage.marks import Marks, Outgoing
from tests.cases.actions.plant import Plant

GROUP = -100_500
BOT = User(id=42, is_bot=True, first_name="Huiyin")


@dataclass
class Bubble:
    """One message of the bot, in its newest state."""

    text: str
    buttons: list[Button]
    files: int = 0
    sheet: Sheet | None = None

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]


@dataclass
class Phones:
    plant: Plant
    bot: Bot = field(default_factory=lambda: Bot("42:TEST"))
    dispatcher: Dispatcher = field(default_factory=lambda: make_dispatcher(Metrics()))
    chats: dict[int, dict[int, Bubble]] = field(default_factory=dict)
    errands: list[tuple[str, int]] = field(default_factory=list)
    """What was asked of Telegram without saying anything, and for which chat."""
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def chat_of(self, name: str) -> int:
        return self.plant.chat_of(name)

    async def released(self, text: str = "The guard of press 3 is loose", **facts: Any) -> int:
        """A worker's input that staff have just been shown."""
        receipt = await self.plant.sends(text, **facts)
        await self.until("2026-03-02 11:30")
        return receipt.case_id

    async def until(self, moment: str) -> None:
        """Time goes by, with all that falls due on the way."""
        await self.plant.until(moment)
        await self.deliver()

    async def member(self, name: str) -> Member:
        async with self.plant.work() as work:
            return await work.staff.get(self.plant.people[name].id)

    async def entries(self, case: int) -> list[tuple[str, str]]:
        """Whom each contribution is for, and its words."""
        async with self.plant.work() as work:
            return [(entry.audience, entry.text) for entry in await work.entries.of(case)]

    def last(self, where: str | int) -> Bubble:
        chat = self.chats[self._chat(where)]
        return chat[max(chat)]

    def bubbles(self, where: str | int) -> list[Bubble]:
        return list(self.chats.get(self._chat(where), {}).values())

    def card(self, where: str | int) -> int:
        """The number of the message that is the only card there."""
        cards = [number for number, each in self.chats[self._chat(where)].items() if " Case " in each.text]
        return cards[0]

    async def another_enterprise(self) -> int:
        given = Enterprise(0, "ELSE", "Elsewhere Foods", Calendar("Asia/Shanghai"), DEFAULT, headcount=40)
        return (await self.plant.storage.admin.add_enterprise(given)).id

    async def joins(self, name: str, chat: int, *roles: Role, enterprise: int | None = None) -> None:
        """Somebody new comes in by a link."""
        self.plant.chats[chat] = name
        await self.says(name, await self.link("i", *roles, person=name, enterprise=enterprise))
        await self.presses(name, "✅ I am in")

    async def says(self, name: str, text: str, where: int | None = None, reply_to: int | None = None) -> None:
        await self._message(name, where, reply_to, text=text)

    async def shows(
        self,
        name: str,
        caption: str | None = None,
        where: int | None = None,
        reply_to: int | None = None,
        album: str = "",
        size: int = 9,
    ) -> None:
        photo = [PhotoSize(file_id="photo", file_unique_id="p", width=9, height=9, file_size=size)]
        await self._message(name, where, reply_to, photo=photo, caption=caption, media_group_id=album or None)

    async def attaches(
        self, name: str, mime: str, caption: str | None = None, where: int | None = None, reply_to: int | None = None
    ) -> None:
        file = Document(file_id="file", file_unique_id="f", mime_type=mime, file_size=9)
        await self._message(name, where, reply_to, document=file, caption=caption)

    async def presses(self, name: str, label: str, where: int | None = None) -> None:
        """The newest button of that label in the chat."""
        chat = self.chats[where or self.chat_of(name)]
        number, button = next(
            (number, button)
            for number in sorted(chat, reverse=True)
            for button in chat[number].buttons
            if button.label == label
        )
        assert button.press is not None
        await self.sends_data(name, button.press.pack(), where, number)

    async def sends_data(self, name: str, data: str, where: int | None = None, number: int = 1) -> None:
        """A press as it comes over the wire, forged ones too."""
        message = Message(message_id=number, date=self.plant.now, chat=self._place(name, where), from_user=BOT)
        query = CallbackQuery(id="1", from_user=self._user(name), chat_instance="1", data=data, message=message)
        await self._feed(Update(update_id=next(self.numbers), callback_query=query), message.chat.id)

    async def bot_let_in(self, name: str, where: int | None = None, *, let_in: bool) -> None:
        before, after = ChatMemberBanned(user=BOT, until_date=self.plant.now), ChatMemberMember(user=BOT)
        changed = ChatMemberUpdated(
            chat=self._place(name, where),
            from_user=self._user(name),
            date=self.plant.now,
            old_chat_member=before if let_in else after,
            new_chat_member=after if let_in else before,
        )
        await self._feed(Update(update_id=next(self.numbers), my_chat_member=changed), changed.chat.id)

    async def group_becomes(self, name: str, new: int, where: int = GROUP) -> None:
        await self._message(name, where, None, migrate_to_chat_id=new)

    async def link(self, sign: str, *roles: Role, person: str = "", enterprise: int | None = None) -> str:
        """A start command with a fresh invitation."""
        invite = Invite(
            enterprise or self.plant.enterprise,
            frozenset(roles),
            frozenset(),
            person,
            group=sign == "g",
            expires=self.plant.now.replace(year=self.plant.now.year + 1),
        )
        return f"/start {sign}_{await self.plant.storage.admin.invite(invite)}"

    async def deliver(self) -> None:
        """Sends what waits, as the sender would; what has no reason any more is dropped."""
        rendering = Rendering(self.plant.storage.reading, lambda: self.plant.now, "Operator", VIEWS, pdf)
        lease = await self.plant.storage.leases.take("sender", "phones")
        assert lease
        while outgoing := await self.plant.storage.outbox_queue.claim(lease, 50):
            marks = Marks()
            for out in outgoing:
                await self._show(out, rendering, marks)
            await self.plant.storage.outbox_queue.mark(marks)
        await self.plant.storage.leases.release(lease)

    async def _show(self, out: Outgoing, rendering: Rendering, marks: Marks) -> None:
        if out.what == SPENT:
            if bubble := self.chats.get(out.address.chat, {}).get(out.args["message"]):
                bubble.buttons.clear()
            marks.dropped.append(out)
            return
        if out.what in (DELETION, *ERRANDS):
            self.errands.append((out.what, out.address.chat))
            marks.dropped.append(out)
            return
        rendered = await rendering.render(out)
        if rendered is None or rendered.waits:
            marks.dropped.append(out)
            return
        number = out.message or next(self.numbers)
        buttons = [button for row in rendered.shown.buttons for button in row]
        bubble = Bubble(rendered.shown.text, buttons, len(rendered.files), rendered.shown.sheet)
        self.chats.setdefault(out.address.chat, {})[number] = bubble
        marks.sent.append((out, number))

    async def _message(self, name: str, where: int | None, reply_to: int | None, **content: Any) -> None:
        place = self._place(name, where)
        replied = Message(message_id=reply_to, date=self.plant.now, chat=place, from_user=BOT) if reply_to else None
        message = Message(
            message_id=next(self.numbers),
            date=self.plant.now,
            chat=place,
            from_user=self._user(name),
            reply_to_message=replied,
            **content,
        )
        await self._feed(Update(update_id=next(self.numbers), message=message), place.id)

    async def _feed(self, update: Update, chat: int) -> None:
        """As one stored update is handled: what is refused is rolled back and explained."""
        try:
            async with self.plant.storage.unit() as unit:
                names = {"operator": "Operator", "bot_username": "huiyin_bot"}
                await self.dispatcher.feed_update(self.bot, update, unit=unit, at=self.plant.now, **names)
        except HuiyinError as error:
            async with self.plant.storage.unit() as unit:
                await unit.outbox.say(problem(Address(chat, "en"), error))
        await self.deliver()

    def _place(self, name: str, where: int | None) -> Chat:
        return Chat(id=where, type="supergroup") if where else Chat(id=self.chat_of(name), type="private")

    def _user(self, name: str) -> User:
        return User(id=self.chat_of(name), is_bot=False, first_name=name, language_code="en")

    def _chat(self, where: str | int) -> int:
        return self.chat_of(where) if isinstance(where, str) else where
