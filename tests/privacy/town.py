"""Two enterprises, a case of every secrecy in the first, and everybody who is not its reader."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from cases.actions.decide import accept, resolve
from cases.actions.take import take
from cases.calendar import Calendar
from cases.model import About, Kind, Mode, Role, TakeChoice, Urgency
from cases.policy import DEFAULT
from cases.ports import Address, Enterprise, Invite, Worker
from storage.marks import Marks
from storage.tables import cases
from tests.cases.actions.plant import PEOPLE, Plant, a_plant
from tests.databases import Database
from tests.privacy.doors import Target

GROUP, FOREIGN_GROUP, NOBODYS_GROUP = -1_000_000_000_500, -1_000_000_000_600, -1_000_000_000_800
INTRUDERS = {"a stranger", "a colleague", "foreign lead", "foreign coach"}
"""Who sits in the group without a place in the enterprise."""
TEAM = {"Ben", "Carol", "Fred"}
HANDLERS = {"Dora", "Emil"}
FIRST_NUMBER = 73_195_001


@dataclass(frozen=True)
class Secret:
    """A case, who may read it alone with the bot, and whether the group may. Written down here once more on purpose."""

    name: str
    facts: dict[str, Any]
    readers: set[str]
    in_group: bool = False
    callers: set[str] = field(default_factory=set)
    """Who may report the telephone call that an alert asked for; they learn the number and nothing else."""


SECRETS = [
    Secret("idea", {"kind": Kind.SUGGESTION}, TEAM, in_group=True, callers={"Carol", "Gina", "Iris"}),
    Secret("solved", {"kind": Kind.QUESTION}, TEAM, in_group=True, callers={"Carol", "Gina", "Iris"}),
    Secret("danger", {"kind": Kind.HAZARD, "urgency": Urgency.RED}, TEAM, in_group=True,
           callers={"Carol", "Gina", "Iris"}),
    Secret("harm", {"kind": Kind.GRIEVANCE, "harm": True}, HANDLERS | {"Hugo"}, callers={"Gina", "Hugo", "Iris"}),
    Secret("about handlers", {"kind": Kind.GRIEVANCE, "about": About.HR_OR_HANDLER}, {"Gina"},
           callers={"Gina", "Hugo", "Iris"}),
    Secret("about the manager", {"kind": Kind.GRIEVANCE, "about": About.MANAGER_OR_OWNER}, HANDLERS,
           callers={"Gina", "Hugo", "Iris"}),
    Secret("order", {"kind": Kind.HAZARD, "urgency": Urgency.GREEN, "unsafe_order": True,
                     "about": About.LINE_LEADER}, HANDLERS, callers={"Gina", "Hugo", "Iris"}),
    Secret("not released", {"kind": Kind.SUGGESTION}, set()),
]  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody at one place: alone with the bot, or in a group."""

    name: str
    user: int
    chat: int

    def __str__(self) -> str:
        return self.name + {
            GROUP: " in the group",
            FOREIGN_GROUP: " in another group",
            NOBODYS_GROUP: " in a group of nobody",
        }.get(self.chat, "")

    def may_read(self, secret: Secret) -> bool:
        if self.chat == GROUP:
            return secret.in_group and self.name in secret.readers
        return self.chat == self.user and self.name in secret.readers


@dataclass
class Town:
    plant: Plant
    targets: dict[str, Target] = field(default_factory=dict)
    outsiders: dict[str, int] = field(default_factory=dict)

    def everybody(self) -> list[Person]:
        """Each person alone and in the group, two in the other group; Ana, whose cases they are, is not among them."""
        staff = {name: chat for chat, name in self.plant.chats.items() if name in PEOPLE}
        alone = [Person(name, user, user) for name, user in (staff | self.outsiders).items()]
        here = [Person(one.name, one.user, GROUP) for one in alone if one.name in {*staff, *INTRUDERS}]
        there = [Person(one.name, one.user, FOREIGN_GROUP) for one in alone if one.name in ("Carol", "foreign lead")]
        return [*alone, *here, *there, Person("a stranger", self.outsiders["a stranger"], NOBODYS_GROUP)]

    def colleagues(self) -> list[Person]:
        """Who belongs to the enterprise, each alone with the bot."""
        return [one for one in self.everybody() if one.user == one.chat and one.name in {*PEOPLE, "a colleague"}]

    def canaries(self) -> dict[str, dict[str, str]]:
        """What would give a case away, by its name."""
        return {
            secret.name: {
                "text": text_of(secret),
                "number": str(self.targets[secret.name].number),
                "id": str(self.targets[secret.name].case),
                "name": f"CANARY-SIGNED-{secret.name}",
            }
            for secret in SECRETS
        }


def text_of(secret: Secret) -> str:
    return f"CANARY-TEXT-OF-{secret.name}"


@asynccontextmanager
async def a_town(database: Database, *more: Secret) -> AsyncGenerator[Town]:
    """It is Monday 2 March 2026, 12:00; everything but the last case has been released."""
    async with a_plant(database, "2026-03-02 09:00") as plant:
        town = Town(plant)
        foreign = await plant.storage.admin.add_enterprise(
            Enterprise(0, "ELSE", "Elsewhere Foods", Calendar("Asia/Shanghai"), DEFAULT, headcount=40)
        )
        await _groups(town, foreign.id)
        await _outsiders(town, foreign.id)
        for secret in (*SECRETS[:-1], *more):
            await _send(town, secret)
        await plant.until("2026-03-02 12:00")
        await _send(town, SECRETS[-1])
        await _go_on(town)
        await _deliver(town)
        yield town


async def _token(town: Town, enterprise: int, *roles: Role, group: bool = False) -> str:
    expires = town.plant.now + timedelta(days=7)
    return await town.plant.storage.admin.invite(Invite(enterprise, frozenset(roles), frozenset(), "F", group, expires))


async def _groups(town: Town, foreign: int) -> None:
    for enterprise, chat in ((town.plant.enterprise, GROUP), (foreign, FOREIGN_GROUP)):
        token = await _token(town, enterprise, group=True)
        async with town.plant.storage.unit() as unit:
            await unit.identities.bind_group(token, Address(chat, "en"), town.plant.now)


async def _outsiders(town: Town, foreign: int) -> None:
    """Staff of the other enterprise in every role, a worker here and one there, and a stranger."""
    for chat, role in enumerate(Role, 3001):
        token = await _token(town, foreign, role)
        async with town.plant.storage.unit() as unit:
            await unit.identities.accept(token, Address(chat, "en"), town.plant.now)
        town.outsiders[f"foreign {role}"] = chat
    for chat, name, enterprise in ((4001, "a colleague", town.plant.enterprise), (4002, "a foreign worker", foreign)):
        async with town.plant.storage.unit() as unit:
            await unit.identities.keep_worker(chat, Worker(enterprise, "en"))
        town.outsiders[name] = chat
    town.outsiders["a stranger"] = 5001


async def _send(town: Town, secret: Secret) -> None:
    plant, number = town.plant, FIRST_NUMBER + len(town.targets)
    receipt = await plant.sends(text_of(secret), mode=Mode.NAMED, name=f"CANARY-SIGNED-{secret.name}", **secret.facts)
    async with plant.storage.unit() as unit:
        await unit.run(sa.update(cases).where(cases.c.id == receipt.case_id).values(number=number))
        work = await unit.enterprise(plant.enterprise)
        digits = await work.receipts.issue(receipt.case_id)
        voided, _ = digits, await work.receipts.issue(receipt.case_id)
    town.targets[secret.name] = Target(
        case=receipt.case_id,
        number=number,
        enterprise=plant.enterprise,
        code="KEYU",
        member=plant.people["Ben"].id,
        today=date(2026, 3, 2),
        digits=(voided, "1234567890123456"),
    )


async def _go_on(town: Town) -> None:
    """Some are further on than others, so that every button has a case it would fit."""
    plant, cases_ = town.plant, {name: target.case for name, target in town.targets.items()}
    await plant.does(take, cases_["danger"], "Ben", TakeChoice.LOOK_TODAY)
    await plant.does(accept, cases_["order"], "Dora", date(2026, 3, 9))
    await plant.does(resolve, cases_["solved"], "Ben", "It is done", ())


async def _deliver(town: Town) -> None:
    """All that waits arrives; the cards in the group are remembered by the number of their message."""
    storage, numbers = town.plant.storage, count(100)
    lease = await storage.leases.take("sender", "town")
    assert lease
    names = {target.case: name for name, target in town.targets.items()}
    while outgoing := await storage.outbox_queue.claim(lease, 50):
        sent = [(each, next(numbers)) for each in outgoing]
        await storage.outbox_queue.mark(Marks(sent=sent))
        for each, number in sent:
            if each.card and each.case in names:
                name = names[each.case]
                town.targets[name] = replace(town.targets[name], card=number, card_chat=each.address.chat)
    await storage.leases.release(lease)
