"""The bot's own profile: commands by scope and language, names, descriptions, menu button."""

from __future__ import annotations

import re
from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.registry import Params, method
from sandbox.world import World

Json = dict[str, Any]

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MANY = 100
DESCRIPTION_LIMIT = 256
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}


@method("setMyCommands", "commands", "scope language_code")
def set_my_commands(world: World, params: Params) -> bool:
    if len(params["commands"]) > MANY:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in params["commands"]:
        _check(command)
    _check_scope(world, params)
    world.profile.set_commands(params["commands"], params.get("scope"), params.get("language_code", ""))
    world.events.publish("people")
    return True


@method("getMyCommands", "", "scope language_code")
def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.profile.commands(params.get("scope"), params.get("language_code", ""))


@method("deleteMyCommands", "", "scope language_code")
def delete_my_commands(world: World, params: Params) -> bool:
    _check_scope(world, params)
    world.profile.delete_commands(params.get("scope"), params.get("language_code", ""))
    world.events.publish("people")
    return True


@method("setMyName", "", "name language_code")
def set_my_name(world: World, params: Params) -> bool:
    return _set_text(world, "name", params)


@method("setMyDescription", "", "description language_code")
def set_my_description(world: World, params: Params) -> bool:
    return _set_text(world, "description", params)


@method("setMyShortDescription", "", "short_description language_code")
def set_my_short_description(world: World, params: Params) -> bool:
    return _set_text(world, "short_description", params)


@method("setChatMenuButton", "", "chat_id menu_button")
def set_chat_menu_button(world: World, params: Params) -> bool:
    world.profile.menu_buttons[params.get("chat_id", 0)] = params.get("menu_button") or {"type": "default"}
    return True


def _check(command: Json) -> None:
    if not COMMAND.fullmatch(command["command"].removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _check_scope(world: World, params: Params) -> None:
    scope = params.get("scope") or {}
    if scope.get("type") in CHAT_SCOPES:
        world.known_chat(scope["chat_id"])


def _set_text(world: World, what: str, params: Params) -> bool:
    text, language = params.get(what, ""), params.get("language_code", "")
    if len(text) > TEXT_LIMITS[what]:
        raise bad_request(f"bot {what.replace('_', ' ')} is too long")
    world.profile.texts[what, language] = text
    if what == "name" and not language:
        world.bot.name = text or world.bot.name
    world.events.publish("people")
    return True
