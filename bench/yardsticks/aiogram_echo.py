"""A bare aiogram bot that answers every message by one, stores nothing and loses what it holds when it is killed."""

import asyncio
import gc
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def echo(message: Message, bot: Bot) -> None:
    await bot.send_message(message.chat.id, message.text or "")


async def main(base: str, token: str) -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(base)))
    dispatcher = Dispatcher()
    dispatcher.message()(echo)
    gc.collect()
    gc.freeze()  # a stroke in its favour: without it the collector takes a good part of the time
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
