"""What the worker hears of a case, and what of it is said again."""

from datetime import UTC, datetime

import pytest

from cases.model import Event
from cases.news import still_true

AT = datetime(2026, 3, 2, tzinfo=UTC)


def said_again(*happened: str) -> list[str]:
    return [event.what for event in still_true([Event(1, what, AT) for what in happened])]


def test_a_no_is_said_again_until_a_yes_comes_after_it() -> None:
    assert said_again("declined", "reopened") == ["declined"]
    assert said_again("declined", "reopened", "accepted") == ["accepted"]
    assert said_again("declined", "reopened", "resolved") == ["resolved"]


WAITS = ["sorted", "question", "promise_broken", "climbed"]
"""By when an answer comes, what they have to know before, that it did not come, and that a new one does."""


@pytest.mark.parametrize("answer", ["answer", "made_safe", "accepted", "declined", "resolved"])
@pytest.mark.parametrize("wait", WAITS)
def test_who_has_an_answer_waits_for_none(wait: str, answer: str) -> None:
    assert said_again(wait) == [wait]
    assert said_again(wait, answer) == [answer]


@pytest.mark.parametrize("said", [*WAITS, "accepted", "came_back"])
def test_who_took_it_back_is_asked_and_promised_nothing(said: str) -> None:
    assert said_again(said, "withdrawn") == []


def test_who_reads_it_is_said_as_it_was_sorted_last() -> None:
    assert said_again("sorted", "unsorted") == ["unsorted"]
    assert said_again("sorted", "unsorted", "sorted") == ["sorted"]


def test_nobody_is_told_that_there_is_no_new_date_once_there_is_one() -> None:
    assert said_again("promise_broken", "extended") == ["extended"]


@pytest.mark.parametrize("after", ["extended", "promise_broken", "declined", "resolved"])
def test_the_date_of_a_yes_is_said_until_it_moves_or_breaks_or_the_yes_is_over(after: str) -> None:
    assert said_again("accepted") == ["accepted"]
    assert said_again("accepted", after) == [after]


def test_what_was_under_control_or_done_is_so_no_more_once_it_is_open_again() -> None:
    assert said_again("made_safe", "resolved") == ["made_safe", "resolved"]
    assert said_again("made_safe", "resolved", "reopened") == []


@pytest.mark.parametrize("end", ["made_safe", "declined", "resolved"])
def test_a_danger_that_is_back_is_said_to_be_so_until_it_is_under_control_or_ended(end: str) -> None:
    assert said_again("resolved", "reopened", "came_back", "answer") == ["came_back", "answer"]
    assert said_again("resolved", "reopened", "came_back", end) == [end]


@pytest.mark.parametrize("end", ["closed_by_silence", "outside_doors"])
def test_what_ended_here_is_not_said_to_have_ended_once_it_is_open_again(end: str) -> None:
    assert said_again("declined", end) == ["declined", end]
    assert said_again("declined", end, "reopened") == ["declined"]


def test_of_a_firm_that_left_and_is_back_the_last_is_said() -> None:
    assert said_again("enterprise_closed", "enterprise_reopened") == ["enterprise_reopened"]
    assert said_again("enterprise_closed", "enterprise_reopened", "enterprise_closed") == ["enterprise_closed"]
