"""What an auditor and an operator ask on the command line."""

import json
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cases.actions.release import release
from cases.actions.submit import Submission, submit
from cases.localtime import local_day
from cases.model import Audience, Author, Event, Kind, Mode
from cases.ports import Address
from storage import KeyRing, Storage
from tests.cli.conftest import Huiyin, answer
from tests.storage.test_chain import to_nobody

CHAT = 7_654_321_098
WORDS, NAME, REASON = "The press has no guard", "Ana Wu", "Order 7 of a court"


@asynccontextmanager
async def memory(environment: dict[str, str]) -> AsyncGenerator[Storage]:
    ring = KeyRing.read(Path(environment["HUIYIN_KEY_FILE"]))
    url = environment["HUIYIN_DATABASE_URL"]
    async with Storage.open(url, ring, 42, lambda: datetime.now(UTC), alone=False) as storage:
        yield storage


@pytest.fixture
async def number(huiyin: Huiyin, environment: dict[str, str]) -> int:
    """Of a case that staff have been shown, in a chain that was begun."""
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    async with memory(environment) as storage:
        async with storage.unit() as unit:
            work, case = await unit.enterprise_by_code("DAWN"), await unit.new_case_id()
            given = Submission(case, Kind.SUGGESTION, Mode.NAMED, Address(CHAT, "en"), WORDS, name=NAME)
            await submit(work, given, unit.at - timedelta(days=1))
            await release(work, case)
            number = (await work.cases.get(case)).number
        assert (await storage.chains.extend(datetime.now(UTC), to_nobody)).broken == {}
    return number


def execute(environment: dict[str, str], statement: str) -> None:
    path = environment["HUIYIN_DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(statement)
        connection.commit()


async def test_before_anything_happened_there_is_nothing_to_audit(huiyin: Huiyin) -> None:
    huiyin("init")
    assert huiyin("audit").stdout == "There is no enterprise yet.\n"
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    assert huiyin("audit").stdout == "ok     DAWN: its chain begins within minutes of the bot's start.\n"


async def test_a_whole_chain_and_an_anchor_kept_outside(huiyin: Huiyin, number: int) -> None:
    found = answer(huiyin("audit", "--json"))
    [chain] = found["enterprises"]
    today, code = chain["since"], chain["anchor"]["code"]
    assert (found["whole"], found["anchor"], chain["code"], chain["found"]) == (True, None, "DAWN", [])
    kept = huiyin("audit", "DAWN", "--anchor", code.lower())
    assert (kept.returncode, kept.stdout.splitlines()) == (
        0,
        [
            f"ok     DAWN: whole since {today}. Its anchor of {today}: {code}",
            f"ok     {code} is its anchor of {today}: what stood in it that day still does.",
        ],
    )


async def test_an_anchor_of_another_chain_is_refused(huiyin: Huiyin, number: int) -> None:
    done = huiyin("audit", "DAWN", "--anchor", "0000 0000 0000 0000 0000 0000")
    assert (done.returncode, done.stdout.splitlines()[1].split(":")[0]) == (
        1,
        "BROKEN 0000 0000 0000 0000 0000 0000 is no anchor of this chain",
    )
    assert huiyin("audit", "--anchor", "0000 0000 0000 0000 0000 0000").stderr.startswith("Say whose anchor it is")
    assert (
        huiyin("audit", "DAWN", "--anchor", "0000").stderr
        == "An anchor has 24 signs, each from 0 to 9 or from A to F.\n"
    )


async def test_a_case_that_vanished_is_told_in_plain_words(
    huiyin: Huiyin, number: int, environment: dict[str, str]
) -> None:
    execute(environment, "DELETE FROM cases")
    done = huiyin("audit", "DAWN")
    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        ["BROKEN DAWN:", "  A link has no event any more: a case, or a part of its history, has vanished. (link 2)"],
    )
    found = json.loads(huiyin("audit", "--json").stdout)
    assert (found["whole"], found["enterprises"][0]["found"]) == (
        False,
        [{"fault": "gone", "position": 2, "number": None}],
    )


async def test_the_operator_reads_a_case_with_a_reason(
    huiyin: Huiyin, number: int, environment: dict[str, str]
) -> None:
    done = huiyin("read", "DAWN", str(number), "--reason", REASON, answer="y\n")
    today = local_day(datetime.now(UTC), "Asia/Shanghai").isoformat()
    released = done.stdout.splitlines()[2].partition(",")[0]
    assert date.fromisoformat(released) <= date.fromisoformat(today)
    assert (done.returncode, done.stdout.splitlines()[1:]) == (
        0,
        [
            f"Signed: {NAME}",
            f"{released}, worker, for team:",
            f"  {WORDS}",
            "Read by the operator:",
            f"  {today}: {REASON}",
        ],
    )
    assert str(CHAT) not in done.stdout + done.stderr
    async with memory(environment) as storage, storage.reading() as unit:
        work = await unit.enterprise_by_code("DAWN")
        case = await work.cases.by_number(number)
        assert [event.what for event in await work.events.of(case.id)] == ["submitted", "read"]


async def test_what_was_written_down_of_a_recording_waits_for_the_worker_s_yes_here_too(
    huiyin: Huiyin, number: int, environment: dict[str, str]
) -> None:
    async with memory(environment) as storage, storage.unit() as unit:
        work = await unit.enterprise_by_code("DAWN")
        case = await work.cases.by_number(number)
        heard = await work.entries.add(case.id, Author.STAFF, Audience.WORKER, unit.at, "Is it the guard of press 3?")
        await work.events.add(Event(case.id, "written_down", unit.at, data={"entry": heard.id}))
    found = json.loads(huiyin("read", "DAWN", str(number), "--reason", REASON, "--json", answer="y\n").stdout)
    assert [entry["text"] for entry in found["entries"]] == [WORDS]


async def test_who_does_not_go_on_reads_nothing_and_leaves_no_mark(
    huiyin: Huiyin, number: int, environment: dict[str, str]
) -> None:
    done = huiyin("read", "DAWN", str(number), "--reason", REASON, answer="n\n")
    assert (done.returncode, done.stdout.strip()) == (1, "")
    async with memory(environment) as storage, storage.reading() as unit:
        work = await unit.enterprise_by_code("DAWN")
        case = await work.cases.by_number(number)
        assert [event.what for event in await work.events.of(case.id)] == ["submitted"]


async def test_nothing_is_shown_when_the_mark_cannot_be_written(
    huiyin: Huiyin, number: int, environment: dict[str, str]
) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'no room for a mark'); END"
    execute(environment, f"CREATE TRIGGER no_marks BEFORE INSERT ON events {refuse}")
    done = huiyin("read", "DAWN", str(number), "--reason", REASON, answer="y\n")
    assert (done.returncode, done.stdout.strip()) == (1, "")
    assert [word for word in (WORDS, NAME, REASON, str(CHAT)) if word in done.stderr] == []


async def test_what_is_not_there_and_what_has_no_reason_is_refused(huiyin: Huiyin, number: int) -> None:
    assert huiyin("read", "DAWN", str(number), "--reason", " ", answer="y\n").stderr.endswith(
        "A reason is needed: --reason, such as the order of a court.\n"
    )
    assert huiyin("read", "DAWN", "1", "--reason", REASON, answer="y\n").stderr.endswith(
        "There is no such enterprise, person or case: see huiyin enterprise add and huiyin people.\n"
    )
    assert huiyin("read", "DAWN", str(number), answer="y\n").returncode == 2
