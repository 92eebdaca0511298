"""An update with one thing wrong in it."""

from collections.abc import Iterator
from random import Random
from typing import Any

from tests.fuzz import nasty


def damage(update: dict[str, Any], chance: Random) -> None:
    """A field is missing, of another type, of a strange value, or one that nobody has heard of."""
    holder, name = chance.choice(list(_places(update)))
    match chance.randrange(4):
        case 0:
            del holder[name]
        case 1:
            holder[name] = chance.choice(nasty.OTHERS)
        case 2:
            holder[name] = chance.choice(nasty.NUMBERS if isinstance(holder[name], int) else nasty.TEXTS)
        case _:
            more = holder if isinstance(holder, dict) else update
            more["unheard_of"] = {"of": [1, {"deep": chance.choice(nasty.TEXTS)}]}


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every field of an update, by its holder and its name."""
    for name in value if isinstance(value, dict) else range(len(value)):
        yield value, name
        if isinstance(value[name], dict | list):
            yield from _places(value[name])
