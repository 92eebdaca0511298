"""A leak, and the way in which every pattern reads a text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class LeakKind(StrEnum):
    """How somebody could be known. ID_CARD stands for passports too, USERNAME for links to an account."""

    PHONE = "phone"
    ID_CARD = "id_card"
    BADGE = "badge"
    EMAIL = "email"
    USERNAME = "username"
    MESSENGER = "messenger"
    PLATE = "plate"
    BANK_CARD = "bank_card"
    NAME = "name"
    ONLY_ME = "only_me"
    POST = "post"
    """One's own work, shift, team or state: "I am the electrician on shift B"."""


@dataclass(frozen=True, slots=True)
class Leak:
    """``text[start:end]``, in code points as Python counts them (Telegram's entities count UTF-16 units)."""

    kind: LeakKind
    start: int
    end: int


Patterns = Sequence[tuple[LeakKind, re.Pattern[str]]]
"""Each marks its group ``leak``, or all it matches. Every repeat is bounded, so that time is linear in the text."""


def matches(patterns: Patterns, plain: str) -> list[Leak]:
    return [
        Leak(kind, *found.span(_marked(pattern))) for kind, pattern in patterns for found in pattern.finditer(plain)
    ]


def _marked(pattern: re.Pattern[str]) -> int:
    return pattern.groupindex.get("leak", 0)


def plain(text: str) -> str:
    """The text with full-width characters, digits of any script and curly apostrophes made ASCII, each in its place."""
    return "".join(map(_plain, text))


SPELLED = re.compile("[〇零一二三四五六七八九幺0-9]{4,}")
VALUES = str.maketrans("〇零一二三四五六七八九幺", "001234567891")


def in_digits(plain: str) -> str:
    """The same text with numbers spelt in Chinese, sign by sign, as digits; "二三十个" stays, and so does "三班"."""
    return SPELLED.sub(lambda found: found[0].translate(VALUES), plain)


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in "’‘`´":
        return "'"
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    if "！" <= character <= "～" and character not in "，：；！？（）":
        return chr(ord(character) - 0xFEE0)
    return character
