"""Texts in TOML that an operator edits: read with the key that is wrong, written so that they read back the same."""

import json
import tomllib
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from cli.plain import WrongInput


class Strict(BaseModel):
    """A table in which no unknown key goes unseen."""

    model_config = ConfigDict(extra="forbid")


M = TypeVar("M", bound=Strict)

SAID = {"missing": "it is missing", "extra_forbidden": "there is no such key"}
"""In plainer words than the library's."""


def read(text: str, model: type[M]) -> M:
    """Raises WrongInput with a line for each key that is wrong."""
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise WrongInput(f"This can't be read as TOML: {error}.") from None
    except ValidationError as error:
        faults = (_fault(each["loc"], SAID.get(each["type"], each["msg"])) for each in error.errors())
        raise WrongInput("\n".join(faults)) from None


def quoted(text: str) -> str:
    """A TOML string; JSON's escapes are TOML's, but for the one sign that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(words: list[str]) -> str:
    return f"[{', '.join(map(quoted, words))}]"


def _fault(place: tuple[int | str, ...], message: str) -> str:
    """What stands in a list is numbered from 1."""
    key = ".".join(str(each + 1) if isinstance(each, int) else each for each in place if each != "[key]")
    return f"{key}: {message.removeprefix('Value error, ')}."
