"""The whole bot in this process, which tells when it has come to rest, on either database.

Telegram's pace and the second between two looks are tried elsewhere; here they would be most of a long life's time.
"""

import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import Settings
from cases.calendar import Calendar
from cases.policy import DEFAULT
from cases.ports import Enterprise
from sandbox.app import running_sandbox
from storage.vault import write_key_file
from tests.bot.conftest import House, running, until
from tests.databases import Database

PATIENCE = 60.0
YONG = Enterprise(0, "YONG", "Yongxing Metal", Calendar("Asia/Shanghai"), DEFAULT, 120, languages=("en", "zh_Hans"))


@asynccontextmanager
async def swift(database: Database, folder: Path, patch: pytest.MonkeyPatch) -> AsyncGenerator[House]:
    for limit, pace in {"CHAT": (1, 0.01), "BURST": (1000, 1.0), "GROUP": (1000, 1.0)}.items():
        patch.setattr(f"bot.pacing.{limit}", pace)  # still one after the other in each chat
    patch.setattr("bot.sender.NEAR", 1000.0)  # what waits for its chat stays in hand: its turn comes at once
    if database.server:
        patch.setenv("PATH", str(database.server.binaries), prepend=os.pathsep)
    patch.setattr("bot.app.CLOCK_SECONDS", 0.1)
    patch.setattr("bot.ticks.SOON", 0.1)
    key_file = folder / "huiyin.keys"
    write_key_file(key_file)
    async with running_sandbox() as sandbox:
        base = sandbox.api_base
        settings = Settings(api_base=base, database_url=database.url, key_file=key_file, listen="127.0.0.1:0")
        async with running(settings, sandbox) as house:
            yield house


def settles(house: House) -> Callable[[], Awaitable[None]]:
    async def settled() -> None:
        await until(lambda: rests(house), PATIENCE)

    return settled


A_MOMENT = timedelta(minutes=1)
"""What waits for its chat or for its file comes sooner; the fixed times are hours apart."""


async def rests(house: House) -> bool:
    """Nothing has come that is not handled, nothing is due that is not done, and all that may be said was said."""
    if house.sandbox.world.updates.pending or (await house.app.storage.inbox.counts()).open:
        return False
    now = house.app.clock.now()
    if abs(house.sandbox.world.clock.now() - now) > A_MOMENT:
        return False
    coming = [await house.app.storage.due.next_at(), await house.app.storage.outbox_queue.next_at()]
    return all(at is None or at > now + A_MOMENT for at in coming)
