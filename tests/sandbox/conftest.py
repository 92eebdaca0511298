"""A running sandbox, and two libraries that take it for Telegram."""

from collections.abc import AsyncIterator

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.app import Sandbox, running_sandbox
from sandbox.people import TOKEN
from sandbox.phone import Phone


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running_sandbox() as running:
        yield running


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[aiogram.Bot]:
    """aiogram's Bot."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.api_base))
    yield aiogram.Bot(TOKEN, session=session)
    # AiohttpSession.close() would sleep for a quarter of a second after this.
    await (await session.create_session()).close()


@pytest.fixture
async def ptb(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[telegram.Bot]:
    """python-telegram-bot's Bot."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    base = sandbox.api_base
    async with telegram.Bot(TOKEN, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot") as bot:
        yield bot


@pytest.fixture
async def ana(sandbox: Sandbox) -> Phone:
    """Ana has started the bot."""
    phone = sandbox.phone("Ana")
    await phone.starts()
    return phone


@pytest.fixture
def ben(sandbox: Sandbox) -> Phone:
    """Ben has not."""
    return sandbox.phone("Ben")


@pytest.fixture
async def team(sandbox: Sandbox, ana: Phone, ben: Phone) -> int:
    """A supergroup of Ana's with Ben and the bot."""
    chat = sandbox.group("Team", ana, ben)
    await ana.adds_bot(chat)
    return chat.id
