"""The table of methods: each with the parameters it must and may have."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.names import names
from sandbox.world import World

Params = dict[str, Any]
Handler = Callable[[World, Params], Any]

# What the server says when one of these is missing; the rest is "<name> is not specified".
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "file_id": "file_id is not specified",
}
FILE_PARAMETERS = names("photo voice video audio document media")


@dataclass(frozen=True)
class Method:
    name: str
    handler: Handler
    required: frozenset[str]
    optional: frozenset[str]

    def check(self, params: Params) -> None:
        for name in sorted(self.required - params.keys()):
            if name in FILE_PARAMETERS:
                raise bad_request(f"there is no {name} in the request")
            raise bad_request(MISSING.get(name, f"{name} is not specified"))


METHODS: dict[str, Method] = {}


def method(name: str, required: str = "", optional: str = "") -> Callable[[Handler], Handler]:
    """Register a Bot API method with its parameters, named in strings with spaces between."""

    def register(handler: Handler) -> Handler:
        METHODS[name.lower()] = Method(name, handler, frozenset(required.split()), frozenset(optional.split()))
        return handler

    return register


def find(name: str) -> Method:
    if name.lower() not in METHODS:
        raise ApiError(404, "Not Found: method not found")
    return METHODS[name.lower()]


async def execute(world: World, name: str, params: Params) -> Any:
    """Run a method; parameters Telegram does not know are ignored, as it does."""
    found = find(name)
    found.check(params)
    result = found.handler(world, params)
    return await result if inspect.isawaitable(result) else result
