"""The operator reads a case: it leaves a mark, and those who hold the case are told, and nobody else."""

from typing import Any

import pytest

from cases.actions.read import read
from cases.errors import NotFound
from cases.model import About, Kind
from tests.cases.actions.plant import Plant, a_plant
from tests.databases import Database

REASON = "Order 7 of a court"


async def reads(plant: Plant, **facts: Any) -> tuple[list[tuple[str, str]], str]:
    """Who is told, and the last event of the case."""
    receipt = await plant.sends(**facts)
    await plant.until("2026-03-02 12:00")
    await plant.told()
    number = (await plant.case(receipt.case_id)).number
    async with plant.work() as work:
        await read(work, number, REASON, plant.now)
        assert await work.events.readings(receipt.case_id) == [(plant.now, REASON)]
    return await plant.told(), (await plant.log(receipt.case_id))[-1]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"kind": Kind.SUGGESTION}, ["Carol"]),
        ({"kind": Kind.GRIEVANCE}, ["Dora", "Emil"]),
        ({"kind": Kind.GRIEVANCE, "harm": True}, ["Dora", "Emil", "Hugo"]),
        ({"kind": Kind.GRIEVANCE, "about": About.HR_OR_HANDLER}, ["Gina"]),
    ],
    ids=["idea", "grievance", "harm", "about handlers"],
)
async def test_those_who_hold_it_are_told(plant: Plant, facts: dict[str, Any], told: list[str]) -> None:
    assert await reads(plant, **facts) == ([(name, "operator_read") for name in told], "read")


async def test_without_a_lead_the_members_are_told(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Carol",)) as plant:
        assert await reads(plant) == ([("Ben", "operator_read")], "read")


async def test_what_nobody_has_seen_yet_the_operator_does_not_read_either(plant: Plant) -> None:
    """Until then it can be taken back without a trace."""
    receipt = await plant.sends()
    number = (await plant.case(receipt.case_id)).number
    with pytest.raises(NotFound):
        async with plant.work() as work:
            await read(work, number, REASON, plant.now)
    assert await plant.log(receipt.case_id) == []


async def test_the_reason_is_sealed(plant: Plant) -> None:
    receipt = await plant.sends()
    await plant.until("2026-03-02 12:00")
    number = (await plant.case(receipt.case_id)).number
    async with plant.work() as work:
        await read(work, number, REASON, plant.now)
    [*_, event] = await plant.events(receipt.case_id)
    assert set(event.data) == {"reason"}
    assert REASON not in str(event.data)
