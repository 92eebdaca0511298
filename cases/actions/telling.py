"""How the two sides hear of what happened: cards for staff, a knock at the fixed times for the worker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cases.model import Case, Entry, Event, Member, Mode
from cases.news import news
from cases.ports import Message, Priority, Recipient, ToMember, ToTeam, ToWorker, Work
from cases.recordings import hearers
from cases.release import next_message_time
from cases.routing import VOICES, for_team, has_team, holders, listeners

KNOCK_STANDS = timedelta(hours=47)
"""So long a knock stays in the worker's chat before it is taken away, opened or not; so does what comes in full."""


@dataclass(frozen=True, slots=True)
class Circle:
    """To whom a case comes as it stands, or stood once, among some staff, with or without a group of the team."""

    case: Case
    staff: Sequence[Member]
    group: bool

    @classmethod
    def among(cls, staff: Sequence[Member], work: Work, case: Case) -> "Circle":
        """The case as it is at this moment, whatever becomes of it."""
        return cls(replace(case), staff, work.enterprise.group_bound)

    def readers(self) -> list[Recipient]:
        """Its card and its pictures. While the team has no group, who hears its recordings stands in for it."""
        team: list[Recipient] = [ToTeam()] if self.group and for_team(self.case) else []
        standing_in = [] if self.group else listeners(self.case, self.staff)
        return team + _alone([*holders(self.case, self.staff), *standing_in])

    def hearers(self, entry: Entry, said: Sequence[Entry], done: Iterable[Event]) -> list[Recipient]:
        """The recordings of that entry; they never go to a group."""
        return _alone(hearers(self.case, entry, said, done, self.staff))


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
    await show_files(work, case, await _out(work, case, at))


async def show_new(work: Work, case: Case, before: Circle, at: datetime, since: datetime | None = None) -> None:
    """The card, and every file that is out by now, of those that came out ``since`` then, to those alone whom it did
    not come to ``before``: what others have got is known for 30 days only.
    """
    now = Circle.among(await work.staff.all(), work, case)
    for to in _new(before.readers(), now.readers()):
        await work.outbox.card(case.id, to)
    out = await _out(work, case, at)
    await show_files(work, case, [entry for entry in out if since is None or entry.visible_at > since], before)


async def show_files(work: Work, case: Case, entries: Sequence[Entry], before: Circle | None = None) -> None:
    """They follow the cards, as messages of their own: pictures to who reads the case, recordings to who alone hears
    them. With ``before`` only to those whom they did not come to then.
    """
    if not any(entry.media for entry in entries):
        return
    said, done = await work.entries.of(case.id), await work.events.of(case.id)
    now = Circle.among(await work.staff.all(), work, case)
    for entry in entries:
        if any(media.kind not in VOICES for media in entry.media):
            for to in _new(before.readers() if before else (), now.readers()):
                await _send(work, case, entry, to, spoken=False)
        if any(media.kind in VOICES for media in entry.media):
            for to in _new(before.hearers(entry, said, done) if before else (), now.hearers(entry, said, done)):
                await _send(work, case, entry, to, spoken=True)


async def _send(work: Work, case: Case, entry: Entry, to: Recipient, *, spoken: bool) -> None:
    """However it comes to be said, each chat gets it once: what one group of the team has got another has not."""
    where = work.enterprise.group if isinstance(to, ToTeam) else to
    key = f"files:{entry.id}:{where}" + (":spoken" if spoken else "")
    args = {"entry": entry.id, "spoken": spoken}
    await work.outbox.say(Message(to, "files", key, args, case.id, Priority.DIALOGUE))


async def _out(work: Work, case: Case, at: datetime) -> list[Entry]:
    return [entry for entry in await work.entries.of(case.id) if entry.visible_at <= at]


def _new(before: Iterable[Recipient], now: Iterable[Recipient]) -> list[Recipient]:
    known = set(before)
    return [to for to in now if to not in known]


def _alone(people: Iterable[Member]) -> list[Recipient]:
    return [ToMember(member) for member in dict.fromkeys(member.id for member in people)]
