"""The three decisions: accept with a date, decline with a reason, resolve."""

from collections.abc import Sequence
from datetime import date, datetime

from cases.access import may_decide
from cases.actions.duty import case_for
from cases.actions.promises import arm, meet, running
from cases.actions.reply import write
from cases.actions.take import taken_by
from cases.actions.telling import tell_worker
from cases.clocks import tells
from cases.errors import NotAllowed, RuleBroken
from cases.localtime import instant
from cases.model import Case, ClockKind, DeclineReason, Kind, MediaKind, Member, Role, Stage
from cases.policy import EVENING
from cases.ports import Work
from cases.stages import SILENCE, move


async def accept(work: Work, case_id: int, by: Member, solve_by: date, at: datetime) -> None:
    """Says yes, with the date the worker is promised. Raises RuleBroken("solve_too_late") past the policy's limit
    while that is still to come, NotAllowed for a question, which is answered and not solved."""
    case = await case_for(work, case_id, by, may_decide)
    if (await work.policy(case.policy_version)).rule(case, ClockKind.SOLVED) is None:
        raise NotAllowed
    await taken_by(work, case, by, at)
    event = move(case, Stage.ACCEPTED, "accepted", at, by.id, solve_by=solve_by.isoformat())
    await _promise_solution(work, case, solve_by, at)
    await meet(work, case, at, ClockKind.ANSWERED)
    await work.cases.save(case)
    await tell_worker(work, case, event, at)
    await work.outbox.refresh(case.id)


async def decline(work: Work, case_id: int, by: Member, reason: DeclineReason, text: str, at: datetime) -> None:
    """Says no, and why. Only the independent contact may end a grievance for missing facts. Raises NotAllowed for a
    question, to which a no is an answer."""
    case = await case_for(work, case_id, by, may_decide)
    if case.kind is Kind.QUESTION:
        raise NotAllowed
    missing_facts = case.kind is Kind.GRIEVANCE and reason is DeclineReason.NEEDS_MORE_FACTS
    if missing_facts and not by.has(Role.INDEPENDENT):
        raise RuleBroken("only_independent")
    if not text.strip():
        raise RuleBroken("text_needed")
    await taken_by(work, case, by, at)
    case.decline_reason = reason
    await _settle(work, case, Stage.DECLINED, "declined", by, text, (), at, reason=reason)


async def resolve(work: Work, case_id: int, by: Member, text: str, media: Sequence[int], at: datetime) -> None:
    """Says it is done. A hazard needs a photo of how it looks now: RuleBroken("after_evidence_needed") without."""
    case = await case_for(work, case_id, by, may_decide)
    if case.kind is Kind.HAZARD and not await _has_photo(work, case, media):
        raise RuleBroken("after_evidence_needed")
    await taken_by(work, case, by, at)
    case.resolved_by, case.verified_by = by.id, None
    await _settle(work, case, Stage.RESOLVED, "resolved", by, text, media, at)


async def _settle(
    work: Work,
    case: Case,
    stage: Stage,
    what: str,
    by: Member,
    text: str,
    media: Sequence[int],
    at: datetime,
    **data: str,
) -> None:
    entry = await write(work, case, by, text, media, at)
    event = move(case, stage, what, at, by.id, entry=entry.id, **data)
    case.verdict = None
    await meet(work, case, at, *ClockKind)
    await work.cases.save(case)
    await work.acts.cancel(case.id, "close_by_silence")
    await work.acts.later(case.id, "close_by_silence", at + SILENCE)
    await tell_worker(work, case, event, at)
    await work.outbox.refresh(case.id)


async def _promise_solution(work: Work, case: Case, solve_by: date, at: datetime) -> None:
    promised = instant(solve_by, EVENING, work.enterprise.calendar.zone)
    if promised <= at:
        raise RuleBroken("date_not_later")
    for clock in await running(work, case, ClockKind.SOLVED):
        if promised > clock.due > at:
            raise RuleBroken("solve_too_late")
        clock.promised = promised
        tells(clock, promised)
        await arm(work, case, clock, at)
        await work.clocks.save(clock)


async def _has_photo(work: Work, case: Case, media: Sequence[int]) -> bool:
    shelf = {each.id: each for each in await work.entries.media_of(case.id)}
    return any(shelf[each].kind in (MediaKind.PHOTO, MediaKind.VIDEO) for each in media if each in shelf)
