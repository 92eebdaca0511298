"""The worker adds something, or answers a question; staff see it at the next release."""

from collections.abc import Sequence
from datetime import datetime

from cases.actions.resume import resume
from cases.actions.telling import show_cards, show_files, takers, tapped_red
from cases.localtime import utc
from cases.model import Audience, Author, Case, Entry, Event
from cases.ports import Message, Recipient, ToMember, Work
from cases.release import next_release


async def add(work: Work, case_id: int, text: str, media: Sequence[int], at: datetime) -> datetime:
    """Returns when staff will see it."""
    case = await work.cases.get(case_id)
    when = await visible_at(work, case, at)
    entry = await work.entries.add(case.id, Author.WORKER, Audience.TEAM, when, text, media=media)
    if case.released_at is not None:
        await work.acts.later(case.id, "show_addition", when, {"entry": entry.id})
    return when


async def visible_at(work: Work, case: Case, at: datetime) -> datetime:
    """With the case itself while it waits for its release, at once for a tapped 🔴, else at the next release time."""
    if case.released_at is None:
        return case.release_due
    return utc(at) if await tapped_red(work, case) else tap_seen_at(work, case, at)


def tap_seen_at(work: Work, case: Case, at: datetime) -> datetime:
    """When a bare tap on a released case takes effect: of a 🔴 too at the next release, for it saves nobody in that
    minute and would tell who had a telephone in hand.
    """
    enterprise = work.enterprise
    return next_release(at, enterprise.calendar.zone, enterprise.release_times, urgent=case.urgent)


async def show_addition(work: Work, case_id: int, entry: int, at: datetime) -> None:
    case = await work.cases.get(case_id)
    await resume(work, case.id, at)
    await work.events.add(Event(case.id, "worker_said", at, data={"entry": entry}))
    await show_cards(work, case)
    await show_files(work, case, [await _entry(work, case, entry)])
    for to in await _hearers(work, case):
        await work.outbox.say(Message(to, "worker_said", f"worker_said:{entry}:{to}", {"entry": entry}, case.id))


async def _hearers(work: Work, case: Case) -> list[Recipient]:
    """Whom the worker's words reach in full: the owner, or all who could take the case while nobody owns it."""
    if case.owner is not None:
        return [ToMember(case.owner)]
    return await takers(work, case)


async def _entry(work: Work, case: Case, entry: int) -> Entry:
    return next(each for each in await work.entries.of(case.id) if each.id == entry)
