"""Width and height of a PNG, JPEG or GIF, read from its header."""

from __future__ import annotations

import struct

PNG = b"\x89PNG\r\n\x1a\n"
PNG_HEADER = 24
GIFS = (b"GIF87a", b"GIF89a")
GIF_HEADER = 10
MARKER = 0xFF
# JPEG markers that start a frame header; 0xC4, 0xC8 and 0xCC are tables.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def image_size(data: bytes) -> tuple[int, int] | None:
    """Return (width, height) in pixels, or None when this is not such an image."""
    if data.startswith(PNG) and len(data) >= PNG_HEADER:
        width, height = struct.unpack_from(">II", data, 16)
        return width, height
    if data[:6] in GIFS and len(data) >= GIF_HEADER:
        width, height = struct.unpack_from("<HH", data, 6)
        return width, height
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == MARKER:
        if data[at + 1] in FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
