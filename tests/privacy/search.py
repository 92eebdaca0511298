"""Searching bytes for canaries in every dress in which a program may have put them.

A canary is a word that stands nowhere else; where it is found, something has got out.
"""

import base64
import io
import json
from collections.abc import Iterable, Mapping
from urllib.parse import quote

import pikepdf

SHORTEST = 6
"""Bytes: anything shorter would be found by chance."""


def dresses(canary: str) -> list[bytes]:
    """Plain, UTF-16, hex, base64 at each of its three phases, and as JSON and addresses write it."""
    plain = canary.encode()
    found = {plain, canary.encode("utf-16-le"), canary.encode("utf-16-be"), plain.hex().encode()}
    found |= {json.dumps(canary)[1:-1].encode(), quote(canary).encode()}
    found |= {phase for coded in (plain, canary.encode("utf-16-le")) for phase in _phases(coded)}
    if canary.lstrip("-").isdecimal():
        found |= _as_number(abs(int(canary)))
    return sorted(dress for dress in found if len(dress) >= SHORTEST)


def _phases(data: bytes) -> list[bytes]:
    """Base64 of these bytes in the middle of others: what mixes with the neighbours is left out."""
    whole = [base64.b64encode(b"\0" * shift + data)[4 if shift else 0 :] for shift in range(3)]
    cut = [coded[: len(coded) // 4 * 4 - 4] for coded in whole]
    return cut + [base64.urlsafe_b64encode(base64.b64decode(coded)) for coded in cut]


def _as_number(number: int) -> set[bytes]:
    """As both databases store it: eight bytes in either order, and SQLite's six."""
    raw = {number.to_bytes(8, "big"), number.to_bytes(8, "little"), (-number).to_bytes(8, "little", signed=True)}
    if number < 1 << 47:
        raw.add(number.to_bytes(6, "big"))
    return raw | {b"%x" % number}


class Search:
    """Canaries by what they are: ``found_in`` names those that some bytes hold."""

    def __init__(self, canaries: Mapping[str, str]) -> None:
        self._dresses = {what: dresses(canary) for what, canary in canaries.items()}
        for what, worn in self._dresses.items():
            if not worn:
                raise ValueError(f"the canary {what} is too short to be searched for")

    def found_in(self, data: bytes) -> list[str]:
        """Letters of hexadecimal numbers may be large or small."""
        small = data.lower()
        return [what for what, worn in self._dresses.items() if any(each in data or each in small for each in worn)]

    def found_in_all(self, named: Iterable[tuple[str, bytes]]) -> list[tuple[str, str]]:
        """(where, what) of every find."""
        return [(where, what) for where, data in named for what in self.found_in(data)]


def opened(data: bytes) -> bytes:
    """With the packed streams of a PDF unpacked beside it."""
    if not data.startswith(b"%PDF"):
        return data
    loose = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(loose, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    return data + loose.getvalue()
