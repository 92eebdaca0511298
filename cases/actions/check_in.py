"""After a grievance the worker is asked how things are, if they want it.

One row waits for the next fixed message time, looks whether a check-in has come meanwhile, and waits again: what the
dates count from, the first staff action and the closing, is mostly still to come when the worker asks for it.
"""

from datetime import datetime

from cases.actions.add import visible_at
from cases.actions.retaliation import released_grievance
from cases.actions.telling import tell_worker
from cases.check_ins import check_ins
from cases.errors import RuleBroken, StaleButton
from cases.model import Case, Event, Kind, Stage
from cases.ports import Work
from cases.release import next_message_time


async def want_check_ins(work: Work, case_id: int, at: datetime) -> None:
    """Asked for twice it is wanted once. Raises StaleButton for what is no grievance, RuleBroken with no way back.

    Pressed seconds after sending: the minute is stored nowhere, and a check-in of this hour is not too late.
    """
    case = await work.cases.get(case_id)
    if case.kind is not Kind.GRIEVANCE:
        raise StaleButton
    if await work.replies.open(case.id) is None:
        raise RuleBroken("check_in_needs_a_way_back")
    await stop_check_ins(work, case.id)
    await _look_later(work, case, at, since=at.replace(minute=0, second=0, microsecond=0))


async def stop_check_ins(work: Work, case_id: int) -> None:
    await work.acts.cancel(case_id, "check_in")


async def look(work: Work, case_id: int, since: datetime, at: datetime) -> None:
    """Asks when a check-in came after ``since``; ends with the last one, or with the way back."""
    case = await work.cases.get(case_id)
    if case.stage is Stage.WITHDRAWN or await work.replies.open(case.id) is None:
        return
    moments = check_ins(await work.events.of(case.id), case.closed_at)
    if any(since < moment <= at for moment in moments):
        await tell_worker(work, case, Event(case.id, "check_in", at), at)
    if case.open or any(moment > at for moment in moments):
        await _look_later(work, case, at, since=at)


async def _look_later(work: Work, case: Case, at: datetime, since: datetime) -> None:
    enterprise = work.enterprise
    when = next_message_time(at, enterprise.calendar.zone, enterprise.message_times)
    await work.acts.later(case.id, "check_in", when, {"since": since.isoformat()})


async def all_right(work: Work, case_id: int, at: datetime) -> None:
    """👍 is noted at the next release. Raises StaleButton for what is no grievance that was released."""
    case = await released_grievance(work, case_id)
    await work.acts.cancel(case.id, "all_right")
    await work.acts.later(case.id, "all_right", await visible_at(work, case, at))


async def note_all_right(work: Work, case_id: int, at: datetime) -> None:
    await work.events.add(Event(case_id, "all_right", at))
