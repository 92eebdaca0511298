"""The bot as it is, but allowed to send more than Telegram takes: ``python -m bench.our_bot MESSAGES_A_SECOND``."""

import asyncio
import signal
import sys

from bot import logs
from bot.app import build_app, serve
from bot.settings import load


async def main(rate: int) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with build_app(load(), (rate, 1.0)) as app:
        await serve(app, stop)


if __name__ == "__main__":
    logs.set_up()
    asyncio.run(main(int(sys.argv[1])))
