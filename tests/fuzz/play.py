"""Plays one scene on an empty, migrated database. All chance comes from its seed, so that it can be played again."""

import asyncio
import random
from contextlib import AsyncExitStack
from random import Random
from time import monotonic
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz import nasty
from tests.fuzz.canaries import Canaries
from tests.fuzz.cast import a_cast
from tests.fuzz.house import a_house
from tests.fuzz.judge import Judge, listening
from tests.fuzz.opening import open_with_cases
from tests.fuzz.oracle import Oracle
from tests.fuzz.report import Report
from tests.fuzz.scene import SHAPES, Scene
from tests.fuzz.shapes import updates

Json = dict[str, Any]

SIZE = 1000
"""Made-up updates of a scene: half of them real ones changed, the others out of shapes."""
AT_ONCE = 15
"""So many updates out of shapes are judged together; what fails is made as small as it gets."""


async def enter(stack: AsyncExitStack, url: str, chance: Random) -> Scene:
    """On an empty, migrated database."""
    lines = stack.enter_context(listening())
    house = await stack.enter_async_context(a_house(url))
    canaries = Canaries()
    judge = Judge(house, canaries, Oracle(house.app.storage, canaries), lines)
    house.came = judge.came
    cast = await a_cast(house)
    judge.expect({"people": [{"id": each} for each in house.world.chats]})
    house.received |= judge.taken  # what they came in with was not counted on the way
    await judge.look()
    return Scene(house, cast, judge, chance)


def play(url: str, number: int, of_seed: int, size: int = SIZE) -> Report:
    """Plays a scene. Raises Fault."""
    began, chance = monotonic(), Random(f"{of_seed}:{number}")  # noqa: S311 - chance that can be repeated
    tokens = Random(f"{of_seed}:{number} tokens")  # noqa: S311 - as above
    with asyncio.Runner() as runner, patch.object(random, "_urandom", tokens.randbytes):
        stack = AsyncExitStack()
        try:
            scene = runner.run(enter(stack, url, chance))
            runner.run(open_with_cases(scene))
            while scene.report.updates < size // 2:
                runner.run(scene.live())
            while scene.report.updates < size:
                _shapes(runner, scene, chance.randrange(2**32), size - scene.report.updates)
            report = runner.run(scene.sum_up())
        finally:
            runner.run(stack.aclose())
    report.seconds = monotonic() - began
    return report


def _shapes(runner: asyncio.Runner, scene: Scene, number: int, wanted: int) -> None:
    batches = st.lists(updates(tuple(scene.cast.people), tuple(scene.cast.groups)), min_size=1, max_size=AT_ONCE)

    @seed(number)
    @settings(
        max_examples=-(-wanted // AT_ONCE) * 2,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(batches, st.booleans(), st.none() | st.sampled_from([*nasty.NUMBERS, *nasty.OTHERS]))
    def hold(batch: list[Json], fetched: bool, strange: object) -> None:
        if strange is not None and not fetched:
            batch[0]["update_id"] = strange
        runner.run(scene.give([(SHAPES, update) for update in batch], fetched=fetched))

    hold()
