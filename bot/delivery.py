"""One thing shown becomes Telegram calls, and Telegram's answers become outcomes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, groupby

from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from bot.views.shown import Button, Shown
from cases.model import MediaKind

ALBUM = 10
TEXT, CAPTION = 4096, 1024
"""The most UTF-16 units in one message, and below a file (core.telegram.org/bots/api)."""
UNIT = 2
LONGEST_SILENCE = 10
"""Seconds between two parts of one message."""
DOT = "·"
SILENCED = (
    *("not enough rights to send text messages", "have no rights to send a message"),
    *("chat_write_forbidden", "chat_send_plain_forbidden", "chat_restricted", "topic_closed"),
)
"""Telegram's words, in small letters. Who may not send photos, or other files, may still be able to write."""
INPUT_MEDIA = {
    MediaKind.PHOTO: InputMediaPhoto,
    MediaKind.VIDEO: InputMediaVideo,
    MediaKind.AUDIO: InputMediaAudio,
    MediaKind.DOCUMENT: InputMediaDocument,
}
FAMILIES = {MediaKind.PHOTO: "pictures", MediaKind.VIDEO: "pictures"}
"""Telegram mixes photos with videos in an album; other files go with their like, voice notes alone."""

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ForceReply


@dataclass(frozen=True, slots=True, repr=False)
class File:
    """A cleaned file with a name that says only its kind."""

    kind: MediaKind
    name: str
    data: bytes


def markup(shown: Shown) -> Markup | None:
    if shown.buttons:
        return InlineKeyboardMarkup(inline_keyboard=[[_button(each) for each in row] for row in shown.buttons])
    if shown.keyboard:
        rows = [[KeyboardButton(text=label) for label in row] for row in shown.keyboard]
        return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)
    return ForceReply() if shown.ask else None


def _button(button: Button) -> InlineKeyboardButton:
    data = button.press.pack() if button.press else None
    return InlineKeyboardButton(text=button.label, url=button.url, callback_data=data)


async def send(bot: Bot, chat: int, shown: Shown, files: Sequence[File], silent: bool) -> list[int]:
    """Sends it in as many calls as it takes; returns the messages' numbers, first that of what has the buttons."""
    sent: list[list[int]] = []
    for album, said in parts(shown, files):
        call = partial(_send_part, bot, chat, album, said, silent)
        sent.append(await (_patiently(call) if sent else call()))
    return [*sent[-1], *chain.from_iterable(sent[:-1])]


async def _patiently(call: Callable[[], Awaitable[list[int]]]) -> list[int]:
    """Waits here for a while if Telegram asks for it: put off as a whole, what has gone before would come twice."""
    try:
        return await call()
    except TelegramRetryAfter as error:
        if error.retry_after > LONGEST_SILENCE:
            raise
        await asyncio.sleep(error.retry_after)
        return await call()


def parts(shown: Shown, files: Sequence[File]) -> list[tuple[list[File], Shown]]:
    """What each call sends: the buttons come last, and the text below the last files if they can bear both."""
    groups, (*before, end) = albums(files), pieces(shown.text)
    bears = groups and not before and _units(end) <= CAPTION and (len(groups[-1]) == 1 or markup(shown) is None)
    last = groups.pop() if bears else []
    texts: list[tuple[list[File], Shown]] = [([], Shown(text)) for text in before]
    return [*((group, Shown("")) for group in groups), *texts, (last, replace(shown, text=end))]


def pieces(text: str) -> list[str]:
    """The text cut into parts that Telegram takes, no character in two; one empty part when there is none."""
    cut = [""]
    while text:
        cut.append(text.encode("utf-16-le")[: TEXT * UNIT].decode("utf-16-le", "ignore"))
        text = text[len(cut[-1]) :]
    return cut[1:] or cut


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // UNIT


async def delete(bot: Bot, chat: int, messages: list[int]) -> None:
    """What is not there any more is passed over; one alone that became too old while it waited loses its words.

    Of many Telegram does not say which: what is too old among them when they are asked for is blanked by who asks.
    """
    if len(messages) > 1:
        with suppress(TelegramBadRequest):
            await bot.delete_messages(chat, messages)
        return
    try:
        await bot.delete_message(chat, messages[0])
    except TelegramBadRequest:
        await blank(bot, chat, messages[0])


async def blank(bot: Bot, chat: int, message: int) -> None:
    """A text becomes a dot, a file loses its caption; what cannot be edited is passed over."""
    with suppress(TelegramBadRequest):
        await bot.edit_message_caption(chat_id=chat, message_id=message)
    with suppress(TelegramBadRequest):
        await bot.edit_message_text(DOT, chat_id=chat, message_id=message)


async def edit(bot: Bot, chat: int, message: int, shown: Shown) -> bool:
    """Brings a message to a new state; False when it can no longer be edited and has to be sent anew."""
    inline = markup(shown)
    try:
        await bot.edit_message_text(
            shown.text,
            chat_id=chat,
            message_id=message,
            reply_markup=inline if isinstance(inline, InlineKeyboardMarkup) else None,
        )
    except TelegramBadRequest as error:
        return "not modified" in error.message
    return True


def albums(files: Sequence[File]) -> list[list[File]]:
    """Files in the order given, put together as far as Telegram takes them as one album."""

    def family(place: tuple[int, File]) -> str:
        number, file = place
        return f"{file.kind}{number}" if file.kind is MediaKind.VOICE else FAMILIES.get(file.kind, file.kind)

    groups = [[file for _, file in group] for _, group in groupby(enumerate(files), family)]
    return [group[start : start + ALBUM] for group in groups for start in range(0, len(group), ALBUM)]


async def _send_part(bot: Bot, chat: int, files: Sequence[File], shown: Shown, silent: bool) -> list[int]:
    if not files:
        sent = await bot.send_message(chat, shown.text, disable_notification=silent, reply_markup=markup(shown))
        return [sent.message_id]
    if len(files) == 1:
        return [(await _send_file(bot, chat, files[0], shown, silent)).message_id]
    captions = [shown.text or None, *[None] * (len(files) - 1)]
    album = [
        INPUT_MEDIA[file.kind](media=BufferedInputFile(file.data, file.name), caption=caption)
        for file, caption in zip(files, captions, strict=True)
    ]
    return [each.message_id for each in await bot.send_media_group(chat, album, disable_notification=silent)]


async def _send_file(bot: Bot, chat: int, file: File, shown: Shown, silent: bool) -> Message:
    methods: dict[MediaKind, Callable[..., Awaitable[Message]]] = {
        MediaKind.PHOTO: bot.send_photo,
        MediaKind.VIDEO: bot.send_video,
        MediaKind.VOICE: bot.send_voice,
        MediaKind.AUDIO: bot.send_audio,
        MediaKind.DOCUMENT: bot.send_document,
    }
    upload = BufferedInputFile(file.data, file.name)
    return await methods[file.kind](
        chat, upload, caption=shown.text or None, disable_notification=silent, reply_markup=markup(shown)
    )


def wait_asked(error: BaseException) -> float | None:
    """The seconds Telegram asks us to be silent."""
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else None


def moved_to(error: BaseException) -> int | None:
    """The supergroup that a group has become."""
    return error.migrate_to_chat_id if isinstance(error, TelegramMigrateToChat) else None


def route_ended(error: BaseException, chat: int) -> bool:
    """Nobody is reached in this chat any more: blocked, thrown out, deactivated, gone; in a group also when none but
    its admins may write there.
    """
    if isinstance(error, TelegramForbiddenError):
        return True
    ends = ("chat not found", *(SILENCED if chat < 0 else ()))
    return refused(error) and any(each in str(error).lower() for each in ends)


def refused(error: BaseException) -> bool:
    """Telegram will never take this call: sending it again changes nothing."""
    return isinstance(error, TelegramBadRequest | TelegramNotFound)
