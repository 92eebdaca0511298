import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from cases.errors import NotFound
from cases.model import Role
from cases.ports import Enterprise, Message, ToMember, ToTeam
from storage import Storage
from storage.engine import Connection
from storage.leases import Lease
from storage.marks import Marks, Outgoing, settle_nowhere
from storage.tables import cases, members, outbox
from tests.storage.conftest import a_case, bind_group, join
from tests.storage.test_outbox import BEN, GROUP, claim, lease, put_card, refresh, rows, say, send

__all__ = ["lease"]


async def test_a_card_is_sent_once_and_then_edited(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    await bind_group(storage, dawn, GROUP)
    case = await a_case(storage, dawn)
    await put_card(storage, case)
    await put_card(storage, case)
    [card] = await claim(storage, lease)
    assert (card.address.chat, card.what, card.case, card.card, card.message) == (GROUP, "card", case.id, True, None)
    await storage.outbox_queue.mark(Marks(sent=[(card, 1001)]))
    assert await claim(storage, lease) == []
    await refresh(storage, case)
    await refresh(storage, case)
    [card] = await claim(storage, lease)
    assert card.message == 1001
    await storage.outbox_queue.mark(Marks(sent=[(card, 1001)]))
    assert await claim(storage, lease) == []
    await put_card(storage, case)
    assert [one.message for one in await claim(storage, lease)] == [1001]


async def test_cards_of_one_release_come_in_no_order_of_sending(
    storage: Storage, dawn: Enterprise, lease: Lease
) -> None:
    """Cases have random numbers, and their cards follow these."""
    await bind_group(storage, dawn, GROUP)
    sent = [(await a_case(storage, dawn)).id for _ in range(8)]
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        for case in sent:
            await work.outbox.card(case, ToTeam())
    assert [card.case for card in await claim(storage, lease)] == sorted(sent, key=str)


async def test_a_card_that_changed_on_its_way_is_edited_again(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    await bind_group(storage, dawn, GROUP)
    case = await a_case(storage, dawn)
    await put_card(storage, case)
    [card] = await claim(storage, lease)
    await refresh(storage, case)
    await storage.outbox_queue.mark(Marks(sent=[(card, 1001)]))
    [card] = await claim(storage, lease)
    assert card.message == 1001
    await storage.outbox_queue.mark(Marks(dropped=[card]))
    assert await claim(storage, lease) == []


async def test_marks_wait_for_a_refresh_and_never_for_each_other(
    storage: Storage, dawn: Enterprise, lease: Lease
) -> None:
    """Both change the same cards: whoever comes second waits at the first of them, holding none."""
    await bind_group(storage, dawn, GROUP)
    cases = [await a_case(storage, dawn) for _ in range(2)]
    for case in cases:
        await put_card(storage, case)
    first, second = await claim(storage, lease)
    marks = Marks(sent=[(second, 1002), (first, 1001)])
    async with storage.unit() as unit:
        await unit.run(LOCK, {"b_id": first.id})
        marking = asyncio.create_task(storage.outbox_queue.mark(marks))
        await until_it_waits(storage, marking)
        await unit.run(LOCK, {"b_id": second.id})
    await marking
    assert await claim(storage, lease) == []


async def test_marks_never_wait_for_a_case_in_hand(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    """They hold its card, which whoever has the case in hand may want next."""
    await bind_group(storage, dawn, GROUP)
    case = await a_case(storage, dawn)
    await put_card(storage, case)
    [card] = await claim(storage, lease)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await work.cases.get(case.id)
        marking = asyncio.create_task(storage.outbox_queue.mark(Marks(sent=[(card, 1001)])))
        await until_it_waits(storage, marking)
        assert marking.done() or storage.shared.database.sqlite
        await work.outbox.refresh(case.id)
    await marking
    assert [one.message for one in await claim(storage, lease)] == [1001]


async def test_the_end_of_a_unit_waits_for_marks_holding_nothing(
    storage: Storage, dawn: Enterprise, lease: Lease
) -> None:
    """What it drops was written later than the card it changes, and is dropped earlier."""
    await bind_group(storage, dawn, GROUP)
    case = await a_case(storage, dawn)
    await put_card(storage, case)
    await say(storage, dawn, Message(ToTeam(), "hello", "greeting"))
    first, second = sorted(await claim(storage, lease), key=lambda one: one.id)

    async def change() -> None:
        async with storage.unit() as unit:
            work = await unit.enterprise(dawn.id)
            await work.outbox.drop("greeting")
            await work.outbox.refresh(case.id)

    async with storage.unit() as unit:
        await unit.run(LOCK, {"b_id": first.id})
        changing = asyncio.create_task(change())
        await until_it_waits(storage, changing)
        await unit.run(LOCK, {"b_id": second.id})
    await changing
    assert await rows(storage) == 1


async def test_what_has_no_address_is_settled_without_waiting_for_its_case(
    storage: Storage, dawn: Enterprise, lease: Lease
) -> None:
    """Whoever removes the case, as a worker may before anybody saw it, wants its card next."""
    await bind_group(storage, dawn, GROUP)
    case = await a_case(storage, dawn)
    await put_card(storage, case)
    async with storage.unit() as unit:
        await unit.identities.lose_chat(GROUP)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await unit.run(sa.select(cases.c.id).with_for_update())
        claiming = asyncio.create_task(claim(storage, lease))
        await until_it_waits(storage, claiming)
        assert claiming.done() or storage.shared.database.sqlite
        await work.outbox.refresh(case.id)
    assert await claiming == []
    async with storage.unit() as unit:
        await unit.identities.regain_chat(GROUP)
    assert await send(storage, lease) == [(GROUP, "card")]


async def test_what_was_said_anew_while_it_had_no_address_may_be_taken_at_once(
    storage: Storage, dawn: Enterprise, lease: Lease, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, case = await join(storage, dawn, BEN, Role.LEAD), await a_case(storage, dawn)
    await put_card(storage, case, ToMember(ben.id))
    async with storage.unit() as unit:
        await unit.identities.lose_chat(BEN)

    async def meanwhile(connection: Connection, rows: Sequence[sa.Row[Any]]) -> None:
        await connection.execute(sa.update(outbox).values(revision=outbox.c.revision + 1))
        await connection.execute(sa.update(members).values(reachable=True))
        await settle_nowhere(connection, rows)

    monkeypatch.setattr("storage.outbox_queue.settle_nowhere", meanwhile)
    assert await claim(storage, lease) == []
    assert [one.address.chat for one in await claim(storage, lease)] == [BEN]


async def test_what_has_an_address_goes_though_the_rest_cannot_be_settled(
    storage: Storage, dawn: Enterprise, lease: Lease, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = await join(storage, dawn, BEN, Role.LEAD)
    await bind_group(storage, dawn, GROUP)
    await say(storage, dawn, Message(ToTeam(), "hello", "nowhere"), Message(ToMember(ben.id), "hello", "somewhere"))
    async with storage.unit() as unit:
        await unit.identities.lose_chat(GROUP)

    async def out_of_reach(_connection: Connection, _rows: Sequence[sa.Row[Any]]) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("storage.outbox_queue.settle_nowhere", out_of_reach)
        with structlog.testing.capture_logs() as logged:
            assert [one.address.chat for one in await claim(storage, lease)] == [BEN]
    assert [(each["event"], each["error"], each["count"]) for each in logged] == [
        ("messages to nowhere not settled", "ConnectionError", 1)
    ]


async def test_what_is_said_and_dropped_in_one_unit_waits_for_marks_holding_nothing(
    storage: Storage, dawn: Enterprise, lease: Lease
) -> None:
    """Without a card among them."""
    await bind_group(storage, dawn, GROUP)
    await say(storage, dawn, Message(ToTeam(), "hello", "one"))
    await say(storage, dawn, Message(ToTeam(), "hello", "two"))
    first, second = sorted(await claim(storage, lease), key=lambda one: one.id)

    async def change() -> None:
        async with storage.unit() as unit:
            work = await unit.enterprise(dawn.id)
            await work.outbox.drop("two")
            await work.outbox.say(Message(ToTeam(), "hello again", "one"))

    async with storage.unit() as unit:
        await unit.run(LOCK, {"b_id": first.id})
        changing = asyncio.create_task(change())
        await until_it_waits(storage, changing)
        await unit.run(LOCK, {"b_id": second.id})
    await changing
    assert await rows(storage) == 1


async def test_units_that_say_the_same_new_things_wait_for_each_other_in_one_order(
    storage: Storage, dawn: Enterprise
) -> None:
    await bind_group(storage, dawn, GROUP)

    async def both() -> None:
        async with storage.unit() as unit:
            work = await unit.enterprise(dawn.id)
            for key in ("two", "one"):
                await work.outbox.say(Message(ToTeam(), "hello", key))

    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await work.outbox.say(Message(ToTeam(), "hello", "one"))
        await unit.buffer.flush(unit)
        saying = asyncio.create_task(both())
        await until_it_waits(storage, saying)
        await work.outbox.say(Message(ToTeam(), "hello", "two"))
    await saying
    assert await rows(storage) == 2


LOCK = sa.update(outbox).where(outbox.c.id == sa.bindparam("b_id")).values(silent=False)
WAITING = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ 'outbox|enterprises|workers'"
)


async def until_it_waits(storage: Storage, marking: "asyncio.Task[Any]") -> None:
    """On SQLite it waits for its turn to write, before it holds anything."""
    while not storage.shared.database.sqlite and not marking.done():
        async with storage.reading() as unit:
            if (await unit.run(WAITING)).scalar_one():
                return
        await asyncio.sleep(0)


async def test_every_chat_has_a_card_of_its_own(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    handlers = [await join(storage, dawn, chat, Role.HANDLER) for chat in (71, 72)]
    await join(storage, dawn, BEN, Role.LEAD)
    case = await a_case(storage, dawn)
    for handler in handlers:
        await put_card(storage, case, ToMember(handler.id))
    await put_card(storage, case)
    assert sorted(await send(storage, lease)) == [(71, "card"), (72, "card"), (BEN, "card")]
    await refresh(storage, case)
    assert len(await send(storage, lease)) == 3


async def test_a_card_is_known_by_its_message(
    storage: Storage, dawn: Enterprise, foreign: Enterprise, lease: Lease
) -> None:
    await bind_group(storage, dawn, GROUP)
    case = await a_case(storage, dawn)
    await put_card(storage, case)
    await send(storage, lease, message=1001)
    async with storage.unit() as unit:
        work, found = await unit.case_of_card(GROUP, 1001)
        assert (work.enterprise.id, found) == (dawn.id, case.id)
        for chat, message in [(GROUP, 1002), (-10, 1001)]:
            with pytest.raises(NotFound):
                await unit.case_of_card(chat, message)


async def test_a_card_whose_message_is_gone_is_sent_anew(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    await bind_group(storage, dawn, GROUP)
    case = await a_case(storage, dawn)
    await put_card(storage, case)
    await send(storage, lease)
    await refresh(storage, case)
    [card] = await claim(storage, lease)
    await storage.outbox_queue.mark(Marks(lost=[card]))
    [card] = await claim(storage, lease)
    assert card.message is None


async def test_a_card_of_a_moved_group_is_sent_anew(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    await bind_group(storage, dawn, GROUP)
    case = await a_case(storage, dawn)
    await put_card(storage, case)
    await send(storage, lease)
    async with storage.unit() as unit:
        await unit.identities.move_group(GROUP, -100)
    await refresh(storage, case)
    [card] = await claim(storage, lease)
    assert (card.address.chat, card.message) == (-100, None)


async def test_a_blocked_member_gets_nothing_until_they_speak(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    ben, case = await join(storage, dawn, BEN, Role.LEAD), await a_case(storage, dawn)
    await put_card(storage, case, ToMember(ben.id))
    await say(storage, dawn, Message(ToMember(ben.id), "alert", "one"))
    claimed = await claim(storage, lease)
    await storage.outbox_queue.mark(Marks(unreachable=claimed))
    async with storage.unit() as unit:
        assert await (await unit.enterprise(dawn.id)).staff.reachable() == frozenset()
    await say(storage, dawn, Message(ToMember(ben.id), "alert", "two"))
    await refresh(storage, case)
    assert await send(storage, lease) == []
    async with storage.unit() as unit:
        await unit.identities.regain_chat(BEN)
    assert await send(storage, lease) == [(BEN, "card")]


async def fail(storage: Storage, cards: list[Outgoing]) -> None:
    """As the sender does with cards whose group cannot be reached."""
    async with storage.unit() as unit:
        for card in cards:
            await unit.identities.lose_chat(card.address.chat)
    await storage.outbox_queue.mark(Marks(unreachable=cards))


async def test_a_group_that_threw_the_bot_out_gets_its_cards_later(
    storage: Storage, dawn: Enterprise, lease: Lease
) -> None:
    await bind_group(storage, dawn, GROUP)
    case = await a_case(storage, dawn)
    await put_card(storage, case)
    await fail(storage, await claim(storage, lease))
    async with storage.unit() as unit:
        assert not (await unit.enterprise(dawn.id)).enterprise.group_bound
        await unit.identities.regain_chat(GROUP)
    assert await send(storage, lease) == [(GROUP, "card")]


async def test_a_card_that_fails_in_the_old_group_says_nothing_of_the_new_one(
    storage: Storage, dawn: Enterprise, lease: Lease
) -> None:
    await bind_group(storage, dawn, GROUP)
    case = await a_case(storage, dawn)
    await put_card(storage, case)
    on_its_way = await claim(storage, lease)
    await bind_group(storage, dawn, -100)
    await put_card(storage, case)
    await fail(storage, on_its_way)
    async with storage.unit() as unit:
        assert (await unit.enterprise(dawn.id)).enterprise.group_bound
    assert await send(storage, lease) == [(-100, "card")]
