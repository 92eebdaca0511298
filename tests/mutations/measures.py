"""Protective measures of the program, each with what switches it off and the one test that must notice.

The files ``*.toml`` beside this module hold them: exact texts of the source before and after, never code of their own.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Edit:
    """``before`` stands exactly once in ``file``, a path from the root of the tree."""

    file: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Measure:
    """``test`` is the id by which pytest knows the test; ``off`` are the edits without which the measure stands."""

    name: str
    test: str
    off: Sequence[Edit]


def measures(folder: Path = FOLDER) -> list[Measure]:
    """In the order of the files' names, then as written there."""
    return [_measure(entry) for file in sorted(folder.glob("*.toml")) for entry in _entries(file)]


def faults(measure: Measure, root: Path) -> list[str]:
    """Why the measure can't be tried on this tree: something it names is not there, or not once."""
    counts = [(each, _count(root / each.file, each.before)) for each in measure.off]
    found = [f"{each.file} holds it {count} times: {each.before}" for each, count in counts if count != 1]
    found += [f"nothing changes in {each.file}" for each in measure.off if each.before == each.after]
    file, _, name = measure.test.partition("::")
    if _count(root / file, f"def {name.partition('[')[0]}(") != 1:
        found.append(f"there is no test {measure.test}")
    return found


def switch_off(measure: Measure, root: Path) -> None:
    for each in measure.off:
        path = root / each.file
        path.write_text(path.read_text().replace(each.before, each.after))


def _entries(file: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads(file.read_text())["measure"]
    return found


def _measure(entry: dict[str, object]) -> Measure:
    edits = entry.pop("off")
    assert isinstance(edits, list)
    return Measure(**entry, off=[Edit(**each) for each in edits])  # type: ignore[arg-type]


def _count(path: Path, text: str) -> int:
    return path.read_text().count(text) if path.is_file() else 0
