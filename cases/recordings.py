"""Recordings and what is written down of them. A voice can be recognised; words the worker said yes to can't."""

from collections.abc import Iterable

from cases.model import Author, Entry, Event
from cases.routing import VOICES

SPOKEN = "🎤 "
"""Before the worker's own words that came in as a recording."""


def has_recording(entries: Iterable[Entry]) -> bool:
    return any(media.kind in VOICES for entry in entries if entry.author is Author.WORKER for media in entry.media)


def written_down(events: Iterable[Event]) -> list[int]:
    """The entries with what staff heard; the worker is asked about the last one, and nobody else reads any."""
    return [int(event.data["entry"] or 0) for event in events if event.what == "written_down"]


def to_confirm(entries: Iterable[Entry], events: Iterable[Event]) -> Entry | None:
    """What waits for the worker's yes: the last that was written down, unless they said yes to it already."""
    asked, said = written_down(events)[-1:], list(entries)
    confirmed = {entry.text for entry in said if entry.author is Author.WORKER}
    return next((entry for entry in said if entry.id in asked and SPOKEN + entry.text not in confirmed), None)
