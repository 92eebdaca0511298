"""A staff person at work: which of their places an update is about, and how they are answered there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from bot.flows.content import Content
from bot.views.problem import problem
from cases.access import may_read, may_see, may_write_down
from cases.errors import NotFound, StaleButton
from cases.localtime import local_day
from cases.model import Case, Member
from cases.ports import Address, Draft, Message, Priority, Slot, ToMember, ToTeam, Unit, Work

ALBUM_PAUSE = timedelta(seconds=1.5)
"""The parts of an album come one by one and are never announced."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's place in one enterprise, spoken to where they are: in private or in the team's group."""

    unit: Unit
    work: Work
    member: Member
    here: Address
    user: int
    at: datetime

    @property
    def private(self) -> bool:
        """A private chat has the number of its person."""
        return self.here.chat == self.user

    @property
    def zone(self) -> str:
        return self.work.enterprise.calendar.zone

    @property
    def today(self) -> date:
        return local_day(self.at, self.zone)

    async def say(self, what: str, *, case: int | None = None, **args: Any) -> None:
        """Answers in this chat; rendered for this reader, in the group for all."""
        await self._say(what, token_urlsafe(9), case, args, None)  # an answer is never the same one twice

    async def say_once(self, content: Content, what: str, *, case: int, **args: Any) -> None:
        """As ``say``, but one answer for all parts of an album, once they have had time to come in."""
        if content.album:
            await self._say(what, content.album, case, args, self.at + ALBUM_PAUSE)
        else:
            await self.say(what, case=case, **args)

    async def _say(self, what: str, key: str, case: int | None, args: Mapping[str, Any], when: datetime | None) -> None:
        to = ToMember(self.member.id) if self.private else ToTeam()
        await self.work.outbox.say(Message(to, what, f"{what}:{key}", args, case, Priority.PROMPT, when))

    async def begin(self, flow: str, case: int, **state: Any) -> None:
        """Remembers what this person is in the middle of; a later beginning as staff replaces it."""
        draft = Draft(flow, {"case": case, **state})
        await self.unit.drafts.save(self.here, self.user, draft, self.at)

    async def finish(self, result: str, case: int) -> None:
        """The conversation is over; one line says what came of it."""
        await self.unit.drafts.drop(self.here.chat, self.user, Slot.STAFF)
        await self.say("done", case=case, result=result)

    async def case(self, case_id: int) -> Case:
        """Raises NotFound for what this person may not read, or may not read in this chat."""
        case = await self.work.cases.get(case_id)
        hidden = case.restricted and not self.private
        staff = await self.work.staff.all()
        if hidden or not (may_see(self.member, case, staff) or await self._has_a_part(case, staff)):
            raise NotFound
        return case

    async def _has_a_part(self, case: Case, staff: Sequence[Member]) -> bool:
        """Who was let know of a punishment, or keeps a recording. Anything else they try in the case is refused."""
        said, done = await self.work.entries.of(case.id), await self.work.events.of(case.id)
        member = self.member
        keeps = self.private and may_write_down(member, case, staff, said, done, self.at)
        return keeps or may_read(member, case, staff, done)


async def desks(unit: Unit, here: Address, user: int, at: datetime) -> list[Desk]:
    """Every place of this person; in a group only the one in the enterprise whose group it is."""
    members: Sequence[Member] = await unit.identities.members(user)
    if here.chat != user:
        bound = await unit.identities.group(here.chat)
        members = [member for member in members if member.enterprise == bound]
    works = await unit.enterprises([each.enterprise for each in members])
    return [Desk(unit, work, each, here, user, at) for work, each in zip(works, members, strict=True)]


async def desk_of_case(unit: Unit, here: Address, user: int, at: datetime, case_id: int) -> tuple[Desk, Case]:
    """The place from which this person sees the case. Raises NotFound when there is none."""
    for desk in await desks(unit, here, user, at):
        try:
            return desk, await desk.case(case_id)
        except NotFound:
            continue
    raise NotFound


async def desk_of_number(unit: Unit, here: Address, user: int, at: datetime, number: int) -> tuple[Desk, Case]:
    """As ``desk_of_case``, by the number the team reads on a card."""
    for desk in await desks(unit, here, user, at):
        try:
            return desk, await desk.case((await desk.work.cases.by_number(number)).id)
        except NotFound:
            continue
    raise NotFound


async def lapse(unit: Unit, here: Address, user: int) -> None:
    """What a person is in the middle of as staff has lost its reason: what is typed next is free again.

    Said and not raised, for what is refused changes nothing.
    """
    await unit.drafts.drop(here.chat, user, Slot.STAFF)
    await unit.outbox.say(problem(here, StaleButton()))


def state_of(draft: Draft | None, flow: str, case_id: int) -> Mapping[str, Any]:
    """What the person has given so far in this conversation. Raises StaleButton when it is over."""
    if draft is None or draft.flow != flow or draft.state.get("case") != case_id:
        raise StaleButton
    return draft.state
