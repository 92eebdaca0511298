"""People at their phones: they tap what they see, write, answer, look around; the bot hears of it by updates."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Any

from sandbox.acts import perform
from sandbox.errors import ActError
from sandbox.people import Chat
from sandbox.world import World
from tests.fuzz.canaries import SPOT
from tests.fuzz.cast import Cast, buttons

Json = dict[str, Any]

PHRASES = (
    "A lamp beside press 3 would help",
    "The guard of the press is off, my phone is 13912345678",
    "He shouts at us every day",
    "我们班长天天骂人",
    "When is the canteen open",
    "冲床的护罩坏了",
)
COMMANDS = (
    "/today /inbox /mine /overdue /silent /overview /enterprises /case /note /why /help /language /cancel /receipt "
    "/practice /privacy /rules /wipe /summary /start /nothing"
).split()
LEADS_ON = ("ws:", "st:", "se:", "wk:", "wu:", "wa:", "wh:", "ia:", "sy:")
"""Buttons that bring a conversation on."""
COMING_ALONE = (("block",), ("block", "unblock"))
COMING_TOGETHER = (("leave", "join"), ("kick_bot", "add_bot", "promote_bot"), ("migrate",))
FILE = {"file_id": "AgAC", "file_unique_id": "u", "file_size": 900}
NUMBER = re.compile(r"\d{3,9}")
DIGITS = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


@dataclass
class Walkers:
    world: World
    cast: Cast
    chance: Random

    def acts(self) -> list[Json]:
        """Somebody does something; the updates the bot would hear of it, none when it was not possible."""
        person = self.chance.choice(self._everybody())
        chat = self.chance.choice([person] * 5 + [group for group in self.cast.groups if self._inside(person, group)])
        act = self.chance.choices(list(ACTS), list(ACTS.values()))[0]
        with suppress(ActError):  # a phone would not let them
            act(self, person, self.world.chats[chat])
        return self.heard()

    def heard(self) -> list[Json]:
        updates = list(self.world.updates.pending)
        self.world.updates.clear()
        return updates

    def _everybody(self) -> list[int]:
        return self.cast.workers * 4 + self.cast.staff * 2 + self.cast.strangers

    def _inside(self, person: int, group: int) -> bool:
        chat = self.world.chats[group]
        return chat.has(person) and chat.migrated_to is None

    def taps(self, person: int, chat: Chat) -> None:
        seen = buttons(chat)
        if not seen:
            self.writes(person, chat)
            return
        newest = [each for each in seen if each[0] is seen[-1][0]]
        leading = [each for each in newest if each[1]["callback_data"].startswith(LEADS_ON)]
        message, button = self.chance.choice(self.chance.choice([leading or newest, newest, newest, seen]))
        self.world.tell_bot("callback_query", self.world.new_query(person, message, button["callback_data"]))

    def writes(self, person: int, chat: Chat) -> None:
        self._do(person, chat, "text", text=f"{self.chance.choice(PHRASES)} {SPOT}")

    def replies(self, person: int, chat: Chat) -> None:
        ours = [number for number, message in chat.messages.items() if message["from"]["is_bot"]]
        to = self.chance.choice(ours[-4:]) if ours else None
        self._do(person, chat, "text", text=f"It is ordered {SPOT}", reply_to=to)

    def commands(self, person: int, chat: Chat) -> None:
        shown = " ".join(str(message.get("text")) for message in list(chat.messages.values())[-9:])
        words = self.chance.choice(["", *NUMBER.findall(shown)[:5], "DAWN", "2026-11"])
        note = f" {SPOT}" if self.chance.random() < 0.3 else ""
        self._do(person, chat, "text", text=f"{self.chance.choice(COMMANDS)} {words}{note}")

    def keys(self, person: int, chat: Chat) -> None:
        """The keyboard below, and the number on a receipt."""
        rows = (chat.keyboard or {}).get("keyboard", [])
        shown = " ".join(str(message.get("text")) for message in chat.messages.values())
        labels = [key["text"] for row in rows for key in row] + DIGITS.findall(shown)[-1:]
        self._do(person, chat, "text", text=self.chance.choice(labels or ["1234 5678 9012 3456"]))

    def shows(self, person: int, chat: Chat) -> None:
        photo = {"photo": [{**FILE, "width": 9, "height": 9}]}
        kinds: list[Json] = [
            photo,
            photo | {"media_group_id": "7"},
            {"voice": {**FILE, "duration": 3}},
            {"document": {**FILE, "mime_type": "application/pdf", "file_name": "a.pdf"}},
            {"location": {"latitude": 30.1, "longitude": 120.1}},
            {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
        ]
        caption = {"caption": f"Look {SPOT}"} if self.chance.random() < 0.7 else {}
        self._do(person, chat, "content", fields=self.chance.choice(kinds) | caption)

    def edits(self, person: int, chat: Chat) -> None:
        own = [number for number, message in chat.messages.items() if message["from"]["id"] == person]
        self._do(person, chat, "edit", message_id=self.chance.choice(own or [0]), text=f"I meant {SPOT}")

    def opens(self, person: int, chat: Chat) -> None:
        self._do(person, chat, "start", payload=self.chance.choice(self.cast.links))

    def comes_and_goes(self, person: int, chat: Chat) -> None:
        acts = COMING_ALONE if chat.is_private else COMING_TOGETHER
        for act in self.chance.choice(acts):
            self._do(person, chat, act)
        if chat.migrated_to and chat.migrated_to not in self.cast.groups:
            self.cast.groups.append(chat.migrated_to)

    def _do(self, person: int, chat: Chat, act: str, **details: Any) -> None:
        perform(self.world, person, act, chat.id, **details)


ACTS: dict[Callable[[Walkers, int, Chat], None], int] = {
    Walkers.taps: 50,
    Walkers.writes: 12,
    Walkers.replies: 8,
    Walkers.commands: 8,
    Walkers.shows: 6,
    Walkers.keys: 6,
    Walkers.edits: 3,
    Walkers.opens: 3,
    Walkers.comes_and_goes: 1,
}
