"""Faults that can be switched on: what a bot must survive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Json = dict[str, Any]

BEFORE = frozenset({"429", "500", "502html", "timeout"})
AFTER = frozenset({"drop", "slow"})
IN_UPDATES = frozenset({"duplicate", "reorder"})
KINDS = BEFORE | AFTER | IN_UPDATES


@dataclass
class Fault:
    """``times`` calls of ``method`` (``*`` for all of them) go wrong.

    429, 500, 502html: that answer, the call is not executed. timeout: no answer at all, not executed. drop: executed,
    then the connection breaks. slow: executed, answered after ``seconds``. duplicate, reorder: the next batches of
    updates hold each update twice, or newest first.
    """

    kind: str
    method: str = "*"
    times: int = 1
    retry_after: int = 1
    seconds: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"There is no fault {self.kind!r}. Choose one of {', '.join(sorted(KINDS))}.")

    def concerns(self, method: str) -> bool:
        # Polling goes on under a fault of "*": a bot that hears nothing could not show how it survives.
        if self.method == "*":
            return method.lower() != "getupdates"
        return self.method.lower() == method.lower()


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that strikes this call, if any; it is used up by one."""
        return self._use(next((f for f in self._waiting if f.kind not in IN_UPDATES and f.concerns(method)), None))

    def disturbed(self, updates: list[Json]) -> list[Json]:
        """A batch of updates as the fault that strikes it leaves it."""
        fault = next((f for f in self._waiting if f.kind in IN_UPDATES), None) if updates else None
        if self._use(fault) is None or fault is None:
            return updates
        if fault.kind == "reorder":
            return updates[::-1]
        return [copy for update in updates for copy in (update, update)]

    def as_json(self) -> list[Mapping[str, Any]]:
        return [asdict(fault) for fault in self._waiting]

    def _use(self, fault: Fault | None) -> Fault | None:
        if fault:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
        return fault
