"""Sets of the Bot API's names, written as one readable string."""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())
