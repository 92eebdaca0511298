"""One run: workers send, people move the clock, and the bot is killed again and again, until all is done."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.house import House
from bench.kill.children import Child, Cold, Forked
from bench.kill.verdict import Findings, judge
from bench.kill.waiting import Outside
from bench.patience import until
from bench.phones import JOURNEYS, UPDATES_OF_ONE, Phone
from bench.processes import free_port
from bench.telegram import Json, Telegram, serving
from storage.outbox_queue import LEASE_SECONDS

IN_FLIGHT = 8
"""So many messages a killed bot may have been sending."""
LATENCY = 0.1
"""Seconds until Telegram answers, so that kills fall between sending and writing it down."""
EACH_TIME = timedelta(hours=1)
"""The clock is moved so far before each start, less than drafts would expire by after a few kills; when all is done, on
by ``AFTERWARDS``.
"""
AFTERWARDS = (timedelta(), timedelta(days=1), timedelta(days=2), timedelta(days=4))
ANOTHER_DAY = timedelta(hours=20)
"""The same words after so long are another message: a manager is told again on another day. Sooner: repeated."""
SILENCES = 15
"""So often in a row nothing must be waiting before a worker who is not answered counts as forgotten."""
FIRST_PERSON = 3_000_001
WORKERS_OF_ONE = 10
"""So many workers share an enterprise: its lead can be sent one message a second."""
COLD, WAITING = 0.1, 0.3
"""Parts of the kills that fall into a start from nothing, and at any moment after a fork; the others while it works."""


@dataclass(frozen=True)
class Plan:
    kills: int
    updates: int
    webhook: bool
    seed: str
    patience: float = 900.0
    """Seconds until what is left after the last kill must be done."""

    @property
    def journeys(self) -> int:
        return -(-self.updates // UPDATES_OF_ONE)

    @property
    def enterprises(self) -> int:
        return -(-self.journeys // WORKERS_OF_ONE)

    @property
    def at_once(self) -> int:
        """So many in conversation that updates come in for as long as there are kills."""
        return max(4, 3 * self.journeys // max(1, self.kills))


@dataclass
class Report:
    """``repeated``: messages that came to the same chat with the same words and buttons, rather too many of them."""

    plan: Plan
    kills: int = 0
    while_working: int = 0
    updates: int = 0
    parked: int = 0
    """Updates that were set aside, and given another start at the end."""
    messages: int = 0
    repeated: int = 0
    seconds: float = 0.0
    findings: Findings = field(default_factory=Findings)

    @property
    def allowed(self) -> int:
        return self.kills * IN_FLIGHT

    @property
    def well(self) -> bool:
        return self.findings.well and self.repeated <= self.allowed


class Town:
    """The workers of a run and what all phones have heard."""

    def __init__(self, plan: Plan, house: House) -> None:
        self.plan, self.house = plan, house
        self.stories = [f"Lamp {number} over the press has been flickering" for number in range(plan.journeys)]
        self.phones: dict[int, Phone] = {}
        self.messages = self.repeated = 0
        self._last_said: dict[str, datetime] = {}
        self._free = asyncio.Semaphore(plan.at_once)

    def hear(self, message: Json, at: datetime) -> None:
        if "edit_date" not in message:
            self._count(json.dumps([message["chat"]["id"], message["text"], message.get("reply_markup")]), at)
        if phone := self.phones.get(message["chat"]["id"]):
            phone.hear(message)

    def _count(self, said: str, at: datetime) -> None:
        self.messages += 1
        self.repeated += said in self._last_said and at - self._last_said[said] < ANOTHER_DAY
        self._last_said[said] = at

    async def live(self, telegram: Telegram) -> None:
        """Returns when every worker has a receipt."""
        async with asyncio.TaskGroup() as tasks:
            for number in range(self.plan.journeys):
                tasks.create_task(self._journey(telegram, number))

    def waiting(self) -> list[list[str]]:
        """What those who still wait for their receipt have heard."""
        return [phone.heard for phone in self.phones.values() if not phone.content]

    async def _journey(self, telegram: Telegram, number: int) -> None:
        async with self._free:
            phone = self.phones[FIRST_PERSON + number] = Phone(telegram, FIRST_PERSON + number)
            code = self.house.codes[number % len(self.house.codes)]
            await JOURNEYS[number % len(JOURNEYS)](phone, code, self.stories[number])
            phone.content = True


class Run:
    def __init__(self, plan: Plan, house: House, telegram: Telegram, town: Town) -> None:
        self.plan, self.house, self.telegram, self.town = plan, house, telegram, town
        self.report = Report(plan)
        self._random = random.Random(plan.seed)  # noqa: S311 - chance that can be repeated
        self._env = house.env(telegram.base, free_port(), webhook=plan.webhook)
        self._log = house.folder / "log"

    async def go(self) -> Report:
        began = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            living = tasks.create_task(self.town.live(self.telegram))
            for _ in range(self.plan.kills):
                await self._live_and_die()
            await self._finish(living)
        self.report.updates, self.report.messages = self._sent(), self.town.messages
        self.report.repeated, self.report.seconds = self.town.repeated, time.monotonic() - began
        return self.report

    async def _live_and_die(self) -> None:
        """One kill at a moment that the seed decides; the clock has moved on by then."""
        self.telegram.ahead += EACH_TIME.total_seconds()
        chance = self._random.random()
        child: Child = (Cold if chance < COLD else Forked)(self._env, self._log)
        await child.start()
        if chance < COLD:
            await asyncio.sleep(self._random.uniform(0, 5))
        elif chance < COLD + WAITING:
            await asyncio.sleep(self._random.uniform(0, 12))
        else:
            self.report.while_working += await self._speaking()
            await asyncio.sleep(self._random.uniform(0, 4))
        await child.kill()
        self.report.kills += 1

    async def _speaking(self) -> bool:
        """Waits until this child has said something, or for so long that what a dead one had in hand is free again."""
        before = self.telegram.calls["sendmessage"]
        return await until(lambda: self.telegram.calls["sendmessage"] > before, 2 * LEASE_SECONDS)

    async def _finish(self, living: "asyncio.Task[None]") -> None:
        """All that is left is done; then the clock moves on, and what has come due by then is done too."""
        while not living.done():
            async with self._last_child() as outside:
                await until(lambda: self._still(outside, living), self.plan.patience)
            if not living.done():
                await self._replay_parked()
        async with self._last_child() as outside:
            for step in AFTERWARDS:
                self.telegram.ahead += step.total_seconds()
                if not await until(lambda: self._still(outside, living), self.plan.patience):
                    raise TimeoutError(f"still waiting after the last kill: {await outside.left()}")
            at = self.telegram.now()
        async with self.house.opened() as storage:
            self.report.findings = await judge(storage, self._sent(), self.town.stories, at)

    @asynccontextmanager
    async def _last_child(self) -> AsyncIterator[Outside]:
        child = Forked(self._env, self._log)
        await child.start()
        try:
            yield Outside(self.house.url, self.telegram.now)
        finally:
            await child.kill()

    async def _still(self, outside: Outside, living: "asyncio.Task[None]") -> bool:
        """Nothing is waiting; while workers are at it, for a while."""
        for _ in range(1 if living.done() else SILENCES):
            if any((await outside.left()).values()) or self.telegram.updates.pending:
                return False
            await asyncio.sleep(0 if living.done() else 0.2)
        return True

    async def _replay_parked(self) -> None:
        """As an operator does: kills while the same update alone was worked on have set it aside."""
        async with self.house.opened() as storage:
            parked = await storage.inbox.parked()
            for update in parked:
                await storage.inbox.replay(update.update_id)
        self.report.parked += len(parked)
        if not parked:
            raise TimeoutError(f"workers wait and nothing comes; they have heard: {self.town.waiting()}")

    def _sent(self) -> int:
        return sum(phone.updates for phone in self.town.phones.values())


async def run(plan: Plan, house: House) -> Report:
    """On a house furnished with ``plan.enterprises``."""
    town = Town(plan, house)
    async with serving(lambda message: town.hear(message, telegram.now()), LATENCY) as telegram:
        return await Run(plan, house, telegram, town).go()
