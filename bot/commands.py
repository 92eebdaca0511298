"""The command menus, registered at start for each kind of chat and each language."""

from collections.abc import Callable

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeUnion,
)

from bot.translate import SOURCE_LANGUAGE, Speech, languages


def private(t: Speech) -> dict[str, str]:
    return {
        "mine": t._("What I sent, and what comes next"),
        "receipt": t._("Open a case with its 16 digits"),
        "rules": t._("What is promised here"),
        "privacy": t._("Will they know it is me?"),
        "practice": t._("Try it: nobody reads it"),
        "language": t._("Change the language"),
        "wipe": t._("Delete this chat"),
        "help": t._("Help, and doors outside the company"),
    }


def group(t: Speech) -> dict[str, str]:
    return {
        "today": t._("What is due today"),
        "inbox": t._("What nobody has taken yet"),
        "case": t._("Show one case"),
        "help": t._("What the team can do here"),
    }


MENUS: list[tuple[BotCommandScopeUnion, Callable[[Speech], dict[str, str]]]] = [
    (BotCommandScopeAllPrivateChats(), private),
    (BotCommandScopeAllGroupChats(), group),
]


def telegram_language(language: str) -> str | None:
    """Telegram knows two letters; the source language is what everybody else sees."""
    return None if language == SOURCE_LANGUAGE else language.split("_", maxsplit=1)[0]


async def register(bot: Bot) -> None:
    for language in languages():
        for scope, menu in MENUS:
            commands = [BotCommand(command=name, description=told) for name, told in menu(Speech(language)).items()]
            await bot.set_my_commands(commands, scope, telegram_language(language))
