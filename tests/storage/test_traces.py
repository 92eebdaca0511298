"""What the bot said in private is remembered just long enough to be taken away."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from unittest.mock import ANY

import pytest
import sqlalchemy as sa

from cases.model import Case
from cases.ports import Address, Enterprise, Message, ToChat, ToWorker
from storage import Storage, Unit
from storage.errors import JoinRefused
from storage.leases import Lease
from storage.marks import Marks
from storage.tables import traces
from storage.traces import HOUR, SPREAD, STEP, Trace, erase
from tests.databases import Database
from tests.storage.conftest import MONDAY, Now, a_case

ANA, BAO = 7_788_990_044, 6
LATER = MONDAY + timedelta(hours=47)


@pytest.fixture
async def lease(storage: Storage) -> Lease:
    taken = await storage.leases.take("sender", "one")
    assert taken
    return taken


async def said(storage: Storage, *found: Trace) -> None:
    await storage.outbox_queue.mark(Marks(said=list(found)))


async def take(storage: Storage, chat: int) -> list[int]:
    """What can still be deleted, where nothing is older."""
    young, old = await take_all(storage, chat)
    assert old == []
    return young


async def take_all(storage: Storage, chat: int) -> tuple[list[int], list[int]]:
    async with storage.unit() as unit:
        return await unit.traces.take(chat)


async def rows(storage: Storage) -> list[datetime | None]:
    """When each trace that is left is to go."""
    async with storage.reading() as unit:
        return list((await unit.run(sa.select(traces.c.delete_at))).scalars())


async def due(storage: Storage, at: datetime) -> dict[int, list[int]]:
    """What can still be deleted, where nothing is older."""
    found = await due_all(storage, at)
    assert [old for _, old in found.values() if old] == []
    return {chat: young for chat, (young, _) in found.items()}


async def due_all(storage: Storage, at: datetime) -> dict[int, tuple[list[int], list[int]]]:
    found = {}

    async def note(_unit: Unit, chat: int, young: Sequence[int], old: Sequence[int]) -> None:
        found[chat] = (list(young), list(old))

    await storage.due.traces(at, note)
    return found


async def test_a_chats_messages_are_found_once_and_no_other_chats(storage: Storage, now: Now) -> None:
    await said(storage, Trace(ANA, 11), Trace(ANA, 12, LATER), Trace(BAO, 13))
    await said(storage, Trace(ANA, 12, LATER))
    now.later(minutes=2)
    assert await take(storage, ANA) == [11, 12]
    assert await take(storage, ANA) == []
    assert await take(storage, BAO) == [13]


async def test_what_is_written_over_midnight_is_of_one_day(
    storage: Storage, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key of the new day is not made yet when the old one's work goes on into it."""
    days = iter([now.at, now.at + timedelta(days=1)])
    with monkeypatch.context() as clock:
        clock.setattr(Now, "__call__", lambda _: next(days))
        await said(storage, Trace(ANA, 11))
    assert await take(storage, ANA) == [11]


async def test_what_telegram_deletes_no_more_is_told_apart(storage: Storage, now: Now) -> None:
    await said(storage, Trace(ANA, 11))
    now.later(hours=1)
    await said(storage, Trace(ANA, 12))
    now.later(hours=47)
    assert await take_all(storage, ANA) == ([12], [11])


async def test_a_wipe_ends_no_trace(storage: Storage, now: Now) -> None:
    await said(storage, Trace(ANA, 11), Trace(ANA, 12, LATER))
    now.later(minutes=2)
    assert await take(storage, ANA) == [11, 12]
    assert sorted(await rows(storage), key=str) == [LATER - HOUR / 2, None, None]


async def test_what_is_said_or_marked_after_a_wipe_is_found_by_the_next(storage: Storage, now: Now) -> None:
    await said(storage, Trace(ANA, 11))
    now.later(minutes=2)
    await take(storage, ANA)
    now.later(seconds=-30)
    await said(storage, Trace(ANA, 12))
    now.later(minutes=1)
    await said(storage, Trace(ANA, 13))
    assert await take(storage, ANA) == [12, 13]


async def test_what_a_wipe_has_taken_is_due_once_more_and_does_no_harm(storage: Storage, now: Now) -> None:
    await said(storage, Trace(ANA, 11, LATER))
    now.later(minutes=2)
    assert await take(storage, ANA) == [11]
    now.at = LATER
    assert await due(storage, LATER) == {ANA: [11]}
    assert await due(storage, LATER) == {}


async def test_traces_end_beside_no_worker_and_no_case(storage: Storage) -> None:
    async def erased(beside: Callable[[Unit], None]) -> None:
        async with storage.unit() as unit:
            beside(unit)
            await erase(unit, [])

    for beside in (Unit.writes_case, Unit.writes_worker):
        with pytest.raises(JoinRefused):
            await erased(beside)


async def test_what_has_been_there_long_enough_is_due(storage: Storage, now: Now) -> None:
    await said(storage, Trace(ANA, 11), Trace(ANA, 12, LATER), Trace(ANA, 13, LATER), Trace(BAO, 14, LATER))
    assert await due(storage, LATER - HOUR) == {}
    now.at = LATER
    assert await due(storage, LATER) == {ANA: [12, 13], BAO: [14]}
    assert await due(storage, LATER) == {}
    assert await take(storage, ANA) == [11]


async def test_what_an_outage_kept_too_long_is_told_apart(storage: Storage, now: Now) -> None:
    await said(storage, Trace(ANA, 11, LATER))
    await said(storage, Trace(ANA, 12, now.later(hours=2) + timedelta(hours=47)))
    now.later(hours=47)
    assert await due_all(storage, now.at) == {ANA: ([12], [11])}


async def test_a_row_that_does_not_open_keeps_nothing_else_from_a_wipe(storage: Storage) -> None:
    await said(storage, Trace(ANA, 11))
    async with storage.unit() as unit:
        await unit.run(sa.update(traces).values(sealed=b"x" * 99))
    await said(storage, *[Trace(ANA, 12)] * 2)
    assert await take(storage, ANA) == [12]


async def test_a_row_that_does_not_open_keeps_no_other(storage: Storage, now: Now) -> None:
    await said(storage, Trace(ANA, 11, LATER))
    async with storage.unit() as unit:
        await unit.run(sa.update(traces).values(sealed=b"x" * 99))
    await said(storage, Trace(BAO, 12, LATER))
    now.at = LATER
    assert await due(storage, LATER) == {BAO: [12]}
    assert await rows(storage) == []


async def test_deletions_fall_together(storage: Storage) -> None:
    """Of what stays for long on the hour, so that no row tells when a case came in; never later than was promised."""
    minutes = [-31, -30, 0, 29, 30]
    await said(storage, *(Trace(ANA, 11 + n, LATER + timedelta(minutes=each)) for n, each in enumerate(minutes)))
    hour = LATER - timedelta(minutes=30)
    assert sorted(at for at in await rows(storage) if at) == [hour - HOUR, hour, hour, hour, hour + HOUR]


async def test_what_is_to_be_read_for_an_hour_stays_that_long(storage: Storage) -> None:
    minutes, soon = [0, 1, 4, 5], MONDAY + HOUR
    await said(storage, *(Trace(ANA, 11 + each, soon + timedelta(minutes=each)) for each in minutes))
    assert sorted(at for at in await rows(storage) if at) == [soon, *[soon + STEP] * 3]


async def test_a_trace_goes_with_the_key_of_its_day(storage: Storage, now: Now) -> None:
    await said(storage, Trace(ANA, 11), Trace(ANA, 12, LATER))
    assert (await storage.admin.purge(now.later(days=2))).traces == 0
    assert (await storage.admin.purge(now.later(days=1))).traces == 2


async def test_a_message_and_its_trace_are_marked_together(
    storage: Storage, dawn: Enterprise, lease: Lease, now: Now
) -> None:
    """Also on a day on which nothing else has happened yet."""
    case = await a_case(storage, dawn, chat=ANA)
    async with storage.unit() as unit:
        await unit.outbox.say(Message(ToWorker(case.id), "answer", "answer"))
    now.later(days=1)
    [out] = await storage.outbox_queue.claim(lease, 1)
    await storage.outbox_queue.mark(Marks(sent=[(out, 11)], said=[Trace(ANA, 11)]))
    assert await storage.outbox_queue.waiting() == {}
    assert await take(storage, ANA) == [11]


async def test_a_thief_of_the_database_learns_no_chat(storage: Storage, dawn: Enterprise, database: Database) -> None:
    cases: list[Case] = [await a_case(storage, dawn, chat=ANA) for _ in range(2)]
    async with storage.unit() as unit:
        for case in cases:
            await unit.outbox.say(Message(ToChat(Address(ANA, "en")), "thing", "", {"of": case.id}))
    await said(storage, *(Trace(ANA, 11 + each, LATER) for each in range(8)))
    raw = database.raw()
    assert [found for found in (str(ANA).encode(), ANA.to_bytes(8, "big"), b"09:30") if found in raw] == []
    async with storage.reading() as unit:
        sealed = (await unit.run(sa.select(traces.c.sealed))).scalars().all()
    assert (len(sealed), len({len(one) for one in sealed})) == (8, 1)


async def tags(storage: Storage) -> list[bytes]:
    async with storage.reading() as unit:
        return list((await unit.run(sa.select(traces.c.tag))).scalars())


async def test_no_two_traces_of_a_chat_and_a_day_are_alike(storage: Storage) -> None:
    """As many as it has tags: all are found."""
    await said(storage, *(Trace(ANA, message) for message in range(1, SPREAD)))
    await said(storage, Trace(ANA, SPREAD))
    assert len(set(await tags(storage))) == len(await tags(storage)) == SPREAD
    assert await take(storage, ANA) == list(range(1, SPREAD + 1))


async def test_of_more_traces_than_tags_the_oldest_tag_comes_again(storage: Storage) -> None:
    await said(storage, Trace(ANA, 1))
    [first] = await tags(storage)
    await said(storage, *(Trace(ANA, message) for message in range(2, SPREAD + 2)))
    assert Counter(await tags(storage)).most_common(2) == [(first, 2), (ANY, 1)]
    assert await take(storage, ANA) == list(range(1, SPREAD + 2))


async def test_in_memory_no_chat_can_be_read_from_its_turn(storage: Storage) -> None:
    await said(storage, Trace(4_711, 3, None))
    kept = [chat for turns in storage.shared.turns.values() for chat in turns]
    assert (len(kept), {type(chat) for chat in kept}) == (1, {bytes})
