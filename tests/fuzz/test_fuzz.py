"""Ten thousand made-up updates break nothing, lose nothing, and say nothing to who may not hear it."""

from pathlib import Path

import pytest

from tests.fuzz.play import SIZE
from tests.fuzz.stage import Stage, is_on_postgresql

SEED = 1
UPDATES = 10_000
SCENES = range(UPDATES // SIZE)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", SCENES)
def test_a_scene_of_made_up_updates_ends_well(
    request: pytest.FixtureRequest, sqlite_template: Path, number: int
) -> None:
    server = request.getfixturevalue("postgresql_server") if is_on_postgresql(number) else None
    report = Stage(sqlite_template, server).play(number, SEED, SIZE)
    assert report.updates >= SIZE
    assert min(report.cases, report.messages // 100, len(report.handlers) // 20) >= 1


def test_one_in_five_scenes_is_on_postgresql() -> None:
    assert [number for number in SCENES if is_on_postgresql(number)] == [4, 9]
