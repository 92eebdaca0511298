"""The whole bot in this process on a real database: intake, inbox, lanes, outbox, sender and ticks are real."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from bot import lanes
from bot.app import App, _assemble
from bot.arrivals import NotAnUpdate, arrival_of
from bot.bot_api import make_bot
from bot.clock import Clock
from bot.intake import Poller
from bot.media.fetch import Fetcher
from bot.nursery import Nursery
from bot.pacing import Pacer
from bot.sender import Sender
from bot.settings import Settings
from bot.ticks import Ticks
from sandbox.world import World
from storage import KeyRing, Storage, in_transaction
from storage.inbox import Arrival
from storage.vault import new_key_line
from tests.fuzz.report import name_of
from tests.fuzz.telegram import Direct, a_world, passes

Json = dict[str, Any]

PATIENCE = 60.0
A_MOMENT = timedelta(minutes=2)
"""What waits no longer than this is waited for: the end of an album, a file that is being cleaned."""


class Unhurried(Pacer):
    """Telegram's limits are tried elsewhere; here nobody waits for a second to be over."""

    def delay(self, *_: object, **__: object) -> float:
        return 0.0


@dataclass
class House:
    """``handlers`` are those that have acted, ``refused`` counts what intake would not take.

    ``received`` are the numbers of all that was handed over, ``came`` is told of each as intake has taken it.
    """

    app: App
    world: World
    ticks: Ticks
    fetcher: Fetcher
    handlers: set[str] = field(default_factory=set)
    refused: int = 0
    received: set[int] = field(default_factory=set)
    came: Callable[[Arrival], None] = lambda _: None

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        for each in arrivals:
            self.came(each)
        await self.app.storage.inbox.accept(arrivals)

    async def give(self, updates: Sequence[Json], *, fetched: bool) -> None:
        """Hands updates over, ``fetched`` by long polling or brought to the webhook, and waits until all is quiet."""
        for update in updates:
            if fetched:
                self.received.add(update["update_id"])
                self.world.updates.push_raw(update)
            else:
                await self._bring(json.dumps(update).encode())
        await self.quiet()

    async def _bring(self, body: bytes) -> None:
        try:
            came = arrival_of(body)
        except NotAnUpdate:
            self.refused += 1
        else:
            await self.accept([came])
            self.received.add(came.update_id)

    async def later(self, time: timedelta) -> None:
        """Time passes; what has come due by then happens."""
        passes(self.world, time)
        for tick in ("acts", "clocks", "digests", "traces", "drafts", "chain", "purge", "shred"):
            await getattr(self.ticks, tick)()
        await self.quiet()

    async def quiet(self) -> None:
        """Waits until every update is worked on and every message that may go has gone."""
        try:
            async with asyncio.timeout(PATIENCE):
                while await self._busy():
                    await _a_breath()
        except TimeoutError:
            self.world.updates.clear()  # whatever stands in the way does so no longer
            raise

    async def _busy(self) -> bool:
        if self.world.updates.pending or (await self.app.storage.inbox.counts()).open:
            return True
        files = await self.app.storage.media_queue.claim(20)
        for file in files:
            await self.fetcher.take(file)
        return bool(files) or await self._speaks()

    async def _speaks(self) -> bool:
        """Whether a message is on its way; the clock moves on to one that goes in a moment."""
        next_at = await self.app.storage.outbox_queue.next_at()
        if next_at is None or next_at > self.app.clock.now() + A_MOMENT:
            return False
        if next_at > self.app.clock.now():
            passes(self.world, next_at - self.app.clock.now())
            self.app.storage.outbox_written.set()
        return True


async def _a_breath() -> None:
    """Lets the bot work for five milliseconds."""
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), 0.005)


@asynccontextmanager
async def a_house(url: str) -> AsyncIterator[House]:
    """On an empty, migrated database."""
    world, settings = a_world(), Settings(api_base="http://127.0.0.1", database_url=url, operator="The operator")
    clock = Clock(world.clock.now, lambda: 0.0)
    ring = KeyRing.parse(new_key_line())
    async with (
        Storage.open(settings.database_url, ring, settings.bot_id, clock.now) as storage,
        Nursery() as nursery,
        _no_rest(),
    ):
        bot = make_bot(settings.token, settings.base, in_transaction.get)
        bot.session = Direct(world, in_transaction.get)
        app = _assemble(settings, clock, storage, bot, (1, 1.0))
        object.__setattr__(app, "sender", _sender(app))
        ticks = Ticks(storage.due, storage.chains, storage.admin, clock.now, app.metrics)
        house = House(app, world, ticks, Fetcher(bot, storage, asyncio.Semaphore(1)))
        _watch(house)
        app.handling.names["bot_username"] = (await bot.me()).username
        poller = Poller(bot, house.accept, poll_seconds=50)
        nursery.start("lanes", app.holder.keep("lanes", app.lanes.run))
        nursery.start("sender", app.holder.keep("sender", app.sender.run))
        nursery.start("poller", app.holder.keep("poller", lambda _held: poller.run()))
        yield house


@asynccontextmanager
async def _no_rest() -> AsyncIterator[None]:
    """An update that cannot be read does not become readable by waiting."""
    with patch.object(lanes, "REST_SECONDS", 0.0):
        yield


def _sender(app: App) -> Sender:
    storage = app.storage
    return Sender(storage.outbox_queue, app.sender._speaker, Unhurried(), storage.outbox_written, app.metrics)


def _watch(house: House) -> None:
    """Remembers which handlers acted."""

    async def note(handler: Any, event: Any, data: Json) -> Any:
        house.handlers.add(name_of(data["handler"].callback))
        return await handler(event, data)

    for observer in house.app.handling.dispatcher.observers.values():
        observer.middleware(note)
