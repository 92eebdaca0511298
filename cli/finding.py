"""What the doctor has to say."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """``what`` was looked at, what was ``found``, and what to ``do``: because it is not well, or as advice."""

    what: str
    well: bool
    found: str
    do: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        mark = "BAD " if not self.well else "note" if self.do else "ok  "
        return f"{mark} {self.what}: {self.found} {self.do}".rstrip()
