"""An input becomes a case."""

from dataclasses import dataclass
from datetime import datetime

from cases.actions.promises import promised_answer
from cases.actions.release import release
from cases.errors import RuleBroken
from cases.ladder import told_next
from cases.localtime import local_day
from cases.model import About, Audience, Author, Case, Kind, Mode, Role, Urgency
from cases.people import takes_part
from cases.ports import Address, Work
from cases.release import next_release
from cases.routing import posts
from cases.stages import RECALL_RED


@dataclass(frozen=True, slots=True)
class Submission:
    """All that the worker gave. ``address`` is the way back; a case sent with no way back keeps none."""

    case_id: int
    kind: Kind | None
    mode: Mode
    address: Address
    text: str = ""
    media: tuple[int, ...] = ()
    urgency: Urgency | None = None
    about: About = About.NO_ONE
    harm: bool = False
    unsafe_order: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the worker is told at once, and whether they take part by it in the figures that the coach reads.

    ``digits`` only where there is no other way back.
    """

    case_id: int
    promised: datetime
    until: datetime
    next_role: Role | None
    """None: nobody is left who could answer or be told."""
    counted: bool
    digits: str | None = None


async def submit(work: Work, submission: Submission, at: datetime) -> Receipt:
    """Stores the case under the id its draft was given; a 🔴 hazard is released in the same breath.

    Raises RuleBroken where the enterprise has left the programme.
    """
    if work.enterprise.closed_at is not None:
        raise RuleBroken("enterprise_closed")
    case = _case(submission, await work.cases.fresh_number(), work, at)
    await work.cases.add(case)
    await work.entries.add(
        case.id, Author.WORKER, Audience.TEAM, case.release_due, submission.text, media=submission.media
    )
    digits, staff = await _way_back(work, case, submission.address), await work.staff.all()
    receipt = Receipt(
        case_id=case.id,
        promised=await promised_answer(work, case, case.release_due),
        until=at + RECALL_RED if case.red else case.release_due,
        next_role=told_next(case, posts(case, staff)),
        counted=takes_part(case, staff),
        digits=digits,
    )
    if case.red:
        await release(work, case.id)
    else:
        await work.acts.later(case.id, "release", case.release_due, {"told": receipt.promised.isoformat()})
    return receipt


async def _way_back(work: Work, case: Case, address: Address) -> str | None:
    if case.mode is Mode.NO_WAY_BACK:
        return await work.receipts.issue(case.id)
    await work.replies.keep(case.id, address)
    return None


def _case(given: Submission, number: int, work: Work, at: datetime) -> Case:
    enterprise = work.enterprise
    case = Case(
        id=given.case_id,
        enterprise=enterprise.id,
        number=number,
        kind=given.kind,
        mode=given.mode,
        sent_on=local_day(at, enterprise.calendar.zone),
        release_due=at,
        policy_version=enterprise.policy.version,
        name=given.name if given.mode is Mode.NAMED else "",
        urgency=given.urgency,
        about=given.about,
        harm=given.harm,
        unsafe_order=given.unsafe_order,
    )
    zone, times = enterprise.calendar.zone, enterprise.release_times
    case.release_due = next_release(at, zone, times, red=case.red, urgent=case.urgent)
    return case
