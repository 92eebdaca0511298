"""Who joins or leaves, and a group that is lost or found, while a tick releases what is due miss nothing, and leave
nothing to nobody.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
import sqlalchemy as sa

from cases.actions.arrive import bring_to_group, bring_to_new, lose_chat
from cases.actions.leave import leave
from cases.actions.perform import perform
from cases.actions.take import take
from cases.actions.wind_up import come_back, wind_up
from cases.errors import NotFound
from cases.model import Case, ClockKind, Kind, Role, TakeChoice
from cases.ports import Act, Address, Invite, Work
from storage import Storage, closing, enterprises
from tests.cases.actions.plant import Plant
from tests.cases.actions.test_leave import leaves, two_at_once
from tests.cases.actions.test_staff import released
from tests.cases.examples import at

__all__ = ["two_at_once"]

TEAM = -500

WAITING = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


async def joins(plant: Plant, name: str, chat: int, role: Role) -> None:
    plant.chats[chat] = name
    expires = plant.now.replace(year=2027)
    token = await plant.storage.admin.invite(
        Invite(plant.enterprise, frozenset({role}), frozenset(), name, group=False, expires=expires)
    )
    async with plant.storage.unit() as unit:
        staff = await (await unit.enterprise(plant.enterprise)).staff.all()
        await unit.identities.accept(token, Address(chat, "en"), plant.now)
        await bring_to_new(await unit.enterprise(plant.enterprise), staff, plant.now)


async def with_a_group(plant: Plant) -> None:
    plant.chats[TEAM] = "the group"
    expires = plant.now.replace(year=2027)
    invite = Invite(plant.enterprise, frozenset(), frozenset(), "", group=True, expires=expires)
    token = await plant.storage.admin.invite(invite)
    async with plant.storage.unit() as unit:
        await unit.identities.bind_group(token, Address(TEAM, "en"), plant.now)
        await bring_to_group(await unit.enterprise(plant.enterprise), plant.now, again=False)


async def loses_its_group(plant: Plant) -> None:
    async with plant.storage.unit() as unit:
        await lose_chat(unit, TEAM, plant.now)


async def finds_its_group(plant: Plant) -> None:
    async with plant.storage.unit() as unit:
        assert await unit.identities.regain_chat(TEAM)
        await bring_to_group(await unit.enterprise(plant.enterprise), plant.now, again=True)


async def comes_back(plant: Plant) -> None:
    async with plant.storage.unit() as unit:
        await closing.take_back(await unit.enterprise(plant.enterprise))
        await come_back(await unit.enterprise(plant.enterprise), plant.now)


async def done_or_waiting(storage: Storage, task: "asyncio.Task[None]") -> None:
    while not task.done():
        async with storage.reading() as unit:
            if (await unit.run(WAITING)).scalar_one():
                return
        await asyncio.sleep(0)


async def released_while(plant: Plant, meanwhile: Coroutine[Any, Any, None]) -> None:
    """The tick has met everybody, and holds what it releases, when the others begin."""
    tasks: list[asyncio.Task[None]] = []

    async def release(work: Work, act: Act, now: Any) -> None:
        await work.staff.all()
        tasks.append(asyncio.create_task(meanwhile))
        await done_or_waiting(plant.storage, tasks[0])
        await perform(work, act, now)

    plant.clock.at = at("2026-03-02 11:30")
    assert (await plant.storage.due.acts(plant.now, release)).done == 1
    await tasks[0]


async def test_who_joins_meanwhile_gets_it(two_at_once: Plant) -> None:
    await two_at_once.sends(kind=Kind.GRIEVANCE)
    await released_while(two_at_once, joins(two_at_once, "Jo", 50, Role.HANDLER))
    assert ("Jo", "card") in await two_at_once.told()


async def test_what_went_to_who_left_meanwhile_goes_to_others(two_at_once: Plant) -> None:
    await two_at_once.sends()
    await released_while(two_at_once, leaves(two_at_once, "Carol"))
    assert ("Ben", "card") in await two_at_once.told()


async def test_what_went_to_a_group_lost_meanwhile_goes_to_the_lead(two_at_once: Plant) -> None:
    await with_a_group(two_at_once)
    await two_at_once.sends()
    await released_while(two_at_once, loses_its_group(two_at_once))
    assert ("Carol", "card") in await two_at_once.told()


async def test_a_group_found_again_meanwhile_gets_it(two_at_once: Plant) -> None:
    await with_a_group(two_at_once)
    await loses_its_group(two_at_once)
    await two_at_once.sends()
    await released_while(two_at_once, finds_its_group(two_at_once))
    assert ("the group", "card") in await two_at_once.told()


async def test_a_group_tied_meanwhile_gets_it(two_at_once: Plant) -> None:
    await two_at_once.sends()
    await released_while(two_at_once, with_a_group(two_at_once))
    assert ("the group", "card") in await two_at_once.told()


async def test_when_an_enterprise_comes_back_meanwhile_its_team_gets_it(two_at_once: Plant) -> None:
    plant = two_at_once
    await plant.sends()
    async with plant.storage.unit() as unit:
        await closing.mark(await unit.enterprise(plant.enterprise), plant.now)
        await wind_up(await unit.enterprise(plant.enterprise), plant.now)
    await plant.told()
    await released_while(plant, comes_back(plant))
    assert ("Carol", "card") in await plant.told()


async def test_who_is_back_waits_for_whoever_presses_and_not_they_for_each_other(two_at_once: Plant) -> None:
    """Both change the card that was theirs, and the case."""
    plant = two_at_once
    case = await released(plant, kind=Kind.GRIEVANCE)
    await leaves(plant, "Dora")
    await plant.told()
    async with plant.work() as work:
        await take(work, case, plant.people["Emil"], TakeChoice.LOOK_TODAY, plant.now)
        back = asyncio.create_task(joins(plant, "Dora", plant.chat_of("Dora"), Role.HANDLER))
        await done_or_waiting(plant.storage, back)
    await back
    assert (await plant.case(case)).owner == plant.people["Emil"].id
    assert ("Dora", "card") in await plant.told()


async def test_what_they_would_take_meanwhile_goes_to_others(
    two_at_once: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant = two_at_once
    case = await released(plant)
    async with plant.work() as work:
        listed = work.cases.open

        async def with_a_tap() -> list[Case]:
            tasks.append(asyncio.create_task(plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)))
            await done_or_waiting(plant.storage, tasks[0])
            return await listed()

        tasks: list[asyncio.Task[None]] = []
        monkeypatch.setattr(work.cases, "open", with_a_tap)
        await leave(work, plant.people["Ben"].id, plant.now)
    with pytest.raises(NotFound):
        await tasks[0]
    assert (await plant.case(case)).owner is None
    assert (await plant.clocks(case))[ClockKind.TAKEN].met_at is None


async def test_an_enterprise_leaves_while_its_group_is_lost(two_at_once: Plant) -> None:
    """Both lock the enterprise first: neither is thrown out."""
    plant = two_at_once
    await with_a_group(plant)
    async with plant.storage.unit() as unit:
        work = await unit.enterprise(plant.enterprise)
        await enterprises.touch(unit, plant.enterprise)
        losing = asyncio.create_task(loses_its_group(plant))
        await done_or_waiting(plant.storage, losing)
        await closing.mark(work, plant.now)
    await losing
