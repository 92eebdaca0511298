"""Every handler of the bot, read from the routers' own list, with updates that lead to it.

Nothing is named here but the filters: a new handler behind known filters is covered at once, and one behind a filter
of a new kind stops the tests until it is said below how to come in there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import cycle, product
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from pydantic.fields import FieldInfo

from bot.handlers import routers, staff_filters, worker_filters
from bot.handlers.team import STEPS
from bot.translate import Speech, languages
from bot.views.worker.keyboard import keys

PLACES = (
    staff_filters.InGroup,
    staff_filters.IsStaff,
    staff_filters.Meant,
    staff_filters.OnlyStaff,
    staff_filters.Unbound,
    staff_filters.Unbound,
    worker_filters.Private,
)
"""Filters that ask who speaks and where; the intruders are everybody everywhere."""


@dataclass(frozen=True)
class Target:
    """What an intruder knows of a case and its enterprise, from a leaked button or a colleague's screen."""

    case: int
    number: int
    enterprise: int
    code: str
    member: int
    today: date
    digits: tuple[str, ...]
    """Numbers that no longer, or never, opened the case."""
    tokens: tuple[str, ...] = ("forged",)
    card: int = 0
    card_chat: int = 0


@dataclass(frozen=True)
class Knock:
    """One update: of this kind, with this content, sent by somebody who is in the middle of ``flow``."""

    kind: str
    content: dict[str, Any] = field(default_factory=dict)
    flow: str = ""


@dataclass(frozen=True)
class Door:
    kind: str
    handler: HandlerObject

    @property
    def function(self) -> str:
        return f"{self.handler.callback.__module__}.{self.handler.callback.__qualname__}"

    @property
    def name(self) -> str:
        keys = [key for each in self.filters() for key in _key_of(each)]
        return " ".join([self.function.removeprefix("bot.handlers."), *keys])

    def knocks(self, target: Target) -> list[Knock]:
        contents = [dict[str, Any]()]
        for each in self.filters():
            ways = ways_in(each, target)
            if isinstance(each, staff_filters.Named) and "words" not in self.handler.params:
                ways = [way for way in ways if " " not in way["text"]]
            contents = [more | one for one, more in product(contents, ways)]
        contents = contents if any(contents) else _anything(self.kind)
        return [Knock(self.kind, content, flow) for content, flow in self._paired(contents)]

    def _paired(self, contents: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
        """With what the person is in the middle of: their role may have ended meanwhile. Each flow is met once."""
        needed = [flow for each in self.filters() if isinstance(each, staff_filters.InFlow) for flow in each.flows]
        if needed:
            return list(zip(cycle(contents), sorted(needed) * len(contents), strict=False))
        useful = STEPS if {"draft", "desk"} <= self.handler.params else ()
        return [(content, "") for content in contents] + list(zip(cycle(contents), useful, strict=False))

    def filters(self) -> list[Any]:
        return [each.callback for each in self.handler.filters or []]


def doors() -> list[Door]:
    return [door for router in routers() for door in _doors_of(router)]


def _doors_of(router: Router) -> Iterator[Door]:
    for kind, observer in router.observers.items():
        if kind != "error":
            yield from (Door(kind, handler) for handler in observer.handlers)
    for inner in router.sub_routers:
        yield from _doors_of(inner)


def _key_of(each: Any) -> list[str]:
    if isinstance(each, CallbackQueryFilter):
        return [each.callback_data.__name__]
    return ["/" + "/".join(each.names)] if isinstance(each, staff_filters.Named) else []


NEWCOMER = {"id": 6_001, "is_bot": False, "first_name": "New"}


def ways_in(each: Any, target: Target) -> list[dict[str, Any]]:
    """Contents that pass the filter."""
    if isinstance(each, PLACES):
        return [{}]
    if type(each) not in WAYS:
        raise NotImplementedError(f"{type(each).__name__} is new: say in {__name__}.WAYS how to come in through it")
    return WAYS[type(each)](each, target)


WAYS: dict[type, Callable[[Any, Target], list[dict[str, Any]]]] = {
    CallbackQueryFilter: lambda each, to: [{"data": press.pack()} for press in presses(each.callback_data, to)],
    staff_filters.Named: lambda each, to: _texts(f"/{name} {words}" for name in each.names for words in _words(to)),
    staff_filters.Linked: lambda each, to: _texts(f"/start {each.sign}{token}" for token in to.tokens),
    staff_filters.ReplyToCard: lambda _, to: [{"reply_to": to.card, "text": "Who are you?"}],
    staff_filters.Commanded: lambda *_: _texts(["/nothing"]),
    staff_filters.PeopleChanged: lambda *_: [{"new_chat_members": [NEWCOMER]}],
    staff_filters.Migrated: lambda *_: [{"migrate_to_chat_id": -1009}],
    staff_filters.InFlow: lambda *_: [{"text": "A word"}, {"photo": True, "caption": "A word"}],
    worker_filters.KindKey: lambda *_: _texts(keys(Speech("en"))),
    worker_filters.PageKey: lambda *_: _texts(keys(Speech("en"))),
    worker_filters.Digits: lambda _, to: _texts(to.digits),
    worker_filters.Slash: lambda *_: _texts(["/nothing"]),
}


def _texts(texts: Iterable[str]) -> list[dict[str, Any]]:
    return [{"text": text.strip()} for text in texts]


def _words(target: Target) -> list[str]:
    month = f"{target.today:%Y-%m}"
    return ["", f"{target.number} a word", target.code, f"{target.code} {month}"]


def _anything(kind: str) -> list[dict[str, Any]]:
    contents: dict[str, list[dict[str, Any]]] = {
        "callback_query": [{"data": data} for data in ("", "s", "s:open", "zz:1", "s:open:1:2", ":" * 64)],
        "my_chat_member": [{"let_in": True}, {"let_in": False}],
    }
    return contents.get(kind, [{"text": "A lamp would help"}, {"photo": True, "caption": "Look"}, {"location": True}])


def presses(kind: type[CallbackData], target: Target) -> list[CallbackData]:
    """Every press of this kind that an intruder could make up about the target."""
    names = list(kind.model_fields)
    values = [_values(name, kind.model_fields[name], target) for name in names]
    return [kind(**dict(zip(names, chosen, strict=True))) for chosen in product(*values)]


def _values(name: str, info: FieldInfo, target: Target) -> list[Any]:
    """What is not known by its name is taken for a case: the worst that a number can be."""
    known: dict[str, list[Any]] = {
        "member": [target.member],
        "enterprise": [target.enterprise],
        "day": [target.today.toordinal() + 9],
        "month": [target.today.year * 12 + target.today.month - 1],
        "language": list(languages()),
        "draft": [1],
        "look": [0],
    }
    return known.get(name) or _of_type(info.annotation, target)


def _of_type(kind: Any, target: Target) -> list[Any]:
    if get_origin(kind) in (Union, UnionType):
        return [value for each in get_args(kind) for value in _of_type(each, target)]
    if kind is NoneType:
        return [None]
    if kind is bool:
        return [True, False]
    if issubclass(kind, Enum):
        return list(kind)
    return [target.case] if issubclass(kind, int) else [target.code, "safety"]
