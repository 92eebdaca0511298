from dataclasses import replace

import pytest

from cases.access import may_see
from cases.actions.decide import resolve
from cases.actions.digest import digest_lines
from cases.actions.flags import set_flags
from cases.actions.manage import have_it
from cases.actions.rate import apply_verdict, reopen
from cases.actions.take import take
from cases.errors import NotFound
from cases.model import About, ClockKind, Flag, Kind, Level, TakeChoice, Verdict
from tests.cases.actions.plant import Plant, a_plant
from tests.cases.actions.test_sort import files, spoken
from tests.cases.examples import at
from tests.databases import Database


async def sees(plant: Plant, name: str, case: int) -> bool:
    async with plant.work() as work:
        staff = await work.staff.all()
        member = next(each for each in staff if each.id == plant.people[name].id)
        return may_see(member, await work.cases.get(case), staff)


async def flagged(plant: Plant, name: str, *flags: Flag) -> None:
    async with plant.work() as work:
        await set_flags(work, plant.people[name].id, frozenset(flags), plant.now)


async def test_a_flag_taken_away_opens_nothing_that_was_sent_while_it_stood(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00") as plant:
        await flagged(plant, "Dora", Flag.WOMAN, Flag.LINE_LEADER)
        before = (await plant.sends(kind=Kind.GRIEVANCE, about=About.LINE_LEADER)).case_id
        await plant.until("2026-03-02 13:00")
        await flagged(plant, "Dora", Flag.WOMAN)
        same_day = (await plant.sends(kind=Kind.GRIEVANCE, about=About.LINE_LEADER)).case_id
        await plant.until("2026-03-03 09:00")
        after = (await plant.sends(kind=Kind.GRIEVANCE, about=About.LINE_LEADER)).case_id
        await plant.until("2026-03-04 09:00")
        cases = (before, same_day, after)
        assert [await sees(plant, "Dora", case) for case in cases] == [False, False, True]
        assert [await sees(plant, "Emil", case) for case in cases] == [True, True, True]
        async with plant.work() as work:
            dora = await work.staff.get(plant.people["Dora"].id)
        assert dora.flags == {Flag.WOMAN}
        assert {flag: f"{day:%a}" for flag, day in dora.former.items()} == {Flag.LINE_LEADER: "Mon"}


async def test_a_new_flag_hides_older_cases_too_and_hands_them_on(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00", without=("Emil",)) as plant:
        about = (await plant.sends(kind=Kind.GRIEVANCE, about=About.LINE_LEADER)).case_id
        other = (await plant.sends(kind=Kind.GRIEVANCE)).case_id
        await plant.until("2026-03-02 12:00")
        for case in (about, other):
            await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
        await plant.told()
        await flagged(plant, "Dora", Flag.LINE_LEADER)
        assert [await sees(plant, "Dora", case) for case in (about, other)] == [False, True]
        assert await sees(plant, "Gina", about)
        assert ("Gina", "card") in await plant.told()
        assert [(await plant.case(case)).owner for case in (about, other)] == [None, plant.people["Dora"].id]


async def test_by_a_new_flag_files_go_to_who_is_new_alone(plant: Plant) -> None:
    """Also after it is forgotten what was sent."""
    await spoken(plant, (await plant.sends(kind=Kind.GRIEVANCE, about=About.LINE_LEADER)).case_id)
    await plant.until("2026-03-02 12:00")
    assert await files(plant) == ["Dora", "Emil"]
    plant.clock.at = at("2026-04-10 12:00")
    await plant.storage.admin.purge(plant.now)
    await flagged(plant, "Dora", Flag.LINE_LEADER)
    assert await files(plant) == []
    await flagged(plant, "Emil", Flag.LINE_LEADER)
    assert await files(plant) == ["Gina"]


async def test_what_rested_because_somebody_had_it_goes_on_to_the_others_without_them(database: Database) -> None:
    """They have not got it any more: what broke meanwhile is told those who have, and the worker hears that it was."""
    async with a_plant(database, "2026-03-02 09:00") as plant:
        case = await dora_has(plant, "2026-03-06 16:00")
        await flagged(plant, "Dora", Flag.LINE_LEADER)
        await plant.told()
        plant.clock.at = (await plant.clocks(case))[ClockKind.ANSWERED].due
        await plant.tick()
        assert [each for each in await plant.told() if each[1] == "alert"] == [("Emil", "alert")]
        broken = [event.data["next_role"] for event in await plant.events(case) if event.what == "promise_broken"]
        assert broken == ["handler"]
        assert "rung" in await plant.log(case)


async def test_what_was_late_already_does_not_wait_for_the_end_of_their_i_have_it(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00") as plant:
        case = await dora_has(plant, "2026-03-20 16:00")
        plant.clock.at = at("2026-03-20 16:30")
        await flagged(plant, "Dora", Flag.LINE_LEADER)
        clock = (await plant.clocks(case))[ClockKind.ANSWERED]
        assert clock.next_rung_at == plant.now


async def dora_has(plant: Plant, moment: str) -> int:
    """A grievance about a line leader, in nobody's hands, whose answer she says she looks after."""
    case = (await plant.sends(kind=Kind.GRIEVANCE, about=About.LINE_LEADER)).case_id
    await plant.until("2026-03-02 12:00")
    await plant.does(take, case, "Emil", TakeChoice.LOOK_TODAY)
    await plant.until(moment)
    await plant.does(have_it, case, ClockKind.ANSWERED, "Dora")
    return case


async def test_whom_a_flag_takes_a_case_from_is_followed_by_the_others(database: Database) -> None:
    """Nobody has it any more: all who hold it are asked to take it, as if nobody ever had."""
    async with a_plant(database, "2026-03-02 09:00") as plant:
        case = (await plant.sends(kind=Kind.GRIEVANCE, about=About.LINE_LEADER)).case_id
        await plant.until("2026-03-02 12:00")
        await plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
        await flagged(plant, "Dora", Flag.LINE_LEADER)
        taken = (await plant.clocks(case))[ClockKind.TAKEN]
        due = taken.due
        assert (taken.met_at, due) == (None, at("2026-03-04 17:00"))
        plant.clock.at = due.replace(hour=0)  # 08:00, when the digest of that day is written
        lists = [name for name in ("Dora", "Emil") if await lists_it(plant, name, case)]
        await plant.told()
        plant.clock.at = due
        await plant.tick()
        assert (lists, [each for each in await plant.told() if each[1] == "alert"]) == (["Emil"], [("Emil", "alert")])


async def lists_it(plant: Plant, name: str, case: int) -> bool:
    async with plant.work() as work:
        member = await work.staff.get(plant.people[name].id)
        return case in [line["case"] for line in await digest_lines(work, member, plant.now)]


async def test_flags_are_set_of_whom_there_is(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00") as plant:
        plant.people["Zoe"] = replace(plant.people["Dora"], id=999)
        with pytest.raises(NotFound):
            await flagged(plant, "Zoe", Flag.HR)


async def test_what_opens_again_is_not_in_the_hands_of_whom_it_is_about_by_now(plant: Plant) -> None:
    cases = [
        (await plant.sends(kind=Kind.GRIEVANCE, about=about)).case_id for about in (About.LINE_LEADER, About.NO_ONE)
    ]
    await plant.until("2026-03-02 12:00")
    for case in cases:
        await plant.does(resolve, case, "Dora", "It was talked about.", ())
        await plant.does(apply_verdict, case, Verdict.SOLVED)
    await flagged(plant, "Dora", Flag.LINE_LEADER)
    async with plant.work() as work:
        for case in cases:
            await reopen(work, each := await work.cases.get(case), Level.TEAM, plant.now)
            await work.cases.save(each)
    assert [(await plant.case(case)).owner for case in cases] == [None, plant.people["Dora"].id]
    assert [(await plant.clocks(case))[ClockKind.TAKEN].met_at is None for case in cases] == [True, False]
