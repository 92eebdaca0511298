"""(c) Very many clocks due in one second and a release everywhere: who is in conversation must not feel it.

Two parts. In the first nothing is virtual: real pacing, real database, workers in conversation, until the ticks have
told every clock. In the second the bot goes on with the rest ``SPEED`` times as fast: the clock that its pacing and its
timers read runs so much faster, everything else is as it is, so that an hour of sending is measured in minutes.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bench.house import House
from bench.kill.waiting import Outside
from bench.patience import must
from bench.phones import JOURNEYS, Phone
from bench.processes import free_port, started
from bench.table import Row
from bench.telegram import Json, Telegram, serving
from cases.actions.perform import perform
from cases.actions.submit import Submission, submit
from cases.model import Kind, Mode
from cases.ports import Address
from storage import Storage

SPEED = 4
"""120 messages a second: more, and it would be measured what the processor can send, not what pacing lets through."""
PER_SECOND = 30
BATCH = 200
"""Cases made in one transaction."""
FIRST_PERSON = 3_000_001
LONGEST = 3600.0
"""Seconds after which a part that does not end is given up."""
EVERY = 2.0
"""Seconds from one worker's coming to the next."""


@dataclass
class Herd:
    """What the phones hear while the herd passes."""

    house: House
    phones: dict[int, Phone] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    messages: int = 0

    def hear(self, message: Json) -> None:
        self.messages += "edit_date" not in message
        if phone := self.phones.get(message["chat"]["id"]):
            self.waits.append(time.perf_counter() - phone.sent_at)
            phone.hear(message)

    async def talk(self, telegram: Telegram) -> None:
        """Workers come and speak until cancelled; 🔴 among them."""
        async with asyncio.TaskGroup() as tasks:
            for number in range(1_000_000):
                phone = self.phones[FIRST_PERSON + number] = Phone(telegram, FIRST_PERSON + number, 1.1)
                code = self.house.codes[number % len(self.house.codes)]
                tasks.create_task(JOURNEYS[-number % len(JOURNEYS)](phone, code, f"Lamp {number} flickers"))
                await asyncio.sleep(EVERY)


async def measure(house: House, clocks: int) -> list[Row]:
    async with house.opened() as storage:
        at = await _prepare(storage, house, clocks)
    herd = Herd(house)
    async with serving(herd.hear) as telegram:
        telegram.ahead = (at - datetime.now(UTC)).total_seconds()
        outside = Outside(house.url, telegram.now)
        expected = await outside.left()
        ticking = await _real_part(house, telegram, herd, outside)
        waits, said = sorted(herd.waits), herd.messages
        left, fast = await _fast_part(house, telegram, herd, outside)
    whole, messages = ticking + fast * SPEED, herd.messages
    p99 = waits[int(len(waits) * 0.99)]
    what = f"(c) {expected['rungs']:,} clocks and {expected['acts']:,} releases due at once"
    return [
        Row(
            f"{what}: 🔴, receipts, prompts p99",
            p99,
            5,
            "s",
            1,
            at_most=True,
            note=f"real time: {len(waits)} answers in {ticking:.0f} s until all clocks were told, {said} messages sent",
        ),
        Row(
            f"{what}: all {messages:,} messages",
            whole,
            messages / PER_SECOND,
            "s",
            1.1,
            at_most=True,
            note=f"{left:,} of them in {fast:.0f} s on a clock {SPEED} times as fast, counted as {fast * SPEED:.0f} s",
        ),
    ]


async def _prepare(storage: Storage, house: House, clocks: int) -> datetime:
    """So many cases whose first clock is due at the same instant, and one more to be released in each enterprise."""
    each, enterprises = -(-clocks // len(house.codes)), list(house.codes)
    for code in enterprises:
        await _cases(storage, code, each)
    released = datetime.now(UTC) + timedelta(days=1)
    while (await storage.due.acts(released, perform)).done:
        pass
    for code in enterprises:
        await _cases(storage, code, 1)
    return released + timedelta(days=7)


async def _cases(storage: Storage, code: str, count: int) -> None:
    for start in range(0, count, BATCH):
        async with storage.unit() as unit:
            work = await unit.enterprise_by_code(code)
            for _ in range(min(BATCH, count - start)):
                case = await unit.new_case_id()
                given = Submission(case, Kind.SUGGESTION, Mode.NO_WAY_BACK, Address(1, "en"), "the lamp flickers")
                await submit(work, given, unit.at)


async def _real_part(house: House, telegram: Telegram, herd: Herd, outside: Outside) -> float:
    """Seconds until no clock and no release is due any more, workers speaking all the while."""
    async with _bot(house, telegram, 1):
        began = time.perf_counter()
        talking = asyncio.get_running_loop().create_task(herd.talk(telegram))
        try:
            await must(lambda: _told(outside), "the clocks were not told", LONGEST)
        finally:
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)
        return time.perf_counter() - began


async def _fast_part(house: House, telegram: Telegram, herd: Herd, outside: Outside) -> tuple[int, float]:
    """How many messages were left and how many real seconds they took."""
    before, calls = herd.messages, telegram.calls["sendmessage"]
    async with _bot(house, telegram, SPEED):
        await must(lambda: telegram.calls["sendmessage"] > calls, "the fast bot does not speak")
        began = time.perf_counter()
        await must(lambda: _silent(outside), "the messages did not leave", LONGEST)
        return herd.messages - before, time.perf_counter() - began


async def _told(outside: Outside) -> bool:
    left = await outside.left()
    return not left["rungs"] and not left["acts"]


async def _silent(outside: Outside) -> bool:
    return not (await outside.left())["messages"]


@asynccontextmanager
async def _bot(house: House, telegram: Telegram, speed: int) -> AsyncIterator[None]:
    command = [sys.executable, "-m", "bench.our_bot", str(PER_SECOND), str(speed)]
    async with started(command, house.env(telegram.base, free_port(), webhook=False), log=house.folder / "log"):
        yield
