"""Formatted text: reading Telegram's HTML, and finding what clients mark by themselves.

Offsets and lengths of entities count UTF-16 code units, as Telegram does.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import ApiError, bad_request

Json = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}
PIECE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|<|[^<&]+|&")
ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?""")
AUTOMATIC = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w+)?)|(?P<url>https?://\S+)|(?P<mention>(?<!\w)@\w{4,32})"
)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")


def parse(text: str, parse_mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """Return the plain text and its entities, trimmed as Telegram trims."""
    if not parse_mode:
        return trimmed(text, list(entities or []))
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode: the sandbox reads HTML only")
    return trimmed(*parse_html(text))


def parse_html(source: str) -> tuple[str, list[Json]]:
    reader = _Reader(source)
    for match in PIECE.finditer(source):
        reader.take(match)
    reader.finish()
    return reader.text, sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Drop white space around the text, and what the entities lose by it."""
    kept = text.strip()
    shift, end = utf16_length(text[: len(text) - len(text.lstrip())]), utf16_length(kept)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        stop = min(end, entity["offset"] + entity["length"] - shift)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return kept, moved


def found_by_clients(text: str) -> list[Json]:
    """The commands, links and mentions that a phone marks in what a person types."""
    return [
        {
            "type": match.lastgroup,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for match in AUTOMATIC.finditer(text)
    ]


@dataclass
class _Open:
    tag: str
    offset: int
    extra: Json


@dataclass
class _Reader:
    source: str
    text: str = ""
    length: int = 0
    entities: list[Json] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def take(self, match: re.Match[str]) -> None:
        slash, name, attributes = match.groups()
        if name and slash:
            self._close(name.lower(), match.start())
        elif name:
            self._open(name.lower(), attributes, match.start())
        elif match.group() == "<":
            raise self._error("Unclosed start tag at byte offset {}", match.start())
        else:
            self._write(match.group())

    def finish(self) -> None:
        if self.stack:
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')

    def _write(self, piece: str) -> None:
        plain = html.unescape(piece) if piece.startswith("&") else piece
        self.text += plain
        self.length += utf16_length(plain)

    def _open(self, tag: str, attributes: str, at: int) -> None:
        if tag not in TAGS:
            raise self._error(f'Unsupported start tag "{tag}" at byte offset {{}}', at)
        values = {name: double or single for name, double, single in ATTRIBUTE.findall(attributes)}
        if tag == "span" and values.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler" at byte offset {}', at)
        self.stack.append(_Open(tag, self.length, _extra(tag, values)))

    def _close(self, tag: str, at: int) -> None:
        if not self.stack:
            raise self._error("Unexpected end tag at byte offset {}", at)
        opened = self.stack.pop()
        if opened.tag != tag:
            text = f'Unmatched end tag at byte offset {{}}, expected "</{opened.tag}>", found "</{tag}>"'
            raise self._error(text, at)
        if self.length > opened.offset and opened.extra.get("url") != "":
            kind = {"type": TAGS[tag], "offset": opened.offset, "length": self.length - opened.offset}
            self.entities.append({**kind, **opened.extra})

    def _error(self, text: str, at: int) -> ApiError:
        return _cannot_parse(text.format(len(self.source[:at].encode())))


def _extra(tag: str, values: dict[str, str]) -> Json:
    if tag == "a":
        return {"url": html.unescape(values.get("href", ""))}
    if tag == "tg-emoji":
        return {"custom_emoji_id": values.get("emoji-id", "")}
    if tag == "blockquote" and "expandable" in values:
        return {"type": "expandable_blockquote"}
    return {}


def _cannot_parse(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
