"""The smallest files of each sort, and keyboards."""

import struct
import zlib
from typing import Any

from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

OGG = b"OggS" + bytes(60)


def png(width: int = 2, height: int = 3) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + bytes(width)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def upload(data: bytes, name: str = "file.bin") -> BufferedInputFile:
    return BufferedInputFile(data, name)


def keyboard(*labels: str, **button: Any) -> InlineKeyboardMarkup:
    """One inline button a row; the label is the data unless something else is given."""
    rows = [[InlineKeyboardButton(text=text, **(button or {"callback_data": text}))] for text in labels]
    return InlineKeyboardMarkup(inline_keyboard=rows)
