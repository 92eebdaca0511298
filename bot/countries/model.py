"""What a country file holds."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.translate import Speech


@dataclass(frozen=True, slots=True)
class Country:
    """``fire`` and ``injury`` are numbers to dial; texts are made in the reader's language."""

    fire: str
    injury: str
    law: Callable[[Speech], str]
    doors: Callable[[Speech], list[str]]

    @property
    def numbers(self) -> str:
        return " / ".join(dict.fromkeys((self.fire, self.injury)))
