"""Whoever carries the flag that a worker ticked hears and finds what they would if that case had never been sent.

Each flag is carried by somebody in every role. Two worlds go by day by day, one of them without the case; what these
people were sent, and what they found wherever they looked, is compared word by word.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.callbacks.staff import Ask, CallMade, OnCase, Page
from bot.rendering import Rendering
from bot.ticks import shift_message
from cases.actions.decide import resolve
from cases.actions.digest import plan_digest
from cases.actions.rate import rate
from cases.actions.read import read
from cases.actions.reply import reply
from cases.actions.retaliation import report
from cases.actions.take import take
from cases.model import About, Flag, Kind, Protection, Role, TakeChoice, Urgency, Verdict
from cases.ports import Address, Invite
from storage.marks import Marks, Outgoing
from storage.tables import cases
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.actions.plant import a_plant
from tests.databases import fresh_sqlite

FLAGS = {
    About.LINE_LEADER: Flag.LINE_LEADER,
    About.WORKSHOP_HEAD: Flag.WORKSHOP_HEAD,
    About.HR_OR_HANDLER: Flag.HR,
    About.AGENCY: Flag.AGENCY,
    About.MANAGER_OR_OWNER: Flag.OWNERS_FAMILY,
}
NUMBER = 73_195_001
SEEN = ("idea", "danger", "unfair")
"""Cases that are there in either world."""
HIDDEN = ("complaint", "harm", "order")
LOOKS = ("2026-03-03 09:30", "2026-03-12 12:00", "2026-04-20 10:00")
"""When everybody looks at everything: at first, when much is late, and in another month."""


@dataclass
class World(Phones):
    """Remembers all that was ever said, in the order of time."""

    said: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    sent: dict[str, int] = field(default_factory=dict)

    async def _show(self, out: Outgoing, rendering: Rendering, marks: Marks) -> None:
        before = len(marks.sent)
        await super()._show(out, rendering, marks)
        for each, number in marks.sent[before:]:
            bubble = self.chats[each.address.chat][number]
            labels = [f"[{button.label}]" for button in bubble.buttons]
            lines = sorted([*bubble.text.splitlines(), *labels])
            self.said[each.address.chat].append(f"{self.plant.now:%d %b %H:%M} " + " / ".join(lines))


def told(role: Role, flag: Flag) -> str:
    return f"{role} and {flag}"


@asynccontextmanager
async def a_world(template: Path, folder: Path, flag: Flag) -> AsyncGenerator[World]:
    """It is Monday 2 March 2026, 09:00; beside the ordinary staff each role has somebody with the flag."""
    async with a_plant(fresh_sqlite(template, folder), "2026-03-02 09:00", languages=("en",)) as plant:
        world = World(plant)
        await world.says("Carol", await world.link("g"), GROUP)
        for chat, role in enumerate(Role, 101):
            plant.chats[chat] = told(role, flag)
            expires = plant.now + timedelta(days=7)
            invite = Invite(plant.enterprise, frozenset({role}), frozenset({flag}), told(role, flag), False, expires)
            token = await plant.storage.admin.invite(invite)
            async with plant.storage.unit() as unit:
                member = await unit.identities.accept(token, Address(chat, "en"), plant.now)
                await plan_digest(await unit.enterprise(plant.enterprise), member, plant.now)
        yield world


async def goes_by(world: World, about: About, *, hidden: bool) -> None:
    """Weeks, with a look at everything now and then."""
    await _sends(world, "idea", kind=Kind.SUGGESTION)
    await _sends(world, "danger", kind=Kind.HAZARD, urgency=Urgency.GREEN)
    await _sends(world, "unfair", kind=Kind.GRIEVANCE)
    if hidden:
        await _sends(world, "complaint", kind=Kind.GRIEVANCE, about=about)
        await _sends(world, "harm", kind=Kind.GRIEVANCE, about=about, harm=True)
        await _sends(world, "order", kind=Kind.HAZARD, urgency=Urgency.GREEN, unsafe_order=True, about=about)
    await world.until("2026-03-02 12:00")
    await _unfair_is_answered(world)
    for moment, happens in zip(LOOKS, (_is_taken, _climbs, _is_read), strict=True):
        await _days_until(world, moment)
        if hidden:
            await happens(world, "Gina" if about is About.HR_OR_HANDLER else "Dora")
        await _everybody_looks(world)
    for name in flagged(world):
        for press in _presses(world):
            await world.sends_data(name, press)


async def _sends(world: World, name: str, **facts: Any) -> None:
    receipt = await world.plant.sends(f"kanari{name}", **facts)
    world.sent[name] = receipt.case_id
    async with world.plant.storage.unit() as unit:
        change = sa.update(cases).where(cases.c.id == receipt.case_id).values(number=number_of(name))
        await unit.run(change)


def number_of(name: str) -> int:
    return NUMBER + (*SEEN, *HIDDEN).index(name)


async def _days_until(world: World, moment: str) -> None:
    """Each working day with its one message."""
    day = world.plant.now
    while f"{(day := day + timedelta(days=1)):%Y-%m-%d}" < moment:
        await world.until(f"{day:%Y-%m-%d} 08:00")
        await world.plant.storage.due.digests(world.plant.now, shift_message)
        await world.deliver()
    await world.until(moment)


async def _unfair_is_answered(world: World) -> None:
    await world.plant.does(take, world.sent["unfair"], "Dora", TakeChoice.LOOK_TODAY)
    await world.plant.does(reply, world.sent["unfair"], "Dora", "We look into it.", ())


async def _is_taken(world: World, holder: str) -> None:
    for name in ("complaint", "order"):
        await world.plant.does(take, world.sent[name], holder, TakeChoice.LOOK_TODAY)
    await world.plant.does(reply, world.sent["complaint"], holder, "We look into it.", ())
    await world.plant.does(report, world.sent["complaint"], Protection.TALK)
    await world.deliver()


async def _climbs(world: World, holder: str) -> None:
    """Not solved: it is the coach's too from the next release on."""
    await world.plant.does(resolve, world.sent["complaint"], holder, "He will not do it again.", ())
    await world.plant.does(rate, world.sent["complaint"], Verdict.NOT)
    await world.deliver()


async def _is_read(world: World, _holder: str) -> None:
    async with world.plant.work() as work:
        for name in HIDDEN:
            await read(work, number_of(name), "An order of a court", world.plant.now)
    await world.deliver()


async def _everybody_looks(world: World) -> None:
    texts = [*(f"/{page}" for page in Page), "/summary", "/summary 2026-03"]
    texts += [f"/case {number_of(name)}" for name in ("unfair", "complaint")]
    for name in flagged(world):
        for text in texts:
            await world.says(name, text)
    for page in (*Page, f"case {number_of('complaint')}"):
        await world.says("Carol", f"/{page}", GROUP)


def _presses(world: World) -> list[str]:
    """Buttons of the hidden cases, as somebody else's screen could leak them; of nothing where there are none."""
    ids = [world.sent.get(name, 1 + index) for index, name in enumerate(HIDDEN)]
    opens = [OnCase(ask=ask, case=ids[0]) for ask in (Ask.OPEN, Ask.READ, Ask.WHY, Ask.ANSWER)]
    return [each.pack() for each in (*opens, *(CallMade(case=case, reached=True) for case in ids))]


def flagged(world: World) -> list[str]:
    return [name for chat, name in world.plant.chats.items() if chat > 100 and " and " in name]


def felt(alone: World, empty: World) -> list[str]:
    """What somebody heard oftener in one world than in the other, and the group too."""
    found = []
    for name, chat in {**{name: alone.chat_of(name) for name in flagged(alone)}, "the group": GROUP}.items():
        here, there = Counter(alone.said[chat]), Counter(empty.said[chat])
        found += [f"{name}: {line}" for line in sorted(((here - there) + (there - here)).elements())]
    return found


@pytest.fixture
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return tmp_path_factory.mktemp("with"), tmp_path_factory.mktemp("without")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("about", FLAGS)
async def test_who_carries_the_flag_feels_nothing_of_it(
    about: About, sqlite_template: Path, folders: tuple[Path, Path], record_property: Callable[[str, object], None]
) -> None:
    async with (
        a_world(sqlite_template, folders[0], FLAGS[about]) as alone,
        a_world(sqlite_template, folders[1], FLAGS[about]) as empty,
    ):
        await goes_by(alone, about, hidden=True)
        await goes_by(empty, about, hidden=False)
        assert felt(alone, empty) == []
        holder = "Gina" if about is About.HR_OR_HANDLER else "Dora"
        assert any("kanaricomplaint" in line for line in alone.said[alone.chat_of(holder)])
        record_property("combinations", sum(map(len, alone.said.values())))


async def test_without_the_flag_it_is_felt(sqlite_template: Path, folders: tuple[Path, Path]) -> None:
    """Or the test above could not fail."""
    async with (
        a_world(sqlite_template, folders[0], Flag.WOMAN) as alone,
        a_world(sqlite_template, folders[1], Flag.WOMAN) as empty,
    ):
        for world, hidden in ((alone, True), (empty, False)):
            await _sends(world, "idea", kind=Kind.SUGGESTION)
            if hidden:
                await _sends(world, "complaint", kind=Kind.GRIEVANCE, about=About.AGENCY)
            await _days_until(world, "2026-03-05 09:00")
            await _everybody_looks(world)
        who = {line.partition(":")[0] for line in felt(alone, empty)}
        assert who == {told(role, Flag.WOMAN) for role in (Role.HANDLER, Role.COACH)}
