"""The team's side of a case through the real process, from the card to the worker's last word. The group is Chinese."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox.phone import Phone
from tests.databases import Database
from tests.journeys.house import START, House, a_house, running

HALF_A_DAY = timedelta(hours=12)
BEFORE_WORK = timedelta(hours=5)
"""On a Monday: from here every half day holds one of the fixed times at which workers hear, whenever a test is run."""
ZONE = ZoneInfo("Asia/Shanghai")
LATER = 30.0
"""Seconds for a tick and the sending of what follows."""
IDEA = "A lamp beside press 3 would help"


@dataclass
class Team:
    """A lead, a member and a manager with their group, and Ana who works there."""

    house: House
    lead: Phone
    ben: Phone
    boss: Phone
    ana: Phone
    group: int
    in_group: Phone = field(init=False)

    def __post_init__(self) -> None:
        self.in_group = self.ben.inside(self.group)

    async def later(self, time: timedelta = HALF_A_DAY) -> None:
        await self.house.sandbox.client.passes(time)

    async def idea(self) -> None:
        await self.ana.sends(IDEA)
        await self.ana.presses("Good idea", within=START)
        await self.ana.presses("Send", within=LATER)
        await self.ana.sees("Got it", within=LATER)
        await self.later()

    async def worker_opens(self, words: str) -> None:
        """At the fixed time the push says nothing; what is new stands behind the button."""
        await self.ana.reads()
        await self.later()
        await self.ana.sees("Huiyin: new message", within=LATER)
        await self.ana.presses("Open")
        await self.ana.sees(words, within=LATER)


async def invitations(house: House) -> dict[str, str]:
    """A link for each role and for the group."""
    roles = ("lead", "member", "manager", "group")
    links = [(await house.command("invite", "YONG", role, "--name", role.title()))["link"] for role in roles]
    return dict(zip(roles, links, strict=True))


async def joins(house: House, links: dict[str, str], role: str, yes: str = "I am in") -> Phone:
    phone = house.sandbox.phone(role.title())
    await phone.starts(links[role].partition("start=")[2])
    await phone.presses(yes, within=START)
    await phone.sees("Welcome", within=LATER)
    return phone


async def a_team(house: House, links: dict[str, str], chat_type: str = "supergroup") -> Team:
    lead, ben = await joins(house, links, "lead"), await joins(house, links, "member")
    boss = await joins(house, links, "manager", "I accept the charter")
    group = await house.sandbox.client.group("Yong team", lead, ben, chat_type=chat_type)
    await lead.adds_bot(group, links["group"].partition("startgroup=")[2])
    await lead.inside(group).sees("改进小组的群了", within=LATER)
    return Team(house, lead, ben, boss, await house.worker("Ana"), group)


def until_monday(now: datetime) -> timedelta:
    here = now.astimezone(ZONE)
    midnight = datetime.combine(here.date() + timedelta(days=7 - here.weekday()), time(), ZONE)
    return midnight + BEFORE_WORK - here


@pytest.fixture
async def team(request: pytest.FixtureRequest, tmp_path: Path, database: Database) -> AsyncIterator[Team]:
    """With SQLite by long polling, with PostgreSQL by webhook."""
    async with a_house(tmp_path, database.url, webhook=database.server is not None) as house:
        await house.sandbox.client.passes(until_monday(await house.sandbox.client.now()))
        links = await invitations(house)
        async with running(house, tmp_path / "log"):
            yield await a_team(house, links, getattr(request, "param", "supergroup"))


async def test_an_idea_is_taken_answered_solved_and_confirmed(team: Team) -> None:
    group = team.in_group
    await team.idea()
    card = await group.sees(IDEA, within=LATER)
    await group.presses("我今天去看", on=card)
    await group.sees("Member接手了", within=LATER)
    await team.worker_opens("Somebody has it in hand and looks at it today.")

    await group.sends("It is ordered.", reply_to=card)
    await group.presses("发给工友", within=LATER)
    await group.sees("答复已存好", within=LATER)
    await team.worker_opens("It is ordered.")

    await group.presses("解决了")
    asked = await group.sees("写下做了什么", within=LATER)
    await group.sends("The lamp hangs.", reply_to=asked)
    await group.presses("发出：解决了", within=LATER)
    await group.sees("会问工友是不是这样", within=LATER)
    await team.worker_opens("The lamp hangs.")

    await team.ana.presses("✅")
    await team.ana.sees(within=LATER)
    await group.reads()
    await team.later()
    closed = await group.sees("已关闭", within=LATER)
    assert closed.id == card.id


async def test_a_promise_that_breaks_reaches_the_manager(team: Team) -> None:
    await team.idea()
    await team.in_group.sees(IDEA, within=LATER)
    await team.later(timedelta(days=6))
    alert = await team.boss.sees("Somebody should have taken it by", within=LATER)
    assert IDEA not in alert.text
    await team.boss.presses("I have it", on=alert)
    await team.boss.sees("you have it. Nobody higher is told before", within=LATER)
    await team.boss.presses("Open the case", on=alert)
    await team.boss.sees(IDEA, within=LATER)


async def test_thrown_out_of_the_group_the_cards_come_to_the_lead(team: Team) -> None:
    await team.lead.inside(team.group).does("kick_bot")
    await team.lead.sees("I was taken out of the team's group", within=LATER)
    await team.idea()
    await team.lead.sees(IDEA, within=LATER)


@pytest.mark.parametrize("team", ["group"], indirect=True)
async def test_a_group_that_became_a_supergroup_keeps_getting_its_cards(team: Team) -> None:
    moved = await team.lead.inside(team.group).does("migrate")
    await team.idea()
    await team.lead.inside(moved).sees(IDEA, within=LATER)
