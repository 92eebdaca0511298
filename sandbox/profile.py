"""What the bot has said about itself: commands per scope and language, names, menu buttons."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]

DEFAULT_SCOPE = {"type": "default"}


class Profile:
    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self._commands: dict[tuple[str, str], list[Json]] = {}

    def set_commands(self, commands: list[Json], scope: Json | None, language_code: str) -> None:
        self._commands[_key(scope, language_code)] = commands

    def commands(self, scope: Json | None, language_code: str) -> list[Json]:
        return self._commands.get(_key(scope, language_code), [])

    def delete_commands(self, scope: Json | None, language_code: str) -> None:
        self._commands.pop(_key(scope, language_code), None)

    def menu_for(self, chat_id: int, user_id: int, is_admin: bool, language_code: str) -> list[Json]:
        """The commands this person sees in this chat: the narrowest scope that has any, their language first."""
        for scope in _scopes(chat_id, user_id, is_admin):
            for language in (language_code, ""):
                if found := self.commands(scope, language):
                    return found
        return []


def _key(scope: Json | None, language_code: str) -> tuple[str, str]:
    return json.dumps(scope or DEFAULT_SCOPE, sort_keys=True), language_code


def _scopes(chat_id: int, user_id: int, is_admin: bool) -> list[Json]:
    """Narrowest first, as the Bot API documents under "Determining list of commands"."""
    if chat_id > 0:
        return [{"type": "chat", "chat_id": chat_id}, {"type": "all_private_chats"}, DEFAULT_SCOPE]
    admin = [{"type": "chat_administrators", "chat_id": chat_id}] if is_admin else []
    all_admins = [{"type": "all_chat_administrators"}] if is_admin else []
    member = {"type": "chat_member", "chat_id": chat_id, "user_id": user_id}
    return [
        member,
        *admin,
        {"type": "chat", "chat_id": chat_id},
        *all_admins,
        {"type": "all_group_chats"},
        DEFAULT_SCOPE,
    ]
