"""Plain data as bytes and back, for what is sealed."""

import json
from typing import Any

from storage.vault import pad, unpad


def packed(value: Any, size: int | None = None) -> bytes:
    """JSON in UTF-8; with ``size`` padded to exactly so many bytes."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return data if size is None else pad(data, size)


def unpacked(data: bytes, *, padded: bool = False) -> Any:
    return json.loads(unpad(data) if padded else data)


def unpacked_list(data: bytes) -> list[Any]:
    """Padded or, in rows of former versions, not: no size we pad to begins as a list does."""
    found: list[Any] = unpacked(data, padded=not data.startswith(b"["))
    return found
