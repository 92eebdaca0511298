"""The operator's commands beside a running bot on SQLite: they work, and a second bot does not."""

import asyncio
import json
import sys
from pathlib import Path

from tests.journeys.house import ROOT, START, House, a_house, running


async def called(house: House, *words: str) -> tuple[int | None, str, str]:
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "cli",
        *words,
        env=house.environment,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, error = await asyncio.wait_for(program.communicate(), START)
    return program.returncode, out.decode(), error.decode()


async def test_commands_work_beside_a_running_bot_and_a_second_bot_is_refused(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house, running(house, tmp_path / "log"):
        await house.worker("Ana")
        await house.joins("Lena", "lead")
        poster = (await house.command("enterprise", "add", "DAWN", "Dawn Textiles"))["poster"]
        ben = house.sandbox.phone("Ben")
        await ben.starts(poster.partition("start=")[2])
        await ben.sees("Dawn Textiles", within=START)
        assert await house.command("parked", "list") == {"parked": []}
        _, found, _ = await called(house, "doctor", "--json")
        whats = {each["what"]: each["found"] for each in json.loads(found)["findings"]}
        assert whats["enterprise YONG"] == "Still missing: 2 handler, 1 independent, 1 manager, 1 coach."
        code, _, error = await called(house, "run")
        assert (code, "another process" in error.lower()) == (1, True)
        assert error.count("\n") == 1
