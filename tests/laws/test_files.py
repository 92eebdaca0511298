"""What no file of the repository may be or hold."""

import re
from pathlib import Path

import pytest

from tests.laws.source import ROOT, files

# Character classes keep this file from matching itself.
OF_ONE_MACHINE = re.compile(rb"/roo[t]/|/hom[e]/[a-z]+/|/User[s]/[a-z]+/|/wor[k]/|/tm[p]/brief")
OF_ONE_INDEX = re.compile(rb"pypi\.or[g]|pythonhosted\.or[g]|registry\.npmj[s]|-index-ur[l]|--find-link[s]|file://[/]")


def with_lines(limit: int) -> list[str]:
    return [str(path) for path in files() if path.suffix == ".py" and (ROOT / path).read_text().count("\n") > limit]


def holding(pattern: re.Pattern[bytes]) -> list[str]:
    return [f"{path}: {found.group()!r}" for path in files() for found in pattern.finditer((ROOT / path).read_bytes())]


def test_the_laws_see_the_repository() -> None:
    assert {Path("pyproject.toml"), Path("tests/laws/test_files.py")} <= set(files())


def test_no_module_is_longer_than_400_lines() -> None:
    assert with_lines(400) == []


def test_no_file_is_larger_than_900_kib() -> None:
    assert [str(path) for path in files() if (ROOT / path).stat().st_size > 900 * 1024] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert holding(OF_ONE_MACHINE) == []


def test_no_file_names_a_package_index() -> None:
    assert holding(OF_ONE_INDEX) == []


@pytest.mark.parametrize("folder", ["root", "work", "home/ana", "Users/ana"])
def test_the_law_sees_a_path_of_one_machine(folder: str) -> None:
    assert OF_ONE_MACHINE.search(f"cd /{folder}/huiyin".encode()) is not None


def test_every_locked_package_is_pinned_and_hashed() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
        assert [entry for entry in entries if not re.match(r"[\w.-]+==\S+.*\\\n +--hash=sha256:", entry)] == []


def test_the_development_lock_holds_the_whole_runtime_lock() -> None:
    runtime, development = ((ROOT / name).read_text() for name in ("requirements.lock", "requirements-dev.lock"))
    pins = re.compile(r"^(\S+==\S+)", re.MULTILINE)
    assert set(pins.findall(runtime)) - set(pins.findall(development)) == set()
