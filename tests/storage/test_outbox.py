from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from cases.model import Case, Role
from cases.ports import Address, Draft, Enterprise, Message, Priority, ToChat, ToMember, ToTeam, ToWorker
from storage import Storage
from storage.keytable import KeyKind
from storage.leases import Lease
from storage.marks import Marks, Outgoing
from storage.tables import keys, outbox
from tests.storage.conftest import MONDAY, Now, a_case, bind_group, join
from tests.storage.test_leases import run_out

BEN, GROUP, ANA = 77, -9, 5
HERE = Address(ANA, "zh_Hans")


@pytest.fixture
async def lease(storage: Storage) -> Lease:
    taken = await storage.leases.take("sender", "one")
    assert taken
    return taken


async def say(storage: Storage, enterprise: Enterprise, *messages: Message) -> None:
    async with storage.unit() as unit:
        work = await unit.enterprise(enterprise.id)
        for message in messages:
            await work.outbox.say(message)


async def put_card(storage: Storage, case: Case, to: ToMember | ToTeam | None = None) -> None:
    async with storage.unit() as unit:
        await (await unit.enterprise(case.enterprise)).outbox.card(case.id, to or ToTeam())


async def refresh(storage: Storage, case: Case) -> None:
    async with storage.unit() as unit:
        await (await unit.enterprise(case.enterprise)).outbox.refresh(case.id)


async def claim(storage: Storage, lease: Lease) -> list[Outgoing]:
    return await storage.outbox_queue.claim(lease, 50)


async def send(storage: Storage, lease: Lease, message: int = 1001) -> list[tuple[int, str]]:
    """Sends all that may go: the chats and what was said."""
    claimed = await claim(storage, lease)
    await storage.outbox_queue.mark(Marks(sent=[(one, message) for one in claimed]))
    return [(one.address.chat, one.what) for one in claimed]


async def rows(storage: Storage) -> int:
    async with storage.reading() as unit:
        return int((await unit.run(sa.select(sa.func.count()).select_from(outbox))).scalar_one())


async def test_a_message_arrives_as_it_was_said(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    ben, case = await join(storage, dawn, BEN, Role.LEAD), await a_case(storage, dawn, chat=ANA)
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        asked = Message(ToMember(ben.id), "alert", "alert:1", {"词": [1, None]}, case.id, Priority.URGENT)
        await work.outbox.say(asked)
        await work.outbox.say(Message(ToWorker(case.id), "answer", "answer:1", silent=True))
        await unit.outbox.say(Message(ToChat(Address(6, "en")), "menu", "prompt", priority=Priority.PROMPT))
        assert not storage.outbox_written.is_set()
    assert storage.outbox_written.is_set()
    alert, menu, answer = await claim(storage, lease)
    assert (alert.address, alert.what, alert.args) == (Address(BEN, "en"), "alert", {"词": [1, None]})
    assert (alert.enterprise, alert.case, alert.member) == (dawn.id, case.id, ben.id)
    assert (alert.priority, alert.silent, alert.card, alert.message) == (Priority.URGENT, False, False, None)
    assert (answer.address, answer.case, answer.silent) == (HERE, case.id, True)
    assert (menu.address, menu.enterprise, menu.case) == (Address(6, "en"), None, None)


async def test_a_newer_message_replaces_an_unsent_one(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    for text in ("first", "second"):
        await say(storage, dawn, Message(ToChat(HERE), text, "prompt"))
    await say(storage, dawn, Message(ToChat(HERE), "third", "prompt"), Message(ToChat(HERE), "fourth", "prompt"))
    await say(storage, dawn, Message(ToChat(Address(6, "en")), "another's", "prompt"))
    assert await send(storage, lease) == [(ANA, "fourth"), (6, "another's")]
    assert await rows(storage) == 0
    await say(storage, dawn, Message(ToChat(HERE), "fifth", "prompt"))
    assert await send(storage, lease) == [(ANA, "fifth")]


async def test_a_message_replaced_on_its_way_is_followed_by_the_newer(
    storage: Storage, dawn: Enterprise, lease: Lease
) -> None:
    await say(storage, dawn, Message(ToChat(HERE), "first", "prompt"))
    first = await claim(storage, lease)
    await say(storage, dawn, Message(ToChat(HERE), "second", "prompt"))
    assert await claim(storage, lease) == []
    await storage.outbox_queue.mark(Marks(sent=[(one, 1) for one in first]))
    assert await send(storage, lease) == [(ANA, "second")]
    assert await rows(storage) == 0


async def test_what_was_said_to_staff_is_not_said_again(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    ben = await join(storage, dawn, BEN, Role.LEAD)
    alert = Message(ToMember(ben.id), "alert", "alert:1")
    await say(storage, dawn, alert)
    assert await send(storage, lease) == [(BEN, "alert")]
    await say(storage, dawn, alert)
    assert await send(storage, lease) == []
    async with storage.reading() as unit:
        assert (await unit.run(sa.select(outbox.c.sealed))).scalars().all() == [None]


async def test_a_row_to_a_worker_is_deleted_with_its_mark(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    case = await a_case(storage, dawn, chat=ANA)
    await say(storage, dawn, Message(ToWorker(case.id), "answer", "answer:1"))
    assert await send(storage, lease) == [(ANA, "answer")]
    assert await rows(storage) == 0


async def test_a_message_waits_for_its_time(storage: Storage, dawn: Enterprise, lease: Lease, now: Now) -> None:
    noon = MONDAY + timedelta(hours=3)
    await say(storage, dawn, Message(ToChat(HERE), "album", "prompt", not_before=noon - timedelta(hours=1)))
    await say(storage, dawn, Message(ToChat(HERE), "album", "prompt", not_before=noon))
    assert await storage.outbox_queue.next_at() == noon
    now.later(hours=2)
    assert await claim(storage, lease) == []
    now.later(hours=1)
    assert await send(storage, lease) == [(ANA, "album")]
    assert await storage.outbox_queue.next_at() is None


async def test_urgent_goes_first(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    order = [Priority.DIGEST, Priority.URGENT, Priority.PROMPT, Priority.RECEIPT]
    messages = [Message(ToChat(HERE), one.name, one.name, priority=one) for one in order]
    await say(storage, dawn, *messages)
    assert await storage.outbox_queue.waiting() == dict.fromkeys(order, 1)
    assert [what for _, what in await send(storage, lease)] == ["URGENT", "RECEIPT", "PROMPT", "DIGEST"]


async def test_a_dropped_message_is_not_said(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    ben = await join(storage, dawn, BEN, Role.LEAD)
    await say(storage, dawn, Message(ToMember(ben.id), "alert", "one"), Message(ToTeam(), "alert", "two"))
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await work.outbox.say(Message(ToMember(ben.id), "alert", "three"))
        for key in ("one", "two", "three"):
            await work.outbox.drop(key)
    async with storage.unit() as unit:
        await unit.outbox.say(Message(ToMember(ben.id), "alert", "four"))
        await unit.outbox.drop("four")
    assert await send(storage, lease) == []


async def test_a_question_in_a_conversation_is_dropped_the_day_after_too(
    storage: Storage, dawn: Enterprise, lease: Lease, now: Now
) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    await say(storage, dawn, Message(ToChat(HERE), "nudge", "nudge", not_before=tomorrow))
    await say(storage, dawn, Message(ToChat(Address(6, "en")), "another's", "nudge", not_before=tomorrow))
    now.at = tomorrow
    async with storage.unit() as unit:
        await unit.outbox.say(Message(ToChat(HERE), "nudge", "nudge"))
        await unit.outbox.drop("nudge", HERE)
    assert await send(storage, lease) == [(6, "another's")]


async def test_no_row_of_a_conversation_tells_one_chat_from_another_for_longer_than_a_day(
    storage: Storage, dawn: Enterprise, now: Now
) -> None:
    for at in (MONDAY, MONDAY + timedelta(days=1)):
        now.at = at
        await say(storage, dawn, Message(ToChat(HERE), "question", "prompt"))
        await say(storage, dawn, Message(ToChat(HERE), "told", ""), Message(ToChat(HERE), "told", ""))
    async with storage.reading() as unit:
        keys_ = (await unit.run(sa.select(outbox.c.key))).scalars().all()
    tags = [key.removesuffix(":prompt") for key in keys_]
    assert (len(tags), {len(tag) for tag in tags}) == (6, {32})
    assert len(set(tags)) == 6


async def test_beside_a_case_no_question_is_named_after_its_chat(
    storage: Storage, dawn: Enterprise, lease: Lease
) -> None:
    for _ in range(2):
        async with storage.unit() as unit:
            await unit.outbox.drop("nudge", HERE)
            await unit.outbox.say(Message(ToChat(HERE), "added", "prompt"))
            unit.writes_case()
    async with storage.reading() as unit:
        keys_ = (await unit.run(sa.select(outbox.c.key))).scalars().all()
    assert len(set(keys_)) == 2
    assert await send(storage, lease) == [(HERE.chat, "added")] * 2


async def test_a_question_is_replaced_within_its_draft_alone(storage: Storage, lease: Lease, now: Now) -> None:
    async def ask(what: str, *, beside: bool = False) -> None:
        async with storage.unit() as unit:
            await unit.drafts.save(HERE, HERE.chat, Draft("report", {}), now.at)
            await unit.outbox.say(Message(ToChat(HERE), what, "prompt"))
            if beside:
                unit.writes_case()

    await ask("first")
    await ask("second")
    await ask("added", beside=True)
    await ask("another's")
    assert await send(storage, lease) == [(HERE.chat, "added"), (HERE.chat, "another's")]


async def test_the_team_is_its_group_else_its_lead_else_everybody(
    storage: Storage, dawn: Enterprise, lease: Lease
) -> None:
    await join(storage, dawn, 71, Role.MEMBER)
    await join(storage, dawn, 72, Role.MEMBER)
    await join(storage, dawn, 73, Role.HANDLER)
    await say(storage, dawn, Message(ToTeam(), "everybody", "one"))
    assert await send(storage, lease) == [(71, "everybody"), (72, "everybody")]
    await join(storage, dawn, BEN, Role.LEAD)
    await say(storage, dawn, Message(ToTeam(), "lead", "two"))
    assert await send(storage, lease) == [(BEN, "lead")]
    await bind_group(storage, dawn, GROUP)
    await say(storage, dawn, Message(ToTeam(), "group", "three"))
    assert await send(storage, lease) == [(GROUP, "group")]


async def test_a_message_put_off_comes_again(storage: Storage, dawn: Enterprise, lease: Lease, now: Now) -> None:
    await say(storage, dawn, Message(ToChat(HERE), "answer", "answer"))
    [one] = await claim(storage, lease)
    await storage.outbox_queue.mark(Marks(put_off=[(one, now.at + timedelta(seconds=30))]))
    assert await claim(storage, lease) == []
    now.later(seconds=30)
    [again] = await claim(storage, lease)
    assert (one.attempt, again.attempt) == (0, 1)


async def test_what_was_said_anew_meanwhile_is_not_put_off(
    storage: Storage, dawn: Enterprise, lease: Lease, now: Now
) -> None:
    await say(storage, dawn, Message(ToChat(HERE), "answer", "answer"))
    [old] = await claim(storage, lease)
    await say(storage, dawn, Message(ToChat(HERE), "newer", "answer"))
    await storage.outbox_queue.mark(Marks(put_off=[(old, now.at + timedelta(hours=1))]))
    [new] = await claim(storage, lease)
    assert (new.what, new.attempt) == ("newer", 0)


async def test_a_message_without_a_reason_is_let_go(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    ben = await join(storage, dawn, BEN, Role.LEAD)
    await say(storage, dawn, Message(ToChat(HERE), "old", "one"), Message(ToMember(ben.id), "old", "two"))
    await storage.outbox_queue.mark(Marks(dropped=await claim(storage, lease)))
    assert await claim(storage, lease) == []
    assert await rows(storage) == 1


async def test_who_left_gets_nothing(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    ben, case = await join(storage, dawn, BEN, Role.LEAD), await a_case(storage, dawn, chat=ANA)
    await say(storage, dawn, Message(ToMember(ben.id), "alert", "one"), Message(ToWorker(case.id), "answer", "two"))
    async with storage.unit() as unit:
        work = await unit.enterprise(dawn.id)
        await work.staff.end(ben.id, MONDAY)
        await work.replies.end(case.id)
    assert await send(storage, lease) == []
    assert await storage.outbox_queue.next_at() is None


async def test_a_message_whose_key_is_gone_is_let_go(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    await say(storage, dawn, Message(ToChat(HERE), "answer", "answer"))
    async with storage.unit() as unit:
        await unit.shared.keys.destroy(unit.connection, KeyKind.TRANSIT, MONDAY.toordinal())
    assert await send(storage, lease) == []
    assert await rows(storage) == 0


async def test_who_lost_the_lease_claims_and_marks_nothing(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    ben = await join(storage, dawn, BEN, Role.LEAD)
    await say(storage, dawn, Message(ToMember(ben.id), "alert", "one"))
    late = await claim(storage, lease)
    await run_out(storage)
    successor = await storage.leases.take("sender", "two")
    assert successor
    async with storage.unit() as unit:
        await unit.run(sa.update(outbox).values(lease_until=0.0))
    assert await claim(storage, lease) == []
    [taken] = await claim(storage, successor)
    await storage.outbox_queue.mark(Marks(sent=[(one, 1) for one in late]))
    async with storage.reading() as unit:
        assert (await unit.run(sa.select(outbox.c.state))).scalars().all() == ["waiting"]
    await storage.outbox_queue.mark(Marks(sent=[(taken, 1)]))
    async with storage.reading() as unit:
        assert (await unit.run(sa.select(outbox.c.state))).scalars().all() == ["sent"]


async def test_a_conversation_may_speak_of_a_case(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    case = await a_case(storage, dawn, chat=ANA)
    async with storage.unit() as unit:
        await (await unit.enterprise(dawn.id)).cases.get(case.id)
        await unit.outbox.say(Message(ToChat(HERE), "receipt", "one", case=case.id))
    async with storage.unit() as unit:
        await unit.outbox.say(Message(ToWorker(case.id), "answer", "two"))
    assert [(one.enterprise, one.case) for one in await claim(storage, lease)] == [(dawn.id, case.id)] * 2


async def test_a_rolled_back_unit_says_nothing(storage: Storage, dawn: Enterprise, lease: Lease) -> None:
    async def fail() -> None:
        async with storage.unit() as unit:
            await unit.outbox.say(Message(ToChat(HERE), "answer", "answer"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await send(storage, lease) == []
    assert not storage.outbox_written.is_set()


async def test_keys_of_passing_days_are_destroyed_when_nothing_needs_them(
    storage: Storage, dawn: Enterprise, lease: Lease, now: Now
) -> None:
    ben = await join(storage, dawn, BEN, Role.LEAD)
    await say(storage, dawn, Message(ToMember(ben.id), "alert", "one", not_before=MONDAY + timedelta(days=10)))
    first, sixth, last = (MONDAY.toordinal() + days for days in (0, 5, 10))
    await storage.admin.purge(now.later(days=5))
    assert await _days(storage) == [("day", sixth), ("transit", first), ("transit", sixth)]
    now.later(days=5)
    assert await send(storage, lease) == [(BEN, "alert")]
    assert (await storage.admin.purge(now.at)).messages == 0
    assert await _days(storage) == [("day", last), ("transit", last)]
    assert (await storage.admin.purge(now.later(days=25))).messages == 1


async def _days(storage: Storage) -> list[tuple[str, int]]:
    statement = (
        sa.select(keys.c.kind, keys.c.ref).where(keys.c.kind.in_(["day", "transit"])).order_by(keys.c.kind, keys.c.ref)
    )
    async with storage.shared.database.reading() as connection:
        return [(row.kind, row.ref) for row in await connection.execute(statement)]


async def test_it_is_known_how_long_a_message_has_waited(storage: Storage, lease: Lease, now: Now) -> None:
    def message(key: str, not_before: datetime | None = None) -> Message:
        return Message(ToChat(Address(5, "en")), "help", key, not_before=not_before)

    async with storage.unit() as unit:
        await unit.outbox.say(message("a minute ago"))
    storage.shared.said.update({key: at - 60 for key, at in storage.shared.said.items()})
    async with storage.unit() as unit:
        await unit.outbox.say(message("in an hour", now.at + timedelta(hours=1)))
    [first] = await claim(storage, lease)
    assert 60 <= first.waited < 90
    now.later(hours=3)
    [second] = await claim(storage, lease)
    assert second.waited == 7200.0
    async with storage.unit() as unit:
        await unit.outbox.say(message("by another process"))
    storage.shared.said.clear()
    [third] = await claim(storage, lease)
    assert third.waited == 0.0


async def test_what_a_unit_answers_is_read_in_the_order_in_which_it_was_said(storage: Storage, lease: Lease) -> None:
    said = [f"line_{number}" for number in range(12)]
    async with storage.unit() as unit:
        for what in said:
            await unit.outbox.say(Message(ToChat(HERE), what, ""))
    assert [each.what for each in await claim(storage, lease)] == said
