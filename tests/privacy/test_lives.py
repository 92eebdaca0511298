"""A worker's whole life with the bot, in every mode: nothing tells who it is, and no way into the bot is left out."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import generate_latest

from tests.bot.conftest import House
from tests.databases import Database
from tests.journeys.test_team import until_monday
from tests.privacy.life import MODES, SIGNED, Life, begins, tokens_to
from tests.privacy.lives import Lives
from tests.privacy.people import CARRIED, SECOND, STAFF, WORKER
from tests.privacy.search import Search
from tests.privacy.seen import Json, Named, at_rest, backed_up, goes_to, outgoing, payloads
from tests.privacy.swift import YONG, settles, swift
from tests.privacy.terminal import REASON, Operator, opened
from tests.privacy.test_canaries import PEOPLE
from tests.privacy.trouble import heard, said
from tests.privacy.walked import all_ways, follow

NOT_WALKED = {
    "staff.unknown_button": "it only refuses a button that nobody knows, in the group",
    "worker.unknown_button": "it only refuses one, in private",
}
"""Ways that no life walks to their end, and why."""
TEAM, HANDLERS, CLIMBED = {"lead", "member"}, {"handler"}, {"lead", "member", "manager"}


@pytest.mark.usefixtures("_all_levels")
@pytest.mark.timeout(900)
async def test_a_whole_life_tells_nobody_who(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    record_property: Any,
) -> None:
    async with swift(database, tmp_path, monkeypatch) as house:
        walked, client = follow(house.app.handling.dispatcher), house.sandbox.client
        lives = await settled_in(house, Operator(house, monkeypatch), tmp_path / "exports")
        await lives.lives()
        terminal = await lives.is_read()
        read = readers(await client.calls(), lives.life)
        await lives.operator.backs_up(tmp_path / "backups")
        export = (await lives.is_over()).read_bytes()
        resting = await at_rest(database) + backed_up(database, tmp_path / "backups") + [("export", export)]
        calls, metrics = await client.calls(), generate_latest(house.app.metrics.registry)
        outside = [("log", capsys.readouterr().err.encode()), ("metrics", metrics), *resting]
        people, words = Search(PEOPLE | CARRIED), Search({text: text for text in [*lives.life.texts, SIGNED, REASON]})

        assert (all_ways() - walked, walked - all_ways()) == (set(NOT_WALKED), set())
        assert different(read, expected()) == {}
        assert await told_of_workers(house, calls) == []
        assert people.found_in_all([("terminal", terminal)]) == []
        assert [search.found_in_all(outside) for search in (people, words)] == [[], []]
        assert [search.found_in_all((c["method"], payloads(c)) for c in calls) for search in (people, words)] == [
            [],
            [],
        ]
        assert who_is_in(await opened(house.app.storage, export)) == {f"{who.username} id" for who in STAFF.values()}
        record_property("combinations", len(calls) + len(walked) + len(read))


async def settled_in(house: House, operator: Operator, folder: Path) -> Lives:
    """It is early on a Monday, and everybody has come."""
    client, storage = house.sandbox.client, house.app.storage
    await client.passes(until_monday(await client.now()))
    enterprise = (await storage.admin.add_enterprise(YONG)).id
    life = await begins(house.sandbox, await tokens_to(storage, enterprise), chat_type="group")
    life.settled = settles(house)
    return Lives(life, operator, enterprise, folder, await tokens_to(storage, enterprise))


async def told_of_workers(house: House, calls: list[Json]) -> list[tuple[str, str]]:
    """Who a worker is, told to anybody else; and who of staff reads it, told to a worker."""
    workers = (WORKER.id, SECOND.id)
    staff = {f"{role} {what}": canary for role, who in STAFF.items() for what, canary in who.canaries().items()}
    to_others: list[tuple[Mapping[str, str], list[Json]]] = [
        (WORKER.canaries(), [call for call in calls if not goes_to(call, WORKER.id)]),
        (SECOND.canaries(), [call for call in calls if not goes_to(call, SECOND.id)]),
        (CARRIED, [call for call in calls if not goes_to(call, *workers)]),
        (staff, [call for call in calls if goes_to(call, *workers)]),
    ]
    client = house.sandbox.client
    return [
        each for canaries, told in to_others for each in Search(canaries).found_in_all(await outgoing(client, told))
    ]


def who_is_in(rows: Named) -> set[str]:
    return {what for _, what in Search(PEOPLE | CARRIED).found_in_all(rows)}


def readers(calls: list[Json], life: Life) -> dict[str, set[str]]:
    """By words, whom of staff they were shown."""
    by_role = {role: "\n".join(said(call) for call in heard(calls, life, role)) for role in STAFF}
    return {text: {role for role, shown in by_role.items() if re.search(rf"\b{text}\b", shown)} for text in life.texts}


def different(read: Mapping[str, set[str]], should: Mapping[str, set[str]]) -> dict[str, list[set[str] | None]]:
    """By words, who read them and who should."""
    return {text: [read.get(text), should.get(text)] for text in {*read, *should} if read.get(text) != should.get(text)}


def expected() -> Mapping[str, set[str]]:
    """Written down here on purpose. What climbed, and what the manager opened from an alarm, the manager read too."""
    team = "wishnamed wishnumber voicehere voicenamed voicenumber spokenhere mended press hallnine lift byreceipt"
    team += " blanked edited red toldteam"
    back = " ".join(f"back{mode}" for mode in MODES)
    nobody = " ".join(f"unseen{mode}" for mode in MODES) + " spokennamed spokennumber"
    handlers = "harmhere harmnamed harmnumber cry cried order ordertoo"
    by_words = {f"{team} {back}": TEAM, nobody: set(), handlers: HANDLERS, "wishhere theleftone": CLIMBED}
    found = {f"kanari{word}": readers_ for words, readers_ in by_words.items() for word in words.split()}
    return found | {"kanariunsorted": CLIMBED | HANDLERS}
