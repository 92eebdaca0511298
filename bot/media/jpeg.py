"""JPEG streams stripped without decoding, for pictures inside a PDF whose pixels and colours must stay as they are."""

import re

_START = b"\xff\xd8"
_SCAN, _END, _COMMENT, _ADOBE = 0xDA, 0xD9, 0xFE, 0xEE
_METADATA = frozenset({*range(0xE0, 0xF0), _COMMENT}) - {_ADOBE}
# Inside a scan 0xFF is data when followed by 0, and a restart point when followed by D0-D7.
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)


def strip_segments(data: bytes) -> bytes:
    """The same picture without application segments (EXIF, XMP, thumbnails), comments and trailing data.

    Adobe's APP14 stays: it says how CMYK is stored. Raises ValueError when the segments don't end properly (ISO/IEC
    10918-1, annex B).
    """
    if not data.startswith(_START):
        raise ValueError("no JPEG stream")
    kept = [_START]
    at, marker = len(_START), 0
    while found := _MARKER.search(data, at):
        if marker == _SCAN:
            kept.append(data[at : found.start()])
        marker = found[1][0]
        if marker == _END:
            return b"".join([*kept, b"\xff\xd9"])
        at = _segment_end(data, found.end())
        if marker not in _METADATA:
            kept.append(b"\xff" + data[found.start(1) : at])
    raise ValueError("JPEG stream without an end")


def _segment_end(data: bytes, start: int) -> int:
    length = int.from_bytes(data[start : start + 2], "big")
    if length < 2 or start + length > len(data):
        raise ValueError("JPEG segment cut off")
    return start + length
