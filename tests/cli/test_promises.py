"""When an enterprise works and what it promises, printed and set on the command line."""

import codecs
from datetime import date, time
from pathlib import Path

import pytest

from cases.calendar import Shift
from cases.policy import RowName, WorkingDays
from tests.cli.conftest import Huiyin, answer, enterprises

NIGHT = """
[[shifts]]
name = "night"
hours = "22:00-06:00"
days = ["mon", "tue"]
"""


@pytest.fixture
def dawn(huiyin: Huiyin) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles", "--languages", "en")


@pytest.mark.usefixtures("dawn")
def test_a_night_shift_is_entered(huiyin: Huiyin, environment: dict[str, str], tmp_path: Path) -> None:
    [before] = enterprises(environment)
    file = tmp_path / "dawn.toml"
    file.write_text(huiyin("calendar", "dawn").stdout + NIGHT)
    assert huiyin("calendar", "dawn", str(file)).stdout == (
        "DAWN works by this calendar from now on. Promises made already stay as they were told.\n"
    )
    assert huiyin("calendar", "dawn", str(file)).stdout == (
        "DAWN works by this calendar already: nothing has changed.\n"
    )
    [after] = enterprises(environment)
    assert after.calendar.shifts == (Shift("night", time(22), time(6), frozenset({1, 2})),)
    assert after.calendar.overrides == before.calendar.overrides
    wrong = huiyin("calendar", "DAWN", "-", "--json", answer=file.read_text().replace("22:00-", "22-"))
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == 'shifts.1.hours: two times of day are needed, such as "08:00-12:00".\n'
    assert enterprises(environment) == [after]


@pytest.mark.usefixtures("dawn")
def test_what_an_editor_of_windows_saved_is_read(huiyin: Huiyin, tmp_path: Path) -> None:
    file = tmp_path / "dawn.toml"
    for command in ("calendar", "policy"):
        file.write_bytes(codecs.BOM_UTF8 + huiyin(command, "DAWN").stdout.encode())
        for done in (huiyin(command, "DAWN", str(file)), huiyin(command, "DAWN", "-", answer=file.read_text())):
            assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("dawn")
def test_a_year_is_proposed_later_and_confirmed(huiyin: Huiyin, environment: dict[str, str]) -> None:
    [before] = enterprises(environment)
    proposal = huiyin("calendar", "DAWN", "--propose", "2090").stdout
    assert '2090-10-01 = "National Day"' in proposal
    assert "2090]" in proposal
    assert enterprises(environment) == [before], "a proposal sets nothing"
    confirmed = proposal.replace(", 2090]", "]").replace("[2090]", "[]")
    said = answer(huiyin("calendar", "DAWN", "-", "--json", answer=confirmed))
    [after] = enterprises(environment)
    assert said == {"code": "DAWN", "calendar": after.calendar.to_dict()}
    assert (after.calendar.is_working_day(date(2090, 10, 2)), after.calendar.is_provisional(2090)) == (False, False)
    both = huiyin("calendar", "DAWN", "-", "--propose", "2090")
    assert (both.returncode, both.stderr) == (
        2,
        "Either a FILE or --propose: print the proposal, look it through, then set it.\n",
    )


@pytest.mark.usefixtures("dawn")
def test_a_promise_is_made_tighter(huiyin: Huiyin, environment: dict[str, str]) -> None:
    [before] = enterprises(environment)
    text = huiyin("policy", "DAWN").stdout
    tighter = text.replace('"10 working days"', '"5 working days"')
    assert [huiyin("policy", "DAWN", "-", answer=tighter).stdout for _ in range(2)] == [
        "DAWN promises this, its version 2, for what is sent from now on.\n",
        "DAWN promises this already, its version 2: nothing has changed.\n",
    ]
    [after] = enterprises(environment)
    assert (before.policy.version, after.policy.version) == (1, 2)
    assert after.policy.rows[RowName.SUGGESTION].answered == WorkingDays(5)
    looser = huiyin("policy", "DAWN", "-", answer=text.replace('"10 working days"', '"16 working days"'))
    assert (looser.returncode, looser.stderr) == (
        2,
        "suggestion.answered: this may be later than the programme allows, which is 15 working days at most.\n",
    )
    assert enterprises(environment) == [after]
