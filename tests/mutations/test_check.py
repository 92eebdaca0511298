"""The check itself: it tells a test that notices from one that does not, and from one that breaks."""

from pathlib import Path

import pytest

from tests.mutations.check import check
from tests.mutations.measures import Edit, Measure, measures

pytestmark = pytest.mark.timeout(600)

TESTS = """
import pytest
from program import answer

def test_answer():
    assert answer() == 42

def test_refusal():
    with pytest.raises(ValueError):
        answer(0)

def test_nothing():
    answer()
"""
PROGRAM = """
def answer(value=42):
    if not value:
        raise ValueError
    return value
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small program with its tests."""
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "test_program.py").write_text(TESTS)
    return tmp_path


def measure(test: str, before: str, after: str) -> Measure:
    return Measure(test, f"test_program.py::{test}", [Edit("program.py", before, after)])


NOTICED = [
    measure("test_answer", "value=42", "value=43"),
    measure("test_refusal", "        raise ValueError\n", "        pass\n"),
]
NOT_SHOWN = {
    "**nothing notices**": measure("test_nothing", "value=42", "value=43"),
    "**breaks: KeyError**": measure("test_answer", "return value", "return {}[value]"),
    "**breaks: no answer**": measure("test_answer", "return value", "return ]"),
    "**breaks: not in the source**": measure("test_answer", "value=44", "value=43"),
}


def test_a_test_that_fails_shows_the_measure_and_the_tree_stays_as_it_was(tree: Path) -> None:
    assert [(each.shown, each.words) for each in check(tree, NOTICED)] == [(True, "fails")] * 2
    assert (tree / "program.py").read_text() == PROGRAM


def test_what_is_not_noticed_or_breaks_shows_nothing(tree: Path) -> None:
    found = list(check(tree, list(NOT_SHOWN.values())))
    assert [(each.shown, each.words) for each in found] == [(False, words) for words in NOT_SHOWN]


@pytest.mark.parametrize(("test", "ending"), [("test_answer", "assertion"), ("test_of_nothing", "no answer")])
def test_a_test_that_fails_already_or_is_not_there_shows_nothing(test: str, ending: str, tree: Path) -> None:
    (tree / "program.py").write_text(PROGRAM.replace("42", "41"))
    found = check(tree, [measure(test, "value=41", "value=43")])
    assert [each.words for each in found] == [f"**does not pass as it is: {ending}**"]


def test_there_are_measures_of_every_sort() -> None:
    assert len(measures()) >= 50
