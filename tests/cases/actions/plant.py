"""One enterprise with its people on a real database, and a clock that the test moves.

Ana is the worker. ``told`` are the messages that would leave now, as (who, what).
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cases.actions.climb import climb
from cases.actions.perform import perform
from cases.actions.submit import Receipt, Submission, submit
from cases.calendar import Calendar
from cases.model import Case, Clock, ClockKind, Event, Flag, Kind, Member, Mode, Role
from cases.policy import DEFAULT
from cases.ports import Act, Address, Enterprise, Invite, Work
from storage import KeyRing, Storage
from storage.marks import Marks
from storage.vault import new_key_line
from tests.cases.examples import at
from tests.databases import Database

ANA = Address(9_000, "en")
PEOPLE = {
    "Ben": ({Role.MEMBER}, {Flag.LINE_LEADER}),
    "Carol": ({Role.LEAD}, set()),
    "Dora": ({Role.HANDLER}, {Flag.WOMAN}),
    "Emil": ({Role.HANDLER}, set()),
    "Fred": ({Role.MANAGER}, set()),
    "Gina": ({Role.COACH}, set()),
    "Hugo": ({Role.INDEPENDENT}, set()),
    "Iris": ({Role.OFFICE}, set()),
}
SMALLEST = timedelta(seconds=1)


@dataclass
class Plant:
    storage: Storage
    clock: "Wall"
    enterprise: int
    people: dict[str, Member] = field(default_factory=dict)
    chats: dict[int, str] = field(default_factory=dict)

    @asynccontextmanager
    async def work(self) -> AsyncGenerator[Work]:
        async with self.storage.unit() as unit:
            yield await unit.enterprise(self.enterprise)

    @property
    def now(self) -> datetime:
        return self.clock.at

    def chat_of(self, name: str) -> int:
        return next(chat for chat, owner in self.chats.items() if owner == name)

    async def sends(self, text: str = "The guard of press 3 is loose", **facts: Any) -> Receipt:
        known: dict[str, Any] = {"kind": Kind.SUGGESTION, "mode": Mode.ANSWER_HERE, "address": ANA}
        async with self.storage.unit() as unit:
            case = await unit.new_case_id()
            work = await unit.enterprise(self.enterprise)
            return await submit(work, Submission(case_id=case, text=text, **known | facts), self.now)

    async def until(self, moment: str) -> None:
        """Moves the clock on, stopping wherever something falls due, and does it."""
        target = at(moment)
        while self.clock.at < target:
            self.clock.at = min(target, await self._next(target))
            await self.tick()

    async def tick(self) -> None:
        async def act(work: Work, act: Act, now: datetime) -> None:
            await perform(work, act, now)

        async def clock(work: Work, clock: Clock, now: datetime) -> None:
            await climb(work, clock.case, clock.id, now)

        for due in (self.storage.due.acts(self.now, act), self.storage.due.clocks(self.now, clock)):
            step = await due
            if step.failed:
                raise step.failed

    async def told(self) -> list[tuple[str, str]]:
        """What leaves now; each is marked as sent, so that it leaves once."""
        lease = await self.storage.leases.take("sender", "test")
        assert lease
        outgoing = await self.storage.outbox_queue.claim(lease, 100)
        numbers = range(1, len(outgoing) + 1)
        await self.storage.outbox_queue.mark(Marks(sent=list(zip(outgoing, numbers, strict=True))))
        await self.storage.leases.release(lease)
        return sorted((self.chats[each.address.chat], each.what) for each in outgoing)

    async def case(self, case: int) -> Case:
        async with self.work() as work:
            return await work.cases.get(case)

    async def clocks(self, case: int) -> dict[ClockKind, Clock]:
        """Of each kind the one that runs, else one that was met."""
        async with self.work() as work:
            known = sorted(await work.clocks.of(case), key=lambda clock: clock.met_at is None)
        return {clock.kind: clock for clock in known}

    async def log(self, case: int) -> list[str]:
        return [event.what for event in await self.events(case)]

    async def events(self, case: int) -> list[Event]:
        async with self.work() as work:
            return await work.events.of(case)

    async def does(self, action: Any, case: int, *args: Any) -> Any:
        """Runs one action; a name stands for that member."""
        given = [self.people.get(each, each) if isinstance(each, str) else each for each in args]
        async with self.work() as work:
            return await action(work, case, *given, self.now)

    async def _next(self, target: datetime) -> datetime:
        async with self.storage.reading() as unit:
            query = sa.text("SELECT min(due) FROM acts UNION SELECT min(next_rung_at) FROM clocks")
            rows = (await unit.run(query)).scalars().all()
        instants = [row if isinstance(row, datetime) else datetime.fromisoformat(f"{row}+00:00") for row in rows if row]
        return max(min(instants, default=target), self.now + SMALLEST)


@dataclass
class Wall:
    at: datetime


@asynccontextmanager
async def a_plant(database: Database, start: str, **facts: Any) -> AsyncGenerator[Plant]:
    """Monday to Friday, 08:00 to 17:00, Shanghai; everybody of ``PEOPLE`` has joined, ``without`` those named."""
    wall = Wall(at(start))
    ring = KeyRing.parse(new_key_line())
    without = facts.pop("without", ())
    async with Storage.open(database.url, ring, 42, lambda: wall.at) as storage:
        known = {"headcount": 60} | facts
        given = Enterprise(0, "KEYU", "Keyu Tools", Calendar("Asia/Shanghai"), DEFAULT, **known)
        enterprise = await storage.admin.add_enterprise(given)
        plant = Plant(storage, wall, enterprise.id, chats={ANA.chat: "Ana"})
        for number, (name, (roles, flags)) in enumerate(PEOPLE.items(), 1):
            if name in without:
                continue
            plant.chats[number] = name
            invite = Invite(
                enterprise.id,
                frozenset(roles),
                frozenset(flags),
                name,
                group=False,
                expires=wall.at + timedelta(days=7),
            )
            token = await storage.admin.invite(invite)
            async with storage.unit() as unit:
                plant.people[name] = await unit.identities.accept(token, Address(number, "en"), wall.at)
        yield plant
