"""How updates come in: stored first, confirmed to Telegram afterwards, whether they are fetched or brought."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramConflictError
from aiohttp import web

from bot.arrivals import NotAnUpdate, arrival, arrival_of
from bot.backoff import Backoff
from bot.bot_api import HTTP_TIMEOUT, RawGetUpdates
from bot.logs import failure
from storage.inbox import Arrival

log = structlog.get_logger()

Accept = Callable[[Sequence[Arrival]], Awaitable[None]]
"""Stores updates and returns once they are committed; what was seen before is left out."""

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of updates the bot acts on; Telegram keeps an older choice when none is named."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
POLL_SECONDS = 25


class Poller:
    """Fetches updates; an update is confirmed by the next call, so only once it is committed.

    ``offset`` needs no memory over a restart: what comes again is known by its number. After an empty answer all is
    confirmed and it starts from 0, since Telegram may go on with lower numbers after a week of silence.
    """

    def __init__(self, bot: Bot, accept: Accept, poll_seconds: int = POLL_SECONDS) -> None:
        self._bot, self._accept, self._seconds = bot, accept, poll_seconds
        self._offset = 0

    async def run(self) -> None:
        await self._patiently(self._bot.delete_webhook)
        while True:
            await self._patiently(self.step)

    async def step(self) -> None:
        """One call: what it brings is stored before the offset moves."""
        fetch = RawGetUpdates(offset=self._offset, timeout=self._seconds, allowed_updates=KINDS)
        updates = await self._bot(fetch, request_timeout=int(HTTP_TIMEOUT) + self._seconds)
        arrived = [each for update in updates if (each := _arrived(update))]
        if arrived:
            await self._accept(arrived)
        self._offset = max((each.update_id + 1 for each in arrived), default=0)

    async def _patiently(self, action: Callable[[], Awaitable[object]]) -> None:
        backoff = Backoff()
        while True:
            try:
                await action()
            except TelegramConflictError:
                log.error("another program fetches updates with this token: stop it, or remove its webhook")
                await backoff.wait(3)
            except Exception as error:  # noqa: BLE001 - whatever is away, nothing is confirmed and we ask again
                log.warning("updates not fetched", **failure(error))
                await backoff.wait()
            else:
                return


def _arrived(update: Any) -> Arrival | None:
    """None for what is no update: one such thing must not stop all the others."""
    try:
        return arrival(update)
    except NotAnUpdate:
        log.error("something that is no update was fetched and passed over")
        return None


def webhook(accept: Accept, secret: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The handler Telegram calls: 200 only after commit, else Telegram brings the update again."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=401)
        try:
            await accept([arrival_of(await request.read())])
        except NotAnUpdate:
            log.warning("webhook called with something that is no update")
            return web.Response(status=400)
        except Exception as error:  # noqa: BLE001 - not stored is not confirmed, whatever the reason
            log.error("update not stored", **failure(error))
            return web.Response(status=503, headers={"Retry-After": "2"})
        return web.Response()

    return receive


async def announce(bot: Bot, url: str, secret: str) -> None:
    """Tells Telegram where to bring updates; retried until it is heard."""
    backoff = Backoff()
    while True:
        try:
            await bot.set_webhook(url, secret_token=secret, allowed_updates=KINDS, max_connections=100)
        except AiogramError as error:
            log.warning("webhook not announced", **failure(error))
            await backoff.wait()
        else:
            return
