"""Which ways into the bot were walked: every handler, and where its command, press or talk decides, each of these."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from aiogram import Dispatcher
from aiogram.filters.callback_data import CallbackQueryFilter

from bot.handlers.staff_filters import InFlow, Named
from tests.privacy.doors import Door, doors

OUR_WORDS = "bot.callbacks."
"""Where the choices are defined that say what a press does; others say what a case is like."""


def all_ways() -> set[str]:
    return {way for door in doors() for way in ways(door)}


def ways(door: Door) -> Iterable[str]:
    choices = [choice for each in _deciding(door) for choice in _choices(each)]
    return [f"{door.name} {choice}" for choice in choices] or [door.name]


def _deciding(door: Door) -> list[Any]:
    """The filters behind which a choice is left; a command of its own does one thing, whatever one is in the middle
    of."""
    found = door.filters()
    alone = any(isinstance(each, Named) and len(each.names) == 1 for each in found)
    return [] if alone else [each for each in found if isinstance(each, Named | InFlow | CallbackQueryFilter)]


def _choices(each: Any) -> list[str]:
    if isinstance(each, Named):
        return list(each.names)
    if isinstance(each, InFlow):
        return list(each.flows)
    kinds = [info.annotation for info in each.callback_data.model_fields.values()]
    return [word.value for kind in kinds if _is_ours(kind) for word in kind]


def _is_ours(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum) and kind.__module__.startswith(OUR_WORDS)


def follow(dispatcher: Dispatcher) -> set[str]:
    """Grows as the bot handles what comes; what is refused leads nowhere."""
    walked = set[str]()

    async def note(handler: Any, event: Any, data: dict[str, Any]) -> Any:
        result = await handler(event, data)
        walked.add(_way(Door("", data["handler"]), data))
        return result

    for kind, observer in dispatcher.observers.items():
        if kind != "update":
            observer.middleware(note)
    return walked


def _way(door: Door, data: dict[str, Any]) -> str:
    taken = [_taken(each, data) for each in _deciding(door)]
    return " ".join([door.name, *filter(None, taken)])


def _taken(each: Any, data: dict[str, Any]) -> str:
    if isinstance(each, Named):
        return str(data["name"])
    if isinstance(each, InFlow):
        return str(data["draft"].flow)
    return next((value.value for value in vars(data["callback_data"]).values() if _is_ours(type(value))), "")
