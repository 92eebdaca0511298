"""A handler says what an unsorted case is; from then on it is read, and promised, as one of its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from cases.access import may_sort, may_sort_again
from cases.actions.duty import case_for, still_here
from cases.actions.promises import arm, running, start_clocks
from cases.actions.resume import resume
from cases.actions.telling import Circle, show_cards, show_files, tell_worker
from cases.clocks import due, tells
from cases.errors import NotFound, RuleBroken, StaleButton
from cases.model import Audience, Author, Case, Clock, ClockKind, Entry, Event, Kind, Member, Urgency
from cases.policy import RowName
from cases.ports import Work
from cases.recordings import has_recording
from cases.routing import VOICES, for_team, is_ticked, working_members
from cases.stages import Data

FACTS: Mapping[RowName, tuple[Kind, Urgency | None, bool]] = {
    RowName.HAZARD_RED: (Kind.HAZARD, Urgency.RED, False),
    RowName.HAZARD_YELLOW: (Kind.HAZARD, Urgency.YELLOW, False),
    RowName.HAZARD_GREEN: (Kind.HAZARD, Urgency.GREEN, False),
    RowName.GRIEVANCE_URGENT: (Kind.GRIEVANCE, None, True),
    RowName.GRIEVANCE: (Kind.GRIEVANCE, None, False),
    RowName.SUGGESTION: (Kind.SUGGESTION, None, False),
    RowName.QUESTION: (Kind.QUESTION, None, False),
}
"""Kind, urgency and harm of a case in that row of the promises."""


async def sort(work: Work, case_id: int, by: Member, row: RowName, at: datetime, note: str = "") -> None:
    """The worker is told what it is taken for and who reads it now, never who sorted it. The team reads the note.

    Raises RuleBroken("words_first") when the team would get nothing to read: a recording stays where it was sent.
    """
    case = await case_for(work, case_id, by, may_sort)
    entries = await work.entries.of(case.id)
    before = Circle.among(await work.staff.all(), work, case)
    kind, urgency, harm = FACTS[row]
    if for_team(replace(case, kind=kind)) and _is_a_recording_alone(entries, at) and not note.strip():
        raise RuleBroken("words_first")
    if case.paused_at is not None:
        await resume(work, case.id, at)
        case = await work.cases.get(case.id)
    case.kind, case.urgency, case.harm = kind, urgency, harm
    await _hand_on(work, case)
    await work.cases.save(case)
    await _promise_anew(work, case, at)
    answered = [clock.due.isoformat() for clock in await running(work, case, ClockKind.ANSWERED) if clock.due > at]
    data: dict[str, Data] = {
        "kind": case.kind,
        "row": row,
        "team": for_team(case),
        "promised": next(iter(answered), None),
        "entries": len(entries),
    }
    await tell_worker(work, case, Event(case.id, "sorted", at, by.id, data), at)
    if note.strip():
        await work.entries.add(case.id, Author.STAFF, Audience.TEAM, at, note, by.id)
    await show_cards(work, case)
    await show_files(work, case, [entry for entry in entries if entry.visible_at <= at], before)


def _is_a_recording_alone(entries: Sequence[Entry], at: datetime) -> bool:
    """Of what is out by now: what waits for its release tells nobody that it is there."""
    out = [each for each in entries if each.author is Author.WORKER and each.visible_at <= at]
    return has_recording(out) and not any(each.text for each in out)


async def sort_again(work: Work, case_id: int, by: Member, at: datetime) -> None:
    """It was a slip: the case is unsorted once more, and no promise of it gets any later.

    Raises NotFound for who did not sort it, StaleButton once somebody has acted on it.
    """
    case = await work.cases.get(case_id)
    by, staff = await still_here(work, by)
    events = await work.events.of(case.id)
    last = next((event for event in reversed(events) if event.what == "sorted"), None)
    if last is None or last.by != by.id or is_ticked(by, case):
        raise NotFound
    if case.kind is None or not may_sort_again(by, case, staff, events):
        raise StaleButton
    case.kind, case.urgency, case.harm = None, None, False
    await _hand_on(work, case)
    await work.cases.save(case)
    await _promise_anew(work, case, at)
    data: dict[str, Data] = {"team": last.data.get("team"), "files": await _has_shown_files(work, case, at)}
    await tell_worker(work, case, Event(case.id, "unsorted", at, by.id, data), at)
    await show_cards(work, case)


async def _has_shown_files(work: Work, case: Case, at: datetime) -> bool:
    """Whether any but recordings are out by now: what has come to the team's chat can't be taken away again."""
    shown = [entry for entry in await work.entries.of(case.id) if entry.visible_at <= at]
    return any(media.kind not in VOICES for entry in shown for media in entry.media)


async def _hand_on(work: Work, case: Case) -> None:
    """Whoever took it keeps it only where they may go on working on it."""
    if case.owner not in {member.id for member in working_members(case, await work.staff.all())}:
        case.owner = None


async def _promise_anew(work: Work, case: Case, at: datetime) -> None:
    """What the kind promises, counted from now, and never later than what was promised before."""
    for clock in await running(work, case, *ClockKind):
        await _move(work, case, clock, at)
    there = {clock.kind for clock in await work.clocks.of(case.id)}
    if case.owner is None and not await running(work, case, ClockKind.TAKEN):
        there.discard(ClockKind.TAKEN)
    await start_clocks(work, case, tuple(kind for kind in ClockKind if kind not in there), at)


async def _move(work: Work, case: Case, clock: Clock, at: datetime) -> None:
    """By when it is solved nobody was told yet, unless it was given a date: else that clock alone may run longer."""
    rule = (await work.policy(case.policy_version)).rule(case, clock.kind)
    if rule is not None:
        _set_anew(case, clock, due(rule, at, work.enterprise.calendar))
        clock.started = at
    elif clock.worker_due is None:
        await work.clocks.drop(clock)
        return
    await arm(work, case, clock, at)
    await work.clocks.save(clock)


def _set_anew(case: Case, clock: Clock, anew: datetime) -> None:
    """The date of a solution that the worker was told stays: only who is to act on what is urgent hears earlier."""
    if clock.kind is not ClockKind.SOLVED:
        clock.due = min(anew, clock.due)
        clock.promised = min(clock.promised, clock.due)
    elif clock.worker_due is None:
        clock.due = clock.promised = anew
    else:
        clock.due = min(anew, clock.due) if case.urgent else clock.due
        clock.promised = min(anew, clock.promised)
    if clock.kind is ClockKind.ANSWERED:
        tells(clock, clock.due)
