"""A thief with the whole memory and its past cannot tell which cases are one person's."""

import sqlite3
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.flows import send
from bot.settings import Settings
from bot.ticks import tell_of_expiry
from cases.actions.anchor import hand_out
from cases.actions.submit import submit
from cases.model import Role
from cases.ports import Worker
from sandbox.app import running_sandbox
from sandbox.phone import Phone
from storage import Unit
from storage.drafts import Drafts
from storage.meeting import WORKERS
from storage.tables import cases, metadata, traces
from storage.traces import Traces, _tags
from storage.vault import write_key_file
from tests.bot.conftest import House, running, until
from tests.databases import Database
from tests.privacy.history import Transaction, log_of, pages_of, recorded, unpruned
from tests.privacy.joining import joins, rows_of_workers, touches
from tests.privacy.neighbours import Written, in_order, next_by_number, numbers_on_pages, written

ANSWER, NUMBER, NAME = "", "🔒 No way back", "✍️ With my name"
SENTENCES = {NUMBER: "No name and no way back", NAME: "Write your name"}
ORDER = [("Ana", ANSWER), ("Bao", ANSWER), ("Bao", NUMBER), ("Ana", NUMBER), ("Ana", ANSWER), ("Bao", ANSWER)]
"""The same modes for both, mixed: nothing but whose they are tells the cases of the two apart."""
LOOK = "🙋 I look today"
PATIENCE = 15.0


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncGenerator[House]:
    write_key_file(tmp_path / "keys")
    async with running_sandbox() as sandbox:
        settings = Settings(
            api_base=sandbox.api_base, database_url=database.url, key_file=tmp_path / "keys", listen="127.0.0.1:0"
        )
        async with recorded(database), running(settings, sandbox) as house:
            await house.staff("Lena", Role.LEAD)
            yield house


@pytest.fixture
async def all_dead_rows(house: House, database: Database) -> AsyncGenerator[None]:
    async with unpruned(database):
        yield


async def sends(phone: Phone, mode: str, text: str) -> None:
    await phone.sends(text)
    await phone.presses("Good idea", on=await phone.sees("What is it?", within=PATIENCE))
    shown = await phone.sees("Look before it goes", within=PATIENCE)
    if mode:
        await phone.presses(mode, on=shown)
        shown = await phone.sees(SENTENCES[mode], within=PATIENCE)
    if mode == NAME:
        await phone.sends(f"My name {text}")
        shown = await phone.sees("With your name.", within=PATIENCE)
    await phone.presses("📨 Send", on=shown)
    await phone.sees("Got it", within=PATIENCE)


async def live(house: House, pause: timedelta = timedelta()) -> dict[str, str]:
    """Two workers send in turns, ``pause`` after each two; whose each case is, by its id."""
    phones = {name: await house.worker(name) for name in ("Ana", "Bao")}
    for number, (name, mode) in enumerate(ORDER):
        if number and number % 2 == 0 and pause:
            await house.sandbox.client.passes(pause)
            await until(lambda: follows(house))
            await until(lambda: nothing_is_due(house))
            await house.app.storage.chains.extend(house.app.clock.now(), hand_out)
        await sends(phones[name], mode, f"{name} {number}")
    return await whose(house)


async def follows(house: House) -> bool:
    """The bot's clock is as late as the sandbox's."""
    return abs(await house.sandbox.client.now() - house.app.clock.now()) < timedelta(minutes=1)


async def nothing_is_due(house: House) -> bool:
    """All that was to take effect by now has done so."""
    coming = await house.app.storage.due.next_at()
    return coming is None or coming > house.app.clock.now()


async def whose(house: House) -> dict[str, str]:
    async with house.app.storage.reading() as unit:
        work = await unit.enterprise(house.enterprise.id)
        ids = list((await unit.run(sa.select(cases.c.id))).scalars())
        return {str(case): (await work.entries.of(case))[0].text.partition(" ")[0] for case in ids}


async def test_nothing_lasting_in_the_log_joins_cases(house: House, database: Database) -> None:
    truth = await live(house)
    history = await log_of(database)
    assert len(truth) == len(ORDER)
    assert rows_of_workers(history, truth) == []
    assert joins(history, truth) == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_nothing_in_the_log_joins_cases_of_different_days(house: House, database: Database) -> None:
    """On PostgreSQL alone: SQLite gives the numbers of deleted rows to new ones, which joins strangers too."""
    truth = await live(house, pause=timedelta(days=3))
    assert joins(await log_of(database), truth) == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("all_dead_rows")
async def test_dead_rows_hold_no_row_of_a_worker_beside_a_case(house: House, database: Database) -> None:
    truth = await live(house)
    pages = await pages_of(database)
    assert all(any(touches(change, case) for each in pages for change in each) for case in truth)
    assert rows_of_workers(pages, truth) == []


async def live_and_wipe(house: House) -> dict[str, str]:
    """Two workers send two things each, hear of one on each day, read it, and want to be forgotten.

    All the while the rows of workers are written anew together, as every six hours.
    """
    lead, phones = await house.staff("Bea", Role.LEAD), {name: await house.worker(name) for name in ("Ana", "Bao")}
    for number, (name, mode) in enumerate(ORDER[:2] + ORDER[4:]):
        await sends(phones[name], mode, f"{name} {number}")
    truth = await whose(house)
    await passes(house, timedelta(hours=23))
    await until(lambda: sees_cards(lead, len(truth)))
    cards = [message for message in await lead.screen() if LOOK in message.labels]
    for day in zip(*[[card for card in cards if name in card.text] for name in phones], strict=True):
        for card in day:
            await lead.presses(LOOK, on=card)
            await lead.sees("Bea has it", within=PATIENCE)
        await passes(house, timedelta(hours=23))
        await until(lambda: nothing_waits(house), within=60)
        for phone in phones.values():
            await phone.presses("Open", on=await phone.sees("new message", within=PATIENCE, also_old=True))
            await phone.sees("Somebody has it in hand", within=PATIENCE)
    for phone in phones.values():
        await phone.sends("/wipe")
        await phone.presses("🧹 Forget me", on=await phone.sees("I can forget where you work", within=PATIENCE))
        await phone.sees("🧹 Forgotten.", within=PATIENCE)
    await everything_ends(house)
    return truth


async def sees_cards(lead: Phone, count: int) -> bool:
    return sum(LOOK in message.labels for message in await lead.screen()) == count


async def everything_ends(house: House) -> None:
    """What is left of the conversations, and of what was said, day by day."""
    for _ in range(4):
        await until(lambda: nothing_waits(house), within=60)
        await passes(house, timedelta(hours=23))
        await house.app.storage.due.drafts(house.app.clock.now(), tell_of_expiry)
        await until(lambda: no_trace_is_due(house))
        await house.app.storage.admin.purge(house.app.clock.now())
    async with house.app.storage.reading() as unit:
        assert not (await unit.run(sa.select(traces.c.id))).all()


async def no_trace_is_due(house: House) -> bool:
    async with house.app.storage.reading() as unit:
        due = sa.select(traces.c.id).where(traces.c.delete_at <= house.app.clock.now())
        return not (await unit.run(due)).all()


async def passes(house: House, time: timedelta) -> None:
    await house.sandbox.client.passes(time)
    await until(lambda: follows(house))
    await until(lambda: nothing_is_due(house))
    await house.app.storage.admin.mix_workers()


async def nothing_waits(house: House) -> bool:
    """All that may be said by now was said."""
    coming = await house.app.storage.outbox_queue.next_at()
    return coming is None or coming > house.app.clock.now()


@pytest.mark.usefixtures("all_dead_rows")
async def test_who_wipes_joins_nothing(house: House, database: Database) -> None:
    truth = await live_and_wipe(house)
    assert len(truth) == 4
    tells_nothing(await log_of(database), truth)
    if database.server:
        tells_nothing(await pages_of(database), truth)


def tells_nothing(history: Sequence[Transaction], truth: dict[str, str]) -> None:
    assert rows_of_workers(history, truth) == []
    assert joins(history, truth) == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_traces_that_end_with_a_wipe_would_join(
    house: House, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = Traces.take

    async def careless(self: Traces, chat: int) -> tuple[list[int], list[int]]:
        tags = [tag for secret in await self._secrets() for tag in _tags(secret, chat)]
        taken = await take(self, chat)
        await self._unit.run(sa.delete(traces).where(traces.c.tag.in_(tags)))
        return taken

    monkeypatch.setattr(Traces, "take", careless)
    truth = await live_and_wipe(house)
    history = await log_of(database)
    assert rows_of_workers(history, truth) != []
    assert {"traces.tag", "workers.tag"} <= set(joins(history, truth))


def beside_its_worker(house: House, monkeypatch: pytest.MonkeyPatch, whose: Callable[[int], bool]) -> None:
    """Careless: a case of these chats is stored with its worker's row."""

    async def careless(work: Any, submission: Any, at: Any) -> Any:
        if whose(submission.address.chat):
            await work.unit.identities.keep_worker(submission.address.chat, Worker(house.enterprise.id, "en"))
        return await submit(work, submission, at)

    monkeypatch.setattr(send, "submit", careless)
    monkeypatch.setattr(Unit, "_refuse_join", lambda _: None)


@pytest.mark.usefixtures("all_dead_rows")
async def test_a_worker_row_in_the_cases_transaction_would_join(
    house: House, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside_its_worker(house, monkeypatch, lambda _: True)
    truth = await live(house)
    history = await log_of(database)
    assert "workers.tag" in joins(history, truth)
    assert rows_of_workers(history, truth) == sorted(truth)
    if database.server:
        assert rows_of_workers(await pages_of(database), truth) == sorted(truth)


@pytest.mark.usefixtures("all_dead_rows")
async def test_one_workers_row_in_their_cases_transactions_would_be_found(
    house: House, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the first who sends alone: in a long history, with all that could hide it, and nobody else's case is named."""
    senders: list[int] = []

    def of_the_first(chat: int) -> bool:
        senders.append(chat)
        return chat == senders[0]

    beside_its_worker(house, monkeypatch, of_the_first)
    truth = await live_and_wipe(house)
    hers = sorted(case for case, person in truth.items() if person == "Ana")
    history = await log_of(database)
    assert rows_of_workers(history, truth) == hers
    assert "workers.tag" in joins(history, truth)
    if database.server:
        assert rows_of_workers(await pages_of(database), truth) == hers


async def test_one_tag_for_all_drafts_of_a_person_would_join(
    house: House, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Drafts, "_fresh", lambda self, key: self._tags(key)[0][0])
    truth = await live(house)
    assert "drafts.tag" in joins(await log_of(database), truth)


async def test_one_key_for_all_questions_of_a_chat_would_join(
    house: House, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Unit, "thread", lambda _, chat: f"the thread of {chat}")
    truth = await live(house)
    assert "outbox.key" in joins(await log_of(database), truth)


Rows = dict[str, Written]
OF_A_CASE = {name for name, table in metadata.tables.items() if "case_id" in table.c} - {"outbox"} | {"cases"}
"""A row of the outbox has a number of its own, and is gone or a card: to the team, not to the worker."""
NEWCOMERS = ("Ana", "Bao", "Chi", "Dan", "Eva")


async def come_and_send(house: House) -> dict[str, str]:
    """Each scans the poster and sends something with no way back, minutes later; the name by the hash of the chat."""
    shared, names = house.app.storage.shared, {}
    for name in NEWCOMERS:
        phone = await house.worker(name)
        names[shared.people.tag(WORKERS, shared.bot, phone.chat_id).hex()] = name
        await sends(phone, NUMBER, f"{name} and no way back")
    return names


async def as_they_lie(house: House, database: Database, names: dict[str, str]) -> tuple[Rows, Rows]:
    """Rows of people and first words of cases, each by the name of whose they are."""
    people = await written(database, "workers", "encode(tag, 'hex')")
    truth, said = await whose(house), await written(database, "entries", "case_id::text")
    return {names[tag]: row for tag, row in people.items()}, {truth[case]: row for case, row in said.items()}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_workers_rows_and_cases_are_no_neighbours(house: House, database: Database) -> None:
    names = await come_and_send(house)
    await house.app.storage.admin.mix_workers()
    people, said = await as_they_lie(house, database, names)
    assert next_by_number(people, said) == {}
    assert in_order(people) == [names[tag] for tag in sorted(names)]
    assert await numbers_on_pages(database, "workers") == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_rows_left_as_they_were_written_would_be_neighbours(house: House, database: Database) -> None:
    people, said = await as_they_lie(house, database, await come_and_send(house))
    assert next_by_number(people, said) == {name: name for name in NEWCOMERS}
    assert in_order(people) == in_order(said) == list(NEWCOMERS)
    assert await numbers_on_pages(database, "workers") == len(NEWCOMERS)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", sorted({"workers", "drafts", "traces", "keys", "media", "media_chunks"} | OF_A_CASE))
async def test_on_file_no_number_tells_which_row_was_written_next(database: Database, table: str) -> None:
    """Their rows have none: they lie in the order of their random keys."""
    assert database.path
    with closing(sqlite3.connect(database.path)) as thief, pytest.raises(sqlite3.OperationalError, match="rowid"):
        thief.execute(f"SELECT rowid FROM {table}")  # noqa: S608 (our own tables)
