"""Danger, harm, ticks, a no and silence: who reads which case, and that nothing outside the bot tells who or what."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import generate_latest

from cases.model import About
from storage.backup import back_up
from tests.databases import Database
from tests.privacy.life import begins, tokens_to
from tests.privacy.people import SECOND, STAFF, WORKER, Identity
from tests.privacy.search import Search
from tests.privacy.seen import Json, at_rest, backed_up, goes_to, outgoing, payloads
from tests.privacy.swift import YONG, settles, swift
from tests.privacy.test_canaries import IDENTITY, OF_STAFF, PEOPLE
from tests.privacy.trouble import HARMED, READERS, TICKED, Trouble, heard, said, word_of

WORKERS = Search(WORKER.canaries() | {f"second {what}": canary for what, canary in SECOND.canaries().items()})


@pytest.mark.usefixtures("_all_levels")
@pytest.mark.timeout(900)
async def test_trouble_is_read_by_its_readers_alone(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    record_property: Any,
) -> None:
    async with swift(database, tmp_path, monkeypatch) as house:
        storage, client = house.app.storage, house.sandbox.client
        enterprise = (await storage.admin.add_enterprise(YONG)).id
        life = await begins(house.sandbox, await tokens_to(storage, enterprise))
        life.settled = settles(house)
        trouble = Trouble(life, storage, enterprise)
        marks = await trouble.lives()
        await back_up(database.url, tmp_path / "backups", house.app.clock.now())
        calls, numbers = await client.calls(), generate_latest(house.app.metrics.registry)
        outside = [("log", capsys.readouterr().err.encode()), ("metrics", numbers)]
        outside += await at_rest(database) + backed_up(database, tmp_path / "backups")
        words = Search({text: text for text in (*trouble.texts, *trouble.said, trouble.reason)})

        to_others = [call for call in calls if not goes_to(call, WORKER.id, SECOND.id)]
        to_workers = [call for call in calls if goes_to(call, WORKER.id, SECOND.id)]
        assert WORKERS.found_in_all(await outgoing(client, to_others)) == []
        assert IDENTITY.found_in_all(await outgoing(client, [c for c in calls if not goes_to(c, WORKER.id)])) == []
        assert OF_STAFF.found_in_all(await outgoing(client, to_workers)) == []
        assert words.found_in_all([(call["method"], payloads(call)) for call in calls]) == []
        assert b"message not sent" in outside[0][1]
        assert [search.found_in_all(outside) for search in (Search(PEOPLE), words)] == [[], []]
        assert {about: readers(calls, trouble, about) for about in About} == expected()
        assert [each for about in About for each in felt(calls, trouble, about, marks[word_of(about)])] == []
        assert {len(found) for found in marks.values()} == {2}
        record_property("combinations", len(calls) + len(About) * len(life.staff))


def readers(calls: list[Json], trouble: Trouble, about: About) -> set[str]:
    return {role for role in STAFF for call in heard(calls, trouble.life, role) if word_of(about) in said(call)}


def expected() -> dict[About, set[str]]:
    """The one that was not solved has climbed from the handler to the coach and on to the independent contact."""
    climbed = {About.NO_ONE: {"handler", "coach"}, HARMED: {"handler", "independent"}}
    return {about: climbed.get(about, READERS[about]) for about in About}


def felt(calls: list[Json], trouble: Trouble, about: About, marks: set[str]) -> list[str]:
    """Whom the tick means and who was sent the number of the case, or a button to it."""
    return [
        f"{role} by {call['method']} about {about}"
        for role in TICKED.get(about, ())
        for call in heard(calls, trouble.life, role)
        if any(re.search(rf"\b{mark}\b", said(call) + payloads(call).decode()) for mark in marks)
    ]


async def test_a_backup_that_tells_is_found(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody's whom no life knows: what is planted stays in the log of the server, which other tests search."""
    stranger = Identity(7_788_991_235, "金丝雀小红", "kanarienvogel_cai")
    planted = stranger.name.encode().hex()
    if database.server:
        monkeypatch.setenv("PATH", str(database.server.binaries), prepend=":")
        await database.server.execute(f"CREATE TABLE planted AS SELECT '{planted}' AS who", database.name)
    else:
        assert database.path
        with closing(sqlite3.connect(database.path)) as connection:
            connection.execute(f"CREATE TABLE planted AS SELECT '{planted}' AS who")
    await back_up(database.url, tmp_path / "backups", datetime(2026, 3, 2, tzinfo=UTC))
    found = Search(stranger.canaries()).found_in_all(backed_up(database, tmp_path / "backups"))
    assert {what for _, what in found} == {"name"}
