"""Lists and the digest ask for the promises of all cases at once, however many cases there are."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta

import pytest

from bot.callbacks.staff import Page
from bot.desk import Desk, desks
from bot.pages import show_cases, show_counts
from bot.ticks import shift_message
from cases.calendar import Calendar
from cases.model import Role
from cases.policy import DEFAULT
from cases.ports import Address, Enterprise, Invite
from tests.cases.actions.plant import Plant, a_plant
from tests.databases import Database
from tests.statements import counted

MOST = {"list": 5, "overview": 4, "digest": 6}
"""Statements. Asked case by case, the list took 18 for fourteen cases and the digest 19."""


@pytest.fixture
async def plant(database: Database) -> AsyncGenerator[Plant]:
    async with a_plant(database, "2026-03-02 09:00") as plant:
        yield plant


async def looks(plant: Plant, show: Callable[[Desk], Awaitable[None]]) -> int:
    carol = plant.people["Carol"]
    chat = plant.chat_of("Carol")
    with counted() as sent:
        async with plant.storage.unit() as unit:
            work = await unit.enterprise(plant.enterprise)
            await show(Desk(unit, work, carol, Address(chat, "en"), chat, plant.now))
    return len(sent)


async def a_list(desk: Desk) -> None:
    await show_cases([desk], Page.TODAY)


async def an_overview(desk: Desk) -> None:
    await show_counts([desk], Page.OVERVIEW)


async def a_digest(desk: Desk) -> None:
    await shift_message(desk.work, desk.member, desk.at)


@pytest.mark.parametrize(("what", "show"), [("list", a_list), ("overview", an_overview), ("digest", a_digest)])
async def test_many_cases_cost_no_more_statements_than_two(
    plant: Plant, what: str, show: Callable[[Desk], Awaitable[None]]
) -> None:
    counts = []
    for more, moment in ((2, "2026-03-02 12:00"), (12, "2026-03-03 12:00")):
        for _ in range(more):
            await plant.sends()
        await plant.until(moment)
        counts.append(await looks(plant, show))
    assert 0 < counts[0] == counts[1] <= MOST[what]


async def test_an_overview_of_many_enterprises_costs_no_more_statements_than_one_of_few(plant: Plant) -> None:
    """Once they are known, as they are until something in them changes."""
    counts = []
    for more in (2, 27):
        for number in range(more):
            await another_coached(plant, f"F{more}X{number}")
        await overview(plant)
        counts.append(await overview(plant))
    assert 0 < counts[0] == counts[1] <= MOST["overview"]


async def another_coached(plant: Plant, code: str) -> None:
    firm = await plant.storage.admin.add_enterprise(
        Enterprise(0, code, code, Calendar("Asia/Shanghai"), DEFAULT, headcount=60)
    )
    week = plant.now + timedelta(days=7)
    token = await plant.storage.admin.invite(
        Invite(firm.id, frozenset({Role.COACH}), frozenset(), "Gina", group=False, expires=week)
    )
    async with plant.storage.unit() as unit:
        await unit.identities.accept(token, Address(plant.chat_of("Gina"), "en"), plant.now)


async def overview(plant: Plant) -> int:
    chat = plant.chat_of("Gina")
    with counted() as sent:
        async with plant.storage.unit() as unit:
            await show_counts(await desks(unit, Address(chat, "en"), chat, plant.now), Page.OVERVIEW)
    return len(sent)
