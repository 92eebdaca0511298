"""What is added to a case, before it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.adding import Addition, expected, with_content
from bot.flows.content import Content, File
from cases.model import MediaKind

ASKED = datetime(2026, 11, 30, 2, 15, tzinfo=UTC)
CONTENTS = [
    Content(1, "The workshop head hits us"),
    Content(2, "At lathe 3", File(MediaKind.PHOTO, "AgAC1"), album="7"),
    Content(3, file=File(MediaKind.VOICE, "AwAC1")),
]


@pytest.mark.parametrize(("held", "waits"), [("It is dark", [[0, "It is dark"]]), ("", [])])
def test_words_that_an_older_version_held_wait_on(held: str, waits: list[object]) -> None:
    found = Addition.load({"enterprise": 1, "case": 7, "held": held})
    assert (found.held, found.held_text) == (waits, held)


def test_a_file_that_an_older_version_held_waits_on() -> None:
    file = {"kind": "photo", "source": "AgAC1", "size": 9}
    found = Addition.load({"enterprise": 1, "case": 7, "held": [[3, "It is dark"]], "file": file})
    assert (found.files, found.unsent) == ([File(MediaKind.PHOTO, "AgAC1", 9)], True)
    assert Addition.load(found.to_draft().state) == found


@given(st.builds(Addition, st.just(1), st.just(7), place=st.booleans(), words=st.integers(0, 2)), st.data())
def test_a_question_takes_what_comes_within_the_hour_and_nothing_later(addition: Addition, data: st.DataObject) -> None:
    minutes, content = data.draw(st.integers(0, 2_000)), data.draw(st.sampled_from(CONTENTS))
    asked = replace(addition, asked=ASKED.isoformat())
    found = expected(asked.to_draft(), content, ASKED + timedelta(minutes=minutes))
    assert found == (asked if minutes < 60 else None)


@given(st.lists(st.tuples(st.integers(0, 2_000), st.sampled_from(CONTENTS)), min_size=1, max_size=5))
def test_what_waits_is_joined_by_whatever_comes_however_late(moves: list[tuple[int, Content]]) -> None:
    waiting, at = with_content(Addition(1, 7, asked=ASKED.isoformat()), CONTENTS[0]), ASKED
    for minutes, content in moves:
        at += timedelta(minutes=minutes)
        found = expected(waiting.to_draft(), content, at)
        assert found == waiting
        waiting = with_content(waiting, content)
    came = [CONTENTS[0], *(content for _, content in moves)]
    assert waiting.held == [[content.message, content.text] for content in came if content.text]
    assert waiting.files == [content.file for content in came if content.file]
