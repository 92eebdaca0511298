"""How many updates our bot does to the end per second: many workers at once, each through a whole conversation."""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from bench.echo import FIRST_PERSON, WARM_UP, Pace
from bench.house import House
from bench.patience import must
from bench.phones import JOURNEYS, UPDATES_OF_ONE, Phone
from bench.processes import cpu_seconds, free_port, listening, started
from bench.telegram import Json, Telegram, serving

LIFTED = 1_000
"""Messages a second: more than anything here sends."""
START_SECONDS = 120
"""So long until the first receipt at most: whoever measures wants an end, not a hang."""
READS_FOR = 1.1
"""Seconds a worker reads before answering, at least: Telegram's limit per chat is then never in the way."""
NEWCOMERS = count(FIRST_PERSON)
"""One who was cut off in the middle of a run finds a draft of their own in the next: nobody comes twice."""


@dataclass
class Crowd:
    """Workers who come one after the other; ``answered`` counts the updates that they have an answer to."""

    telegram: Telegram
    codes: Sequence[str]
    answered: int = 0
    sent: int = 0
    receipts: list[float] = field(default_factory=list)
    """Seconds from the last press of a journey to its receipt."""
    _phones: dict[int, Phone] = field(default_factory=dict)

    def hear(self, message: Json) -> None:
        if phone := self._phones.get(message["chat"]["id"]):
            phone.hear(message)

    def answer(self) -> None:
        self.answered += 1

    async def one(self) -> None:
        person = next(NEWCOMERS)
        phone = self._phones[person] = Phone(self.telegram, person, READS_FOR, self.answer)
        words = f"The lamp over machine {person} has been flickering since Monday"
        await JOURNEYS[person % len(JOURNEYS)](phone, self.codes[person % len(self.codes)], words)
        self.receipts.append(phone.answered_at - phone.sent_at)
        self.sent += phone.updates
        del self._phones[person]

    async def keep_coming(self) -> None:
        while True:
            await self.one()


@asynccontextmanager
async def crowded(house: House) -> AsyncIterator[tuple[Crowd, int]]:
    """Our bot beside the load, ready; gives the crowd and the bot's process id."""
    crowd: Crowd

    def hear(message: Json) -> None:
        crowd.hear(message)

    async with serving(hear) as telegram:
        crowd = Crowd(telegram, house.codes)
        port = free_port()
        command = [sys.executable, "-m", "bench.our_bot", str(LIFTED)]
        async with started(command, house.env(telegram.base, port, webhook=False), log=house.folder / "log") as bot:
            await listening(port)
            yield crowd, bot.pid


async def measure(house: House, people: int, seconds: float, server: int | None = None) -> Pace:
    """``people`` are in conversation at any time; ``server``: the process id of PostgreSQL."""
    async with (
        asyncio.timeout(START_SECONDS + 2 * seconds),
        crowded(house) as (crowd, bot),
        asyncio.TaskGroup() as tasks,
    ):
        coming = [tasks.create_task(crowd.keep_coming()) for _ in range(people)]
        await must(lambda: len(crowd.receipts) > 0, "no receipt", START_SECONDS)
        await asyncio.sleep(seconds * WARM_UP)
        before, began = crowd.answered, time.perf_counter()
        cpu, own, database = cpu_seconds(bot), time.process_time(), cpu_seconds(server) if server else 0.0
        await asyncio.sleep(seconds)
        done, took = crowd.answered - before, time.perf_counter() - began
        cpu, own = cpu_seconds(bot) - cpu, time.process_time() - own
        database = cpu_seconds(server) - database if server else 0.0
        for each in coming:
            each.cancel()
    return Pace(done / took, cpu / done * 1000, own / done * 1000, database / done * 1000)


async def receipts_at(house: House, updates_per_second: float, seconds: float) -> list[float]:
    """Seconds from each last press to its receipt, while workers come by chance at this pace."""
    chance = random.Random(1)  # noqa: S311 - the same arrivals each time
    async with asyncio.timeout(START_SECONDS + 2 * seconds), crowded(house) as (crowd, _), asyncio.TaskGroup() as tasks:
        await crowd.one()
        for part in (seconds * WARM_UP, seconds):
            crowd.receipts.clear()
            end = time.perf_counter() + part
            while time.perf_counter() < end:
                tasks.create_task(crowd.one())
                await asyncio.sleep(chance.expovariate(updates_per_second / UPDATES_OF_ONE))
    return crowd.receipts
