"""How the two sides hear of what happened: cards for staff, a knock at the fixed times for the worker."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from cases.model import Case, Entry, Event, Member, Mode
from cases.news import news
from cases.ports import Message, Priority, Recipient, ToMember, ToTeam, ToWorker, Work
from cases.recordings import hearers
from cases.release import next_message_time
from cases.routing import VOICES, for_team, has_team, holders, listeners

KNOCK_STANDS = timedelta(hours=47)
"""So long a knock stays in the worker's chat before it is taken away, opened or not; so does what comes in full."""


async def tell_worker(work: Work, case: Case, event: Event, at: datetime) -> None:
    """Writes the event; the worker is knocked at the next fixed time, for their own 🔴 told at once and in full."""
    await work.events.add(event)
    red = await tapped_red(work, case)
    await work.outbox.say(_in_full(case, event, at) if red else _knock(work, case, at))
    await _knock_again_later(work, case, at if red else _message_time(work, at))


async def _knock_again_later(work: Work, case: Case, newest: datetime) -> None:
    """Counted from the newest of what came into the chat: while that stands there, no other knock is needed."""
    if case.mode is Mode.NO_WAY_BACK:
        return
    await work.acts.cancel(case.id, "knock_again")
    await work.acts.later(case.id, "knock_again", newest + KNOCK_STANDS)


async def knock_again(work: Work, case_id: int, at: datetime) -> None:
    """Once, at the next fixed time after a knock, or what came in full, left the chat unopened: a phone that was off
    for two days would never show that there is an answer. More often would only tell others that its owner has
    something here, as it would after *forget me*, when it opens nothing."""
    case = await work.cases.get(case_id)
    unread = await work.replies.told(case.id) < len(news(await work.events.of(case.id)))
    if unread and await work.replies.reads(case.id):
        await work.outbox.say(_knock(work, case, at))


async def tapped_red(work: Work, case: Case) -> bool:
    """What staff call 🔴 by sorting it lifts no fixed time, neither way: they could make a telephone ring and look
    whose it is, or learn in which minute its sender adds something.
    """
    return case.red and not any(event.what == "sorted" for event in await work.events.of(case.id))


def _in_full(case: Case, event: Event, at: datetime) -> Message:
    key = f"{event.what}:{case.id}:{at.isoformat()}"
    return Message(ToWorker(case.id), event.what, key, event.data, case.id, Priority.URGENT)


def _knock(work: Work, case: Case, at: datetime) -> Message:
    when = _message_time(work, at)
    key = f"knock:{case.id}:{when.isoformat()}"  # one that is on its way is not put off by what comes after it
    return Message(ToWorker(case.id), "knock", key, case=case.id, not_before=when, silent=True)


def _message_time(work: Work, at: datetime) -> datetime:
    enterprise = work.enterprise
    return next_message_time(at, enterprise.calendar.zone, enterprise.message_times)


async def show_cards(work: Work, case: Case) -> None:
    """Every chat that may see the case has its one card, in its newest state."""
    priority = Priority.URGENT if case.urgent else Priority.DIALOGUE
    if for_team(case):
        await work.outbox.card(case.id, ToTeam(), priority)
    for member in holders(case, await work.staff.all()):
        await work.outbox.card(case.id, ToMember(member.id), priority)
    await work.outbox.refresh(case.id)


async def takers(work: Work, case: Case) -> list[Recipient]:
    """All who could take the case: the team in its chat, else each who holds it."""
    staff = await work.staff.all()
    if for_team(case) and has_team(case, staff):
        return [ToTeam()]
    return [ToMember(member.id) for member in holders(case, staff)]


async def show_all(work: Work, case: Case, at: datetime) -> None:
    """The cards, and every file that is out by now; what a chat got in the last 30 days does not come twice."""
    await show_cards(work, case)
    for entry in await work.entries.of(case.id):
        if entry.visible_at <= at:
            await show_files(work, case, entry)


async def show_files(work: Work, case: Case, entry: Entry) -> None:
    """The files of an entry follow the cards, as messages of their own; voices never go to the group."""
    if not entry.media:
        return
    staff = await work.staff.all()
    people = holders(case, staff)
    if work.enterprise.group_bound and any(media.kind in VOICES for media in entry.media):
        said, done = await work.entries.of(case.id), await work.events.of(case.id)
        people = [*people, *hearers(case, entry, said, done, staff)]
    for to in [*([ToTeam()] if for_team(case) else []), *_alone(people)]:
        await _send(work, case, entry, to, f"files:{entry.id}:{to}")


async def show_new(work: Work, case: Case, before: Sequence[Member], at: datetime) -> None:
    """The card, and every file that is out by now, to those alone who hold the case or hear it, and did not among the
    staff of ``before``: what others have got is known for 30 days only, and the group has it already.
    """
    said, done = await work.entries.of(case.id), await work.events.of(case.id)
    staff, group = await work.staff.all(), work.enterprise.group_bound
    had, have = (_alone(holders(case, there) + ([] if group else listeners(case, there))) for there in (before, staff))
    for to in _new(had, have):
        await work.outbox.card(case.id, to)
    for entry in (each for each in said if each.media and each.visible_at <= at):
        spoken = any(media.kind in VOICES for media in entry.media)
        heard, hear = (_alone(hearers(case, entry, said, done, there) if spoken else ()) for there in (before, staff))
        for to in _new(had, have):
            await _send(work, case, entry, to, f"files:{entry.id}:{to}")
        for to in _new(heard, hear):  # under a key of its own: they may have got its pictures before
            await _send(work, case, entry, to, f"files:{entry.id}:{to}" + (":heard" if to in had else ""))


async def show_files_to(work: Work, case: Case, people: Sequence[Member], at: datetime) -> None:
    """Every file that is out by now, to those who hold the case from now on; voices to who may hear them."""
    for entry in await work.entries.of(case.id):
        if entry.media and entry.visible_at <= at:
            for to in _alone(people):
                await _send(work, case, entry, to, f"files:{entry.id}:{to}")


async def show_group(work: Work, case: Case, at: datetime) -> None:
    """The card, and every file that is out by now, to a group that is the team's from ``at`` on."""
    await work.outbox.card(case.id, ToTeam())
    await work.outbox.refresh(case.id)
    for entry in await work.entries.of(case.id):
        if entry.media and entry.visible_at <= at:
            await _send(work, case, entry, ToTeam(), f"files:{entry.id}:{at.isoformat()}")  # another had them before


def _new(before: Iterable[Recipient], now: Iterable[Recipient]) -> list[Recipient]:
    known = set(before)
    return [to for to in now if to not in known]


def _alone(people: Iterable[Member]) -> list[Recipient]:
    return [ToMember(member) for member in dict.fromkeys(member.id for member in people)]


async def _send(work: Work, case: Case, entry: Entry, to: Recipient, key: str) -> None:
    await work.outbox.say(Message(to, "files", key, {"entry": entry.id}, case.id, Priority.DIALOGUE))
