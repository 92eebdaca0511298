"""Who joins or leaves while a tick releases what is due misses nothing, and leaves nothing to nobody."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
import sqlalchemy as sa

from cases.actions.arrive import bring_to_new
from cases.actions.leave import leave
from cases.actions.perform import perform
from cases.actions.take import take
from cases.errors import NotFound
from cases.model import Case, ClockKind, Kind, Role, TakeChoice
from cases.ports import Act, Address, Invite, Work
from storage import Storage
from tests.cases.actions.plant import Plant
from tests.cases.actions.test_leave import leaves, two_at_once
from tests.cases.actions.test_staff import released
from tests.cases.examples import at

__all__ = ["two_at_once"]

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
