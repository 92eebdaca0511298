"""Updates out of the Bot API's own shapes: strategies made from the library's types, with nasty values in them."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from functools import cache
from inspect import isclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from aiogram.filters.callback_data import CallbackData
from aiogram.types import TelegramObject, Update
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from bot.callbacks import staff, worker
from tests.fuzz import nasty
from tests.fuzz.damage import damage

Json = dict[str, Any]
Strategy = st.SearchStrategy[Any]

DEEPEST = 3
CALLBACKS: list[type[CallbackData]] = [
    each
    for module in (staff, worker)
    for each in vars(module).values()
    if isclass(each) and issubclass(each, CallbackData) and each is not CallbackData
]
OFTEN = ("message", "callback_query", "edited_message", "my_chat_member")
"""Half of all updates are of the kinds the bot has handlers for."""
WORDS = st.sampled_from(nasty.TEXTS) | st.text(max_size=60)
WHOLE = st.sampled_from(nasty.NUMBERS) | st.integers(-100, 100_000)
PLAIN: dict[Any, Strategy] = {
    bool: st.booleans(),
    int: WHOLE,
    float: st.floats(allow_nan=False) | st.just(30.1),
    str: WORDS,
    datetime: st.sampled_from(nasty.DATES),
    NoneType: st.none(),
}


@cache
def of(annotation: Any, depth: int = 0) -> Strategy:
    """JSON for a value of this type; nothing at all for what JSON has no form for."""
    kind, inner = get_origin(annotation), get_args(annotation)
    if kind is Literal:
        return st.sampled_from(inner)
    if kind in (Union, UnionType):
        return st.one_of([of(each, depth) for each in inner if each is not NoneType])
    if kind is list:
        each = of(inner[0], depth)
        return st.just([]) if each.is_empty else st.lists(each, max_size=2)
    if isclass(annotation) and issubclass(annotation, TelegramObject):
        return model(annotation, depth)
    return PLAIN.get(annotation, st.nothing())


@cache
def model(kind: type[TelegramObject], depth: int) -> Strategy:
    """An object with all that it must have and, unless it lies deep, a little of what it may have."""
    fields = {info.alias or name: info for name, info in kind.model_fields.items()}
    needed = {name: field_of(info, depth) for name, info in fields.items() if info.is_required() or _is_sign(info)}
    optional = sorted(fields.keys() - needed.keys()) if depth < DEEPEST else []

    @st.composite
    def made(draw: st.DrawFn) -> Json:
        chosen = draw(st.lists(st.sampled_from(optional), max_size=2, unique=True)) if optional else []
        more = {name: field_of(fields[name], depth) for name in chosen}
        return {name: draw(each) for name, each in (needed | more).items() if not each.is_empty}

    return made()


def _is_sign(info: FieldInfo) -> bool:
    """Tells which one of several objects it is."""
    return get_origin(info.annotation) is Literal


def field_of(info: FieldInfo, depth: int) -> Strategy:
    annotation: Any = info.annotation
    return of(annotation, depth + 1)


@st.composite
def presses(draw: st.DrawFn) -> str:
    """What a button carries: of one of our kinds with any values, or anything. ``live`` stands for a real one."""
    if draw(st.integers(0, 3)) == 0:
        return f"live:{draw(st.integers(0, 400))}"
    kind = draw(st.sampled_from(CALLBACKS))
    annotations: list[Any] = [info.annotation for info in kind.model_fields.values()]
    values = [draw(_part(each)) for each in annotations]
    return draw(st.sampled_from([":".join([kind.__prefix__, *values])] * 4 + [kind.__prefix__, ":".join(values)]))


@cache
def _part(annotation: Any) -> st.SearchStrategy[str]:
    if get_origin(annotation) in (Union, UnionType):
        return st.one_of([_part(each) for each in get_args(annotation)])
    if annotation is bool:
        return st.sampled_from(["0", "1", ""])
    if isclass(annotation) and issubclass(annotation, Enum):
        return st.sampled_from([str(each.value) for each in annotation])
    if annotation is int:
        return st.sampled_from(nasty.NUMBERS).map(str) | st.sampled_from(["", "-0", "1e3", "٣", "1"])
    return st.just("") if annotation is NoneType else st.text(max_size=20)


@st.composite
def updates(draw: st.DrawFn, people: Sequence[int], groups: Sequence[int]) -> Json:
    """One update without its number, from one of these people or from nobody known."""
    kinds = sorted(set(Update.model_fields) - {"update_id"})
    kind = draw(st.sampled_from(OFTEN) | st.sampled_from(kinds))
    annotation: Any = Update.model_fields[kind].annotation
    content = draw(of(annotation))
    if draw(st.integers(0, 7)):
        _seat(draw, content, people, groups)
    if kind.endswith("message") and draw(st.booleans()):
        content["text"] = draw(WORDS)
    if kind == "callback_query":
        content["data"] = draw(presses())
    update = {kind: content}
    if draw(st.integers(0, 9)) == 0:
        damage(update, draw(st.randoms(use_true_random=False)))
    return update


def _seat(draw: st.DrawFn, content: Json, people: Sequence[int], groups: Sequence[int]) -> None:
    """It comes from one of the people, from alone with the bot or from a group."""
    person = draw(st.sampled_from(people))
    private = {"id": person, "type": "private", "first_name": "P"}
    group = {"id": draw(st.sampled_from(groups)), "type": "supergroup", "title": "T"}
    chat = draw(st.sampled_from([private, private, private, group]))
    content["from"] = {"id": person, "is_bot": False, "first_name": "P", "language_code": draw(WORDS)}
    for name in ("user", "chat"):
        if name in content:
            content[name] = content["from"] if name == "user" else chat
    if isinstance(content.get("message"), dict):
        content["message"]["chat"] = chat
