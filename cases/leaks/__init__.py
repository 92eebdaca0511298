"""What in a text could tell who wrote it, in Chinese and English; marked for the writer, never a reason to refuse.

It is a help and not a promise: a way of talking, or a fact that only one person knows, has no pattern.
"""

from cases.leaks.check import asks_identity, blank, find
from cases.leaks.leak import Leak, LeakKind

__all__ = ["Leak", "LeakKind", "asks_identity", "blank", "find"]
