"""Somebody punishes Ana for her grievance, which was released on Monday 2 March at 11:30."""

from datetime import timedelta
from typing import Any

import pytest

from cases.access import may_read
from cases.actions.decide import resolve
from cases.actions.rate import rate
from cases.actions.retaliation import Reported, report
from cases.actions.withdraw import withdraw
from cases.errors import StaleButton
from cases.model import About, Flag, Kind, Mode, Protection, Role, Stage, Verdict
from cases.ports import Address, Invite
from tests.cases.actions.plant import Plant, a_plant
from tests.cases.examples import at
from tests.databases import Database

NOON = at("2026-03-02 12:00")


async def a_grievance(plant: Plant, **facts: Any) -> int:
    case = (await plant.sends("He shouts at us", **{"kind": Kind.GRIEVANCE} | facts)).case_id
    await plant.until("2026-03-02 11:30")
    await plant.told()
    return case


async def told(plant: Plant) -> list[str]:
    return [name for name, what in await plant.told() if what == "retaliation"]


async def test_the_independent_contact_alone_hears_it_at_the_next_time_of_urgent_ones(plant: Plant) -> None:
    case = await a_grievance(plant)
    assert await plant.does(report, case, Protection.TALK) == Reported(Role.INDEPENDENT, NOON)
    await plant.until("2026-03-02 11:59")
    assert (await plant.told(), await plant.log(case)) == ([], ["submitted"])
    await plant.until("2026-03-02 12:00")
    assert await plant.told() == [("Hugo", "retaliation")]
    noted = (await plant.events(case))[-1]
    assert (noted.what, noted.at, noted.by) == ("retaliation", NOON, None)
    assert noted.data == {"protection": "talk", "to": "independent", "reads": True}


async def test_the_last_choice_before_it_leaves_counts(plant: Plant) -> None:
    case = await a_grievance(plant)
    for protection in (Protection.TALK, Protection.RECORD):
        await plant.does(report, case, protection)
    await plant.until("2026-03-02 12:00")
    noted = [event.data for event in await plant.events(case) if event.what == "retaliation"]
    assert noted == [{"protection": "record", "to": "independent", "reads": True}]


async def test_said_again_another_day_it_is_told_again(plant: Plant) -> None:
    case = await a_grievance(plant)
    for moment in ("2026-03-02 12:00", "2026-03-02 15:00"):
        await plant.does(report, case, Protection.RECORD)
        await plant.until(moment)
        assert await told(plant) == ["Hugo"]


async def test_long_after_the_end_and_with_no_way_back_it_is_heard_too(plant: Plant) -> None:
    case = await a_grievance(plant, mode=Mode.NO_WAY_BACK)
    await plant.does(resolve, case, "Dora", "He will not", ())
    await plant.does(rate, case, Verdict.SOLVED)
    await plant.until("2026-06-01 10:00")
    assert (await plant.case(case)).stage is Stage.CLOSED
    await plant.told()
    await plant.does(report, case, Protection.OUTSIDE)
    await plant.until("2026-06-01 12:00")
    assert await told(plant) == ["Hugo"]


@pytest.mark.parametrize("facts", [{"kind": Kind.SUGGESTION}, {"kind": None}])
async def test_only_of_a_grievance(plant: Plant, facts: dict[str, Any]) -> None:
    case = await a_grievance(plant, **facts)
    with pytest.raises(StaleButton):
        await plant.does(report, case, Protection.RECORD)


async def test_not_before_the_release(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.GRIEVANCE)).case_id
    with pytest.raises(StaleButton):
        await plant.does(report, case, Protection.RECORD)


@pytest.mark.parametrize(
    ("without", "about", "role", "hears"),
    [
        (("Hugo",), About.NO_ONE, Role.OFFICE, ["Iris"]),
        (("Hugo", "Iris"), About.NO_ONE, Role.COACH, ["Gina"]),
        (("Hugo", "Iris"), About.COACH, Role.HANDLER, ["Dora", "Emil"]),
        (("Hugo", "Iris", "Gina"), About.HR_OR_HANDLER, None, []),
    ],
)
async def test_with_no_independent_contact_the_next_of_the_way_hears_it_and_never_who_is_ticked(
    database: Database, without: tuple[str, ...], about: About, role: Role | None, hears: list[str]
) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=without) as plant:
        case = await a_grievance(plant, about=about)
        assert await plant.does(report, case, Protection.RECORD) == Reported(role, NOON)
        await plant.until("2026-03-02 12:00")
        assert await told(plant) == hears
        assert (await plant.events(case))[-1].data["to"] == role


async def test_an_independent_contact_who_is_ticked_hears_nothing(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Hugo",)) as plant:
        await joins(plant, "Hugo", Role.INDEPENDENT, Flag.HR)
        case = await a_grievance(plant, about=About.HR_OR_HANDLER)
        assert (await plant.does(report, case, Protection.RECORD)).to is Role.OFFICE
        await plant.until("2026-03-02 12:00")
        assert await told(plant) == ["Iris"]


async def test_who_became_the_one_that_hears_it_after_the_tap_reads_nothing(database: Database) -> None:
    """The worker said yes to a person who would hear a number alone."""
    async with a_plant(database, "2026-03-02 09:00", without=("Hugo",)) as plant:
        case = await a_grievance(plant)
        assert (await plant.does(report, case, Protection.RECORD)).to is Role.OFFICE
        await joins(plant, "Hugo", Role.INDEPENDENT)
        await plant.until("2026-03-02 12:00")
        assert await told(plant) == ["Hugo"]
        assert (await plant.events(case))[-1].data == {"protection": "record", "to": "independent", "reads": False}
        assert not await reads(plant, case)


async def test_what_is_taken_back_nobody_reads_any_more(plant: Plant) -> None:
    case = await a_grievance(plant)
    await plant.does(report, case, Protection.TALK)
    await plant.until("2026-03-02 12:00")
    assert await reads(plant, case)
    await plant.does(withdraw, case)
    await plant.until("2026-03-03 12:00")
    assert (await plant.case(case)).stage is Stage.WITHDRAWN
    assert not await reads(plant, case)


async def reads(plant: Plant, case: int) -> bool:
    """Whether Hugo may read it."""
    async with plant.work() as work:
        staff = await work.staff.all()
        hugo = next(each for each in staff if each.name == "Hugo")
        return may_read(hugo, await work.cases.get(case), staff, await work.events.of(case))


async def joins(plant: Plant, name: str, role: Role, *flags: Flag) -> None:
    expires = plant.now + timedelta(days=7)
    invite = Invite(plant.enterprise, frozenset({role}), frozenset(flags), name, group=False, expires=expires)
    token = await plant.storage.admin.invite(invite)
    plant.chats[77] = name
    async with plant.storage.unit() as unit:
        await unit.identities.accept(token, Address(77, "en"), plant.now)
