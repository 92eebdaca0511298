from cases.actions.add import add
from cases.actions.decide import resolve
from cases.actions.rate import apply_verdict
from cases.actions.reply import reply
from cases.actions.take import take
from cases.actions.wind_up import come_back, wind_up
from cases.model import About, ClockKind, Kind, MediaKind, TakeChoice, Verdict
from storage import closing
from tests.cases.actions.plant import Plant, a_plant
from tests.cases.actions.test_staff import released
from tests.databases import Database


async def leaves(plant: Plant) -> None:
    async with plant.storage.unit() as unit:
        await closing.mark(await unit.enterprise(plant.enterprise), plant.now)
        await wind_up(await unit.enterprise(plant.enterprise), plant.now)


async def test_what_is_open_goes_to_the_coach_and_its_worker_hears_it_once_at_the_fixed_time(plant: Plant) -> None:
    case = await released(plant)
    await leaves(plant)
    assert await plant.told() == [("Carol", "card"), ("Gina", "card")]  # the card of who left is taken off
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


async def test_cards_of_closed_cases_are_taken_off_the_screens_too(plant: Plant) -> None:
    case = await released(plant, kind=Kind.GRIEVANCE)
    await plant.does(resolve, case, "Dora", "We talked about it.", ())
    await plant.does(apply_verdict, case, Verdict.SOLVED)
    await plant.told()
    await leaves(plant)
    assert await plant.told() == [("Dora", "card"), ("Emil", "card")]


async def test_what_is_about_the_coach_goes_to_the_office(plant: Plant) -> None:
    case = await released(plant, kind=Kind.GRIEVANCE, about=About.COACH)
    await leaves(plant)
    assert await plant.told() == [("Dora", "card"), ("Emil", "card"), ("Iris", "card")]
    assert (await plant.case(case)).owner is None
    assert (await plant.events(case))[-1].data == {"to": "office"}


async def test_where_nobody_is_left_the_worker_is_told_of_nobody(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Gina", "Iris")) as plant:
        case = await released(plant)
        await leaves(plant)
        assert (await plant.events(case))[-1].data == {"to": None}


async def test_the_pictures_go_along(plant: Plant) -> None:
    case = (await plant.sends()).case_id
    async with plant.storage.unit() as unit:
        photo = (await unit.media.expect(case, MediaKind.PHOTO, "file", 1000)).id
    await plant.does(add, case, "It looks like this", (photo,))
    await plant.until("2026-03-02 11:30")
    await plant.told()
    await leaves(plant)
    assert await plant.told() == [("Carol", "card"), ("Gina", "card"), ("Gina", "files")]


async def test_what_comes_out_after_the_end_reaches_the_coach_too(plant: Plant) -> None:
    case = (await plant.sends()).case_id
    await leaves(plant)
    assert await plant.told() == []
    await plant.until("2026-03-02 12:00")
    assert await plant.told() == [("Gina", "card")]
    assert (await plant.case(case)).owner == plant.people["Gina"].id
    assert (await plant.events(case))[-1].data == {"to": "coach"}
    await plant.until("2026-03-02 12:15")
    assert await plant.told() == [("Ana", "knock")]


async def comes_back(plant: Plant) -> None:
    async with plant.storage.unit() as unit:
        await closing.take_back(await unit.enterprise(plant.enterprise))
        await come_back(await unit.enterprise(plant.enterprise), plant.now)


async def test_who_was_told_of_the_end_hears_that_it_goes_on(plant: Plant) -> None:
    told = await released(plant)
    await leaves(plant)
    await plant.until("2026-03-03 09:00")
    await plant.told()
    await comes_back(plant)
    await plant.until("2026-03-03 12:15")
    assert ("Ana", "knock") in await plant.told()
    assert (await plant.log(told))[-2:] == ["enterprise_closed", "enterprise_reopened"]
    assert (await plant.events(told))[-1].data == {"to": None}


async def test_what_was_in_hand_is_there_to_be_taken_by_those_who_return(plant: Plant) -> None:
    case = await released(plant, kind=Kind.GRIEVANCE)
    await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
    await leaves(plant)
    await comes_back(plant)
    assert (await plant.case(case)).owner is None
    assert (await plant.clocks(case))[ClockKind.TAKEN].met_at is None
    await plant.does(take, case, "Emil", TakeChoice.LOOK_TODAY)
    assert (await plant.case(case)).owner == plant.people["Emil"].id


async def test_what_is_settled_nobody_is_asked_to_take(plant: Plant) -> None:
    case = await released(plant, kind=Kind.GRIEVANCE)
    await plant.does(resolve, case, "Dora", "It was talked about.", ())
    await leaves(plant)
    await comes_back(plant)
    assert (await plant.case(case)).owner is None
    assert (await plant.clocks(case))[ClockKind.TAKEN].met_at is not None


async def test_what_may_be_about_those_who_return_stays_with_the_coach(plant: Plant) -> None:
    case = await released(plant, kind=Kind.GRIEVANCE, about=About.HR_OR_HANDLER)
    await leaves(plant)
    await comes_back(plant)
    assert (await plant.case(case)).owner == plant.people["Gina"].id
    assert (await plant.events(case))[-1].data == {"to": "coach"}


async def test_who_was_told_of_no_end_hears_of_no_return(plant: Plant) -> None:
    case = (await plant.sends()).case_id
    await leaves(plant)
    await comes_back(plant)
    await plant.until("2026-03-03 09:00")
    assert "enterprise_reopened" not in await plant.log(case)


async def test_what_nobody_was_left_for_is_the_teams_again(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Gina", "Iris")) as plant:
        case = await released(plant, kind=Kind.GRIEVANCE)
        await leaves(plant)
        await plant.told()
        await comes_back(plant)
        assert await plant.told() == [("Dora", "card"), ("Emil", "card")]
        assert (await plant.events(case))[-1].data == {"to": None}


async def test_what_was_taken_before_nobody_was_left_somebody_is_asked_to_take(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Gina", "Iris")) as plant:
        case = await released(plant, kind=Kind.GRIEVANCE)
        await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
        await leaves(plant)
        await comes_back(plant)
        taken = (await plant.clocks(case))[ClockKind.TAKEN]
        assert (taken.met_at, taken.started) == (None, plant.now)
        await plant.told()
        plant.clock.at = taken.due
        await plant.tick()
        assert [each for each in await plant.told() if each[1] == "alert"] == [("Dora", "alert"), ("Emil", "alert")]


async def test_the_pictures_that_came_out_while_nobody_was_left_reach_those_who_return(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Gina", "Iris")) as plant:
        case = (await plant.sends(kind=Kind.GRIEVANCE)).case_id
        async with plant.storage.unit() as unit:
            photo = (await unit.media.expect(case, MediaKind.PHOTO, "file", 1000)).id
        await plant.does(add, case, "It looks like this", (photo,))
        await leaves(plant)
        await plant.until("2026-03-02 12:00")
        assert await plant.told() == []
        await comes_back(plant)
        assert await plant.told() == [("Dora", "card"), ("Dora", "files"), ("Emil", "card"), ("Emil", "files")]


async def test_who_took_it_from_the_office_meanwhile_is_named_as_such(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Gina", "Hugo")) as plant:
        case = await released(plant, kind=Kind.GRIEVANCE, about=About.HR_OR_HANDLER)
        await leaves(plant)
        await plant.until("2026-03-03 09:00")
        await plant.does(take, case, "Iris", TakeChoice.LOOK_TODAY)
        await comes_back(plant)
        assert (await plant.events(case))[-1].data == {"to": "office"}
