"""An installation from nothing to the first links, on the command line."""

import socket
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cli.plain import sentence
from tests import databases
from tests.cli.conftest import Huiyin, answer, enterprises

ROLES = "member, lead, handler, manager, independent, coach, office"
LINK = "https://t.me/huiyin_sandbox_bot?start"


def test_init_makes_keys_and_tables_once(huiyin: Huiyin, tmp_path: Path) -> None:
    first, second = answer(huiyin("init", "--json")), answer(huiyin("init", "--json"))
    assert first == {"key_file": str(tmp_path / "keys"), "made": True}
    assert second == {"key_file": str(tmp_path / "keys"), "made": False}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600


def test_an_enterprise_gets_its_links(huiyin: Huiyin) -> None:
    huiyin("init")
    added = answer(huiyin("enterprise", "add", "DAWN", "Dawn Textiles", "--headcount", "80", "--json"))
    assert (added["code"], added["poster"]) == ("DAWN", f"{LINK}=DAWN")
    assert added["group"].startswith(f"{LINK}group=g_")
    assert len(added["group"].partition("=")[2]) <= 64


def test_languages_are_those_of_the_catalogues(huiyin: Huiyin, environment: dict[str, str]) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", " Dawn Textiles ", "--languages", "zh,en-GB", "--country", "cn")
    [dawn] = enterprises(environment)
    assert (dawn.name, dawn.languages, dawn.country) == ("Dawn Textiles", ("zh_Hans", "en"), "CN")
    assert dawn.calendar.overrides[date(datetime.now(UTC).year, 1, 1)].reason == "元旦"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--languages", "de"), "There is no language 'de' yet. Choose of en, zh_Hans; more than one with commas.\n"),
        (("--headcount", "-5"), "A headcount of -5 can't be: say how many people work there, 1 or more.\n"),
        (
            ("--country", "China", "--json"),
            "There is no country 'China'. Give the two letters of ISO 3166, such as CN for China.\n",
        ),
        (("--zone", "Peking"), "There is no time zone 'Peking'. Give one of the IANA names, such as Asia/Shanghai.\n"),
    ],
)
def test_what_cannot_be_is_refused_before_telegram_is_asked(huiyin: Huiyin, wrong: tuple[str, ...], said: str) -> None:
    huiyin("init")
    done = huiyin("enterprise", "add", "DAWN", "Dawn Textiles", *wrong, HUIYIN_API_BASE="http://127.0.0.1:1")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_an_invitation_is_a_link_for_one_role(huiyin: Huiyin) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    invited = answer(huiyin("invite", "dawn", "handler", "--name", "Mei", "--flag", "woman", "--json"))
    assert (invited["code"], invited["role"]) == ("DAWN", "handler")
    assert invited["link"].startswith(f"{LINK}=i_")


@pytest.mark.parametrize("words", [("--json",), ("--json", "list"), ("list", "--json")])
def test_what_was_set_aside_is_listed_for_a_program(huiyin: Huiyin, words: tuple[str, ...]) -> None:
    huiyin("init")
    assert answer(huiyin("parked", *words)) == {"parked": []}


def test_what_is_wrong_is_one_line_on_stderr(huiyin: Huiyin) -> None:
    assert huiyin("invite", "DAWN", "lead", "--name", "Li").stderr.startswith("The key file ")
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    wrong = [
        ("invite", "DUSK", "lead", "--name", "Li"),
        ("invite", "DAWN", "lead"),
        ("invite", "DAWN", "king"),
        ("enterprise", "add", "Dawn", "Again"),
        ("enterprise", "add", "a code", "Again"),
        ("parked", "replay", "7"),
    ]
    done = [huiyin(*words) for words in wrong]
    assert [(each.returncode, each.stdout, each.stderr) for each in done] == [
        (1, "", "There is no such enterprise, person or case: see huiyin enterprise add and huiyin people.\n"),
        (2, "", "Say by --name what the person is called: workers and the team read it.\n"),
        (
            2,
            "",
            f"There is no role 'king'. Choose one of {ROLES}, group.\n",
        ),
        (1, "", "There is an enterprise with this code already, in capitals or not. Choose another code.\n"),
        (2, "", "A code is 3 to 16 letters and digits, such as DEMO.\n"),
        (1, "", "No parked update has the number 7: see huiyin parked list.\n"),
    ]


def test_before_the_tables_are_there_it_says_how_to_make_them(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("init")
    (tmp_path / "huiyin.db").unlink()
    assert "huiyin db upgrade" in huiyin("parked", "list").stderr
    assert answer(huiyin("db", "upgrade", "--json")) == {"schema": "current"}
    assert answer(huiyin("parked", "list", "--json")) == answer(huiyin("parked", "--json")) == {"parked": []}


def test_help_does_not_wait_for_the_libraries(huiyin: Huiyin) -> None:
    """Telegram's library alone takes seconds to load."""
    done = huiyin("--help", PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0
    assert [heavy for heavy in ("aiogram", "sqlalchemy", "cryptography") if f"| {heavy}\n" in done.stderr] == []


def test_a_port_that_is_taken_is_told_with_its_setting(huiyin: Huiyin) -> None:
    huiyin("init")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = huiyin("run", HUIYIN_LISTEN=f"127.0.0.1:{taken.getsockname()[1]}")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == (
        "Nothing can listen there: address already in use. "
        "Stop the other program, or choose another address in HUIYIN_LISTEN; for huiyin demo by --port."
    )


def test_a_database_that_is_away_is_told_as_such(
    huiyin: Huiyin, tmp_path: Path, postgresql_server: databases.PostgreSQL
) -> None:
    away, none = "postgresql://nobody@127.0.0.1:1/none", postgresql_server.url("none_such")
    said = "The database cannot be reached ({}). Is HUIYIN_DATABASE_URL right, and does the server run?\n"
    named = "postgresql://nobody@localhost:1/none"
    for url, why in (
        (away, "ConnectionRefusedError"),
        (named, "ConnectionRefusedError"),
        (none, "InvalidCatalogNameError"),
    ):
        done = huiyin("init", HUIYIN_DATABASE_URL=url)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", said.format(why))
    assert not (tmp_path / "keys").exists()
    huiyin("init")
    assert huiyin("people", "ABC", HUIYIN_DATABASE_URL=away).stderr == said.format("ConnectionRefusedError")


def test_a_file_that_may_not_be_used_is_named() -> None:
    assert sentence(PermissionError(13, "Permission denied", "/keys")) == "/keys cannot be used: Permission denied."
    assert sentence(OSError(113, "No route to host")).startswith("The database cannot be reached (OSError).")
    many = OSError("Multiple exceptions: [Errno 111] …")
    assert sentence(many).startswith("The database cannot be reached (OSError).")
    assert sentence(FileNotFoundError("There is no database at x: see huiyin init.")).startswith("There is no database")


def test_run_says_in_one_line_why_it_does_not_start(huiyin: Huiyin) -> None:
    done = huiyin("run", HUIYIN_BOT_TOKEN="123456:ABC")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "HUIYIN_OPERATOR is missing: name who runs this server, /privacy tells it to everybody."
    ]
