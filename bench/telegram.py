"""A Bot API server for load: as much of Telegram as a bot needs to run, and quick, so that the bot is what is measured.

It judges nothing, unlike the sandbox. What the bot says is handed to ``hear``, with an ``edit_date`` when it takes the
place of an earlier message. Calls are counted by method.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.errors import ApiError
from sandbox.updates import Updates
from sandbox.webhook import Webhook

Json = dict[str, Any]

TOKEN = "1000001:load"  # noqa: S105 - opens nothing
ME = {"id": 1000001, "is_bot": True, "first_name": "Load", "username": "load_bot", "can_join_groups": True}
RETRY_STEP = 0.05
"""Seconds between attempts at a webhook grow from this; Telegram's grow from 1, which would make a run of hours."""


class Telegram:
    """``ahead`` is how far people have moved the clock, in seconds; a bot on loopback asks for it.

    ``latency``: seconds between a message's coming to its reader and the answer to the bot.
    """

    def __init__(self, hear: Callable[[Json], None], latency: float = 0.0) -> None:
        self._hear, self._latency = hear, latency
        self.base = ""
        self.updates = Updates()
        self.calls: Counter[str] = Counter()
        self.ahead = 0.0
        self._messages = 0
        self._numbers = count(time.time_ns() // 1_000_000)  # higher than those of any earlier run on the same memory
        self._webhook: asyncio.Task[None] | None = None

    def push(self, kind: str, payload: Json) -> None:
        """An update for the bot."""
        self.updates.push_raw({"update_id": next(self._numbers), kind: payload})

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    async def answer(self, request: web.BaseRequest) -> web.Response:
        if request.path == "/sandbox/clock":
            return web.json_response({"offset_seconds": self.ahead})
        method = request.path.rpartition("/")[2].lower()
        params = dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
        self.calls[method] += 1
        try:
            result = await self._do(method, params)
        except ApiError as error:
            return web.Response(status=error.code, body=json.dumps(error.as_json()), content_type="application/json")
        return web.Response(body=json.dumps({"ok": True, "result": result}), content_type="application/json")

    async def _do(self, method: str, params: dict[str, str]) -> Any:
        match method:
            case "getme":
                return ME
            case "getupdates":
                return await self.updates.poll(
                    int(params.get("offset", 0)), int(params.get("limit", 100)), int(params.get("timeout", 0))
                )
            case "setwebhook":
                await self._deliver_to(Webhook(params["url"], params.get("secret_token"), 100, RETRY_STEP))
            case "deletewebhook":
                await self._deliver_to(None)
            case "sendmessage":
                self._messages += 1
                return await self._said(params, self._messages)
            case "editmessagetext":
                return await self._said(params, int(params["message_id"]), edit_date=int(time.time()))
        return True

    async def _said(self, params: dict[str, str], number: int, **extra: int) -> Json:
        message = message_of(number, int(params["chat_id"]), params["text"]) | extra
        if markup := json.loads(params.get("reply_markup") or "{}"):
            message["reply_markup"] = markup
        self._hear(message)
        await asyncio.sleep(self._latency)
        return {key: value for key, value in message.items() if key != "reply_markup"}

    async def _deliver_to(self, webhook: Webhook | None) -> None:
        if self._webhook:
            self._webhook.cancel()
            with suppress(asyncio.CancelledError):
                await self._webhook
        loop = asyncio.get_running_loop()
        self._webhook = None
        if webhook:
            self._webhook = loop.create_task(webhook.run(self.updates, _ignored, lambda: int(time.time())))

    async def close(self) -> None:
        await self._deliver_to(None)


async def _ignored(_method: str, _params: Json) -> None:
    """A method in the answer to a webhook call; our bot sends none."""


def message_of(number: int, chat: int, text: str) -> Json:
    kind = {"id": chat, "type": "private", "first_name": "W"} if chat > 0 else {"id": chat, "type": "supergroup"}
    return {"message_id": number, "date": int(time.time()), "chat": kind, "text": text}


@asynccontextmanager
async def serving(hear: Callable[[Json], None], latency: float = 0.0) -> AsyncIterator[Telegram]:
    """On a free port of loopback."""
    telegram = Telegram(hear, latency)
    server = web.Server(telegram.answer, handler_cancellation=True, access_log=None)
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    host, port = listening.sockets[0].getsockname()[:2]
    telegram.base = f"http://{host}:{port}"
    try:
        yield telegram
    finally:
        await telegram.close()
        listening.close()
        await server.shutdown(0.1)
