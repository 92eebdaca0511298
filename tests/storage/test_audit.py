"""Whoever can write to the database, and even the operator with all keys, cannot make a case vanish unseen."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cases.chain import beginning, next_link
from cases.model import Case, Stage
from cases.ports import Enterprise
from storage import Storage, Unit
from storage.audit import Audited, Fault, Found, is_whole
from storage.chain import head_tag
from storage.chain_tables import chains, links
from storage.keytable import KeyKind
from storage.tables import cases, entries, events, keys
from tests.databases import Database
from tests.storage.conftest import MONDAY, Now, a_case
from tests.storage.test_chain import WEEK, Kept, audited, happens, linked, to_nobody

YEAR = timedelta(days=366)


@pytest.fixture
async def case(storage: Storage, dawn: Enterprise) -> Case:
    """The second of two, both with a history; their events alternate in the chain."""
    first, second = await a_case(storage, dawn), await a_case(storage, dawn)
    for what in ("submitted", "taken", "answer"):
        for each in (first, second):
            await happens(storage, each, what)
            await storage.chains.extend(MONDAY, to_nobody)
    return second


async def attack(storage: Storage, *statements: sa.Executable) -> None:
    async with storage.unit() as unit:
        for statement in statements:
            await unit.run(statement)


def faults(found: Audited) -> list[Fault]:
    return [each.fault for each in found.found]


async def seen(storage: Storage, enterprise: Enterprise) -> list[Fault]:
    """What is wrong: the audit's word, and that what anybody may ask for agrees with it."""
    found = faults(await audited(storage, enterprise))
    async with storage.reading() as unit:
        chain = (await unit.enterprise(enterprise.id)).chain
        ids = list((await unit.run(sa.select(cases.c.id))).scalars())
        proofs = [await chain.proof(one) for one in ids]
    needs_keys = {Fault.CHANGED, Fault.KEY}
    assert set(found) <= needs_keys or not any(proof.whole for proof in proofs)
    return found


async def put_together(unit: Unit, enterprise: int, rows: list[dict[str, Any]]) -> None:
    """A chain anew from these commitments, as anybody can compute it; but for the keyed hash of its end."""
    head, links_ = beginning(enterprise), []
    for position, row in enumerate(rows, 1):
        head = next_link(head, position, row["commitment"])
        made = {"enterprise_id": enterprise, "position": position, "digest": head}
        links_.append(made | {"commitment": row["commitment"], "day": row["day"]})
    await unit.run(sa.update(events).values(position=None))
    await unit.run(sa.delete(links).where(links.c.enterprise_id == enterprise))
    await unit.run(sa.insert(links), links_)
    for position, row in enumerate(rows, 1):
        if row["day"] is None:
            of = (events.c.case_id == row["case_id"], events.c.seq == row["seq"])
            await unit.run(sa.update(events).where(*of).values(position=position))
    end = {"position": len(rows), "head": head}
    await unit.run(sa.update(chains).where(chains.c.enterprise_id == enterprise).values(end))


async def rows_of(unit: Unit) -> list[dict[str, Any]]:
    joined = links.outerjoin(events, events.c.position == links.c.position)
    query = sa.select(links.c.commitment, links.c.day, events.c.case_id, events.c.seq).select_from(joined)
    return [dict(row._mapping) for row in await unit.run(query.order_by(links.c.position))]


async def test_a_chain_that_nobody_touched_is_whole(storage: Storage, dawn: Enterprise, case: Case) -> None:
    found = await audited(storage, dawn)
    assert (found.code, found.links, found.found) == ("dawn", 7, ())
    assert await seen(storage, dawn) == []


async def test_a_case_deleted_with_all_that_hangs_on_it(storage: Storage, dawn: Enterprise, case: Case) -> None:
    await attack(storage, sa.delete(cases).where(cases.c.id == case.id), sa.delete(keys).where(keys.c.ref == case.id))
    assert await seen(storage, dawn) == [Fault.GONE] * 3


async def test_one_event_deleted(storage: Storage, dawn: Enterprise, case: Case) -> None:
    await attack(storage, sa.delete(events).where(events.c.case_id == case.id, events.c.seq == 2))
    assert (await audited(storage, dawn)).found == (Found(Fault.GONE, 5),)


@pytest.mark.parametrize(
    "change",
    [
        {"what": "declined"},
        {"at": MONDAY - timedelta(days=1)},
        {"data": {"n": 2}},
        {"by": None, "data": {}},
    ],
    ids="+".join,
)
async def test_an_event_changed(storage: Storage, dawn: Enterprise, case: Case, change: dict[str, Any]) -> None:
    await attack(storage, sa.update(events).where(events.c.case_id == case.id, events.c.seq == 2).values(change))
    assert (await audited(storage, dawn)).found == (Found(Fault.CHANGED, 5, case.number),)
    async with storage.reading() as unit:
        assert not (await (await unit.enterprise(dawn.id)).chain.proof(case.id)).whole


async def test_events_given_to_another_case(storage: Storage, dawn: Enterprise, case: Case) -> None:
    other = sa.select(cases.c.id).where(cases.c.id != case.id).scalar_subquery()
    await attack(
        storage, sa.update(events).where(events.c.case_id == case.id).values(case_id=other, seq=events.c.seq + 9)
    )
    assert (await seen(storage, dawn)).count(Fault.CHANGED) == 3


async def test_links_in_another_order(storage: Storage, dawn: Enterprise, case: Case) -> None:
    async with storage.unit() as unit:
        rows = await rows_of(unit)
        await put_together(unit, dawn.id, [rows[0], rows[2], rows[1], *rows[3:]])
    assert await seen(storage, dawn) == [Fault.END]


async def test_the_history_of_a_case_in_another_order(storage: Storage, dawn: Enterprise, case: Case) -> None:
    of = sa.update(events).where(events.c.case_id == case.id)
    swaps = [of.where(events.c.seq == old).values(seq=new) for old, new in ((2, 9), (3, 2), (9, 3))]
    await attack(storage, *swaps)
    assert Fault.ORDER in await seen(storage, dawn)


async def test_the_end_cut_off(storage: Storage, dawn: Enterprise, case: Case) -> None:
    async with storage.unit() as unit:
        rows = await rows_of(unit)
        await unit.run(sa.delete(events).where(events.c.position > 5))
        await put_together(unit, dawn.id, rows[:5])
    assert await seen(storage, dawn) == [Fault.END]


async def test_links_cut_off_and_nothing_else(storage: Storage, dawn: Enterprise, case: Case) -> None:
    await attack(storage, sa.delete(links).where(links.c.position > 5))
    assert await seen(storage, dawn) == [Fault.END]


async def test_a_link_taken_out(storage: Storage, dawn: Enterprise, case: Case) -> None:
    await attack(storage, sa.delete(links).where(links.c.position == 4))
    assert (await audited(storage, dawn)).found == (Found(Fault.GAP, 5, case.number),)


async def test_a_case_taken_out_and_the_chain_put_together_anew(storage: Storage, dawn: Enterprise, case: Case) -> None:
    async with storage.unit() as unit:
        rows = [row for row in await rows_of(unit) if row["case_id"] != case.id]
        await unit.run(sa.delete(cases).where(cases.c.id == case.id))
        await put_together(unit, dawn.id, rows)
    assert await seen(storage, dawn) == [Fault.END]


async def test_a_lost_event_passed_off_as_an_anchor(storage: Storage, dawn: Enterprise, case: Case) -> None:
    gone = sa.delete(events).where(events.c.position == 4)
    await attack(storage, gone, sa.update(links).where(links.c.position == 4).values(day=MONDAY.date()))
    assert (await audited(storage, dawn)).found == (Found(Fault.ANCHOR, 4),)


async def test_links_that_nobody_keeps(storage: Storage, dawn: Enterprise, case: Case) -> None:
    await attack(storage, sa.delete(chains))
    assert await seen(storage, dawn) == [Fault.END]


async def test_the_key_of_a_case_taken_away(storage: Storage, dawn: Enterprise, case: Case) -> None:
    """Without its key nobody could tell that its events were changed."""
    await attack(storage, sa.delete(keys).where(keys.c.ref == case.id))
    assert (await audited(storage, dawn)).found == (Found(Fault.KEY, None, case.number),)


async def test_a_shredding_that_somebody_else_wrote_down(
    storage: Storage, dawn: Enterprise, case: Case, now: Now
) -> None:
    row = {"case_id": case.id, "seq": 4, "enterprise_id": dawn.id, "what": "shredded", "at": MONDAY, "data": {}}
    forged = sa.insert(events).values(row | {"commitment": b"x" * 32})
    await attack(storage, sa.delete(keys).where(keys.c.ref == case.id), forged)
    await storage.chains.extend(MONDAY, to_nobody)
    assert await seen(storage, dawn) == [Fault.KEY]


async def test_an_event_that_we_did_not_write(storage: Storage, dawn: Enterprise, case: Case, now: Now) -> None:
    row = {"case_id": case.id, "seq": 4, "enterprise_id": dawn.id, "what": "rated", "at": now.at, "data": {}}
    await attack(storage, sa.insert(events).values(row | {"commitment": b"x" * 32}))
    await storage.chains.extend(MONDAY, to_nobody)
    assert (await audited(storage, dawn)).found == (Found(Fault.CHANGED, 8, case.number),)


async def test_an_event_that_waits_for_its_link_accuses_nobody(
    storage: Storage, dawn: Enterprise, case: Case, now: Now
) -> None:
    """A late release is written down with the time that was due; and the bot may stand still for a day."""
    await happens(storage, case, "rated")
    now.later(days=1)
    assert await seen(storage, dawn) == []
    async with storage.reading() as unit:
        assert (await (await unit.enterprise(dawn.id)).chain.proof(case.id)).whole


async def test_a_proof_of_some_minutes_ago_still_holds_however_long_the_chain_has_grown(
    storage: Storage, dawn: Enterprise, case: Case, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long the answer takes would tell that something has happened, and how much there is."""
    looks = 0

    async def counted(unit: Unit, enterprise: int) -> bool:
        nonlocal looks
        looks += 1
        return await is_whole(unit, enterprise)

    async def proved() -> tuple[bool, int]:
        async with storage.reading() as unit:
            return (await (await unit.enterprise(dawn.id)).chain.proof(case.id)).whole, looks

    monkeypatch.setattr("storage.proof.is_whole", counted)
    assert await proved() == (True, 1)
    await attack(storage, sa.delete(events).where(events.c.case_id != case.id, events.c.seq == 2))
    await storage.chains.extend(MONDAY + WEEK, to_nobody)
    now.later(minutes=4, seconds=59)
    assert await proved() == (True, 1)
    now.later(seconds=1)
    assert await proved() == (False, 2)


async def test_what_was_there_before_the_chain_is_left_alone_and_what_comes_like_it_is_not(
    storage: Storage, dawn: Enterprise, now: Now
) -> None:
    case = await a_case(storage, dawn)
    before = {"case_id": case.id, "enterprise_id": dawn.id, "what": "submitted", "data": {}}
    await attack(storage, sa.insert(events).values(before | {"seq": 1, "at": MONDAY}))
    await storage.chains.extend(MONDAY, to_nobody)
    assert await seen(storage, dawn) == []
    later = now.later(days=3)
    await attack(storage, sa.insert(events).values(before | {"seq": 2, "at": later}))
    assert await seen(storage, dawn) == [Fault.STRAY]


async def test_with_all_keys_a_chain_can_be_replaced_but_the_anchor_outside_is_not_in_it(
    storage: Storage, dawn: Enterprise, case: Case
) -> None:
    kept = Kept()
    await storage.chains.extend(MONDAY + WEEK, kept)
    [(_, anchor)] = kept.anchors
    assert anchor in (await audited(storage, dawn)).anchors
    async with storage.unit() as unit:
        rows = [row for row in await rows_of(unit) if row["case_id"] != case.id]
        await unit.run(sa.delete(cases).where(cases.c.id == case.id))
        await put_together(unit, dawn.id, rows)
        secret = await unit.shared.keys.enterprise(unit.connection, dawn.id)
        end = (await unit.run(sa.select(chains))).one()
        await unit.run(sa.update(chains).values(tag=head_tag(secret, end.position, end.head)))
    found = await audited(storage, dawn)
    assert found.found == ()
    assert anchor.code not in [each.code for each in found.anchors]


async def test_shredding_leaves_the_chain_whole_and_tells_itself(
    storage: Storage, dawn: Enterprise, case: Case, now: Now
) -> None:
    await ended(storage, case)
    now.later(days=3 * 366)
    assert (await storage.admin.shred(now.at)).cases == 1
    await storage.chains.extend(now.at, to_nobody)
    assert [what for _, what in await linked(storage)][-1] == "shredded"
    assert await seen(storage, dawn) == []


async def test_what_was_shredded_since_a_backup_is_shredded_again_after_its_restore(
    storage: Storage, dawn: Enterprise, case: Case, now: Now, database: Database
) -> None:
    """The data of then, with the keys of now: the case is there, and its key is not."""
    await ended(storage, case)
    await attack(storage, sa.delete(keys).where(keys.c.kind == KeyKind.CASE, keys.c.ref == case.id))
    assert await seen(storage, dawn) == [Fault.KEY]
    now.later(days=3 * 366)
    assert (await storage.admin.shred(now.at)).cases == 1
    await storage.chains.extend(now.at, to_nobody)
    assert await seen(storage, dawn) == []
    async with storage.reading() as unit:
        words = sa.select(entries.c.sealed).where(entries.c.case_id == case.id)
        assert set((await unit.run(words)).scalars()) == {b""}


async def ended(storage: Storage, case: Case) -> None:
    async with storage.unit() as unit:
        case.stage, case.closed_at = Stage.CLOSED, MONDAY
        await (await unit.enterprise(case.enterprise)).cases.save(case)


async def test_a_taken_back_case_that_nobody_saw_leaves_nothing(storage: Storage, dawn: Enterprise) -> None:
    case = await a_case(storage, dawn)
    await storage.chains.extend(MONDAY, to_nobody)
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).cases.remove(case.id)
    assert await seen(storage, dawn) == []
