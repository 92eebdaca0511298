from datetime import timedelta

from cases.check_ins import check_ins
from cases.model import Event
from tests.cases.examples import at

MONDAY = at("2026-03-02 11:30")
TAKEN = Event(1, "taken", MONDAY + timedelta(hours=3), by=4)
ANSWER = Event(1, "answer", MONDAY + timedelta(days=2), by=4)


def test_before_anybody_of_staff_did_something_nothing_is_known() -> None:
    assert check_ins([Event(1, "submitted", MONDAY), Event(1, "rung", MONDAY)], None) == []


def test_seven_and_twenty_one_days_after_the_first_of_them_and_fourteen_after_the_end() -> None:
    end = MONDAY + timedelta(days=9)
    first = TAKEN.at
    known = [first + timedelta(days=7), first + timedelta(days=21)]
    assert check_ins([ANSWER, TAKEN], None) == known
    assert check_ins([TAKEN, ANSWER], end) == [*known, end + timedelta(days=14)]
