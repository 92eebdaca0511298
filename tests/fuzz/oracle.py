"""Who may read what, said once more in a few lines and on purpose not taken from the rules it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from cases.model import About, Audience, Author, Case, Entry, Flag, Kind, Member, Role
from storage import Storage
from storage.tables import cases
from tests.fuzz.canaries import CANARY, Canaries, digits_in

MEANT: dict[About, set[Role | Flag]] = {
    About.LINE_LEADER: {Flag.LINE_LEADER},
    About.WORKSHOP_HEAD: {Flag.WORKSHOP_HEAD},
    About.HR_OR_HANDLER: {Role.HANDLER, Flag.HR},
    About.MANAGER_OR_OWNER: {Role.MANAGER, Flag.OWNERS_FAMILY},
    About.COACH: {Role.COACH},
    About.AGENCY: {Flag.AGENCY},
}
TIERS = (Role.HANDLER, Role.COACH, Role.INDEPENDENT, Role.OFFICE)


@dataclass
class Held:
    """A case with all that was written under it, and the enterprise's people."""

    case: Case
    entries: Sequence[Entry]
    staff: Sequence[Member]
    let_know: bool
    """The worker let the independent contact know of a punishment, who may read it since."""

    def of_worker(self) -> list[str]:
        words = [entry.text for entry in self.entries if entry.author is Author.WORKER]
        return [*words, self.case.name]

    def to_worker(self) -> list[str]:
        return self.of_worker() + [entry.text for entry in self.entries if entry.audience is Audience.WORKER]

    def all_words(self) -> list[str]:
        return [*self.of_worker(), *(entry.text for entry in self.entries)]


@dataclass
class Oracle:
    """``homes`` are all groups that ever belonged to an enterprise.

    ``before``: the cases as they were when what came before was judged. A message may have left while its case still
    was as it had been: unsorted, and so with the handlers, for one that belongs to the whole team by now.
    """

    storage: Storage
    canaries: Canaries
    shown_digits: dict[int, set[str]] = field(default_factory=dict)
    homes: dict[int, set[int]] = field(default_factory=dict)
    before: dict[int, Case] = field(default_factory=dict)
    _known: dict[str, set[tuple[int, int]]] = field(default_factory=dict)

    async def remember_groups(self, chats: Sequence[int]) -> None:
        async with self.storage.reading() as unit:
            for chat in chats:
                if home := await unit.identities.group(chat):
                    self.homes.setdefault(chat, set()).add(home)

    async def remember_cases(self) -> None:
        async with self.storage.reading() as unit:
            rows = (await unit.run(sa.select(cases.c.enterprise_id, cases.c.id))).all()
            for enterprise in {row.enterprise_id for row in rows}:
                ids = [row.id for row in rows if row.enterprise_id == enterprise]
                self.before |= await (await unit.enterprise(enterprise)).cases.many(ids)

    async def may_hear(self, chat: int, canary: str) -> bool:
        """Whether a message to this chat may hold the words with this canary."""
        if chat in self.canaries.said[canary]:
            return True
        places = await self._places(chat)
        found = [state for held in await self._cases_of(canary) for state in self._states(held)]
        return any(self._may(state, chat, canary, places) for state in found)

    def _states(self, held: Held) -> list[Held]:
        before = self.before.get(held.case.id)
        return [held, replace(held, case=before)] if before else [held]

    def _may(self, held: Held, chat: int, canary: str, places: Sequence[Member]) -> bool:
        if chat in self.homes:
            return held.case.enterprise in self.homes[chat] and not secret(held.case)
        if any(may_read(each, held) for each in places):
            return True
        return any(canary in words for words in held.to_worker()) and self._is_worker(chat, held)

    def _is_worker(self, chat: int, held: Held) -> bool:
        """Somebody who wrote in it, or who has typed a number that stood in the chat of somebody who may."""
        wrote = [word for words in held.of_worker() for word in CANARY.findall(words)]
        found, looked = {each for word in wrote for each in self.canaries.said[word]}, set[int]()
        while fresh := found - looked:
            looked |= fresh
            digits = {word for each in fresh for word in self.shown_digits.get(each, ())}
            found |= {each for word in digits for each in self.canaries.said[word]}
        return not wrote or chat in found

    def note_digits(self, chat: int, text: str) -> None:
        """What stood on a receipt there."""
        self.shown_digits.setdefault(chat, set()).update(digits_in(text))

    async def _places(self, chat: int) -> list[Member]:
        async with self.storage.reading() as unit:
            return list(await unit.identities.members(chat))

    async def _cases_of(self, canary: str) -> list[Held]:
        if canary not in self._known:
            await self._look()
        return [await self._held(*each) for each in self._known.get(canary, ())]

    async def _look(self) -> None:
        """Reads every case: which canaries stand in which."""
        async with self.storage.reading() as unit:
            rows = (await unit.run(sa.select(cases.c.enterprise_id, cases.c.id))).all()
        for enterprise, case in map(tuple, rows):
            for words in (await self._held(enterprise, case)).all_words():
                for found in CANARY.findall(words):
                    self._known.setdefault(found, set()).add((enterprise, case))

    async def _held(self, enterprise: int, case: int) -> Held:
        async with self.storage.reading() as unit:
            work = await unit.enterprise(enterprise)
            told = any(each.what == "retaliation" and each.data["reads"] for each in await work.events.of(case))
            return Held(await work.cases.get(case), await work.entries.of(case), await work.staff.all(), told)


def secret(case: Case) -> bool:
    """Never in a group: grievances, orders to work unsafely, what is about somebody, what nobody has sorted."""
    return case.kind in (None, Kind.GRIEVANCE) or case.unsafe_order or case.about is not About.NO_ONE


def may_read(member: Member, held: Held) -> bool:
    case = held.case
    if member.enterprise != case.enterprise or case.released_at is None or meant(member, case):
        return False
    if held.let_know and member.has(Role.INDEPENDENT):
        return True
    if not secret(case):
        climbed = {Role.INDEPENDENT} if case.level >= 2 else set()
        return member.has(Role.MEMBER, Role.LEAD, Role.MANAGER, *climbed)
    there = [role for role in TIERS if any(one.has(role) and not meant(one, case) for one in held.staff)]
    called = {Role.INDEPENDENT} if case.harm else set()
    return member.has(*there[: 1 + min(case.level, 2)], *called)


def meant(member: Member, case: Case) -> bool:
    return not MEANT.get(case.about, set()).isdisjoint(member.roles | member.flags)
