"""How many updates a bare bot answers per second: people who write again as soon as they were answered."""

import asyncio
import sys
import time
from dataclasses import dataclass

from bench.patience import must
from bench.processes import cpu_seconds, started
from bench.telegram import TOKEN, Json, serving

PEOPLE = 200
FIRST_PERSON = 3_000_001
WARM_UP = 0.2
"""Part of the time that is not counted."""


@dataclass(frozen=True)
class Pace:
    """Updates done per second, and the CPU time of one of them: of the bot, the load beside it and the database."""

    per_second: float
    bot_ms: float
    load_ms: float
    database_ms: float = 0.0


async def measure(yardstick: str, seconds: float) -> Pace:
    """``yardstick``: a module of ``bench.yardsticks`` that is given the address and the token."""
    answered = 0

    def hear(message: Json) -> None:
        nonlocal answered
        answered += 1
        write(message["chat"]["id"])

    def write(person: int) -> None:
        chat = {"id": person, "type": "private", "first_name": "W"}
        user = {"id": person, "is_bot": False, "first_name": "W", "language_code": "en"}
        text = {"message_id": 1, "date": int(time.time()), "chat": chat, "from": user, "text": "hello"}
        telegram.push("message", text)

    async with serving(hear) as telegram:
        command = [sys.executable, "-m", f"bench.yardsticks.{yardstick}", telegram.base, TOKEN]
        async with started(command, {}) as bot:
            for person in range(PEOPLE):
                write(FIRST_PERSON + person)
            await must(lambda: answered >= PEOPLE, "the bare bot does not answer")
            await asyncio.sleep(seconds * WARM_UP)
            before, began, cpu, own = answered, time.perf_counter(), cpu_seconds(bot.pid), time.process_time()
            await asyncio.sleep(seconds)
            count, took = answered - before, time.perf_counter() - began
            cpu, own = cpu_seconds(bot.pid) - cpu, time.process_time() - own
    return Pace(count / took, cpu / count * 1000, own / count * 1000)
