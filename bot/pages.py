"""What staff look at: cases in a list, counts, the reasons of a date; gathered here, put into words by a view."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.callbacks.staff import Page
from bot.desk import Desk
from bot.views.staff.card import parts, read_by
from bot.views.staff.why import why_args
from cases.access import may_list, may_see, may_see_figures
from cases.actions.digest import why_listed
from cases.actions.promises import rule_of, rungs_of
from cases.clocks import by_case, rests, why
from cases.ladder import on_list
from cases.model import Case, Clock, ClockKind, Event, Role
from cases.ports import Tally
from cases.routing import for_team
from cases.stages import SETTLED, untaken

SILENCE = timedelta(days=30)
"""An enterprise from which nothing came in for so long is called silent."""

Line = dict[str, Any]


async def show_cases(desks: Sequence[Desk], page: Page) -> None:
    """One list for all places of a person, what is due first at the top."""
    lines = [line for desk in desks for line in await _lines(desk, page)]
    if page is Page.OVERDUE:
        lines += [line for desk in desks if desk.private for line in await _coachs_list(desk)]
    lines.sort(key=lambda line: line["due"] or "~")
    roles = frozenset().union(*(desk.member.roles for desk in desks))
    await desks[0].say("cases_page", page=page, lines=lines, roles=sorted(roles))


async def show_which(desks: Sequence[Desk], command: str) -> None:
    """A command that needs a number came without one: what is open here, what is due first at the front."""
    lines = [line for desk in desks for line, _ in await _open(desk)]
    lines.sort(key=lambda line: line["due"] or "~")
    await desks[0].say("which_case", command=command, lines=lines)


async def _lines(desk: Desk, page: Page) -> list[Line]:
    return [line for line, case in await _open(desk) if _belongs(page, line, case, desk)]


async def _open(desk: Desk) -> list[tuple[Line, Case]]:
    """What this person may see here."""
    staff = await desk.work.staff.all()
    cases = [case for case in await desk.work.cases.open() if may_see(desk.member, case, staff)]
    running = by_case(await desk.work.clocks.running())
    return [(_line(desk, case, running[case.id]), case) for case in cases if desk.private or for_team(case)]


async def _coachs_list(desk: Desk) -> list[Line]:
    """What has been late for long where the coach reads no card: place, number, kind and date, and nothing to open."""
    staff, running = await desk.work.staff.all(), by_case(await desk.work.clocks.running())
    known = {"case": None, "why": "listed", "enterprise": desk.work.enterprise.name}
    return [
        _line(desk, case, running[case.id]) | known
        for case in await desk.work.cases.open()
        if may_list(desk.member, case) and not may_see(desk.member, case, staff)
        if await _climbed_to_the_coach(desk, case, running[case.id])
    ]


async def _climbed_to_the_coach(desk: Desk, case: Case, clocks: Sequence[Clock]) -> bool:
    late = [clock for clock in clocks if clock.due <= desk.at and not rests(case, clock)]
    return any([on_list(await rungs_of(desk.work, case, clock), clock.rung, Role.COACH) for clock in late])


def _line(desk: Desk, case: Case, clocks: list[Clock]) -> Line:
    moving = [clock for clock in clocks if not rests(case, clock)]
    due = min((clock.due for clock in moving), default=None)
    return {
        "of": (desk.work.enterprise.id, case.id, desk.member.id if desk.private else None),
        "case": case.id,
        "number": case.number,
        "kind": case.kind,
        "why": why_listed(case, moving, desk.at, desk.work.enterprise.calendar) or _at_rest(case, due),
        "due": due.isoformat() if due else None,
        "untaken": untaken(case),
    }


def _at_rest(case: Case, due: datetime | None) -> str:
    if case.stage in SETTLED:
        return "settled"
    if due is not None:
        return "running"
    return "asked" if case.paused_at else "answered"


def _belongs(page: Page, line: Line, case: Case, desk: Desk) -> bool:
    match page:
        case Page.INBOX:
            return untaken(case)
        case Page.MINE:
            return case.owner == desk.member.id
        case Page.OVERDUE:
            return line["why"] in ("overdue", "overdue_and_due")
    return line["why"] not in ("running", "settled", "asked", "answered")


async def show_counts(desks: Sequence[Desk], page: Page) -> None:
    """Counts of what the whole team sees; grievances appear in no count."""
    counted = [desk for desk in desks if may_see_figures(desk.member)]
    tallies = await desks[0].unit.tallies([desk.work.enterprise.id for desk in counted], desks[0].at)
    rows = [_counts(desk, [each for each in tallies if each.enterprise == desk.work.enterprise.id]) for desk in counted]
    await desks[0].say("overview" if page is Page.OVERVIEW else "enterprises", enterprises=rows)


def _counts(desk: Desk, tallies: Sequence[Tally]) -> dict[str, Any]:
    seen = [each for each in tallies if not each.restricted]
    enterprise, today = desk.work.enterprise, desk.today
    return {
        "id": enterprise.id,
        "name": enterprise.name,
        "month": today.year * 12 + today.month - 1,
        "open": sum(each.count for each in seen),
        "untaken": sum(each.count for each in seen if each.untaken),
        "overdue": sum(each.count for each in seen if each.late),
    }


async def show_visit_sheet(desk: Desk) -> None:
    """What is late in the whole team, to be printed: what handlers have is on no paper."""
    cases = {case.id: case for case in await desk.work.cases.open() if for_team(case)}
    due = {clock.case: clock.due for clock in await _late(desk, cases)}
    lines = [_on_paper(desk, cases[case], due[case]) for case in sorted(due, key=due.__getitem__)]
    await desk.say("visit_sheet", lines=lines)


def _on_paper(desk: Desk, case: Case, due: datetime) -> Line:
    return {"of": (desk.work.enterprise.id, case.id, None), "number": case.number, "due": due.isoformat()}


async def _late(desk: Desk, cases: Mapping[int, Case]) -> list[Clock]:
    """Latest first, so that the earliest date of a case is the last."""
    due = [clock for clock in await desk.work.clocks.running() if clock.due <= desk.at and clock.case in cases]
    late = [clock for clock in due if not rests(cases[clock.case], clock)]
    return sorted(late, key=lambda clock: clock.due, reverse=True)


async def show_silent(desks: Sequence[Desk]) -> None:
    names = [desk.work.enterprise.name for desk in desks if may_see_figures(desk.member) and await _silent(desk)]
    await desks[0].say("silent", names=names)


async def _silent(desk: Desk) -> bool:
    """By what the whole team sees: that it is not silent would tell of a single grievance."""
    events = await desk.work.events.between(desk.at - SILENCE, desk.at)
    cases = await desk.work.cases.many({event.case for event in events if event.what == "submitted"})
    return not any(for_team(case) for case in cases.values())


async def show_all(desk: Desk, case: Case) -> None:
    """All that was said in the case, each contribution whole, in messages of its own."""
    entries, events = await desk.work.entries.of(case.id), await desk.work.events.of(case.id)
    for entry in read_by(desk.member, entries, events, desk.at):
        for start in parts(entry):
            await desk.say("whole", case=case.id, entry=entry.id, start=start)


async def show_dates(desk: Desk, case: Case) -> None:
    """Why each running promise of the case is due when it is."""
    policy, calendar = await desk.work.policy(case.policy_version), desk.work.enterprise.calendar
    clocks = [clock for clock in await desk.work.clocks.of(case.id) if clock.met_at is None]
    events = await desk.work.events.of(case.id)
    explained = [
        why_args(why(case, clock, rule, calendar, _paused_days(clock, events), extended=_extended(clock, events)))
        for clock in sorted(clocks, key=lambda clock: clock.due)
        if (rule := rule_of(policy, case, clock))
    ]
    await desk.say("why", case=case.id, clocks=explained)


def _paused_days(clock: Clock, events: Sequence[Event]) -> int:
    """Of the pauses that moved this very promise, not of one before the case was opened anew."""
    if clock.kind is not ClockKind.ANSWERED:
        return 0
    ended = (event for event in events if event.what == "resumed" and event.at >= clock.started)
    return sum(int(event.data["days"] or 0) for event in ended)


def _extended(clock: Clock, events: Sequence[Event]) -> bool:
    """Of the promises of a case one may be moved; a clock that began anew since then was not."""
    named = any(event.what == "extended" and event.data["clock"] == clock.kind for event in events)
    return named and clock.due > clock.promised
