"""copyMessage and forwardMessage."""

from __future__ import annotations

from typing import Any

from sandbox.content import CONTENT, media_kind
from sandbox.errors import bad_request
from sandbox.methods.composing import CAPTIONED, caption_of, deliver
from sandbox.methods.registry import Params, method
from sandbox.world import World

Json = dict[str, Any]

FORWARDED = (
    "message_thread_id direct_messages_topic_id video_start_timestamp disable_notification protect_content "
    "message_effect_id suggested_post_parameters"
)
COPIED = (
    f"{FORWARDED} {CAPTIONED} show_caption_above_media allow_paid_broadcast reply_parameters reply_markup "
    "allow_sending_without_reply reply_to_message_id"
)


@method("copyMessage", "chat_id from_chat_id message_id", COPIED)
def copy_message(world: World, params: Params) -> Json:
    content = _content(_original(world, params, "copy"))
    kind = media_kind(content)
    if kind and "caption" in params:
        content = {kind: content[kind], **caption_of(params)}
    return {"message_id": deliver(world, params, content)["message_id"]}


@method("forwardMessage", "chat_id from_chat_id message_id", FORWARDED)
def forward_message(world: World, params: Params) -> Json:
    """The forwarded message names its author: what a relay for the anonymous must never do."""
    original = _original(world, params, "forward")
    origin = {"type": "user", "sender_user": original["from"], "date": original["date"]}
    return deliver(world, params, {"forward_origin": origin, **_content(original)})


def _original(world: World, params: Params, verb: str) -> Json:
    message = world.chat_for_bot(params["from_chat_id"]).messages.get(params["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if not _content(message):
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return message


def _content(message: Json) -> Json:
    return {key: message[key] for key in CONTENT if key in message}
