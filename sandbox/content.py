"""The content part of a message: a text, or one file with a caption."""

from __future__ import annotations

from typing import Any

from sandbox.files import StoredFile
from sandbox.images import image_size

Json = dict[str, Any]

MEDIA = ("photo", "voice", "video", "audio", "document")
CONTENT = ("text", "entities", "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler", *MEDIA)

ASSUMED_SIZE = (1280, 960)


def text_content(text: str, entities: list[Json]) -> Json:
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_content(caption: str, entities: list[Json]) -> Json:
    if not caption:
        return {}
    return {"caption": caption, **({"caption_entities": entities} if entities else {})}


def media_content(file: StoredFile, **details: Any) -> Json:
    """The message fields that show this file; ``details`` such as duration come from the sender."""
    if file.kind == "photo":
        return {"photo": [_photo_size(file)]}
    given = {key: value for key, value in details.items() if value is not None}
    return {file.kind: {**_described(file), **given}}


def _common(file: StoredFile) -> Json:
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(file.data)}


def _photo_size(file: StoredFile) -> Json:
    width, height = image_size(file.data) or ASSUMED_SIZE
    return {**_common(file), "width": width, "height": height}


def _described(file: StoredFile) -> Json:
    described = {**_common(file), "mime_type": file.mime_type}
    if file.kind == "voice":
        return {**described, "duration": 1}
    described["file_name"] = file.name
    if file.kind == "video":
        described |= {"width": 640, "height": 480, "duration": 1}
    if file.kind == "audio":
        described["duration"] = 1
    return described


def file_id_of(message: Json) -> str | None:
    """The identifier of the file in a message, the largest size of a photo; None for a text."""
    for kind in MEDIA:
        if kind in message:
            media = message[kind]
            return str(media[-1]["file_id"] if kind == "photo" else media["file_id"])
    return None


def media_kind(message: Json) -> str | None:
    return next((kind for kind in MEDIA if kind in message), None)
