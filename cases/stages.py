"""How a case moves: one table of allowed moves and one function that moves."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from cases.errors import MoveForbidden
from cases.model import Case, Event, Stage

MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.NEW: frozenset({Stage.TAKEN, Stage.WITHDRAWN}),
    Stage.TAKEN: frozenset({Stage.ACCEPTED, Stage.DECLINED, Stage.RESOLVED, Stage.WITHDRAWN}),
    Stage.ACCEPTED: frozenset({Stage.DECLINED, Stage.RESOLVED, Stage.WITHDRAWN}),
    Stage.RESOLVED: frozenset({Stage.CLOSED, Stage.TAKEN}),
    Stage.DECLINED: frozenset({Stage.CLOSED, Stage.TAKEN}),
    Stage.CLOSED: frozenset({Stage.TAKEN}),
    Stage.WITHDRAWN: frozenset(),
}

SETTLED = frozenset({Stage.RESOLVED, Stage.DECLINED})
"""Waiting for the worker's ✅ 🟡 ❌."""

REOPENABLE = SETTLED | {Stage.CLOSED}

RECALL_RED = timedelta(hours=1)
"""How long a 🔴 hazard, which staff see at once, can be taken back while nobody has taken it."""

SILENCE = timedelta(days=14)
"""After this long without the worker's ✅ 🟡 ❌ a settled case closes by silence."""

Data = str | int | bool | None


def untaken(case: Case) -> bool:
    """Open, and nobody has it: new, or who had it is here no more."""
    return case.owner is None and case.open and case.stage not in SETTLED


def may_move(case: Case, to: Stage) -> bool:
    return to in MOVES[case.stage]


def move(case: Case, to: Stage, what: str, at: datetime, by: int | None = None, **data: Data) -> Event:
    """Moves the case and returns the one event of that move. Raises MoveForbidden and changes nothing."""
    if not may_move(case, to):
        raise MoveForbidden(case.stage, to)
    case.stage = to
    case.settled_at = at if to in SETTLED else case.settled_at
    case.closed_at = at if to is Stage.CLOSED else None
    return Event(case=case.id, what=what, at=at, by=by, data=dict(data))
