"""The doctor finds what is wrong and says what to do."""

import asyncio
import json
import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from cli import doctor
from cli.finding import Finding
from storage.vault import write_key_file
from tests import databases
from tests.bot.test_disk_full import NO_ROOM
from tests.cli.conftest import Huiyin


def findings(huiyin: Huiyin, **changed: str) -> dict[str, dict[str, Any]]:
    return {each["what"]: each for each in json.loads(huiyin("doctor", "--json", **changed).stdout)["findings"]}


def bad(huiyin: Huiyin, **changed: str) -> set[str]:
    return {what for what, each in findings(huiyin, **changed).items() if not each["well"]}


def test_doctor_follows_an_installation_as_it_grows(huiyin: Huiyin) -> None:
    assert bad(huiyin) == {"keys", "database"}
    huiyin("init")
    assert bad(huiyin) == {"enterprises"}
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    found = findings(huiyin)["enterprise DAWN"]
    assert found["found"] == "Still missing: 1 lead, 2 handler, 1 independent, 1 manager, 1 coach."
    assert found["do"] == "Run huiyin invite DAWN ROLE --name NAME."


def test_doctor_finds_faults(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("init")
    assert bad(huiyin, HUIYIN_LISTEN="nowhere") == {"settings"}
    assert bad(huiyin, HUIYIN_API_BASE="http://127.0.0.1:1") == {"token", "enterprises"}
    assert bad(huiyin, HUIYIN_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none") == {"database"}
    (tmp_path / "keys").chmod(0o644)
    assert bad(huiyin) == {"keys", "enterprises"}
    assert "chmod 600" in huiyin("doctor").stdout


def test_doctor_finds_a_wrong_key(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("init")
    (tmp_path / "keys").rename(tmp_path / "the keys in use")
    write_key_file(tmp_path / "keys")
    found = findings(huiyin)["database"]
    assert found["found"].startswith("Wrong key: the key file lacks the key ")
    assert found["do"] == "Put back the key file that was in use, after a rotation the newest."


def test_what_the_doctor_says_is_sentences(huiyin: Huiyin, tmp_path: Path) -> None:
    assert "such as 127.0.0.1:8080. Set it right and ask again." in huiyin("doctor", HUIYIN_LISTEN="nowhere").stdout
    huiyin("init")
    (tmp_path / "keys").write_text("")
    found = findings(huiyin)["database"]
    assert (found["found"], found["do"]) == ("It cannot be looked at without keys.", "See what is said of the keys.")


def test_what_a_server_must_be_set_to() -> None:
    assert doctor.erasing(True).well is True
    assert doctor.erasing(False).do.endswith("run huiyin db vacuum as the owner of the tables.")
    assert [doctor.backups(17, client).well for client in (18, 17, 16, None)] == [True, True, False, False]
    assert doctor.backups(17, 16).found == "The pg_dump here is of version 16, the server of 17."


def test_an_operator_who_has_not_said_whether_the_office_inspects_is_reminded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_OPERATOR", "Yongkang SCORE centre")
    unsaid = doctor.privacy(Settings(bot_token=SecretStr("1:a")))
    assert (unsaid.well, unsaid.do) == (True, "Set HUIYIN_OFFICE_INSPECTS to yes or no.")
    assert doctor.privacy(Settings(bot_token=SecretStr("1:a"), office_inspects=False)).do == ""
    assert doctor.privacy(Settings()).do == ""


def test_clock() -> None:
    assert doctor.clock(timedelta(seconds=30)).well is True
    assert doctor.clock(timedelta(seconds=90)).found == "It is 90 s away from Telegram's."


def test_doctor_finds_a_full_disk(huiyin: Huiyin, tmp_path: Path, postgresql_server: databases.PostgreSQL) -> None:
    huiyin("init")
    assert findings(huiyin)["room"]["found"].endswith("MB are free beside the database.")
    fresh = asyncio.run(databases.fresh_postgresql(postgresql_server))
    assert bad(huiyin, HUIYIN_DATABASE_URL=fresh.url) == {"enterprises", "erasing"}  # the tests' server cleans nothing
    asyncio.run(postgresql_server.execute(NO_ROOM, fresh.name))
    found = findings(huiyin, HUIYIN_DATABASE_URL=fresh.url)["database"]
    assert (found["found"], found["do"]) == ("Its disk is full.", doctor.MAKE_ROOM)


def test_too_little_room_is_told_before_it_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'huiyin.db'}")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=199_999_999))
    assert doctor.room(settings) == [Finding("room", False, "199 MB are free beside the database.", doctor.MAKE_ROOM)]
