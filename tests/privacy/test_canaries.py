"""A worker who can be recognised by everything sends everything; then every byte that left is searched."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.client import Client
from tests.databases import Database
from tests.journeys.house import House, running
from tests.privacy.life import ANSWER, KINDS, MODES, SIGNED, Life, a_house, begins, invitations
from tests.privacy.people import CARRIED, SECOND, STAFF, WORKER, files
from tests.privacy.search import Search
from tests.privacy.seen import Json, at_rest, goes_to, outgoing, payloads, watched

PEOPLE = {
    f"{who.username} {what}": canary
    for who in (WORKER, SECOND, *STAFF.values())
    for what, canary in who.canaries().items()
}
IDENTITY = Search(WORKER.canaries() | CARRIED)
OF_STAFF = Search({f"{role} {what}": canary for role, who in STAFF.items() for what, canary in who.canaries().items()})


@pytest.mark.timeout(900)
async def test_nothing_that_leaves_tells_who(database: Database, tmp_path: Path, record_property: Any) -> None:
    async with a_house(database, tmp_path) as house:
        tokens, log = await invitations(house), tmp_path / "log"
        async with running(house, log):
            life = await begins(house.sandbox, tokens)
            await everything(life)
            seen, resting = await watched(log.read_bytes()), await at_rest(database)
        seen.append(("log", log.read_bytes()))
        resting += await at_rest(database)
        calls, client = await house.sandbox.client.calls(), house.sandbox.client
        words = Search({text: text for text in [*life.texts, SIGNED, ANSWER]})
        everybody = Search(PEOPLE | CARRIED)

        assert IDENTITY.found_in_all(await outgoing(client, [c for c in calls if not goes_to(c, WORKER.id)])) == []
        assert (
            OF_STAFF.found_in_all(await outgoing(client, [c for c in calls if goes_to(c, WORKER.id, SECOND.id)])) == []
        )
        assert [each for each in calls if each["method"].lower() in ("forwardmessage", "copymessage")] == []
        sources = Search({source: source for source in life.sources})
        assert (
            sources.found_in_all(await outgoing(client, [c for c in calls if c["method"].lower() != "getfile"])) == []
        )
        for search in (everybody, words):
            assert search.found_in_all([(each["method"], payloads(each)) for each in calls]) == []
            assert search.found_in_all(seen) == []
            assert search.found_in_all(resting) == []
        assert await misdirected(client, calls, life) == []
        record_property("combinations", len(calls) + len(KINDS) * len(MODES))


async def everything(life: Life) -> None:
    for kind in KINDS:
        for mode in MODES:
            await life.sends(kind, mode)
    await life.sends_files()
    await life.sends_what_is_not_taken()
    await life.edits_and_replies()
    await life.later()
    await life.lead_answers()
    await life.handler_answers()
    await life.later()
    await life.worker_goes_on(life.digits[0])


async def misdirected(client: Client, calls: Iterable[Json], life: Life) -> list[tuple[str, str]]:
    """Unfair treatment and what is not sorted reach handlers alone; the manager, the coach and others read nothing."""
    secret = Search({text: text for text in life.texts if text.endswith(("2", "4"))})
    words = Search({text: text for text in life.texts})
    team = [call for call in calls if goes_to(call, life.group, STAFF["lead"].id, STAFF["member"].id)]
    others = [
        call for call in calls if goes_to(call, *(STAFF[role].id for role in ("manager", "independent", "coach")))
    ]
    return secret.found_in_all(await outgoing(client, team)) + words.found_in_all(await outgoing(client, others))


async def test_a_call_that_tells_is_found(database: Database, tmp_path: Path) -> None:
    async with a_house(database, tmp_path) as house:
        lead, client = STAFF["lead"].id, house.sandbox.client
        await speak(house, "sendMessage", chat_id=str(lead), text=f"From {WORKER.name}")
        await speak(house, "sendPhoto", chat_id=str(lead), photo=files()["photo"])
        await speak(house, "sendDocument", chat_id=str(lead), document=files()["pdf"])
        await speak(house, "sendVoice", chat_id=str(lead), voice=files()["voice"])
        await speak(house, "sendVideo", chat_id=str(lead), video=files()["video"])
        found = IDENTITY.found_in_all(await outgoing(client, await client.calls()))
    author = "author of files"
    assert set(found) >= {
        (f"sendMessage to {lead}", "name"),
        *((f"send{kind} to {lead}", author) for kind in ("Photo", "Document", "Voice", "Video")),
    }


async def speak(house: House, method: str, **fields: str | bytes) -> None:
    """A careless bot."""
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, value, **({"filename": f"{name}.bin"} if isinstance(value, bytes) else {}))
    async with aiohttp.ClientSession() as session:
        await session.post(f"{house.sandbox.api_base}/bot1000001:sandbox/{method}", data=form)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("planted", sorted(PEOPLE))
async def test_a_row_that_tells_is_found(planted: str, database: Database) -> None:
    assert database.path
    with database.path.open("ab") as file:
        file.write(PEOPLE[planted].encode().hex().encode())
    assert Search(PEOPLE).found_in_all(await at_rest(database)) == [("database", planted)]


async def test_a_stored_id_is_found_by_its_bytes(database: Database) -> None:
    """Somebody's whom no life knows: what is planted stays in the log of the server, which other tests search."""
    planted = replace(WORKER, id=7_788_991_234)
    if database.server:
        await database.server.execute(f"CREATE TABLE planted AS SELECT {planted.id}::bigint AS chat", database.name)
    else:
        assert database.path
        with sqlite3.connect(database.path) as connection:
            connection.execute("CREATE TABLE planted (chat INTEGER)")
            connection.execute("INSERT INTO planted VALUES (?)", (planted.id,))
        connection.close()
    assert "id" in {what for _, what in Search(planted.canaries()).found_in_all(await at_rest(database))}
