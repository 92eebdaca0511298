"""The command menus: registered at start for each kind of chat and each language, staff's for each private chat."""

from collections.abc import Callable, Collection, Mapping

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeUnion,
)

from bot.callbacks.staff import Page
from bot.translate import SOURCE_LANGUAGE, Speech, languages
from cases.model import Role


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


TEAM = (Page.TODAY, Page.INBOX, "case")
OF_ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.MEMBER: TEAM,
    Role.LEAD: TEAM,
    Role.HANDLER: TEAM,
    Role.INDEPENDENT: TEAM,
    Role.MANAGER: (Page.OVERDUE, Page.OVERVIEW),
    Role.COACH: (Page.OVERDUE, Page.ENTERPRISES, "summary", Page.SILENT),
    Role.OFFICE: (Page.ENTERPRISES, Page.SILENT),
}


def staff(roles: Collection[Role], t: Speech) -> dict[str, str]:
    """Short: what each role needs every day; /help names the rest."""
    wanted = {name for role in roles for name in OF_ROLES[role]} | {"help"}
    told = {
        "today": t._("What is due today"),
        "inbox": t._("What nobody has taken yet"),
        "case": t._("Show one case"),
        "overdue": t._("What is late"),
        "overview": t._("How things stand, in numbers"),
        "enterprises": t._("Your enterprises"),
        "summary": t._("The month in ten lines"),
        "silent": t._("Where nothing comes in"),
        "help": t._("What you can do here"),
    }
    return {name: label for name, label in told.items() if name in wanted}


MENUS: list[tuple[BotCommandScopeUnion, Callable[[Speech], dict[str, str]]]] = [
    (BotCommandScopeAllPrivateChats(), private),
    (BotCommandScopeAllGroupChats(), group),
]


def telegram_language(language: str) -> str | None:
    """Telegram knows two letters; the source language is what everybody else sees."""
    return None if language == SOURCE_LANGUAGE else language.split("_", maxsplit=1)[0]


def bot_commands(menu: Mapping[str, str]) -> list[BotCommand]:
    return [BotCommand(command=name, description=told) for name, told in menu.items()]


async def register(bot: Bot) -> None:
    for language in languages():
        for scope, menu in MENUS:
            await bot.set_my_commands(bot_commands(menu(Speech(language))), scope, telegram_language(language))
