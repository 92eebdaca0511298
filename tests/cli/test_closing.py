"""An enterprise leaves, and comes back, on the command line."""

import json
from pathlib import Path

from tests.cli.conftest import Huiyin, answer
from tests.cli.test_doctor import findings


def test_it_leaves_only_by_its_name_and_can_come_back(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    asked = answer(huiyin("enterprise", "close", "DAWN", "--json"))
    assert (asked["name"], asked["cases"], asked["people"], asked["export"]) == ("Dawn Textiles", 0, 0, None)
    assert "Nothing is done yet." in huiyin("enterprise", "close", "DAWN").stdout
    assert "not its name" in huiyin("enterprise", "close", "DAWN", "--confirm", "Down").stderr
    assert huiyin("enterprise", "reopen", "DAWN").stderr == "DAWN is not closed.\n"
    folder = str(tmp_path / "exports")
    done = answer(huiyin("enterprise", "close", "DAWN", "--confirm", "Dawn Textiles", "--to", folder, "--json"))
    export = json.loads(Path(done["export"]).read_text())
    assert [row["code"] for row in export["enterprises"]] == ["DAWN"]
    assert Path(done["export"]).stat().st_mode & 0o777 == 0o600
    assert findings(huiyin)["enterprise DAWN"]["found"] == f"It has left; its keys are kept until {done['erased_on']}."
    assert "is closed already" in huiyin("enterprise", "close", "DAWN").stderr
    for role in (["group"], ["handler", "--name", "Mei"]):
        assert huiyin("invite", "DAWN", *role).stderr == (
            "This enterprise has left: only a coach or the office is still invited to it. "
            "huiyin enterprise reopen takes that back.\n"
        )
    assert answer(huiyin("invite", "DAWN", "coach", "--name", "Gina", "--json"))["link"]
    assert answer(huiyin("enterprise", "reopen", "DAWN", "--json")) == {"code": "DAWN", "people": 0}
    assert findings(huiyin)["enterprise DAWN"]["well"] is False


def test_what_leaves_must_be_there(huiyin: Huiyin) -> None:
    huiyin("init")
    assert huiyin("enterprise", "close", "DAWN").stderr.startswith("There is no such enterprise")
