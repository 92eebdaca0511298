"""A knock that left the worker's chat unopened comes once more, at a fixed time, and not a third time."""

from typing import Any

import pytest

from cases.actions.reply import reply
from cases.actions.take import take
from cases.model import Kind, Mode, TakeChoice, Urgency
from cases.ports import Worker
from tests.cases.actions.plant import ANA, Plant

LAMP = "We hang one up today."


async def answered(plant: Plant, **facts: Any) -> int:
    """On Monday at 12:00; the knock leaves at 12:15 and stands in the chat until Wednesday at 11:15."""
    async with plant.storage.unit() as unit:
        await unit.identities.keep_worker(ANA.chat, Worker(plant.enterprise, "en"))
    case = (await plant.sends(**facts)).case_id
    await plant.until("2026-03-02 12:00")
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.does(reply, case, "Ben", LAMP, ())
    await plant.until("2026-03-02 12:15")
    return case


async def knocks(plant: Plant) -> int:
    """Those that leave now."""
    return sum(each[0] == "Ana" and each[1] == "knock" for each in await plant.told())


async def test_what_was_not_opened_knocks_once_more_at_a_fixed_time(plant: Plant) -> None:
    await answered(plant)
    assert await knocks(plant) == 1
    await plant.until("2026-03-04 12:14")
    assert await knocks(plant) == 0
    await plant.until("2026-03-04 12:15")
    assert await knocks(plant) == 1
    await plant.until("2026-03-08 19:15")
    assert await knocks(plant) == 0


async def test_what_was_opened_knocks_no_more(plant: Plant) -> None:
    case = await answered(plant)
    await knocks(plant)
    async with plant.work() as work:
        await work.replies.tell(case, 2)
    await plant.until("2026-03-08 19:15")
    assert await knocks(plant) == 0


async def test_two_days_are_counted_from_the_newest_knock(plant: Plant) -> None:
    case = await answered(plant)
    await plant.until("2026-03-03 15:00")
    await plant.does(reply, case, "Ben", "It hangs.", ())
    await plant.until("2026-03-03 19:15")
    assert await knocks(plant) == 2
    await plant.until("2026-03-05 19:14")
    assert await knocks(plant) == 0
    await plant.until("2026-03-05 19:15")
    assert await knocks(plant) == 1


async def test_where_the_worker_was_forgotten_it_knocks_no_second_time(plant: Plant) -> None:
    await answered(plant)
    assert await knocks(plant) == 1
    async with plant.storage.unit() as unit:
        await unit.identities.forget_worker(ANA.chat)
    await plant.until("2026-03-08 19:15")
    assert await knocks(plant) == 0


async def test_after_the_way_back_is_erased_nothing_knocks(plant: Plant) -> None:
    case = await answered(plant)
    await knocks(plant)
    async with plant.work() as work:
        await work.replies.end(case)
    await plant.until("2026-03-08 19:15")
    assert await knocks(plant) == 0


@pytest.mark.parametrize("red", [{}, {"kind": Kind.HAZARD, "urgency": Urgency.RED}])
async def test_where_there_is_no_way_back_nothing_knocks(plant: Plant, red: dict[str, Any]) -> None:
    await answered(plant, mode=Mode.NO_WAY_BACK, address=None, **red)
    await plant.told()
    await plant.until("2026-03-08 19:15")
    assert await knocks(plant) == 0


async def test_what_was_told_in_full_knocks_once_when_it_has_left_the_chat(plant: Plant) -> None:
    await answered(plant, kind=Kind.HAZARD, urgency=Urgency.RED)
    await plant.until("2026-03-04 12:14")
    assert await knocks(plant) == 0
    await plant.until("2026-03-04 12:15")
    assert await knocks(plant) == 1
    await plant.until("2026-03-08 19:15")
    assert await knocks(plant) == 0
