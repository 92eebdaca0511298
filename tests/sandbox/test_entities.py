"""Telegram's HTML and the entities in it."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities import found_by_clients, parse, parse_html, utf16_length, utf16_slice


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain &lt;b&gt; &amp; &#20320;", "plain <b> & 你", []),
        ("&nbsp;", "&nbsp;", []),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("😀<code>x</code>", "😀x", [("code", 2, 1)]),
        ("<tg-spoiler>s</tg-spoiler>", "s", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<b></b>x", "x", []),
    ],
)
def test_html_is_parsed(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    plain, found = parse_html(source)
    assert plain == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


def test_link_keeps_its_address() -> None:
    _, (link,) = parse_html('see <a href="https://example.org/?a=1&amp;b=2">here</a>')
    assert link == {"type": "text_link", "offset": 4, "length": 4, "url": "https://example.org/?a=1&b=2"}


def test_white_space_around_is_trimmed_with_its_entities() -> None:
    assert parse("  <b> x </b>\n", "HTML", None) == ("x", [{"type": "bold", "offset": 0, "length": 1}])


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(st.text(), st.text(min_size=1), st.text())
def test_entity_covers_what_was_marked(before: str, marked: str, after: str) -> None:
    text, (entity,) = parse_html(f"{html.escape(before)}<b>{html.escape(marked)}</b>{html.escape(after)}")
    assert entity["length"] == utf16_length(marked)
    assert utf16_slice(text, entity["offset"], entity["length"]) == marked


def test_phone_marks_commands_links_and_mentions() -> None:
    found = found_by_clients("😀 /start@some_bot see https://example.org and @someone, not a/b or x@y")
    assert [(e["type"], e["offset"], e["length"]) for e in found] == [
        ("bot_command", 3, 15),
        ("url", 23, 19),
        ("mention", 47, 8),
    ]
