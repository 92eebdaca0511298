"""From parameters to content, and from content to a message in a chat: what all sending methods share."""

from __future__ import annotations

from typing import Any

from sandbox import entities, markup
from sandbox.content import caption_content, media_content, text_content
from sandbox.errors import ApiError, bad_request, too_many_requests
from sandbox.files import UPLOAD_LIMIT, UPLOAD_LIMITS, StoredFile, Upload
from sandbox.images import image_size
from sandbox.methods.registry import Params
from sandbox.people import Chat
from sandbox.world import World

Json = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

# Parameters that every sending method takes; the last five come from earlier versions of the Bot API.
COMMON = (
    "business_connection_id message_thread_id direct_messages_topic_id disable_notification protect_content "
    "allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup "
    "ephemeral_message_parameters receiver_user_id callback_query_id allow_sending_without_reply reply_to_message_id"
)
FORMATTED = "parse_mode entities link_preview_options disable_web_page_preview"
CAPTIONED = "caption parse_mode caption_entities"
DETAILS = ("duration", "width", "height", "performer", "title")


def text_of(params: Params) -> Json:
    plain, found = entities.parse(params["text"], params.get("parse_mode"), params.get("entities"))
    if not plain:
        raise bad_request("message text is empty")
    if entities.utf16_length(plain) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text_content(plain, found)


def caption_of(params: Params) -> Json:
    plain, found = entities.parse(params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities"))
    if entities.utf16_length(plain) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    above = {"show_caption_above_media": True} if params.get("show_caption_above_media") else {}
    return {**caption_content(plain, found), **above}


def media_of(world: World, kind: str, source: Any, params: Params) -> Json:
    """The content for a file given as an upload, an ``attach://`` reference or a file_id."""
    file = _stored(world, kind, source, params)
    return media_content(file, **{name: params.get(name) for name in DETAILS})


def deliver(world: World, params: Params, content: Json) -> Json:
    """Send one message, and return it as the Bot API shows it."""
    chat = world.chat_to_write(params["chat_id"], "text messages" if "text" in content else "media")
    keyboard = markup.checked(params.get("reply_markup"))
    pace(world, chat.id)
    inline = markup.shown_inline(keyboard)
    content = {**content, **reply_of(chat, params), **({"reply_markup": inline} if inline else {})}
    if params.get("protect_content"):
        content["has_protected_content"] = True
    receiver = _receiver(world, chat, params)
    if receiver:
        return world.post_ephemeral(chat, content, receiver)
    message = world.post(chat, world.bot.id, content)
    _show_keyboard(world, chat, message, keyboard)
    return message


def pace(world: World, chat_id: int, messages: int = 1) -> None:
    """Count messages against Telegram's limits; refuse them when the sandbox is strict."""
    if wait := world.flood.retry_after(chat_id, messages):
        raise too_many_requests(wait)
    world.flood.count(chat_id, messages)


def reply_of(chat: Chat, params: Params) -> Json:
    given = params.get("reply_parameters") or {}
    message_id = given.get("message_id") or params.get("reply_to_message_id")
    if not message_id:
        return {}
    if message_id not in chat.messages:
        if given.get("allow_sending_without_reply") or params.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": quoted(chat.messages[message_id])}


def quoted(message: Json) -> Json:
    """A message as shown inside a reply to it: without its own reply."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _stored(world: World, kind: str, source: Any, params: Params) -> StoredFile:
    if isinstance(source, str) and source.startswith("attach://"):
        source = params.get(source.removeprefix("attach://"))
    if isinstance(source, Upload):
        _check_upload(kind, source)
        return world.files.keep(kind, source)
    if not source:
        raise bad_request(f"there is no {kind} in the request")
    file = world.files.get(str(source))
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _check_upload(kind: str, upload: Upload) -> None:
    if len(upload.data) > UPLOAD_LIMITS.get(kind, UPLOAD_LIMIT):
        raise ApiError(413, "Request Entity Too Large")
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "photo" and image_size(upload.data) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")


def _receiver(world: World, chat: Chat, params: Params) -> Any:
    """The one person who sees an ephemeral message; None for a message that all see."""
    given = params.get("ephemeral_message_parameters")
    if not given:
        return None
    person = world.people.get(given.get("receiver_user_id", 0))
    if chat.is_private or person is None or not chat.has(person.id):
        raise bad_request("user not found")
    return person


def _show_keyboard(world: World, chat: Chat, message: Json, keyboard: Json | None) -> None:
    if keyboard is None or "inline_keyboard" in keyboard:
        return
    chat.keyboard = None if keyboard.get("remove_keyboard") else keyboard
    chat.keyboard_message_id = message["message_id"]
    world.events.publish("keyboard", chat_id=chat.id, keyboard=chat.keyboard)
