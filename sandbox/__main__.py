"""``python -m sandbox --port 8090``"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from sandbox.app import running_sandbox
from sandbox.world import World


async def serve(port: int, token: str | None) -> None:
    async with running_sandbox(port, World(token)) as sandbox:
        sys.stdout.write(f"Telegram on the desk: {sandbox.api_base} (the phones, and the Bot API's address)\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8090, help="the port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--token", help="the only bot token to take; without it any token of Telegram's form")
    arguments = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments.port, arguments.token))


if __name__ == "__main__":
    main()
