"""What every handler is given by name, worked out once per update."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Chat, TelegramObject, Update, User

from bot.translate import nearest_language
from cases.ports import Address, Slot, Unit


class Context(BaseMiddleware):
    """Adds ``here``, ``user`` and ``draft`` to the ``unit``, ``at``, ``operator`` and ``bot_username`` of the lane.

    ``draft`` is the one saved last: what is typed belongs to what was begun last.
    What comes from no chat or no person has nobody to be answered and is passed over.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        user, chat = data.get("event_from_user"), data.get("event_chat")
        if not isinstance(user, User) or not isinstance(chat, Chat):
            return None
        unit: Unit = data["unit"]
        pressed = event.callback_query.message if isinstance(event, Update) and event.callback_query else None
        language = await language_of(unit, chat.id, user.language_code)
        shown = (pressed.message_id if pressed else 0) or None  # 0 is no message that could be edited
        data["here"] = Address(chat.id, language, shown)
        data["user"] = user.id
        data["draft"] = await unit.drafts.load(chat.id, user.id)
        return await handler(event, data)


class InHand(BaseMiddleware):
    """Makes ``draft`` the one of a slot, whichever was saved last: what staff press never meets what a worker began."""

    def __init__(self, slot: Slot) -> None:
        self.slot = slot

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        unit: Unit = data["unit"]
        data["draft"] = await unit.drafts.load(data["here"].chat, data["user"], self.slot)
        return await handler(event, data)


async def language_of(unit: Unit, chat: int, telegram: str | None) -> str:
    """A group speaks its enterprise's first language; a person the one they chose, else that of their ``telegram``."""
    if chat < 0:
        enterprise = await unit.identities.group(chat)
        return (await unit.enterprise(enterprise)).enterprise.languages[0] if enterprise else nearest_language(telegram)
    if worker := await unit.identities.worker(chat):
        return worker.language
    members = await unit.identities.members(chat)
    return members[0].language if members else nearest_language(telegram)
