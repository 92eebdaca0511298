"""The worker adds something, or answers a question; staff see it at the next release."""

from collections.abc import Sequence
from datetime import datetime

from cases.actions.resume import resume
from cases.actions.telling import show_cards, show_files
from cases.model import Audience, Author, Case, Entry, Event
from cases.ports import Message, ToMember, Work
from cases.release import next_release


async def add(work: Work, case_id: int, text: str, media: Sequence[int], at: datetime) -> datetime:
    """Returns when staff will see it."""
    case = await work.cases.get(case_id)
    when = visible_at(work, case, at)
    entry = await work.entries.add(case.id, Author.WORKER, Audience.TEAM, when, text, media=media)
    if case.released_at is not None:
        await work.acts.later(case.id, "show_addition", when, {"entry": entry.id})
    return when


def visible_at(work: Work, case: Case, at: datetime) -> datetime:
    """With the case itself while it waits for its release, else at the next release time."""
    if case.released_at is None:
        return case.release_due
    enterprise = work.enterprise
    return next_release(at, enterprise.calendar.zone, enterprise.release_times, red=case.red, urgent=case.urgent)


async def show_addition(work: Work, case_id: int, entry: int, at: datetime) -> None:
    case = await work.cases.get(case_id)
    await resume(work, case.id, at)
    await work.events.add(Event(case.id, "worker_said", at, data={"entry": entry}))
    await show_cards(work, case)
    await show_files(work, case, await _entry(work, case, entry))
    if case.owner is not None:
        said = Message(ToMember(case.owner), "worker_said", f"worker_said:{entry}", {"entry": entry}, case.id)
        await work.outbox.say(said)


async def _entry(work: Work, case: Case, entry: int) -> Entry:
    return next(each for each in await work.entries.of(case.id) if each.id == entry)
