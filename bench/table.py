"""One line for each thing that was measured: ours, the yardstick beside it, and whether the goal is met."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTHS = (62, 16, 16, 8, 12, 5)


@dataclass(frozen=True, slots=True)
class Row:
    """``ratio`` is ours to the yardstick; ``goal`` its least or, with ``at_most``, its largest value; 0 for no goal."""

    what: str
    ours: float
    yardstick: float
    unit: str
    goal: float = 0.0
    at_most: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.yardstick

    @property
    def met(self) -> bool | None:
        if not self.goal:
            return None
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal

    def cells(self) -> list[str]:
        sign = "≤" if self.at_most else "≥"
        met = {True: "yes", False: "NO", None: ""}[self.met]
        goal = f"{sign} {self.goal:g} ×" if self.goal else ""
        return [
            self.what,
            _figure(self.ours, self.unit),
            _figure(self.yardstick, self.unit),
            f"{self.ratio:.2f}",
            goal,
            met,
        ]


def _figure(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


def _line(cells: Sequence[str]) -> str:
    first, *rest = cells
    return first.ljust(WIDTHS[0]) + "".join(cell.rjust(width) for cell, width in zip(rest, WIDTHS[1:], strict=True))


HEAD = _line(["what", "ours", "yardstick", "ratio", "goal", "met"])


def text(row: Row) -> str:
    return _line(row.cells()) + "".join(f"\n    {line}" for line in row.note.splitlines())
