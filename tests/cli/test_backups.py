"""An installation is backed up and set up anew on the command line."""

from pathlib import Path

from tests.cli.conftest import Huiyin, answer


def test_an_installation_is_set_up_anew_from_its_backup(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    made = answer(huiyin("backup", str(tmp_path / "backups"), "--json"))
    elsewhere = {"HUIYIN_DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    restored = answer(huiyin("restore", str(tmp_path / "backups"), "--json", **elsewhere))
    assert restored == made
    assert huiyin("invite", "DAWN", "lead", "--name", "Li", **elsewhere).returncode == 0


def test_a_backup_goes_into_nothing_that_is_there(huiyin: Huiyin, tmp_path: Path) -> None:
    huiyin("init")
    huiyin("backup", str(tmp_path / "backups"))
    assert huiyin("restore", str(tmp_path / "backups")).stderr.startswith("The database is not empty.")
    assert huiyin("restore", str(tmp_path)).stderr.startswith("There is no backup")
