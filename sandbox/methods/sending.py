"""send*: texts, files, albums, and the sign that the bot is typing."""

from __future__ import annotations

import secrets
from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.composing import (
    CAPTIONED,
    COMMON,
    FORMATTED,
    caption_of,
    deliver,
    media_of,
    pace,
    reply_of,
    text_of,
)
from sandbox.methods.registry import Params, method
from sandbox.names import names
from sandbox.world import World

Json = dict[str, Any]

ALBUM = range(2, 11)
# Documents and music form albums of their own; photos and videos mix.
ALBUM_KINDS = {"photo": "picture", "video": "picture", "document": "document", "audio": "audio"}
ACTIONS = names(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note"
)


@method("sendMessage", "chat_id text", f"{COMMON} {FORMATTED}")
def send_message(world: World, params: Params) -> Json:
    return deliver(world, params, text_of(params))


@method("sendPhoto", "chat_id photo", f"{COMMON} {CAPTIONED} show_caption_above_media has_spoiler")
def send_photo(world: World, params: Params) -> Json:
    return _send_media(world, "photo", params)


@method("sendVoice", "chat_id voice", f"{COMMON} {CAPTIONED} duration")
def send_voice(world: World, params: Params) -> Json:
    return _send_media(world, "voice", params)


@method(
    "sendVideo",
    "chat_id video",
    f"{COMMON} {CAPTIONED} duration width height thumbnail cover start_timestamp show_caption_above_media has_spoiler "
    "supports_streaming",
)
def send_video(world: World, params: Params) -> Json:
    return _send_media(world, "video", params)


@method("sendAudio", "chat_id audio", f"{COMMON} {CAPTIONED} duration performer title thumbnail")
def send_audio(world: World, params: Params) -> Json:
    return _send_media(world, "audio", params)


@method("sendDocument", "chat_id document", f"{COMMON} {CAPTIONED} thumbnail disable_content_type_detection")
def send_document(world: World, params: Params) -> Json:
    return _send_media(world, "document", params)


def _send_media(world: World, kind: str, params: Params) -> Json:
    world.chat_for_bot(params["chat_id"])
    content = media_of(world, kind, params[kind], params) | caption_of(params)
    if params.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return deliver(world, params, content)


@method(
    "sendMediaGroup",
    "chat_id media",
    "business_connection_id message_thread_id direct_messages_topic_id disable_notification protect_content "
    "allow_paid_broadcast message_effect_id reply_parameters allow_sending_without_reply reply_to_message_id",
)
def send_media_group(world: World, params: Params) -> list[Json]:
    chat = world.chat_to_write(params["chat_id"], "media")
    items = params["media"]
    _check_album(items)
    contents = [media_of(world, item["type"], item["media"], {**params, **item}) | caption_of(item) for item in items]
    head = {"media_group_id": str(secrets.randbits(53)), **reply_of(chat, params)}
    pace(world, chat.id, len(items))
    return [world.post(chat, world.bot.id, head | content) for content in contents]


def _check_album(items: Any) -> None:
    if not isinstance(items, list) or len(items) not in ALBUM:
        raise bad_request("an album must include 2-10 items")
    if any(item.get("type") not in ALBUM_KINDS for item in items):
        raise bad_request("can't parse InputMedia: invalid media type specified")
    if len({ALBUM_KINDS[item["type"]] for item in items}) > 1:
        raise bad_request("document can't be mixed with other media types")


@method("sendChatAction", "chat_id action", "business_connection_id message_thread_id")
def send_chat_action(world: World, params: Params) -> bool:
    chat = world.chat_for_bot(params["chat_id"])
    if params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.events.publish("typing", chat_id=chat.id, action=params["action"])
    return True
