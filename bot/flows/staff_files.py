"""Pictures that staff send on the way to an action: kept in the draft, and fetched only once they are really sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.flows.content import Content, Unfit
from bot.flows.sending import MOST_FILES, MOST_TEXT
from cases.errors import RuleBroken
from cases.model import MediaKind
from cases.ports import Unit

PICTURES = (MediaKind.PHOTO, MediaKind.VIDEO)

Gathered = Mapping[str, Any]
"""``text`` and ``files`` of a draft."""


def within_ten(state: Gathered, content: Content) -> Content:
    """Of one file too many its words alone."""
    if content.file and content.text and len(state.get("files", ())) >= MOST_FILES:
        return replace(content, file=None, left_out=Unfit.TOO_MANY)
    return content


def gathered(state: Gathered, content: Content) -> dict[str, Any]:
    """What was given before, and this too. Raises RuleBroken when that is too much: this is left out."""
    files = list(state.get("files", ()))
    if content.file is not None:
        files.append([content.file.kind, content.file.source, content.file.size])
    text = "\n".join(filter(None, [state.get("text", ""), content.text]))
    if len(files) > MOST_FILES:
        raise RuleBroken("too_many_files")
    if len(text) > MOST_TEXT:
        raise RuleBroken("text_too_long")
    return {"text": text, "files": files}


def has_picture(state: Gathered) -> bool:
    return any(kind in PICTURES for kind, _, _ in state["files"])


async def expected(unit: Unit, case: int, files: Sequence[Sequence[Any]]) -> list[int]:
    """Announces the files to the shelf, which fetches and cleans them; returns their ids."""
    shelved = [await unit.media.expect(case, MediaKind(kind), source, size) for kind, source, size in files]
    return [media.id for media in shelved]
