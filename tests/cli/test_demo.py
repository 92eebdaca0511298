"""The demo: one command, and somebody who looks at the page finds an enterprise at work."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from sandbox.client import Client
from tests.cli.conftest import ROOT

SHOWN = ["A worker", "The team's group", "Team lead", "Handler", "Manager", "Coach"]


async def test_the_demo_sets_its_scene_and_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cli", "demo", "--port", "0", "--no-open"]
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
    demo = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=PIPE)
    assert demo.stdout
    base = next(word for word in (await demo.stdout.readline()).decode().split() if word.startswith("http://"))
    async with Client.connected(base) as client:
        await client.post("/visitor", {"language": "en-GB"})
        assert (await demo.stdout.readline()).startswith(b"The demo enterprise is ready")
        phones = await client.get("/phones")
        lead = (await client.person("Lead Li")).inside(phones[1]["chat"])
        await lead.sees("A second ladder at the paint store", within=20, also_old=True)
        await lead.sees("slippery with oil", within=20, also_old=True)
    demo.send_signal(signal.SIGTERM)
    ended = await asyncio.wait_for(demo.wait(), 40)
    assert (ended, [phone["title_en"] for phone in phones]) == (0, SHOWN)
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - one look at an empty folder
