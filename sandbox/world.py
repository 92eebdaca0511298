"""The world: people, chats, messages, files, and what the bot is told about them.

Everything here is plain, synchronous state. The Bot API (``methods``) and the people (``acts``) change it only through
the verbs below, so that every change reaches the page, and those that concern the bot reach its queue.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from itertools import count
from typing import Any

from sandbox.calls import Calls
from sandbox.clock import Clock
from sandbox.errors import ActError, bad_request, forbidden, upgraded_to_supergroup
from sandbox.events import Events, Signal
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.flood import Flood
from sandbox.people import ADMINS, BotAccount, Chat, Person, change_key, member_json
from sandbox.profile import Profile
from sandbox.updates import Updates
from sandbox.webhook import Webhook

Json = dict[str, Any]


class World:
    """``token``: the only token the bot may use; None takes every token of Telegram's form for the same bot."""

    def __init__(self, token: str | None = None) -> None:
        self.token = token
        self.events = Events()
        self.updates = Updates()
        self.webhook: Webhook | None = None
        self.webhook_changed = Signal()
        self.visitor: Json | None = None
        self._begin()

    def _begin(self) -> None:
        self.bot = BotAccount()
        self.clock = Clock()
        self.files = Files()
        self.calls = Calls()
        self.faults = Faults()
        self.flood = Flood()
        self.profile = Profile()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Json] = {}
        self.phones: list[Json] = []
        self._person_ids = count(200_001)
        self._group_ids = count(4_000_001)
        self._account_message_ids = count(1)
        self._supergroup_message_ids: dict[int, count[int]] = defaultdict(lambda: count(1))
        self._ephemeral_ids = count(1)

    def reset(self) -> None:
        """Forget everything but the way to the bot (its webhook, its place in the queue) and the visitor."""
        self._begin()
        self.updates.clear()
        self.events.publish("reset")

    def adopt_token(self, token: str) -> None:
        """Take the bot's id from the first token it uses: libraries read it there too."""
        old, new = self.bot.id, int(token.split(":", maxsplit=1)[0])
        if self.calls.last or old == new:
            return
        self.bot.id = new
        for chat in self.chats.values():
            chat.members = {new if user_id == old else user_id: status for user_id, status in chat.members.items()}

    # People and chats

    def add_person(self, name: str, username: str | None = None, language_code: str | None = None) -> Person:
        """Add a person with a private chat that they have not started yet."""
        person = Person(next(self._person_ids), name, username, language_code)
        self.people[person.id] = person
        self.chats[person.id] = Chat(person.id, "private", name, username, {person.id: "member", self.bot.id: "left"})
        self.events.publish("people")
        return person

    def add_group(self, title: str, members: list[int], chat_type: str = "supergroup") -> Chat:
        """Add a group of these people, the first of them its creator; the bot is not in it yet."""
        number = next(self._group_ids)
        chat_id = -number if chat_type == "group" else -1_000_000_000_000 - number
        chat = Chat(chat_id, chat_type, title)
        chat.members = {person_id: "creator" if person_id == members[0] else "member" for person_id in members}
        self.chats[chat_id] = chat
        self.events.publish("people")
        return chat

    def person(self, person_id: int) -> Person:
        if person_id not in self.people:
            raise ActError(f"There is no person {person_id} in this world.")
        return self.people[person_id]

    def chat(self, chat_id: int) -> Chat:
        if chat_id not in self.chats:
            raise ActError(f"There is no chat {chat_id} in this world.")
        return self.chats[chat_id]

    def chat_for_bot(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may speak in it now; otherwise Telegram's refusal."""
        chat = self.known_chat(chat_id)
        if chat.migrated_to:
            raise upgraded_to_supergroup(chat.migrated_to)
        status = chat.status(self.bot.id)
        if chat.is_private:
            self._check_private(chat, status)
        elif status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        elif status == "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def chat_to_write(self, chat_id: int | str, what: str) -> Chat:
        """The chat, if the bot may send ``what`` there."""
        chat = self.chat_for_bot(chat_id)
        if chat.only_admins_write and not self.bot_is_admin(chat):
            raise bad_request(f"not enough rights to send {what} to the chat")
        return chat

    def known_chat(self, chat_id: int | str) -> Chat:
        """The chat with this id or @username, whether or not the bot may speak in it."""
        if isinstance(chat_id, str):
            named = (chat for chat in self.chats.values() if chat.username and f"@{chat.username}" == chat_id)
            chat = next((chat for chat in named if not chat.is_private), None)
        else:
            chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def _check_private(self, chat: Chat, status: str) -> None:
        if self.people[chat.id].is_deactivated:
            raise forbidden("user is deactivated")
        if status == "kicked":
            raise forbidden("bot was blocked by the user")
        if status == "left":
            raise forbidden("bot can't initiate conversation with a user")

    def user_json(self, user_id: int) -> Json:
        return self.bot.as_user() if user_id == self.bot.id else self.people[user_id].as_user()

    def bot_is_admin(self, chat: Chat) -> bool:
        return chat.status(self.bot.id) in ADMINS

    # Messages

    def post(self, chat: Chat, sender_id: int, content: Json) -> Json:
        """Put a new message into a chat and show it."""
        head = {"message_id": self._next_message_id(chat), **self._head(chat, sender_id)}
        message = {**head, **content}
        chat.messages[message["message_id"]] = message
        self.show(chat, message, "message")
        return message

    def post_ephemeral(self, chat: Chat, content: Json, receiver: Person) -> Json:
        """Put a message into a group that only one of its members sees."""
        marks = {"ephemeral_message_id": next(self._ephemeral_ids), "receiver_user": receiver.as_user()}
        message = {"message_id": 0, **self._head(chat, self.bot.id), **marks, **content}
        chat.ephemeral[message["ephemeral_message_id"]] = message
        self.show(chat, message, "message")
        return message

    def replace(self, chat: Chat, message: Json, changed: Json) -> Json:
        """Put the changed form of a message in its place and show it."""
        if message["message_id"]:
            chat.messages[message["message_id"]] = changed
        else:
            chat.ephemeral[message["ephemeral_message_id"]] = changed
        self.show(chat, changed, "edited")
        return changed

    def remove(self, chat: Chat, message: Json) -> None:
        if message["message_id"]:
            del chat.messages[message["message_id"]]
        else:
            del chat.ephemeral[message["ephemeral_message_id"]]
        self.events.publish("deleted", chat_id=chat.id, key=change_key(message))

    def show(self, chat: Chat, message: Json, kind: str) -> None:
        key = change_key(message)
        chat.changes[key] = self.events.publish(kind, chat_id=chat.id, key=key, message=message)

    def _head(self, chat: Chat, sender_id: int) -> Json:
        return {"from": self.user_json(sender_id), "chat": chat.as_chat(), "date": self.clock.timestamp()}

    def _next_message_id(self, chat: Chat) -> int:
        """Supergroups count their own messages; all other chats of the bot's account share one counter."""
        own = self._supergroup_message_ids[chat.id] if chat.type == "supergroup" else None
        return next(own or self._account_message_ids)

    # What the bot is told

    def set_webhook(self, webhook: Webhook | None) -> None:
        self.webhook = webhook
        self.webhook_changed.fire()

    def tell_bot(self, kind: str, payload: Json) -> None:
        self.updates.push(kind, payload)

    def set_status(self, chat: Chat, user_id: int, status: str, actor_id: int) -> None:
        """Change somebody's membership and tell the bot, if it may know: always of its own, as an admin of others'."""
        user = self.user_json(user_id)
        change = {
            "chat": chat.as_chat(),
            "from": self.user_json(actor_id),
            "date": self.clock.timestamp(),
            "old_chat_member": member_json(user, chat.status(user_id)),
            "new_chat_member": member_json(user, status),
        }
        chat.members[user_id] = status
        if user_id == self.bot.id:
            self.tell_bot("my_chat_member", change)
        elif self.bot_is_admin(chat):
            self.tell_bot("chat_member", change)
        self.events.publish("people")

    def new_query(self, person_id: int, message: Json, data: str) -> Json:
        """A press of an inline button, as the bot will hear of it."""
        query_id = str(secrets.randbits(63))
        query = {
            "id": query_id,
            "from": self.user_json(person_id),
            "message": message,
            "chat_instance": str(abs(message["chat"]["id"]) * 1_000_003),
            "data": data,
        }
        self.queries[query_id] = {**query, "at": self.clock.timestamp()}
        return query
