"""Texts, photos, albums, voice notes, videos and documents."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from sandbox.acts.registry import act, say
from sandbox.content import caption_content, media_content, media_kind, text_content
from sandbox.entities import found_by_clients, utf16_length
from sandbox.errors import ActError
from sandbox.files import Upload
from sandbox.methods.composing import TEXT_LIMIT, quoted
from sandbox.people import Chat, Person
from sandbox.world import World

Json = dict[str, Any]


@act("text")
def send_text(world: World, person: Person, chat: Chat, text: str, reply_to: int | None = None) -> Json:
    """Send a text; one that is too long leaves in several messages, as from any phone. Returns the first.

    Writing to the bot in a private chat that was never started starts it.
    """
    pieces = _pieces(text.strip())
    if not pieces:
        raise ActError("There is no text to send.")
    reply = _reply(chat, reply_to)
    _open_private(world, chat)
    sent = [say(world, person, chat, text_content(piece, found_by_clients(piece)) | reply) for piece in pieces]
    return sent[0]


@act("file")
def send_file(
    world: World, person: Person, chat: Chat, file: Json, caption: str = "", reply_to: int | None = None
) -> Json:
    """Send ``{kind, data: base64, name?, mime_type?, duration?}``: a photo, voice, video, audio or document."""
    content = _media(world, file)
    _open_private(world, chat)
    return say(world, person, chat, content | _captioned(caption) | _reply(chat, reply_to))


@act("album")
def send_album(world: World, person: Person, chat: Chat, files: list[Json], caption: str = "") -> list[Json]:
    """Send several files as one album: several messages that share a media_group_id, the caption on the first."""
    group = {"media_group_id": str(secrets.randbits(53))}
    contents = [_media(world, file) for file in files]
    captions = [_captioned(caption), *({} for _ in files[1:])]
    _open_private(world, chat)
    return [say(world, person, chat, group | c | text) for c, text in zip(contents, captions, strict=True)]


@act("content")
def send_content(world: World, person: Person, chat: Chat, fields: Json) -> Json:
    """Send anything else, given as fields of the Bot API's Message: a location, a contact, a sticker, a forward."""
    _open_private(world, chat)
    return say(world, person, chat, fields)


@act("edit")
def edit(world: World, person: Person, chat: Chat, message_id: int, text: str) -> Json:
    """Change the text, or the caption, of an own message."""
    message = chat.messages.get(message_id)
    if message is None or message["from"]["id"] != person.id:
        raise ActError(f"{person.first_name} has no message {message_id} to edit in {chat.title}.")
    content = _captioned(text) if media_kind(message) else text_content(text, found_by_clients(text))
    kept = {key: value for key, value in message.items() if key not in {"entities", "caption_entities"}}
    changed = {**kept, **content, "edit_date": world.clock.timestamp()}
    world.replace(chat, message, changed)
    if chat.has(world.bot.id):
        world.tell_bot("edited_message", changed)
    return changed


@act("delete")
def delete(world: World, _: Person, chat: Chat, message_id: int) -> None:
    """Delete a message; bots are not told of it."""
    if message_id not in chat.messages:
        raise ActError(f"{chat.title} has no message {message_id}.")
    world.remove(chat, chat.messages[message_id])


def _open_private(world: World, chat: Chat) -> None:
    status = chat.status(world.bot.id)
    if chat.is_private and status == "kicked":
        raise ActError(f"{chat.title} has blocked the bot. Unblock it first.")
    if chat.is_private and status == "left":
        chat.members[world.bot.id] = "member"


def _pieces(text: str) -> list[str]:
    """Cut a text into parts of at most Telegram's length; no surrogate pair is torn."""
    pieces = []
    while text:
        piece = text[:TEXT_LIMIT]
        while utf16_length(piece) > TEXT_LIMIT:
            piece = piece[:-1]
        pieces.append(piece)
        text = text[len(piece) :].strip()
    return pieces


def _media(world: World, file: Json) -> Json:
    upload = Upload(base64.b64decode(file["data"]), file.get("name", ""), file.get("mime_type", ""))
    return media_content(world.files.keep(file["kind"], upload), duration=file.get("duration"))


def _captioned(caption: str) -> Json:
    return caption_content(caption.strip(), found_by_clients(caption.strip()))


def _reply(chat: Chat, message_id: int | None) -> Json:
    if message_id is None:
        return {}
    if message_id not in chat.messages:
        raise ActError(f"{chat.title} has no message {message_id} to reply to.")
    return {"reply_to_message": quoted(chat.messages[message_id])}
