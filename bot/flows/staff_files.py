"""Pictures that staff send on the way to an action: kept in the draft, and fetched only once they are really sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.flows.content import Content
from cases.model import MediaKind
from cases.ports import Unit

MOST_FILES = 10
PICTURES = (MediaKind.PHOTO, MediaKind.VIDEO)

Gathered = Mapping[str, Any]
"""``text`` and ``files`` of a draft."""


def gathered(state: Gathered, content: Content) -> dict[str, Any]:
    """What was given before, and this too."""
    files = list(state.get("files", ()))
    if content.file is not None and len(files) < MOST_FILES:
        files.append([content.file.kind, content.file.source, content.file.size])
    text = "\n".join(filter(None, [state.get("text", ""), content.text]))
    return {"text": text, "files": files}


def has_picture(state: Gathered) -> bool:
    return any(kind in PICTURES for kind, _, _ in state["files"])


async def expected(unit: Unit, case: int, files: Sequence[Sequence[Any]]) -> list[int]:
    """Announces the files to the shelf, which fetches and cleans them; returns their ids."""
    shelved = [await unit.media.expect(case, MediaKind(kind), source, size) for kind, source, size in files]
    return [media.id for media in shelved]
