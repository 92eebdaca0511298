"""What the Bot API's parameters are made of, and reading them from JSON, forms and multipart bodies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.errors import bad_request
from sandbox.files import Upload
from sandbox.names import names

Json = dict[str, Any]

INTEGERS = names(
    "message_id message_thread_id reply_to_message_id offset limit timeout max_connections duration width height "
    "user_id receiver_user_id ephemeral_message_id cache_time video_start_timestamp start_timestamp "
    "direct_messages_topic_id"
)
CHATS = frozenset({"chat_id", "from_chat_id"})
BOOLEANS = names(
    "disable_notification protect_content allow_paid_broadcast allow_sending_without_reply disable_web_page_preview "
    "show_caption_above_media has_spoiler supports_streaming disable_content_type_detection drop_pending_updates "
    "show_alert return_bots"
)
OBJECTS = names(
    "entities caption_entities link_preview_options suggested_post_parameters reply_parameters reply_markup "
    "ephemeral_message_parameters media message_ids allowed_updates commands scope menu_button rich_message"
)
FILES = names("photo voice video audio document thumbnail cover certificate")


async def read_request(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """The parameters as they came, and the files beside them."""
    raw: Json = dict(request.query)
    if request.content_type == "application/json":
        raw |= json.loads(await request.read() or b"{}")
        return raw, {}
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request, raw)
    return raw | {name: value for name, value in (await request.post()).items() if isinstance(value, str)}, {}


async def _read_multipart(request: web.Request, raw: Json) -> tuple[Json, dict[str, Upload]]:
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        data = bytes(await part.read())
        if part.filename is None:
            raw[part.name] = data.decode()
        else:
            files[part.name] = Upload(data, part.filename, part.headers.get("Content-Type", ""))
    return raw, files


def typed(raw: Mapping[str, Any]) -> Json:
    """Give each parameter its type; parameters that are empty count as not given, as with Telegram."""
    return {name: _typed(name, value) for name, value in raw.items() if value is not None and value != ""}


def _typed(name: str, value: Any) -> Any:
    if name in INTEGERS:
        return _integer(name, value)
    if name in CHATS:
        return value if str(value).startswith("@") else _integer(name, value)
    if name in BOOLEANS:
        return str(value).lower() in {"true", "1", "yes", "t"}
    if name in OBJECTS and isinstance(value, str):
        return _object(name, value)
    return value if name in OBJECTS or name in FILES else str(value)


def _integer(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        text = "chat not found" if name in CHATS else f"parameter {name} must be an integer"
        raise bad_request(text) from None


def _object(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
