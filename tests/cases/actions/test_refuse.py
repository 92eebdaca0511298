"""A worker adds a file at 10:00 that can't be cleaned; staff see it at 11:30, messages come at 12:15, 19:15."""

from cases.actions.add import add
from cases.actions.refuse import refuse
from cases.actions.reply import reply
from cases.model import Kind, MediaKind, Urgency
from tests.cases.actions.plant import Plant
from tests.cases.examples import at


async def is_refused(plant: Plant, case: int, by: str = "") -> None:
    async with plant.storage.unit() as unit:
        work = await unit.enterprise(plant.enterprise)
        file = await unit.media.expect(case, MediaKind.PHOTO, "p", 9)
        if by:
            await reply(work, case, plant.people[by], "It comes on Friday", [file.id], plant.now)
        else:
            await add(work, case, "Look", [file.id], plant.now)
    async with plant.storage.unit() as unit:
        found = await unit.media.refuse(file.id)
        assert found is not None
        await refuse(await unit.enterprise(found[0]), case, found[1], file.id, plant.now)


async def test_the_worker_hears_of_it_at_the_fixed_time_and_no_event_tells_the_minute(plant: Plant) -> None:
    case = (await plant.sends()).case_id
    await plant.until("2026-03-02 10:00")
    await is_refused(plant, case)
    await plant.until("2026-03-02 12:14")
    assert "Ana" not in {who for who, _ in await plant.told()}
    assert [each.at for each in await plant.events(case) if each.what == "media_refused"] == [at("2026-03-02 11:30")]
    await plant.until("2026-03-02 12:15")
    assert await plant.told() == [("Ana", "knock")]


async def test_who_tapped_red_hears_of_it_at_once(plant: Plant) -> None:
    case = (await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    await plant.told()
    await is_refused(plant, case)
    await plant.tick()
    assert ("Ana", "media_refused") in await plant.told()


async def test_of_the_file_of_a_staff_member_that_member_alone_hears(plant: Plant) -> None:
    case = (await plant.sends()).case_id
    await plant.until("2026-03-02 12:00")
    await plant.told()
    await is_refused(plant, case, by="Ben")
    assert [each for each in await plant.told() if each[1] != "card"] == [("Ben", "file_refused")]
    assert "media_refused" not in await plant.log(case)
