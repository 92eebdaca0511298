"""What a person who comes to a case after its owner left may do with it."""

from datetime import date, timedelta
from typing import Any

from cases.actions.decide import accept, decline, resolve
from cases.actions.manage import reassign
from cases.actions.reply import reply
from cases.model import About, DeclineReason, Kind, Role, Stage
from cases.ports import Address, Invite
from tests.cases.actions.plant import Plant
from tests.cases.actions.test_staff import released
from tests.cases.actions.test_wind_up import leaves


async def accepted(plant: Plant, **facts: Any) -> int:
    case = await released(plant, **facts)
    await plant.does(accept, case, "Dora" if facts else "Carol", date(2026, 3, 20))
    return case


async def test_the_office_goes_on_with_what_was_accepted(plant: Plant) -> None:
    case = await accepted(plant, kind=Kind.GRIEVANCE, about=About.COACH)
    await leaves(plant)
    await plant.does(reply, case, "Iris", "I look after it now", ())
    stored = await plant.case(case)
    assert (stored.stage, stored.owner) == (Stage.ACCEPTED, plant.people["Iris"].id)
    await plant.does(decline, case, "Iris", DeclineReason.NOT_CONFIRMED, "We saw nothing")


async def test_an_answer_by_the_office_opens_nothing_that_was_settled(plant: Plant) -> None:
    case = await accepted(plant, kind=Kind.GRIEVANCE, about=About.COACH)
    await plant.does(resolve, case, "Dora", "Done", ())
    await leaves(plant)
    await plant.does(reply, case, "Iris", "I look after it now", ())
    assert (await plant.case(case)).stage is Stage.RESOLVED


async def test_a_second_coach_decides_and_hands_on_as_well(plant: Plant) -> None:
    case = await accepted(plant)
    invite = Invite(
        plant.enterprise, frozenset({Role.COACH}), frozenset(), "Jane", False, plant.now + timedelta(days=1)
    )
    token = await plant.storage.admin.invite(invite)
    async with plant.storage.unit() as unit:
        jane = await unit.identities.accept(token, Address(77, "en"), plant.now)
    await leaves(plant)
    assert (await plant.case(case)).owner == plant.people["Gina"].id
    plant.chats[77], plant.people["Jane"] = "Jane", jane
    await plant.does(reassign, case, "Jane", jane.id)
    assert (await plant.case(case)).owner == jane.id
    await plant.does(resolve, case, "Gina", "Done", ())
    assert (await plant.case(case)).stage is Stage.RESOLVED
