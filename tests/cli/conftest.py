"""The command line as the operator calls it, beside a sandbox of its own process."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from cases.ports import Enterprise
from storage import KeyRing, Storage

T = TypeVar("T")

ROOT = Path(__file__).parents[2]
Huiyin = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def base() -> Generator[str]:
    """A sandbox on a port of its own."""
    command = [sys.executable, "-m", "sandbox", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        yield next(word for word in line.split() if word.startswith("http://"))
        process.terminate()


@pytest.fixture
def environment(base: str, tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HUIYIN_API_BASE": base,
        "HUIYIN_DATABASE_URL": f"sqlite:///{tmp_path / 'huiyin.db'}",
        "HUIYIN_KEY_FILE": str(tmp_path / "keys"),
        "HUIYIN_LISTEN": "127.0.0.1:0",
    }


@pytest.fixture
def huiyin(environment: dict[str, str]) -> Huiyin:
    def call(*words: str, answer: str = "", **changed: str) -> subprocess.CompletedProcess[str]:
        """``answer`` is what is typed when it asks."""
        command, env = [sys.executable, "-m", "cli", *words], environment | changed
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, input=answer)

    return call


def answer(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """What a program reads."""
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def with_storage(environment: dict[str, str], work: Callable[[Storage], Awaitable[T]]) -> T:
    """What the memory of that installation says, beside the commands."""
    ring = KeyRing.parse(Path(environment["HUIYIN_KEY_FILE"]).read_text())

    async def opened() -> T:
        url = environment["HUIYIN_DATABASE_URL"]
        async with Storage.open(url, ring, 1, lambda: datetime.now(UTC), alone=False) as storage:
            return await work(storage)

    return asyncio.run(opened())


def enterprises(environment: dict[str, str]) -> list[Enterprise]:
    return with_storage(environment, lambda storage: storage.admin.enterprises())
