from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cases.actions.submit import Receipt
from cases.calendar import Shutdown
from cases.model import About, ClockKind, Kind, Level, Mode, Role, Stage, Urgency
from tests.cases.actions.plant import Plant, a_plant
from tests.cases.actions.test_sort import in_a_group, spoken
from tests.cases.examples import at
from tests.databases import Database


async def test_submit_promises_one_date_counted_from_the_release(plant: Plant) -> None:
    receipt = await plant.sends()
    assert receipt == Receipt(
        receipt.case_id, at("2026-03-16 17:00"), at("2026-03-02 11:30"), Role.MANAGER, counted=True
    )


async def test_submit_keeps_the_day_and_never_the_minute(plant: Plant) -> None:
    case = await plant.case((await plant.sends()).case_id)
    assert (case.sent_on, case.release_due, case.released_at) == (date(2026, 3, 2), at("2026-03-02 11:30"), None)


async def test_submit_says_nothing_to_anybody_before_the_release(plant: Plant) -> None:
    await plant.sends()
    await plant.until("2026-03-02 11:29")
    assert await plant.told() == []


async def test_release_shows_a_suggestion_to_the_team_and_starts_its_clocks(plant: Plant) -> None:
    case = (await plant.sends()).case_id
    await plant.until("2026-03-02 11:30")
    assert await plant.told() == [("Carol", "card")]
    clocks = await plant.clocks(case)
    assert {kind: clock.promised for kind, clock in clocks.items()} == {
        ClockKind.TAKEN: at("2026-03-04 17:00"),
        ClockKind.ANSWERED: at("2026-03-16 17:00"),
        ClockKind.SOLVED: at("2026-05-31 17:00"),
    }
    assert await plant.log(case) == ["submitted"]


@pytest.mark.parametrize("group", [False, True])
async def test_release_where_nobody_of_the_team_is_left_shows_it_to_the_manager(
    database: Database, *, group: bool
) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Ben", "Carol")) as plant:
        if group:
            await in_a_group(plant)
        await spoken(plant, (await plant.sends()).case_id)
        await plant.until("2026-03-02 11:30")
        everywhere = ["Fred", "group"] if group else ["Fred"]
        told = await plant.told()
        assert [who for who, what in told if what == "card"] == everywhere
        assert [who for who, what in told if what == "files"] == ["Fred"]


async def test_release_after_a_day_of_downtime_makes_no_promise_later(plant: Plant) -> None:
    case = (await plant.sends()).case_id
    plant.clock.at = at("2026-03-03 15:00")
    await plant.tick()
    assert (await plant.clocks(case))[ClockKind.TAKEN].promised == at("2026-03-04 17:00")
    assert (await plant.case(case)).released_at == at("2026-03-02 11:30")


@pytest.mark.parametrize(
    ("changed", "answered"),
    [
        ({"shutdowns": (Shutdown(date(2026, 3, 3), date(2026, 3, 20), "stocktaking"),)}, "2026-03-16 17:00"),
        ({"weekdays": frozenset(range(1, 8))}, "2026-03-12 17:00"),
    ],
    ids=["later", "earlier"],
)
async def test_release_keeps_the_date_of_the_receipt_unless_a_new_calendar_makes_it_earlier(
    plant: Plant, changed: dict[str, Any], answered: str
) -> None:
    receipt = await plant.sends()
    await plant.storage.admin.change_enterprise(
        plant.enterprise, lambda before: replace(before, calendar=replace(before.calendar, **changed))
    )
    await plant.until("2026-03-02 11:30")
    clock = (await plant.clocks(receipt.case_id))[ClockKind.ANSWERED]
    assert receipt.promised == at("2026-03-16 17:00")
    assert (clock.promised, clock.due) == (at(answered), at(answered))


async def test_a_release_put_off_before_dates_were_kept_goes_by_the_calendar(plant: Plant) -> None:
    case = (await plant.sends()).case_id
    async with plant.work() as work:
        await work.acts.cancel(case, "release")
        await work.acts.later(case, "release", at("2026-03-02 11:30"))
    await plant.until("2026-03-02 11:30")
    assert (await plant.clocks(case))[ClockKind.ANSWERED].promised == at("2026-03-16 17:00")


async def test_release_shows_a_grievance_to_the_handlers_alone(plant: Plant) -> None:
    receipt = await plant.sends(kind=Kind.GRIEVANCE)
    assert receipt.next_role is Role.COACH
    await plant.until("2026-03-02 11:30")
    assert await plant.told() == [("Dora", "card"), ("Emil", "card")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"kind": Kind.GRIEVANCE, "about": About.HR_OR_HANDLER}, ["Gina"]),
        ({"kind": Kind.GRIEVANCE, "about": About.NOT_SURE}, ["Dora", "Emil"]),
        ({"kind": None}, ["Dora", "Emil"]),
        ({"kind": Kind.HAZARD, "urgency": Urgency.GREEN, "unsafe_order": True}, ["Dora", "Emil"]),
        ({"kind": Kind.HAZARD, "urgency": Urgency.GREEN, "about": About.MANAGER_OR_OWNER}, ["Dora", "Emil"]),
    ],
)
async def test_release_keeps_what_could_be_about_somebody_out_of_the_group(
    plant: Plant, facts: dict[str, Any], expected: list[str]
) -> None:
    await plant.sends(**facts)
    await plant.until("2026-03-02 11:30")
    assert await plant.told() == [(name, "card") for name in expected]


async def test_submit_a_danger_that_hurts_now_is_shown_and_alerted_at_once(plant: Plant) -> None:
    receipt = await plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)
    assert (receipt.promised, receipt.until) == (at("2026-03-03 09:00"), at("2026-03-02 10:00"))
    await plant.tick()
    assert await plant.told() == [("Carol", "alert"), ("Carol", "card"), ("Fred", "alert")]
    assert (await plant.clocks(receipt.case_id))[ClockKind.TAKEN].due == at("2026-03-02 10:00")


async def test_submit_an_urgent_grievance_leaves_at_the_next_of_its_own_times(plant: Plant) -> None:
    await plant.sends(kind=Kind.GRIEVANCE, harm=True)
    await plant.until("2026-03-02 12:00")
    told = await plant.told()
    assert [each for each in told if each[1] == "card"] == [("Dora", "card"), ("Emil", "card"), ("Hugo", "card")]
    assert [each for each in told if each[1] == "alert"] == [("Dora", "alert"), ("Emil", "alert"), ("Hugo", "alert")]


async def test_submit_without_a_way_back_keeps_none_and_gives_a_number(plant: Plant) -> None:
    receipt = await plant.sends(mode=Mode.NO_WAY_BACK)
    assert receipt.digits is not None
    assert len(receipt.digits) == 16
    async with plant.work() as work:
        assert await work.replies.open(receipt.case_id) is None
    async with plant.storage.unit() as unit:
        assert (await unit.case_of_receipt(receipt.digits))[1].id == receipt.case_id


async def test_submit_keeps_the_name_only_in_the_named_mode(plant: Plant) -> None:
    named = await plant.sends(mode=Mode.NAMED, name="Ana Wu")
    unnamed = await plant.sends(name="Ana Wu")
    cases = [await plant.case(each.case_id) for each in (named, unnamed)]
    assert [case.name for case in cases] == ["Ana Wu", ""]


async def test_submit_names_no_ticked_or_missing_role_as_the_next_one(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Gina",)) as plant:
        asked = [
            await plant.sends(kind=Kind.GRIEVANCE),
            await plant.sends(about=About.MANAGER_OR_OWNER),
            await plant.sends(kind=Kind.QUESTION),
        ]
    assert [receipt.next_role for receipt in asked] == [Role.INDEPENDENT, Role.INDEPENDENT, Role.MANAGER]


async def test_submit_names_nobody_where_nobody_is_left(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Gina", "Hugo", "Iris", "Carol", "Fred")) as plant:
        asked = [
            await plant.sends(kind=Kind.GRIEVANCE, about=About.HR_OR_HANDLER),
            await plant.sends(kind=Kind.QUESTION),
        ]
    assert [receipt.next_role for receipt in asked] == [None, Role.MEMBER]


async def test_submit_names_no_ticked_coach_as_the_next_one(plant: Plant) -> None:
    asked = [await plant.sends(kind=Kind.GRIEVANCE, about=about) for about in (About.NO_ONE, About.COACH)]
    assert [receipt.next_role for receipt in asked] == [Role.COACH, Role.INDEPENDENT]


async def test_submit_starts_at_the_bottom(plant: Plant) -> None:
    case = await plant.case((await plant.sends()).case_id)
    assert (case.stage, case.level, case.owner) == (Stage.NEW, Level.TEAM, None)
