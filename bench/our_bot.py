"""The bot as it is, to be measured: ``python -m bench.our_bot MESSAGES_A_SECOND [SPEED]``.

More messages a second than Telegram takes show what the bot itself can do. With a ``SPEED`` the clock that its pacing
and its timers read runs so many times faster; the time of day and the database's clock stay as they are.
"""

import asyncio
import signal
import sys
import time

import uvloop

REAL = time.monotonic


class FastLoop(asyncio.SelectorEventLoop):
    """Its timers go off ``speed`` times as soon."""

    def __init__(self, speed: int) -> None:
        super().__init__()
        select = self._selector.select  # type: ignore[attr-defined]  # asyncio has no public face for it
        self._selector.select = lambda timeout=None: select(timeout and timeout / speed)  # type: ignore[attr-defined]


async def main(rate: int) -> None:
    from bot.app import build_app, serve  # noqa: PLC0415 - what it loads must find the faster clock
    from bot.settings import load  # noqa: PLC0415 - as above

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with build_app(load(), (rate, 1.0)) as app:
        await serve(app, stop)


def run(rate: int, speed: int = 1) -> None:
    from bot import logs  # noqa: PLC0415 - as in main

    logs.set_up()
    if speed > 1:
        time.monotonic = lambda: REAL() * speed
    with asyncio.Runner(loop_factory=lambda: FastLoop(speed) if speed > 1 else uvloop.new_event_loop()) as runner:
        runner.run(main(rate))


if __name__ == "__main__":
    run(*map(int, sys.argv[1:3]))
