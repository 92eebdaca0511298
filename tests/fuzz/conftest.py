"""A scene at its beginning, for tests that plant a fault in it."""

import random
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.databases import fresh_sqlite
from tests.fuzz.opening import open_with_cases
from tests.fuzz.play import enter
from tests.fuzz.scene import Scene


@pytest.fixture
async def scene(sqlite_template: Path, tmp_path: Path) -> AsyncGenerator[Scene]:
    async with AsyncExitStack() as stack:
        scene = await enter(stack, fresh_sqlite(sqlite_template, tmp_path).url, random.Random(1))  # noqa: S311
        await open_with_cases(scene)
        yield scene
