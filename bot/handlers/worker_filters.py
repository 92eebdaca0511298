"""What a worker's message or press is about. Plain async filters: none of them starts a thread."""

from aiogram.enums import ChatType
from aiogram.filters import Filter
from aiogram.types import Chat, Message, TelegramObject

from bot.callbacks.worker import Place
from bot.flows import receipt
from bot.views.worker.keyboard import key_pressed
from cases.model import Kind
from cases.ports import Draft


class Slash(Filter):
    """Any command."""

    async def __call__(self, message: Message) -> bool:
        return (message.text or "").startswith("/")


class KindKey(Filter):
    """A kind on the permanent keyboard; hands it on as ``kind``."""

    async def __call__(self, message: Message) -> bool | dict[str, Kind]:
        key = key_pressed(message.text or "")
        return {"kind": key} if isinstance(key, Kind) else False


class PageKey(Filter):
    """Another key of the permanent keyboard; hands on where it leads as ``page``."""

    async def __call__(self, message: Message) -> bool | dict[str, Place]:
        key = key_pressed(message.text or "")
        return {"page": key} if isinstance(key, Place) else False


class Digits(Filter):
    """A receipt number; hands it on as ``digits``."""

    async def __call__(self, message: Message, draft: Draft | None = None) -> bool | dict[str, str]:
        digits = receipt.digits_in(message.text or "", draft)
        return {"digits": digits} if digits else False


class Private(Filter):
    """A worker is only ever spoken to alone."""

    async def __call__(self, _event: TelegramObject, event_chat: Chat) -> bool:
        return event_chat.type == ChatType.PRIVATE
