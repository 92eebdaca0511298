"""People, the bot, and the chats they meet in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.names import names

Json = dict[str, Any]

TOKEN = "1000001:sandbox"  # noqa: S105 opens nothing but the sandbox

PRESENT = frozenset({"creator", "administrator", "member"})
ADMINS = frozenset({"creator", "administrator"})

RIGHTS = names(
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "can_pin_messages can_send_welcome_messages"
)
NOT_GRANTED = frozenset({"can_be_edited", "is_anonymous"})


@dataclass
class Person:
    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_deactivated: bool = False

    def as_user(self) -> Json:
        """The Bot API's User object."""
        optional = {"username": self.username, "language_code": self.language_code}
        known = {key: value for key, value in optional.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **known}


@dataclass
class BotAccount:
    """The bot; its id is that of ``TOKEN`` until it comes with a token of its own."""

    id: int = int(TOKEN.split(":", maxsplit=1)[0])
    name: str = "Huiyin"
    username: str = "huiyin_sandbox_bot"
    reads_all_group_messages: bool = False

    def as_user(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}

    def as_me(self) -> Json:
        """What getMe answers."""
        return {
            **self.as_user(),
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all_group_messages,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


@dataclass
class Chat:
    """A private chat, group or supergroup. Messages are kept just as the Bot API shows them.

    ``members`` maps user ids to Telegram's member statuses, the bot's included: in a private chat ``left`` means
    never started and ``kicked`` means blocked.
    """

    id: int
    type: str
    title: str
    username: str | None = None
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    ephemeral: dict[int, Json] = field(default_factory=dict)
    changes: dict[int, int] = field(default_factory=dict)
    keyboard: Json | None = None
    keyboard_message_id: int = 0
    pinned_message_id: int | None = None
    migrated_to: int | None = None
    only_admins_write: bool = False
    cleared_up_to: int = 0

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def as_chat(self) -> Json:
        """The Bot API's Chat object."""
        label = "first_name" if self.is_private else "title"
        username = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": self.type, label: self.title, **username}

    def status(self, user_id: int) -> str:
        return self.members.get(user_id, "left")

    def has(self, user_id: int) -> bool:
        return self.status(user_id) in PRESENT

    def seen_by(self, user_id: int) -> list[Json]:
        """The messages on this person's screen, oldest first; another person's ephemeral messages are not."""
        lasting = [message for key, message in self.messages.items() if key > self.cleared_up_to]
        fleeting = [message for message in self.ephemeral.values() if message["receiver_user"]["id"] == user_id]
        return sorted(lasting + fleeting, key=lambda message: message["date"]) if fleeting else lasting


def change_key(message: Json) -> int:
    """Where a message's last change is kept in ``Chat.changes``: ephemeral messages count below zero."""
    return message["message_id"] or -int(message["ephemeral_message_id"])


def member_json(user: Json, status: str) -> Json:
    """The Bot API's ChatMember object for this status."""
    member: Json = {"user": user, "status": status}
    if status == "creator":
        member["is_anonymous"] = False
    if status == "administrator":
        member |= {right: right not in NOT_GRANTED for right in RIGHTS}
    if status == "kicked":
        member["until_date"] = 0
    return member
