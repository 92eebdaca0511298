"""A bare aiogram webhook: checks the secret, parses, dispatches to a handler that does nothing, answers 200."""

import gc
import sys

from aiogram import Bot, Dispatcher
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web


async def ignore(message: Message) -> None:
    """Nothing is done: the yardstick is the way of an update to its handler."""


def main(port: str, token: str, secret: str) -> None:
    dispatcher = Dispatcher()
    dispatcher.message()(ignore)
    app = web.Application()
    SimpleRequestHandler(dispatcher, Bot(token), secret_token=secret).register(app, "/webhook")
    gc.collect()
    gc.freeze()
    web.run_app(app, host="127.0.0.1", port=int(port), access_log=None, print=None)


if __name__ == "__main__":
    main(*sys.argv[1:4])
