"""A Telegram message as content, or the reason why it cannot be taken."""

from dataclasses import replace

from aiogram.enums import ContentType
from aiogram.types import Animation, Audio, Document, Message, PhotoSize, Video, VideoNote, Voice

from bot.flows.content import Content, File, Unfit
from cases.model import MediaKind

LARGEST = 20 * 1024 * 1024
"""Bytes: bots cannot fetch more from Telegram."""

NOTICES = frozenset(
    {
        ContentType.PINNED_MESSAGE,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.WRITE_ACCESS_ALLOWED,
        ContentType.CHAT_BACKGROUND_SET,
    }
)

OFFICE = ("officedocument", "msword", "ms-excel", "ms-powerpoint", "opendocument", "rtf", "wps")

DOCUMENTS = {
    "application/pdf": MediaKind.DOCUMENT,
    "image": MediaKind.PHOTO,
    "audio": MediaKind.AUDIO,
    "video": MediaKind.VIDEO,
}
"""What may come as a file, by its whole type or the type's first half."""


def content_of(message: Message) -> Content | Unfit | None:
    """None for what nobody wrote: Telegram's own notices."""
    if message.content_type in NOTICES:
        return None
    if message.forward_origin:
        return Unfit.FORWARDED
    file = _file(message)
    text = (message.text or message.caption or "").strip()
    album = message.media_group_id or ""
    if isinstance(file, Unfit):  # the words below it are taken all the same
        return Content(message.message_id, text, album=album, left_out=file) if text else file
    if not text and file is None:
        return _unfit(message)
    return Content(message.message_id, text, file and replace(file, message=message.message_id), album)


def _file(message: Message) -> File | Unfit | None:
    file = _offered(message)
    return Unfit.TOO_BIG if isinstance(file, File) and file.size > LARGEST else file


def _offered(message: Message) -> File | Unfit | None:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width)
        return File(MediaKind.PHOTO, largest.file_id, _size(largest))
    if message.document and not message.animation:
        return _document(message.document)
    kinds = {
        MediaKind.VOICE: message.voice,
        MediaKind.AUDIO: message.audio,
        MediaKind.VIDEO: message.video or message.video_note or message.animation,
    }
    found = ((kind, file) for kind, file in kinds.items() if file)
    return next((File(kind, file.file_id, _size(file)) for kind, file in found), None)


def _size(file: PhotoSize | Voice | Audio | Video | VideoNote | Animation | Document) -> int:
    """Bytes as Telegram tells them: 0 when it does not, or tells nonsense."""
    return max(file.file_size or 0, 0)


def _document(document: Document) -> File | Unfit:
    mime = (document.mime_type or "").lower()
    kind = DOCUMENTS.get(mime) or DOCUMENTS.get(mime.partition("/")[0])
    if kind:
        return File(kind, document.file_id, _size(document))
    return Unfit.OFFICE_FILE if any(word in mime for word in OFFICE) else Unfit.OTHER_FILE


def _unfit(message: Message) -> Unfit:
    found = {
        Unfit.STICKER: message.sticker,
        Unfit.CONTACT: message.contact,
        Unfit.LOCATION: message.location or message.venue,
        Unfit.GAME: message.poll or message.dice or message.game or message.checklist,
        Unfit.EMPTY: message.text is not None,
    }
    return next((why for why, what in found.items() if what), Unfit.OTHER)
