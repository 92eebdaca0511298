"""What a worker is told of a case: the events that have a sentence of their own."""

from collections.abc import Iterable, Mapping, Sequence

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

WAIT_OVER = frozenset({"answer", "made_safe", "accepted", "declined", "resolved", "withdrawn"})
"""There is an answer, or nobody wants one any more."""

UNTIL: Mapping[str, frozenset[str]] = {
    "sorted": WAIT_OVER | {"unsorted"},
    "unsorted": frozenset({"sorted"}),
    "question": WAIT_OVER,
    "accepted": frozenset({"extended", "promise_broken", "declined", "resolved", "withdrawn"}),
    "promise_broken": WAIT_OVER | {"extended"},
    "declined": frozenset({"accepted", "resolved"}),
    "made_safe": frozenset({"reopened"}),
    "resolved": frozenset({"reopened"}),
    "came_back": frozenset({"made_safe", "declined", "resolved", "withdrawn"}),
    "climbed": WAIT_OVER,
    "closed_by_silence": frozenset({"reopened"}),
    "outside_doors": frozenset({"reopened"}),
    "enterprise_closed": frozenset({"enterprise_reopened"}),
    "enterprise_reopened": frozenset({"enterprise_closed"}),
}
"""What was true when it came is so no more, or is asked no more, once one of these came after it."""


def news(events: Iterable[Event]) -> list[Event]:
    """The events the worker is told of, newest last."""
    return [event for event in events if event.what in TOLD]


def still_true(events: Sequence[Event]) -> list[Event]:
    """The news that can be said again: a danger that came back is not under control, whatever was said before."""
    later: set[str] = set()
    true: list[Event] = []
    for event in reversed(events):
        if event.what in TOLD and later.isdisjoint(UNTIL.get(event.what, ())):
            true.append(event)
        later.add(event.what)
    return true[::-1]
