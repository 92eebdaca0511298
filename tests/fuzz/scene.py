"""A scene: people live while made-up updates come in, and all is judged after every few of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

import sqlalchemy as sa
from aiogram.types import Update

from storage.tables import cases
from tests.fuzz.cast import Cast, buttons
from tests.fuzz.house import House
from tests.fuzz.judge import Fault, Judge
from tests.fuzz.mutants import Mutants
from tests.fuzz.report import Report
from tests.fuzz.walkers import Walkers

Json = dict[str, Any]

STEPS = 6
"""So many things people do before their updates, and what was made of them, are handed over together."""
TIMES = (None, None, None, None, timedelta(minutes=20), timedelta(hours=3), timedelta(hours=12), timedelta(days=3))
FIRST_UPDATE = 10_000_000
REAL, SHAPES = "", "shapes"


@dataclass
class Scene:
    house: House
    cast: Cast
    judge: Judge
    chance: Random
    report: Report = field(default_factory=lambda: Report(scenes=1))
    numbers: "count[int]" = field(default_factory=lambda: count(FIRST_UPDATE))

    def __post_init__(self) -> None:
        self.walkers = Walkers(self.house.world, self.cast, self.chance)
        self.mutants = Mutants(self.house.world, self.cast, self.chance)

    async def live(self) -> None:
        """People do things, and every update they cause comes with its mutants."""
        acts = [update for _ in range(STEPS) for update in self.walkers.acts()]
        real = [{**update, "update_id": next(self.numbers)} for update in acts]
        sourced = [each for update in real for each in [(REAL, update), *self.mutants.of(update)]]
        if self.chance.random() < 0.3:
            self.chance.shuffle(sourced)
        await self.give(sourced, fetched=self.chance.random() < 0.5)
        if time := self.chance.choice(TIMES):
            with self.judge.seeing_to_it():
                await self.house.later(time)
            await self.judge.look()

    async def give(self, sourced: Sequence[tuple[str, Json]], *, fetched: bool) -> None:
        """Raises Fault."""
        made = [(source, {"update_id": next(self.numbers), **self._pressed(update)}) for source, update in sourced]
        planted = [(source, self.judge.canaries.planted(update)) for source, update in made]
        for source, update in planted:
            self._note(source, update)
        try:
            with self.judge.seeing_to_it():
                await self.house.give([update for _, update in planted], fetched=fetched)
            await self.judge.look()
        except Fault as fault:
            fault.add_note("after " + "\n".join(f"{source or 'real'} {update}" for source, update in planted))
            raise

    def _pressed(self, update: Json) -> Json:
        """``live:N`` becomes a real button, as somebody has it on the screen now."""
        query: Any = update.get("callback_query")
        data = query.get("data") if isinstance(query, dict) else None
        if not (isinstance(data, str) and data.startswith("live:")):
            return update
        seen = [each for chat in self.house.world.chats.values() for each in buttons(chat)[-6:]]
        message, button = seen[int(data[5:]) % len(seen)]
        return {**update, "callback_query": {**query, "data": button["callback_data"], "message": message}}

    def _note(self, source: str, update: Json) -> None:
        self.judge.expect(update)
        if source == REAL:
            self.report.real += 1
        else:
            self.report.sources[source] += 1
            self.report.kinds[next((kind for kind in update if kind in KINDS), "no kind at all")] += 1

    async def sum_up(self) -> Report:
        report, metrics = self.report, self.house.app.metrics
        totals = [
            each for metric in metrics.handled.collect() for each in metric.samples if each.name.endswith("_total")
        ]
        report.outcomes = Counter({each.labels["outcome"]: int(each.value) for each in totals})
        report.outcomes["passed over"] = self.judge.unknown
        report.handlers, report.messages = set(self.house.handlers), self.judge.messages
        report.chats = len(self.judge.chats)
        async with self.house.app.storage.reading() as unit:
            report.cases = (await unit.run(sa.select(sa.func.count()).select_from(cases))).scalar_one()
        return report


KINDS = set(Update.model_fields) - {"update_id"}
