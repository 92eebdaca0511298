"""The five assurances for a *major* danger, as China's Work Safety Law wants them for a major hidden danger:
a person who answers for it, measures, money, a time limit, an emergency plan (五落实)."""

from dataclasses import astuple, dataclass, fields
from datetime import date

from cases.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Assurances:
    """Each in one line. Raises RuleBroken("text_needed") when one is missing."""

    person: str
    measures: str
    money: str
    until: date
    plan: str

    def __post_init__(self) -> None:
        if not all(map(str, astuple(self))):
            raise RuleBroken("text_needed")

    def text(self) -> str:
        return "\n".join(map(str, astuple(self)))

    @classmethod
    def of(cls, text: str) -> "Assurances":
        person, measures, money, until, plan = text.split("\n")
        return cls(person, measures, money, date.fromisoformat(until), plan)


PARTS = tuple(field.name for field in fields(Assurances))
"""In the order in which they are asked."""
