"""What a worker is told of a case: the events that have a sentence of their own."""

from collections.abc import Iterable

from cases.model import Event

TOLD = frozenset(
    {
        "taken",
        "sorted",
        "unsorted",
        "written_down",
        "answer",
        "accepted",
        "declined",
        "resolved",
        "made_safe",
        "came_back",
        "promise_broken",
        "extended",
        "question",
        "climbed",
        "closed_by_silence",
        "outside_doors",
        "enterprise_closed",
        "enterprise_reopened",
        "check_in",
        "media_refused",
    }
)
"""An event's ``what`` names the sentence, its ``data`` the facts in it."""


def news(events: Iterable[Event]) -> list[Event]:
    """The events the worker is told of, newest last."""
    return [event for event in events if event.what in TOLD]
