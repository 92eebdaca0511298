"""Recordings and what is written down of them. A voice can be recognised; words the worker said yes to can't."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cases.model import Author, Case, Entry, Event, Level, Member
from cases.routing import VOICES, listeners

SPOKEN = "🎤 "
"""Before the worker's own words that came in as a recording."""


def has_recording(entries: Iterable[Entry]) -> bool:
    return any(media.kind in VOICES for entry in entries if entry.author is Author.WORKER for media in entry.media)


def written_down(events: Iterable[Event]) -> list[int]:
    """The entries with what staff heard; the worker is asked about the last one, and nobody else reads any."""
    return [int(event.data["entry"] or 0) for event in events if event.what == "written_down"]


def hearers(
    case: Case, entry: Entry, entries: Sequence[Entry], events: Iterable[Event], staff: Sequence[Member]
) -> list[Member]:
    """Who alone hears the recordings of an entry: of what was there before the case was sorted, those who held it."""
    if case.restricted or entry not in before_sorting(entries, events):
        return listeners(case, staff)
    return listeners(replace(case, kind=None, level=Level.TEAM), staff)


def before_sorting(entries: Sequence[Entry], events: Iterable[Event]) -> Sequence[Entry]:
    """What was there while only those knew of it who look after what is not sorted."""
    return entries[
        : max((int(event.data.get("entries") or 0) for event in events if event.what == "sorted"), default=0)
    ]


def to_confirm(entries: Iterable[Entry], events: Iterable[Event]) -> Entry | None:
    """What waits for the worker's yes: the last that was written down, unless they said yes or no to it already."""
    happened, said = list(events), list(entries)
    left_out = [event.data["entry"] for event in happened if event.what == "left_out"]
    asked = [entry for entry in written_down(happened)[-1:] if entry not in left_out]
    confirmed = {entry.text for entry in said if entry.author is Author.WORKER}
    return next((entry for entry in said if entry.id in asked and SPOKEN + entry.text not in confirmed), None)
