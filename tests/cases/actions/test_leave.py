"""Who leaves reads nothing more and presses in vain; others go on, and no promise rests because of them."""

import pytest

from cases.actions.leave import leave
from cases.actions.manage import have_it
from cases.actions.take import take
from cases.errors import NotFound
from cases.model import ClockKind, Kind, Role, TakeChoice
from cases.ports import Address, Invite
from tests.cases.actions.plant import Plant, a_plant
from tests.cases.actions.test_staff import released
from tests.databases import Database


async def leaves(plant: Plant, name: str) -> None:
    async with plant.work() as work:
        await leave(work, plant.people[name].id, plant.now)


async def test_what_a_handler_had_goes_to_the_others(plant: Plant) -> None:
    case = await released(plant, kind=Kind.GRIEVANCE)
    await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
    await plant.told()
    await leaves(plant, "Dora")
    assert (await plant.case(case)).owner is None
    assert "handed_on" in await plant.log(case)
    with pytest.raises(NotFound):
        await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
    await plant.does(take, case, "Emil", TakeChoice.LOOK_TODAY)


async def test_after_the_last_handler_it_goes_to_the_coach(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Emil",)) as plant:
        await released(plant, kind=Kind.GRIEVANCE)
        await leaves(plant, "Dora")
        assert ("Gina", "card") in await plant.told()


async def test_who_left_is_told_nothing_more_and_holds_nothing_still(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.until("2026-03-16 18:00")
    await plant.does(have_it, case, ClockKind.ANSWERED, "Carol")
    await plant.told()
    await leaves(plant, "Carol")
    await plant.told()
    await plant.until("2026-03-17 17:00")
    assert [each for each in await plant.told() if each[1] == "alert"] == [("Fred", "alert")]


async def test_who_left_can_come_back_by_a_new_invitation(plant: Plant) -> None:
    await leaves(plant, "Dora")
    with pytest.raises(NotFound):
        await leaves(plant, "Dora")
    expires = plant.now.replace(year=2027)
    invite = Invite(plant.enterprise, frozenset({Role.MEMBER}), frozenset(), "Dora", group=False, expires=expires)
    token = await plant.storage.admin.invite(invite)
    chat = next(chat for chat, name in plant.chats.items() if name == "Dora")
    async with plant.storage.unit() as unit:
        again = await unit.identities.accept(token, Address(chat, "en"), plant.now)
    async with plant.work() as work:
        assert (await work.staff.get(again.id)).roles == {Role.MEMBER}
