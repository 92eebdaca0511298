"""What an update is, asked by small async classes: a filter without one goes through a thread."""

from collections.abc import Collection
from typing import Any

from aiogram.enums import ChatType
from aiogram.filters import Filter
from aiogram.types import Chat, Message, TelegramObject

from bot.views.worker.keyboard import key_pressed
from cases.errors import NotFound
from cases.ports import Draft, Unit

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


def first_word(text: str) -> tuple[str, str]:
    """And what follows it, on the same line or the next."""
    word, *rest = text.split(maxsplit=1) or [""]
    return word, "".join(rest).rstrip()


class Named(Filter):
    """One of these commands, to us; gives its ``name`` and ``words``, what stands behind it."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def __call__(self, message: Message, bot_username: str) -> bool | dict[str, Any]:
        command, words = first_word(message.text or "")
        called, _, bot = command.partition("@")
        name = called.removeprefix("/").lower()
        meant = called.startswith("/") and name in self.names
        return meant and bot.lower() in ("", bot_username.lower()) and {"name": name, "words": words}


class Linked(Filter):
    """A start link whose payload begins with ``sign``; gives the ``token`` behind it."""

    def __init__(self, sign: str) -> None:
        self.start, self.sign = Named("start"), sign

    async def __call__(self, message: Message, bot_username: str) -> bool | dict[str, Any]:
        found = await self.start(message, bot_username)
        payload = found["words"] if isinstance(found, dict) else ""
        return payload.startswith(self.sign) and {"token": payload.removeprefix(self.sign)}


class IsStaff(Filter):
    """Said in a group, or by somebody with a place in an enterprise."""

    async def __call__(self, message: Message, unit: Unit, user: int) -> bool:
        return message.chat.type in GROUPS or bool(await unit.identities.members(user))


class OnlyStaff(Filter):
    """Words in private, no command but a bare start, by somebody who has a place and sends nothing in as a worker."""

    async def __call__(self, message: Message, unit: Unit, user: int) -> bool:
        if message.chat.type in GROUPS or ((message.text or "").startswith("/") and message.text != "/start"):
            return False
        return bool(await unit.identities.members(user)) and await unit.identities.worker(user) is None


class InGroup(Filter):
    async def __call__(self, _event: TelegramObject, event_chat: Chat) -> bool:
        return event_chat.type in GROUPS


class Commanded(Filter):
    """Any command that is meant for us."""

    async def __call__(self, message: Message, bot_username: str) -> bool:
        called, _, bot = first_word(message.text or "")[0].partition("@")
        return called.startswith("/") and bot.lower() in ("", bot_username.lower())


class Unbound(Filter):
    """In a group that belongs to no enterprise."""

    async def __call__(self, _event: TelegramObject, event_chat: Chat, unit: Unit) -> bool:
        return event_chat.type in GROUPS and await unit.identities.group(event_chat.id) is None


class PeopleChanged(Filter):
    """Telegram's own notice that somebody came into the group or left it."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.new_chat_members or message.left_chat_member)


class Migrated(Filter):
    """A group became a supergroup; gives ``new_chat``."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        return bool(message.migrate_to_chat_id) and {"new_chat": message.migrate_to_chat_id}


class InFlow(Filter):
    """In the middle of one of these conversations."""

    def __init__(self, flows: Collection[str]) -> None:
        self.flows = flows

    async def __call__(self, _message: Message, draft: Draft | None) -> bool:
        return draft is not None and draft.flow in self.flows


class Meant(Filter):
    """In a group people talk to each other: only a reply to one of our messages is said to us.

    In private a command, or a key of the worker's keyboard, begins something else.
    """

    async def __call__(self, message: Message) -> bool:
        if message.chat.type in GROUPS:
            asked = message.reply_to_message
            return bool(asked and asked.from_user and asked.from_user.is_bot)
        text = message.text or ""
        return not text.startswith("/") and key_pressed(text) is None


class ReplyToCard(Filter):
    """A Telegram reply to the card of a case; gives ``case_id``."""

    async def __call__(self, message: Message, unit: Unit) -> bool | dict[str, Any]:
        card = message.reply_to_message
        if card is None or card.from_user is None or not card.from_user.is_bot:
            return False
        try:
            _, case = await unit.case_of_card(message.chat.id, card.message_id)
        except NotFound:
            return False
        return {"case_id": case}
