"""What is added to a case, before it is."""

import pytest

from bot.flows.adding import Addition


@pytest.mark.parametrize(("held", "waits"), [("It is dark", [[0, "It is dark"]]), ("", [])])
def test_words_that_an_older_version_held_wait_on(held: str, waits: list[object]) -> None:
    found = Addition.load({"enterprise": 1, "case": 7, "held": held})
    assert (found.held, found.held_text) == (waits, held)
