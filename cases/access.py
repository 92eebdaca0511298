"""Who may do what: small predicates, asked again at every press: a button lives for ever, a role does not."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from cases.model import Case, Entry, Event, Flag, Kind, Member, Role, Stage
from cases.recordings import has_recording, hearers
from cases.routing import TEAM_ROLES, holders, is_ticked


def may_see(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    """Nobody before the release, never whom the tick means; a restricted case only its holders."""
    if case.released_at is None or case.stage is Stage.WITHDRAWN or is_ticked(member, case):
        return False
    if any(holder.id == member.id for holder in holders(case, staff)):
        return True
    return not case.restricted and member.has(*TEAM_ROLES, Role.MANAGER)


def may_read(member: Member, case: Case, staff: Sequence[Member], events: Iterable[Event]) -> bool:
    """Whoever sees it; and, without a hand in it, the independent contact whom the worker let know of a punishment."""
    if may_see(member, case, staff):
        return True
    there = case.released_at is not None and case.stage is not Stage.WITHDRAWN
    let_know = there and any(event.what == "retaliation" and event.data.get("reads") for event in events)
    return let_know and member.has(Role.INDEPENDENT) and not is_ticked(member, case)


def may_list(member: Member, case: Case) -> bool:
    """Know number, kind and dates and nothing else: a coach, of what the whole team sees. What may be about somebody,
    the coach too, is seen by no team."""
    there = case.released_at is not None and case.stage is not Stage.WITHDRAWN
    return member.has(Role.COACH) and there and not case.restricted


def may_work(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    """Take, answer, decide: whoever sees it, as long as it is not over."""
    return may_see(member, case, staff) and case.open


def owner_stays(case: Case, staff: Sequence[Member]) -> bool:
    """Whether somebody has it who may still see it: roles end and begin, and flags are set anew."""
    return any(member.id == case.owner and may_see(member, case, staff) for member in staff)


def may_decide(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    """Accept, decline, resolve: the owner, or whoever may give it to another."""
    return may_assign(member, case, staff) or (case.owner in (None, member.id) and may_work(member, case, staff))


def may_sort(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    """Say what an unsorted case is, before it is decided."""
    return case.kind is None and case.stage in (Stage.NEW, Stage.TAKEN) and may_work(member, case, staff)


def may_sort_again(member: Member, case: Case, staff: Sequence[Member], events: Iterable[Event]) -> bool:
    """Take back what they have tapped themselves, until anybody on the staff's side has done anything in the case."""
    done = [event for event in events if event.by is not None]
    unsorted = replace(case, kind=None, urgency=None, harm=False)
    return bool(done) and (done[-1].what, done[-1].by) == ("sorted", member.id) and may_sort(member, unsorted, staff)


def may_write_down(
    member: Member, case: Case, staff: Sequence[Member], entries: Sequence[Entry], events: Sequence[Event], at: datetime
) -> bool:
    """Put a recording into words: whoever may hear it, also who keeps it while the team has the case by now.

    One that waits for its release is not there yet: nobody may tell by trying when it was sent.
    """
    spoken = [entry for entry in entries if entry.visible_at <= at and has_recording([entry])]
    there = case.released_at is not None and case.open
    return there and any(member.id == each.id for one in spoken for each in hearers(case, one, entries, events, staff))


def may_call_major(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    """*Major* is a class of the law: a lead or the safety officer says so, of a danger, once."""
    known = member.has(Role.LEAD) or Flag.SAFETY_OFFICER in member.flags
    return known and case.kind is Kind.HAZARD and case.major_at is None and may_work(member, case, staff)


def may_recheck(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    return case.stage is Stage.CLOSED and may_call_back(member, case, staff)


def may_call_back(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    """Whoever sees that a danger is still there, or there again, says so: also before it is checked."""
    ended = case.stage in (Stage.RESOLVED, Stage.CLOSED)
    return case.kind is Kind.HAZARD and ended and may_see(member, case, staff)


def may_assign(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    """A lead or manager of the team, and every holder: of a restricted case, or one that has no team any more."""
    held = any(holder.id == member.id for holder in holders(case, staff))
    return may_work(member, case, staff) and (held or member.has(Role.LEAD, Role.MANAGER))


def may_extend(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    return may_decide(member, case, staff) and not case.extended


def may_verify(member: Member, case: Case, staff: Sequence[Member]) -> bool:
    """A hazard's end is seen by a second person, never by the one who fixed it."""
    waits = case.stage is Stage.RESOLVED and case.verified_by is None
    return waits and case.resolved_by != member.id and may_work(member, case, staff)


def may_see_figures(member: Member) -> bool:
    return member.has(Role.LEAD, Role.MANAGER, Role.COACH, Role.OFFICE)


def may_call(member: Member, case: Case, events: Sequence[Event]) -> bool:
    """Report, once each, on the telephone call that unanswered alerts asked for; who calls need not see the case."""
    asked = [event.data["to"] for event in events if event.what == "call_asked"]
    done = any(event.what == "called" and event.by == member.id for event in events)
    return any(member.has(Role(str(role))) for role in asked) and not done and not is_ticked(member, case)
