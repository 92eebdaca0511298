"""Changing the keys of an installation on the command line."""

from pathlib import Path
from typing import Any

from storage.vault import write_key_file
from tests.cli.conftest import Huiyin, answer

WRONG = (
    "Wrong key: the key file lacks a key that this database needs. "
    "Put back the key file that was in use, after a rotation the newest; nothing was touched.\n"
)


def wraps(huiyin: Huiyin) -> list[int]:
    return [key["wraps"] for key in answer(huiyin("keys", "check", "--json"))["keys"]]


def test_a_key_is_changed_and_the_old_one_may_go(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    before = wraps(huiyin)
    rotated = answer(huiyin("keys", "rotate", "--json"))
    assert rotated == {"key_file": str(tmp_path / "keys"), "added": rotated["added"], "rewrapped": before[0]}
    assert wraps(huiyin) == [*before, 0]
    said = huiyin("keys", "check").stdout.splitlines()
    assert said[0] == f"{rotated['added']}: the newest, it wraps {before[0]} keys. It must stay."
    assert said[1].endswith(": nothing needs it. Make a backup (huiyin backup), then its line may be removed.")
    lines = (tmp_path / "keys").read_text().splitlines()
    (tmp_path / "keys").write_text("\n".join(lines[:2]))
    assert wraps(huiyin) == before
    assert huiyin("invite", "DAWN", "lead", "--name", "Li").returncode == 0


def test_a_key_that_is_missing_is_named_and_no_other_is_added(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("init")
    needed = (tmp_path / "keys").read_text().splitlines()[1].partition(":")[0]
    (tmp_path / "keys").unlink()
    said = f"There is no key file at {tmp_path / 'keys'}, and this database was made with one: put that back.\n"
    assert (huiyin("init").stderr, (tmp_path / "keys").exists()) == (said, False)
    write_key_file(tmp_path / "keys")
    assert huiyin("init").stderr == WRONG
    other = (tmp_path / "keys").read_text()
    checked: Any = huiyin("keys", "check")
    assert checked.returncode == 1
    assert checked.stdout.splitlines()[-1].startswith(f"{needed}: MISSING from the key file, and ")
    assert huiyin("keys", "rotate").stderr == WRONG
    assert (tmp_path / "keys").read_text() == other


def test_without_a_database_check_makes_none(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("init")
    (tmp_path / "huiyin.db").unlink()
    assert huiyin("keys", "check").stderr == f"There is no database at {tmp_path / 'huiyin.db'}: see huiyin init.\n"
    assert not (tmp_path / "huiyin.db").exists()
