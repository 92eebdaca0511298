"""An enterprise that leaves keeps everything for 90 days, then nothing but its figures."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.actions.submit import Submission, submit
from cases.actions.wind_up import wind_up
from cases.errors import InviteInvalid, RuleBroken
from cases.model import Case, Kind, Mode, Role
from cases.ports import Address, Enterprise, Invite
from storage import Storage, closing, legal_holds, retention
from storage import enterprises as tenants
from storage.backup import back_up, restore
from storage.databases import look
from storage.errors import TooLate
from storage.retention import Shredded
from storage.tables import enterprises
from tests.databases import Database
from tests.storage.conftest import BOT, MONDAY, Now, a_case, bind_group, join
from tests.storage.test_chain import audited, happens, to_nobody

BEN, GINA, GROUP = 70, 71, -9
QUARTER = timedelta(days=90)


async def leave(storage: Storage, dawn: Enterprise) -> None:
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await closing.mark(work, unit.at)
        await wind_up(await unit.enterprise(dawn.id), unit.at)


@pytest.fixture
async def case(storage: Storage, dawn: Enterprise) -> Case:
    """Sent to Dawn, where Ben leads, Gina coaches and there is a group."""
    await join(storage, dawn, BEN, Role.LEAD, name="Ben")
    await join(storage, dawn, GINA, Role.COACH, name="Gina")
    await bind_group(storage, dawn, GROUP)
    return await a_case(storage, dawn, "The press has no guard", chat=5)


async def names(storage: Storage, enterprise: Enterprise) -> list[str]:
    async with storage.reading() as unit:
        return [member.name for member in await (await unit.enterprise(enterprise.id)).staff.all()]


async def words(storage: Storage, case: Case) -> list[str]:
    async with storage.reading() as unit:
        return [entry.text for entry in await (await unit.enterprise(case.enterprise)).entries.of(case.id)]


async def test_nothing_new_is_taken_and_all_that_was_stays_readable(
    storage: Storage, dawn: Enterprise, case: Case, now: Now
) -> None:
    invite = Invite(dawn.id, frozenset({Role.MEMBER}), frozenset(), "Cai", group=False, expires=MONDAY + QUARTER)
    token = await storage.admin.invite(invite)
    await leave(storage, dawn)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        assert work.enterprise.closed_at == now.at
        assert work.enterprise.group_bound is False
        given = Submission(await unit.new_case_id(), Kind.QUESTION, Mode.ANSWER_HERE, Address(5, "en"), "why?")
        with pytest.raises(RuleBroken, match="enterprise_closed"):
            await submit(work, given, unit.at)
        with pytest.raises(InviteInvalid):
            await unit.identities.accept(token, Address(72, "en"), unit.at)
        assert await work.replies.open(case.id) == Address(5, "zh_Hans")
    assert await names(storage, dawn) == ["Gina"]
    assert await storage.admin.shred(MONDAY + QUARTER - timedelta(days=1)) == Shredded()
    assert await words(storage, case) == ["The press has no guard"]


async def test_it_can_be_taken_back_until_the_keys_are_gone(
    storage: Storage, dawn: Enterprise, case: Case, now: Now
) -> None:
    await leave(storage, dawn)
    now.later(days=89)
    async with storage.unit() as unit:
        assert len(await closing.take_back(await unit.enterprise(dawn.id))) == 1
    assert await names(storage, dawn) == ["Ben", "Gina"]
    async with storage.reading() as unit:
        again = (await unit.enterprise(dawn.id)).enterprise
        assert (again.closed_at, again.group_bound) == (None, True)
    assert await storage.admin.shred(MONDAY + QUARTER) == Shredded()
    await leave(storage, dawn)
    assert (await storage.admin.shred(now.later(days=90))).enterprises == 1
    async with storage.unit() as unit:
        with pytest.raises(TooLate):
            await closing.take_back(await unit.enterprise(dawn.id))


async def test_its_group_gets_no_card_again_when_the_bot_is_let_in_there(
    storage: Storage, dawn: Enterprise, case: Case
) -> None:
    await leave(storage, dawn)
    async with storage.unit() as unit:
        await unit.identities.regain_chat(GROUP)
    async with storage.reading() as unit:
        assert (await unit.enterprise(dawn.id)).enterprise.group_bound is False


async def test_after_ninety_days_its_keys_are_destroyed_and_its_figures_stay(
    storage: Storage, dawn: Enterprise, foreign: Enterprise, case: Case, now: Now, database: Database
) -> None:
    other = await a_case(storage, foreign, "of another enterprise", chat=6)
    await leave(storage, dawn)
    late = now.later(days=90)
    async with look(database.url) as connection:
        assert await retention.going(connection, late) == {"cases": 1, "case_files": 0, "enterprises": 1}
    assert await storage.admin.shred(late) == Shredded(1, 0, 1)
    assert await storage.admin.shred(late) == Shredded()
    assert await words(storage, case) == [""]
    assert await words(storage, other) == ["of another enterprise"]
    assert await names(storage, dawn) == []
    async with storage.reading() as unit:
        work = await unit.enterprise(dawn.id)
        assert (work.enterprise.name, work.enterprise.headcount) == (dawn.code, dawn.headcount)
        assert await unit.identities.members(GINA) == []
        assert await unit.own_cases(5) == []
        assert [each.number for each in (await work.cases.many([case.id])).values()] == [case.number]
        assert await unit.identities.group(GROUP) is None


async def test_its_chain_goes_with_its_key_and_none_is_called_broken(
    storage: Storage, dawn: Enterprise, case: Case, now: Now
) -> None:
    await happens(storage, case, "taken")
    await storage.chains.extend(now.at, to_nobody)
    await leave(storage, dawn)
    await storage.admin.shred(now.later(days=90))
    assert (await audited(storage, dawn)).found == ()
    assert (await storage.chains.extend(now.at, to_nobody)).broken == {}
    assert (await audited(storage, dawn)).found == ()


@pytest.mark.usefixtures("postgresqls_programs")
async def test_a_backup_from_before_its_end_brings_nothing_back_and_stops_nothing(
    storage: Storage,
    dawn: Enterprise,
    foreign: Enterprise,
    case: Case,
    now: Now,
    database: Database,
    empty: Database,
    tmp_path: Path,
) -> None:
    ring = storage.shared.keys.ring
    await join(storage, foreign, GINA, Role.COACH, name="Gina")
    other = await a_case(storage, foreign, "of another enterprise", chat=6)
    await storage.chains.extend(now.at, to_nobody)
    old = await back_up(database.url, tmp_path, now.at)
    await leave(storage, dawn)
    assert await storage.admin.shred(now.later(days=90)) == Shredded(1, 0, 1)
    await back_up(database.url, tmp_path, now.at)
    await restore(empty.url, ring, old.data)
    async with Storage.open(empty.url, ring, BOT, now) as restored:
        assert [(each.code, each.closed_at is None) for each in await restored.admin.enterprises()] == [
            ("dawn", False),
            ("elsewhere", True),
        ]
        assert [await words(restored, one) for one in (case, other)] == [[""], ["of another enterprise"]]
        assert await names(restored, dawn) == []
        async with restored.reading() as unit:
            assert [each.enterprise for each in await unit.identities.members(GINA)] == [foreign.id]
        assert (await restored.chains.extend(now.at, to_nobody)).broken == {}
        assert [(await audited(restored, one)).found for one in (dawn, foreign)] == [(), ()]
        assert await restored.admin.shred(now.at) == Shredded()


async def test_the_words_of_an_enterprise_that_does_not_open_go_in_their_time_and_keep_no_others(
    storage: Storage, dawn: Enterprise, foreign: Enterprise, case: Case, now: Now
) -> None:
    await a_case(storage, foreign, "of another enterprise", chat=6)
    for enterprise in (dawn, foreign):
        await leave(storage, enterprise)
    async with storage.unit() as unit:
        await unit.run(sa.update(enterprises).where(enterprises.c.id == dawn.id), {"sealed": b"noise" * 9})
        await tenants.touch(unit, dawn.id)
    assert await storage.admin.shred(now.later(days=90)) == Shredded(2, 0, 2)


async def test_while_a_case_is_held_the_enterprise_waits(
    storage: Storage, dawn: Enterprise, case: Case, now: Now
) -> None:
    await join(storage, dawn, 73, Role.OFFICE)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await work.cases.save(replace(await work.cases.get(case.id), released_at=MONDAY))
        token = await legal_holds.ask(work, case.number, "court of Example Town")
    async with storage.unit() as unit:
        await legal_holds.confirm(unit, token, 73)
    await leave(storage, dawn)
    assert await storage.admin.shred(now.later(days=90)) == Shredded()
    assert await words(storage, case) == ["The press has no guard"]
    token = await storage.admin.lift_hold(dawn.id, case.number)
    async with storage.unit() as unit:
        await legal_holds.confirm(unit, token, 73)
    assert await storage.admin.shred(now.at) == Shredded(1, 0, 1)


async def test_its_export_holds_no_word_no_key_and_no_way_back(storage: Storage, dawn: Enterprise, case: Case) -> None:
    async with storage.reading() as unit:
        rows = await closing.export(unit, dawn.id)
    assert tuple(rows) == closing.EXPORTED
    assert [row["number"] for row in rows["cases"]] == [case.number]
    assert [word for word in ("guard", "Dawn Textiles", "Gina") if word in str(rows)] == []


async def test_a_program_beside_it_follows(
    storage: Storage, dawn: Enterprise, case: Case, now: Now, database: Database
) -> None:
    """The fresh key is met by who still remembers the old one."""
    await leave(storage, dawn)
    async with Storage.open(database.url, storage.shared.keys.ring, storage.shared.bot, now, alone=False) as beside:
        await beside.admin.shred(now.later(days=90))
    assert await names(storage, dawn) == []
    async with storage.reading() as unit:
        assert (await unit.enterprise(dawn.id)).enterprise.name == dawn.code
