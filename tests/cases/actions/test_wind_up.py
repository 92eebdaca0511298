from cases.actions.reply import reply
from cases.actions.wind_up import wind_up
from cases.model import About, Kind
from tests.cases.actions.plant import Plant
from tests.cases.actions.test_staff import released


async def leaves(plant: Plant) -> None:
    async with plant.work() as work:
        await wind_up(work, plant.now)


async def test_what_is_open_goes_to_the_coach_and_its_worker_hears_it_once_at_the_fixed_time(plant: Plant) -> None:
    case = await released(plant)
    await leaves(plant)
    assert await plant.told() == [("Gina", "card")]
    assert (await plant.case(case)).owner == plant.people["Gina"].id
    await plant.until("2026-03-02 12:15")
    assert await plant.told() == [("Ana", "knock")]
    assert (await plant.log(case))[-1] == "enterprise_closed"
    await plant.does(reply, case, "Gina", "I look after it now", ())
    assert (await plant.log(case))[-1] == "answer"


async def test_all_roles_end_but_the_coachs_and_the_offices(plant: Plant) -> None:
    await leaves(plant)
    async with plant.work() as work:
        assert {member.name for member in await work.staff.all()} == {"Gina", "Iris"}


async def test_what_is_about_the_coach_goes_to_the_office(plant: Plant) -> None:
    case = await released(plant, kind=Kind.GRIEVANCE, about=About.COACH)
    await leaves(plant)
    assert await plant.told() == [("Iris", "card")]
    assert (await plant.case(case)).owner is None


async def test_what_comes_out_after_the_end_reaches_the_coach_too(plant: Plant) -> None:
    await plant.sends()
    await leaves(plant)
    assert await plant.told() == []
    await plant.until("2026-03-02 12:00")
    assert await plant.told() == [("Gina", "card")]
