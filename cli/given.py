"""What an operator types, checked before anything is done with it. Raises WrongInput."""

import re
import unicodedata
from importlib.resources import files
from typing import TypeVar
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.translate import languages as catalogues
from cases.model import Flag, Role
from cli.plain import WrongInput
from storage.staff import NAME_LENGTH

W = TypeVar("W", Role, Flag)

CODE = re.compile(r"[A-Za-z0-9]{3,16}")
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Bidirectional signs of Unicode."""
FILLING = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters of Unicode that show nothing."""
PHONE = re.compile(r"[+(]?[0-9][0-9 ()/.-]{1,21}[0-9]")


def enterprise_code(given: str) -> str:
    if not CODE.fullmatch(given):
        raise WrongInput("A code is 3 to 16 letters and digits, such as DEMO.")
    return given


def enterprise_name(given: str) -> str:
    if not given.strip():
        raise WrongInput("The name is empty: give the one that workers know.")
    return given.strip()


def person_name(given: str) -> str:
    """Without control signs, and without those that turn the direction of what stands behind them."""
    plain = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in given if sign not in TURNING)
    name = " ".join(plain.split())
    if nameless(name):
        raise WrongInput("Say by --name what the person is called: workers and the team read it.")
    if len(name) > NAME_LENGTH:
        raise WrongInput(f"A name has at most {NAME_LENGTH} signs, not {len(name)}: give the one that people use.")
    return name


def nameless(name: str) -> bool:
    """Nothing in it can be read aloud."""
    return not any(sign.isalnum() and sign not in FILLING for sign in name)


def phone(given: str) -> str:
    """None given is none."""
    if given and not PHONE.fullmatch(given.strip()):
        raise WrongInput(f"{given!r} is no telephone number: 3 to 24 digits and spaces, such as +86 138 0000 0000.")
    return given.strip()


def zone(given: str) -> str:
    if given not in available_timezones():
        raise WrongInput(f"There is no time zone {given!r}. Give one of the IANA names, such as Asia/Shanghai.")
    return given


def headcount(given: int) -> int:
    if given < 1:
        raise WrongInput(f"A headcount of {given} can't be: say how many people work there, 1 or more.")
    return given


def country(given: str) -> str:
    """In capitals, by ISO 3166-1."""
    if given.upper() not in _countries():
        raise WrongInput(f"There is no country {given!r}. Give the two letters of ISO 3166, such as CN for China.")
    return given.upper()


def languages(given: str) -> tuple[str, ...]:
    """Names by BCP 47, parted by commas, as those of the catalogues: ``zh-CN,en`` is ``("zh_Hans", "en")``."""
    return tuple(dict.fromkeys(_catalogue(tag.strip()) for tag in given.split(",")))


def word(words: type[W], given: str, what: str, *others: str) -> W:
    """Refuses with those there are, and with the ``others`` that could have been typed there."""
    try:
        return words(given)
    except ValueError:
        there = ", ".join([", ".join(words), *others])
        raise WrongInput(f"There is no {what} {given!r}. Choose one of {there}.") from None


def _countries() -> set[str]:
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    return {line.partition("\t")[0] for line in table.splitlines() if not line.startswith("#")}


def _catalogue(tag: str) -> str:
    """The catalogue in that language and script."""
    known = {_written(each): each for each in catalogues()}
    try:
        return known[_written(tag.replace("-", "_"))]
    except (KeyError, ValueError, UnknownLocaleError):
        there = ", ".join(known.values())
        raise WrongInput(f"There is no language {tag!r} yet. Choose of {there}; more than one with commas.") from None


def _written(name: str) -> tuple[str, str | None]:
    """Language and script; the script that is likely where none is named."""
    locale = Locale.parse(name)
    likely = get_global("likely_subtags").get(locale.language)
    return locale.language, locale.script or (likely and Locale.parse(likely).script)
