from itertools import product

import pytest

from cases.errors import MoveForbidden
from cases.model import Event, Stage
from cases.stages import may_move, move
from tests.cases.examples import a_case, at

NOW = at("2026-03-02 12:00")

ALLOWED = {
    ("new", "taken"),
    ("new", "withdrawn"),
    ("taken", "accepted"),
    ("taken", "declined"),
    ("taken", "resolved"),
    ("taken", "withdrawn"),
    ("accepted", "declined"),
    ("accepted", "resolved"),
    ("accepted", "withdrawn"),
    ("resolved", "closed"),
    ("resolved", "taken"),
    ("declined", "closed"),
    ("declined", "taken"),
    ("closed", "taken"),
}


@pytest.mark.parametrize(("stage", "to"), sorted(ALLOWED))
def test_move_allowed_changes_the_stage_and_tells_it_in_one_event(stage: str, to: str) -> None:
    case = a_case(stage=Stage(stage))
    assert move(case, Stage(to), "moved", NOW, 7, entry=3) == Event(case.id, "moved", NOW, 7, {"entry": 3})
    assert case.stage == to


@pytest.mark.parametrize(
    ("stage", "to"), sorted(set(product(Stage, Stage)) - {(Stage(a), Stage(b)) for a, b in ALLOWED})
)
def test_move_forbidden_changes_nothing(stage: Stage, to: Stage) -> None:
    case = a_case(stage=stage)
    with pytest.raises(MoveForbidden) as refused:
        move(case, to, "moved", NOW)
    assert (refused.value.stage, refused.value.to, case) == (stage, to, a_case(stage=stage))


def test_move_every_stage_but_withdrawn_has_a_way_on() -> None:
    assert [stage for stage in Stage if not any(may_move(a_case(stage=stage), to) for to in Stage)] == [Stage.WITHDRAWN]


def test_move_remembers_when_it_was_settled_and_closed_and_forgets_the_closing_when_reopened() -> None:
    case = a_case(stage=Stage.TAKEN)
    move(case, Stage.RESOLVED, "resolved", NOW)
    later = at("2026-03-05 12:00")
    move(case, Stage.CLOSED, "closed", later)
    assert (case.settled_at, case.closed_at) == (NOW, later)
    move(case, Stage.TAKEN, "reopened", later)
    assert case.closed_at is None
