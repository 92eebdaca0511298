"""What readers were told is kept for each of them, sealed, and is theirs whoever invites them anew."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cases.actions.summarise import people
from cases.errors import NotFound
from cases.localtime import months_after
from cases.model import About, Case, Event, Flag, Kind, Member, Mode, Role, Stage, Verdict
from cases.people import Figure, People
from cases.ports import Enterprise
from storage import Storage
from tests.cases.released import given_away
from tests.databases import Database
from tests.storage.conftest import MONDAY, Now, an_enterprise, join

LATER = MONDAY + timedelta(days=60)
"""1 May: March is over, and April."""
MARCH = date(2026, 3, 1)


async def happens(
    storage: Storage,
    enterprise: Enterprise,
    month: date,
    kind: Kind = Kind.GRIEVANCE,
    taps: Sequence[Verdict] = (),
    about: About = About.NO_ONE,
) -> int:
    """A case that came in that month, with what was tapped in it."""
    at = datetime(month.year, month.month, 10, tzinfo=MONDAY.tzinfo)
    async with storage.unit() as unit:
        work = await unit.enterprise(enterprise.id)
        number = await work.cases.fresh_number()
        case = Case(await unit.new_case_id(), enterprise.id, number, kind, Mode.ANSWER_HERE, at.date(), at, 1)
        await work.cases.add(replace(case, about=about, released_at=at, stage=Stage.TAKEN))
        await work.events.add(Event(case.id, "submitted", at, data={"kind": kind, "urgency": None}))
        for verdict in taps:
            await work.events.add(Event(case.id, "rated", at + timedelta(days=2), data={"verdict": verdict}))
    return case.id


async def falls_silent(storage: Storage, enterprise: Enterprise, case: int) -> None:
    async with storage.unit() as unit:
        work = await unit.enterprise(enterprise.id)
        await work.events.add(Event(case, "closed_by_silence", datetime(2026, 3, 25, tzinfo=MONDAY.tzinfo)))


async def reads(storage: Storage, enterprise: Enterprise, reader: Member, month: date) -> People:
    async with storage.unit() as unit:
        return await people(await unit.enterprise(enterprise.id), reader, month, 100, unit.at)


async def book(storage: Storage, enterprise: Enterprise, reader: Member) -> list[Any]:
    async with storage.unit() as unit:
        return await (await unit.enterprise(enterprise.id)).figures.told(reader.id)


@pytest.fixture
async def gina(storage: Storage, dawn: Enterprise, now: Now) -> Member:
    coach = await join(storage, dawn, 6, Role.COACH, name="Gina")
    now.at = LATER
    return coach


def year(total: int | None, until: date = MARCH) -> Figure:
    return Figure(months_after(until, -11), until, total, {})


async def test_grievances_of_the_year_leave_out_those_about_the_coach(
    storage: Storage, dawn: Enterprise, gina: Member
) -> None:
    for kind, about in ((Kind.GRIEVANCE, About.COACH), (Kind.SUGGESTION, About.NO_ONE)):
        await happens(storage, dawn, MARCH, kind, about=about)
    for month in (MARCH, MARCH, date(2025, 4, 1), date(2025, 11, 1), date(2026, 1, 1)):
        await happens(storage, dawn, month)
    await happens(storage, dawn, date(2025, 3, 1))
    await happens(storage, dawn, date(2026, 4, 1))
    assert (await reads(storage, dawn, gina, MARCH)).grievances == year(5)


async def test_grievances_of_the_year_leave_out_those_that_may_be_about_the_reader_by_a_flag(
    storage: Storage, dawn: Enterprise, gina: Member
) -> None:
    for _ in range(6):
        await happens(storage, dawn, MARCH, about=About.AGENCY)
    of_the_agency = replace(gina, flags=frozenset({Flag.AGENCY}))
    hana = await join(storage, dawn, 7, Role.COACH, name="Hana")
    told = [(await reads(storage, dawn, reader, MARCH)).grievances for reader in (of_the_agency, hana)]
    assert told == [year(None), year(6)]


async def test_taps_and_silence_on_what_only_handlers_see_are_not_counted(
    storage: Storage, dawn: Enterprise, gina: Member
) -> None:
    for verdict in [Verdict.SOLVED] * 6 + [Verdict.HALF] * 5 + [Verdict.NOT] * 5:
        await happens(storage, dawn, MARCH, Kind.SUGGESTION, [verdict])
    await happens(storage, dawn, MARCH, Kind.GRIEVANCE, [Verdict.NOT])
    for kind in [Kind.SUGGESTION] * 5 + [Kind.GRIEVANCE]:
        await falls_silent(storage, dawn, await happens(storage, dawn, MARCH, kind))
    told = await reads(storage, dawn, gina, MARCH)
    assert told.taps == Figure(MARCH, MARCH, 16, {Verdict.SOLVED: 6, Verdict.HALF: 5, Verdict.NOT: 5})
    assert told.silent == Figure(MARCH, MARCH, 5, {})


async def test_a_month_that_runs_has_no_figure_but_the_year_before_it(
    storage: Storage, dawn: Enterprise, gina: Member, now: Now
) -> None:
    for _ in range(6):
        await happens(storage, dawn, MARCH)
    now.at = MONDAY + timedelta(days=35)
    for month in (date(2026, 4, 1), date(2027, 8, 1)):
        assert await reads(storage, dawn, gina, month) == People(year(6), None, None, None)


async def test_what_comes_late_changes_no_answer_and_is_never_told(
    storage: Storage, dawn: Enterprise, gina: Member
) -> None:
    for _ in range(6):
        await happens(storage, dawn, MARCH, Kind.SUGGESTION, [Verdict.SOLVED])
        await happens(storage, dawn, MARCH)
    first = await reads(storage, dawn, gina, MARCH)
    told = await book(storage, dawn, gina)
    await happens(storage, dawn, MARCH, Kind.SUGGESTION, [Verdict.SOLVED])
    await happens(storage, dawn, MARCH)
    assert await reads(storage, dawn, gina, MARCH) == first
    assert await book(storage, dawn, gina) == told
    assert (await reads(storage, dawn, gina, date(2026, 4, 1))).grievances == year(6)


async def test_a_new_coach_begins_with_nothing_and_an_old_one_keeps_what_was_told(
    storage: Storage, dawn: Enterprise, gina: Member
) -> None:
    for _ in range(6):
        await happens(storage, dawn, MARCH)
    await reads(storage, dawn, gina, MARCH)
    await happens(storage, dawn, MARCH)
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).staff.end(gina.id, LATER)
    hana = await join(storage, dawn, 7, Role.COACH, name="Hana")
    again = await join(storage, dawn, 6, Role.COACH, name="Gina")
    assert again.id == gina.id != hana.id
    assert (await reads(storage, dawn, hana, MARCH)).grievances == year(7)
    assert (await reads(storage, dawn, again, MARCH)).grievances == year(6)


async def test_what_was_told_of_one_firm_is_nothing_to_another(
    storage: Storage, dawn: Enterprise, foreign: Enterprise, gina: Member
) -> None:
    there = await join(storage, foreign, 6, Role.COACH, name="Gina")
    await reads(storage, dawn, gina, MARCH)
    assert len(await book(storage, dawn, gina)) == 2
    assert await book(storage, foreign, there) == []
    with pytest.raises(NotFound):
        await book(storage, foreign, gina)


async def test_what_was_told_rests_sealed(storage: Storage, dawn: Enterprise, gina: Member, database: Database) -> None:
    await reads(storage, dawn, gina, MARCH)
    assert b"grievances" not in database.raw()


@pytest.mark.parametrize("seed", range(6))
async def test_law_all_that_a_coach_is_ever_told_leaves_each_small_number_possible(
    storage: Storage, now: Now, seed: int
) -> None:
    """From the rows of the database to the figures read: months in any order, with late events between."""
    chance = random.Random(seed)  # noqa: S311 - the same cases each time
    firm = replace(an_enterprise(f"firm-{seed}"), headcount=chance.choice([9, 15, 60]))
    firm = await storage.admin.add_enterprise(firm)
    coach = await join(storage, firm, 6, Role.COACH)
    now.at = LATER
    months = [date(2025, 7, 1), date(2026, 1, 1), date(2026, 2, 1), MARCH]

    async def some() -> None:
        await happens(storage, firm, chance.choice(months))
        await happens(storage, firm, chance.choice(months[1:]), Kind.SUGGESTION, [chance.choice(list(Verdict))])

    for _ in range(chance.randint(4, 8)):
        await some()
    read = []
    for month in chance.sample([*months[1:], MARCH, months[1]], 4):
        read.append(await reads(storage, firm, coach, month))
        await some()
    assert given_away(read) == []
