"""What the worker hears of a case, and what of it is said again."""

from datetime import UTC, datetime

from cases.model import Event
from cases.news import still_true

AT = datetime(2026, 3, 2, tzinfo=UTC)


def said_again(*happened: str) -> list[str]:
    return [event.what for event in still_true([Event(1, what, AT) for what in happened])]


def test_a_no_is_said_again_until_a_yes_comes_after_it() -> None:
    assert said_again("declined", "reopened") == ["declined"]
    assert said_again("declined", "reopened", "accepted") == ["accepted"]
    assert said_again("declined", "reopened", "resolved") == ["resolved"]


def test_a_yes_is_said_again_until_a_no_comes_after_it() -> None:
    assert said_again("accepted", "declined") == ["declined"]
