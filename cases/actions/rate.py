"""The worker's one tap after *decline* and *resolve*: ✅ solved · 🟡 half · ❌ not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cases.access import owner_stays
from cases.actions.add import tap_seen_at
from cases.actions.close import close_if_done
from cases.actions.promises import start_clocks
from cases.actions.telling import Circle, show_cards, show_new, tell_worker
from cases.errors import MoveForbidden
from cases.model import Case, ClockKind, Event, Level, Member, Role, Stage, Verdict
from cases.ports import Work
from cases.routing import holders
from cases.stages import REOPENABLE, Data, move


async def rate(work: Work, case_id: int, verdict: Verdict, at: datetime) -> datetime:
    """Takes effect at the next release, which is returned. Raises MoveForbidden when there is nothing to rate."""
    case = await work.cases.get(case_id)
    if case.stage not in REOPENABLE:
        raise MoveForbidden(case.stage, Stage.CLOSED)
    await work.acts.cancel(case.id, "rate")
    when = tap_seen_at(work, case, at)
    await work.acts.later(case.id, "rate", when, {"verdict": verdict})
    return when


async def apply_verdict(work: Work, case_id: int, verdict: Verdict, at: datetime) -> None:
    case = await work.cases.get(case_id)
    if case.stage not in REOPENABLE:
        return
    await work.events.add(Event(case.id, "rated", at, data={"verdict": verdict}))
    before = Circle.among(await work.staff.all(), work, case)
    if verdict is Verdict.SOLVED:
        case.verdict = verdict
        await close_if_done(work, case, at)
    elif verdict is Verdict.HALF:
        await reopen(work, case, case.level, at)
    else:
        await _climb(work, case, at)
    await work.cases.save(case)
    await show_cards(work, case)
    await show_new(work, case, before, at)


async def _climb(work: Work, case: Case, at: datetime) -> None:
    """❌ climbs to the next level on which somebody new would look at it; beyond only the outside doors remain."""
    staff = await work.staff.all()
    level, new = _next_level(case, staff)
    if level is Level.OUTSIDE:
        await _end(work, case, at)
    else:
        await reopen(work, case, level, at)
        data: dict[str, Data] = {"level": int(level), "independent": any(m.has(Role.INDEPENDENT) for m in new)}
        await tell_worker(work, case, Event(case.id, "climbed", at, data=data), at)


def _next_level(case: Case, staff: Sequence[Member]) -> tuple[Level, list[Member]]:
    """With those who are new on it."""
    now = {member.id for member in holders(case, staff)}
    for level in (Level.MANAGER, Level.INDEPENDENT):
        new = [member for member in holders(replace(case, level=level), staff) if member.id not in now]
        if level > case.level and new:
            return level, new
    return Level.OUTSIDE, []


async def _end(work: Work, case: Case, at: datetime) -> None:
    case.level, case.verdict = Level.OUTSIDE, Verdict.NOT
    await close_if_done(work, case, at)
    await tell_worker(work, case, Event(case.id, "outside_doors", at), at)


async def reopen(work: Work, case: Case, level: Level, at: datetime) -> None:
    """Back to *taken*, with fresh clocks; whoever it climbed to, or is left, takes it anew; what was assured stays."""
    await work.events.add(move(case, Stage.TAKEN, "reopened", at, level=int(level)))
    if level is not case.level or not owner_stays(case, await work.staff.all()):
        case.owner = None
    case.level, case.verdict, case.closed_by_silence = level, None, False
    for what in ("close_by_silence", "recheck"):
        await work.acts.cancel(case.id, what)
    assured = any(event.what == "assured" for event in await work.events.of(case.id))
    kept = {ClockKind.TAKEN: case.owner is not None, ClockKind.ASSURED: assured}
    await start_clocks(work, case, tuple(kind for kind in ClockKind if not kept.get(kind)), at)
