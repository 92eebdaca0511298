"""Delivery to a webhook."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiogram
import pytest
from aiogram.exceptions import TelegramBadRequest
from aiohttp import web

from sandbox.app import Sandbox
from sandbox.phone import Phone
from sandbox.webhook import SECRET_HEADER, key_of
from tests.sandbox.samples import keyboard

Json = dict[str, Any]


class Hook:
    """A webhook that answers with what it is told to, then with 200."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[web.Response] = []
        self.got: asyncio.Queue[tuple[Json, str | None]] = asyncio.Queue()

    async def handle(self, request: web.Request) -> web.Response:
        self.got.put_nowait((await request.json(), request.headers.get(SECRET_HEADER)))
        return self.answers.pop(0) if self.answers else web.Response()

    async def next(self) -> Json:
        async with asyncio.timeout(5):
            return (await self.got.get())[0]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    receiver = Hook()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_update_comes_with_the_secret(bot: aiogram.Bot, ana: Phone, hook: Hook) -> None:
    await bot.set_webhook(hook.url, secret_token="hush")
    async with asyncio.timeout(5):
        update, secret = await hook.got.get()
    assert (update["message"]["text"], secret) == ("/start", "hush")


async def test_taken_update_is_forgotten(bot: aiogram.Bot, ana: Phone, hook: Hook, sandbox: Sandbox) -> None:
    await bot.set_webhook(hook.url)
    await hook.next()
    await _until(sandbox, lambda: not sandbox.world.updates.pending)
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (hook.url, 0, 40)


async def test_refused_update_comes_again_before_the_next_of_its_chat(bot: aiogram.Bot, ana: Phone, hook: Hook) -> None:
    hook.answers = [web.Response(status=500)]
    await ana.sends("second")
    await bot.set_webhook(hook.url)
    texts = [(await hook.next())["message"]["text"] for _ in range(3)]
    assert texts == ["/start", "/start", "second"]
    error = (await bot.get_webhook_info()).last_error_message
    assert error == "Wrong response from the webhook: 500 Internal Server Error"


async def test_another_chat_does_not_wait_for_a_stuck_one(bot: aiogram.Bot, ana: Phone, ben: Phone, hook: Hook) -> None:
    hook.answers = [web.Response(status=500, headers={"Retry-After": "30"})]
    await bot.set_webhook(hook.url)
    assert (await hook.next())["message"]["chat"]["id"] == ana.chat_id
    await ben.starts()
    assert (await hook.next())["message"]["chat"]["id"] == ben.chat_id


async def test_update_comes_twice_under_that_fault(bot: aiogram.Bot, ana: Phone, hook: Hook, sandbox: Sandbox) -> None:
    await sandbox.client.breaks("duplicate")
    await bot.set_webhook(hook.url)
    assert await hook.next() == await hook.next()


async def test_answer_of_a_webhook_may_call_a_method(bot: aiogram.Bot, ana: Phone, hook: Hook) -> None:
    reply = {"method": "sendMessage", "chat_id": ana.chat_id, "text": "From the hook"}
    hook.answers = [web.json_response(reply)]
    await bot.set_webhook(hook.url)
    await ana.sees("From the hook")


@pytest.mark.parametrize("url", ["http://example.org/hook", "ftp://127.0.0.1/hook", "nothing"])
async def test_webhook_must_be_https_unless_it_is_here(bot: aiogram.Bot, url: str) -> None:
    with pytest.raises(TelegramBadRequest, match="bad webhook: An HTTPS URL must be provided"):
        await bot.set_webhook(url)


async def test_empty_url_removes_the_webhook(bot: aiogram.Bot, hook: Hook) -> None:
    await bot.set_webhook(hook.url)
    await bot.set_webhook("")
    assert (await bot.get_webhook_info()).url == ""


async def test_button_and_text_of_one_person_wait_in_different_queues(
    bot: aiogram.Bot, ana: Phone, sandbox: Sandbox
) -> None:
    await bot.send_message(ana.chat_id, "Choose", reply_markup=keyboard("Yes"))
    await ana.presses("Yes")
    text, press = sandbox.world.updates.pending
    assert key_of(text) == ("chat", ana.chat_id)
    assert key_of(press) == ("person", ana.person_id)


async def _until(sandbox: Sandbox, condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await sandbox.world.updates.changed.wait()
