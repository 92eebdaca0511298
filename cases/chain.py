"""Each enterprise's events form a chain: every link follows from the one before it and from a commitment to its event.

A link tells nothing of its event. Whoever keeps one outside, as an anchor, can find out later whether the chain still
leads through it. Hashes are SHA-256 over a name of their own and parts that each have their length before them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from cases.localtime import instant, local_day
from cases.model import Event

ANCHOR_WEEKDAY, ANCHOR_TIME = 0, time(9)
"""Monday morning."""
DIGITS, GROUP = 24, 4
"""Of a link's 64 hexadecimal digits so many are written down: too many for another chain to be made to fit them."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The newest link of a chain on a local day, to be kept outside."""

    day: date
    link: bytes

    @property
    def code(self) -> str:
        """As people write it down: ``1F0A 22C4 …``."""
        return _grouped(self.link.hex().upper()[:DIGITS])


@dataclass(frozen=True, slots=True)
class Proof:
    """``whole``: no link is missing or altered, and each of the case's own ``events`` is the one that was linked."""

    whole: bool
    events: tuple[Event, ...]
    anchor: Anchor | None


def read_code(written: str) -> str:
    """A code as somebody types it: spaces, hyphens and the size of letters do not matter. Raises ValueError."""
    digits = "".join(sign for sign in written.upper() if not sign.isspace() and sign != "-")
    if len(digits) != DIGITS or set(digits) - set("0123456789ABCDEF"):
        raise ValueError(f"An anchor has {DIGITS} signs, each from 0 to 9 or from A to F.")
    return _grouped(digits)


def beginning(enterprise: int) -> bytes:
    """What the first link of an enterprise follows from."""
    return _hash("huiyin chain", enterprise)


def next_link(previous: bytes, position: int, commitment: bytes) -> bytes:
    return _hash("huiyin link", previous, position, commitment)


def next_anchor(at: datetime, zone: str) -> datetime:
    """The next Monday, 09:00 local, after the instant; in UTC."""
    today = local_day(at, zone)
    monday = today + timedelta(days=(ANCHOR_WEEKDAY - today.weekday()) % 7)
    moment = instant(monday, ANCHOR_TIME, zone)
    return moment if moment > at else instant(monday + timedelta(days=7), ANCHOR_TIME, zone)


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + GROUP] for start in range(0, DIGITS, GROUP))


def _hash(*parts: str | int | bytes) -> bytes:
    encoded = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return sha256(b"".join(len(part).to_bytes(4, "big") + part for part in encoded)).digest()
