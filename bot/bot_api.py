"""The way to Telegram: aiogram's client against the chosen Bot API server."""

from collections.abc import Callable
from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType

HTTP_TIMEOUT = 15.0
"""Seconds one call may take; only long polling is given more."""


class OpenTransactionError(RuntimeError):
    """A call to Telegram while a transaction is open: it would hold rows for as long as Telegram likes."""


class RawGetUpdates(GetUpdates):
    """getUpdates without a model: one update of a form unknown to the library must not stop all the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"


class GuardedSession(AiohttpSession):
    """Refuses to speak while ``in_transaction`` says so."""

    def __init__(self, base: str, in_transaction: Callable[[], bool]) -> None:
        super().__init__(api=TelegramAPIServer.from_base(base), timeout=HTTP_TIMEOUT)
        self._in_transaction = in_transaction

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        if self._in_transaction():
            raise OpenTransactionError(
                f"{type(method).__name__} was called inside a transaction: say it by an outbox row."
            )
        return await super().make_request(bot, method, timeout)

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        _form_of_answer(method.__returning__)
        return super().check_response(bot, method, status_code, content)


@cache
def _form_of_answer(returning: Any) -> type[Response[Any]]:
    """Remembered, because the library forgets it after each call and takes some 10 ms to work it out again."""
    return Response[returning]


def make_bot(token: str, base: str, in_transaction: Callable[[], bool]) -> Bot:
    return Bot(token, session=GuardedSession(base, in_transaction))
