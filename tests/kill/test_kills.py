"""Twenty kills, five for each way in on each database; ``scripts/kill-test`` does two hundred."""

from pathlib import Path

import pytest

from bench.kill.__main__ import all_of, combinations, parsed
from bench.kill.verdict import Findings
from tests.databases import PostgreSQL

KILLS, UPDATES = 20, 480
SEED = 28
"""Of its five kills each way in has three that fall while it works."""


@pytest.mark.timeout(600)
async def test_a_bot_killed_again_and_again_loses_nothing(tmp_path: Path, postgresql_server: PostgreSQL) -> None:
    plans = combinations(parsed(["--kills", str(KILLS), "--updates", str(UPDATES), "--seed", str(SEED)]))
    reports = await all_of(plans, tmp_path, postgresql_server)
    assert [report.findings for report in reports] == [Findings()] * 4
    assert sum(report.kills for report in reports) == KILLS
    assert all(report.while_working for report in reports)
    assert sum(report.updates for report in reports) >= UPDATES
    assert [report.plan.seed for report in reports if report.repeated > report.allowed] == []
