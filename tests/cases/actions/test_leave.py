"""Who leaves reads nothing more and presses in vain; others go on, and no promise rests because of them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date

import pytest

from cases.access import may_see
from cases.actions.add import add
from cases.actions.decide import resolve
from cases.actions.digest import digest_lines
from cases.actions.flags import set_flags
from cases.actions.leave import leave
from cases.actions.manage import have_it, reassign
from cases.actions.rate import rate
from cases.actions.reply import reply
from cases.actions.take import take
from cases.actions.verify import verify
from cases.actions.wind_up import wind_up
from cases.errors import NotAllowed, NotFound, RuleBroken
from cases.model import About, ClockKind, Flag, Kind, Member, Role, TakeChoice, Urgency, Verdict
from cases.policy import RowName
from cases.ports import Address, Invite, Work
from tests.cases.actions.plant import Plant, a_plant
from tests.cases.actions.test_sort import files, in_a_group, sort_with, spoken
from tests.cases.actions.test_staff import a_photo, released
from tests.cases.examples import at
from tests.databases import Database, PostgreSQL, drop_postgresql, fresh_postgresql


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


async def taken_then_left(plant: Plant, case: int) -> None:
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await leaves(plant, "Ben")


async def test_who_is_given_it_has_taken_it(plant: Plant) -> None:
    """Nobody is told later that nobody had."""
    case = await released(plant)
    await taken_then_left(plant, case)
    assert (await plant.clocks(case))[ClockKind.TAKEN].met_at is None
    await plant.does(reassign, case, "Fred", plant.people["Carol"].id)
    assert (await plant.clocks(case))[ClockKind.TAKEN].met_at == plant.now


async def test_who_answers_what_lost_its_owner_has_taken_it(plant: Plant) -> None:
    case = await released(plant)
    await taken_then_left(plant, case)
    await plant.does(reply, case, "Carol", "We look for the part.", ())
    assert (await plant.case(case)).owner == plant.people["Carol"].id
    assert (await plant.clocks(case))[ClockKind.TAKEN].met_at == plant.now


async def test_after_the_last_of_the_team_it_goes_to_the_coach_with_its_card(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Carol", "Fred", "Emil", "Dora", "Hugo")) as plant:
        await released(plant)
        await plant.told()
        await leaves(plant, "Ben")
        assert ("Gina", "card") in await plant.told()


async def test_after_the_last_of_the_team_it_goes_to_the_manager_with_all_that_comes_later(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Carol",)) as plant:
        case = await released(plant)
        await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
        await plant.told()
        await leaves(plant, "Ben")
        assert ("Fred", "card") in await plant.told()
        await plant.does(add, case, "And it rattles", ())
        await plant.until("2026-03-02 16:30")
        assert ("Fred", "worker_said") in await plant.told()
        await plant.until("2026-03-04 08:00")
        async with plant.work() as work:
            assert [line["case"] for line in await digest_lines(work, plant.people["Fred"], plant.now)] == [case]
        await plant.does(reassign, case, "Fred", plant.people["Fred"].id)
        assert (await plant.case(case)).owner == plant.people["Fred"].id


async def test_after_the_last_handler_it_goes_to_the_coach(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Emil",)) as plant:
        await released(plant, kind=Kind.GRIEVANCE)
        await leaves(plant, "Dora")
        assert ("Gina", "card") in await plant.told()


async def test_after_the_last_handler_the_recordings_of_what_is_sorted_go_to_who_hears_them_now(
    database: Database,
) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Emil",)) as plant:
        await in_a_group(plant)
        case = (await plant.sends("", kind=None)).case_id
        await spoken(plant, case)
        await plant.until("2026-03-02 12:00")
        await plant.does(sort_with, case, "Dora", RowName.HAZARD_YELLOW, "A danger at press 3")
        await plant.told()
        await leaves(plant, "Dora")
        assert await files(plant) == ["Gina"]


async def test_after_the_last_handler_who_held_it_already_hears_it_too(database: Database) -> None:
    """The coach, to whom it climbed; the contact, who holds it from now on, does not."""
    async with a_plant(database, "2026-03-02 09:00", without=("Emil",)) as plant:
        case = await released(plant, kind=Kind.GRIEVANCE)
        await plant.does(resolve, case, "Dora", "It is done", ())
        await plant.does(rate, case, Verdict.NOT)
        await plant.until("2026-03-02 16:30")
        await spoken(plant, case)
        await plant.until("2026-03-03 11:30")
        assert await files(plant) == ["Dora"]
        await leaves(plant, "Dora")
        assert await files(plant) == ["Gina"]


@pytest.mark.parametrize("group", [True, False])
async def test_files_go_to_who_is_new_alone_also_after_it_is_forgotten_what_was_sent(
    plant: Plant, *, group: bool
) -> None:
    """After the lead the members hear; what stands in the group, or on a handler's screen, does not come again."""
    if group:
        await in_a_group(plant)
    cases = [(await plant.sends(kind=kind)).case_id for kind in (Kind.SUGGESTION, Kind.GRIEVANCE)]
    for case in cases:
        await spoken(plant, case)
    await plant.until("2026-03-02 12:00")
    assert await files(plant) == ["Carol", "Dora", "Emil"]
    plant.clock.at = at("2026-04-10 12:00")
    await plant.storage.admin.purge(plant.now)
    for name in ("Carol", "Dora"):
        await leaves(plant, name)
    assert await files(plant) == ["Ben"]


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


@pytest.fixture
async def two_at_once(postgresql_server: PostgreSQL) -> AsyncGenerator[Plant]:
    """On PostgreSQL: SQLite has one writer."""
    fresh = await fresh_postgresql(postgresql_server)
    async with a_plant(fresh, "2026-03-02 09:00") as plant:
        yield plant
    await drop_postgresql(fresh)


@asynccontextmanager
async def begun_before_ben_left(plant: Plant) -> AsyncGenerator[Work]:
    """A transaction that met everybody first, and comes to the case last."""
    async with plant.work() as work:
        assert plant.people["Ben"] in await work.staff.all()
        await leaves(plant, "Ben")
        yield work


async def test_who_left_while_the_tap_waited_takes_nothing(two_at_once: Plant) -> None:
    case = await released(two_at_once)
    async with begun_before_ben_left(two_at_once) as work:
        with pytest.raises(NotFound):
            await take(work, case, two_at_once.people["Ben"], TakeChoice.LOOK_TODAY, two_at_once.now)
    assert (await two_at_once.case(case)).owner is None


async def test_who_left_while_the_tap_waited_is_given_nothing(two_at_once: Plant) -> None:
    people, case = two_at_once.people, await released(two_at_once)
    async with begun_before_ben_left(two_at_once) as work:
        with pytest.raises(NotAllowed):
            await reassign(work, case, people["Carol"], people["Ben"].id, two_at_once.now)
    assert (await two_at_once.case(case)).owner is None


async def test_who_left_can_come_back_by_a_new_invitation(plant: Plant) -> None:
    await leaves(plant, "Dora")
    with pytest.raises(NotFound):
        await leaves(plant, "Dora")
    back = await comes_back(plant, "Dora", Role.MEMBER)
    assert back.id == plant.people["Dora"].id
    assert back.roles | back.flags == {Role.MEMBER}


async def comes_back(plant: Plant, name: str, role: Role) -> Member:
    """By an invitation that tells of no flag."""
    expires = plant.now.replace(year=2027)
    token = await plant.storage.admin.invite(
        Invite(plant.enterprise, frozenset({role}), frozenset(), name, group=False, expires=expires)
    )
    async with plant.storage.unit() as unit:
        again = await unit.identities.accept(token, Address(plant.chat_of(name), "en"), plant.now)
    async with plant.work() as work:
        return await work.staff.get(again.id)


async def test_what_was_sent_while_a_flag_stood_stays_hidden_from_who_left_and_is_back(plant: Plant) -> None:
    """Ben, a line leader; the day on which he leaves is that of the enterprise, where it is the third already."""
    receipt = await plant.sends(kind=Kind.GRIEVANCE, about=About.LINE_LEADER)
    await plant.until("2026-03-03 00:30")
    await leaves(plant, "Ben")
    await plant.until("2026-03-05 09:00")
    ben = await comes_back(plant, "Ben", Role.HANDLER)
    last = date(2026, 3, 3)
    assert (ben.flags, dict(ben.former)) == (frozenset(), {Role.MEMBER: last, Flag.LINE_LEADER: last})
    async with plant.work() as work:
        assert not may_see(ben, await work.cases.get(receipt.case_id), await work.staff.all())


@pytest.mark.parametrize(
    ("name", "about", "role"),
    [
        ("Fred", About.MANAGER_OR_OWNER, Role.HANDLER),
        ("Dora", About.HR_OR_HANDLER, Role.COACH),
        ("Gina", About.COACH, Role.HANDLER),
    ],
)
async def test_what_was_sent_about_an_old_role_stays_hidden_from_who_left_and_is_back_in_another(
    plant: Plant, name: str, about: About, role: Role
) -> None:
    before = (await plant.sends(kind=Kind.GRIEVANCE, about=about)).case_id
    await leaves(plant, name)
    await plant.until("2026-03-03 09:00")
    after = (await plant.sends(kind=Kind.GRIEVANCE, about=about)).case_id
    await plant.until("2026-03-05 09:00")
    back = await comes_back(plant, name, role)
    async with plant.work() as work:
        staff = await work.staff.all()
        seen = [may_see(back, await work.cases.get(case), staff) for case in (before, after)]
    assert seen == [False, True]


async def test_who_mended_a_danger_left_and_is_back_does_not_check_it(plant: Plant) -> None:
    case = await released(plant, kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    await plant.does(resolve, case, "Ben", "Mended", (await a_photo(plant, case),))
    await leaves(plant, "Ben")
    back = await comes_back(plant, "Ben", Role.MEMBER)
    with pytest.raises(NotAllowed):
        await plant.does(verify, case, back)
    await plant.does(verify, case, "Carol")


async def test_who_left_and_is_back_has_had_it_before(plant: Plant) -> None:
    case = await released(plant)
    await plant.does(take, case, "Carol", TakeChoice.LOOK_TODAY)
    await plant.does(have_it, case, ClockKind.ANSWERED, "Ben")
    await leaves(plant, "Ben")
    back = await comes_back(plant, "Ben", Role.MEMBER)
    with pytest.raises(RuleBroken, match="had_it_before"):
        await plant.does(have_it, case, ClockKind.ANSWERED, back)


async def test_who_comes_and_goes_keeps_the_last_day_of_each_flag(plant: Plant) -> None:
    await leaves(plant, "Ben")
    await plant.until("2026-03-04 09:00")
    ben = plant.people["Ben"] = await comes_back(plant, "Ben", Role.MEMBER)
    async with plant.work() as work:
        await set_flags(work, ben.id, frozenset({Flag.LINE_LEADER, Flag.HR}), plant.now)
    await plant.until("2026-03-05 09:00")
    async with plant.work() as work:
        await set_flags(work, ben.id, frozenset({Flag.LINE_LEADER}), plant.now)
    await plant.until("2026-03-06 09:00")
    async with plant.work() as work:
        await wind_up(work, plant.now)
    ben = await comes_back(plant, "Ben", Role.MEMBER)
    last = date(2026, 3, 6)
    assert dict(ben.former) == {Role.MEMBER: last, Flag.LINE_LEADER: last, Flag.HR: date(2026, 3, 5)}
