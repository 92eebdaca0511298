"""Real updates, changed: said twice, late, by somebody else, somewhere else, with other numbers, damaged."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sandbox.world import World
from tests.fuzz import nasty
from tests.fuzz.cast import Cast, buttons
from tests.fuzz.damage import damage

Json = dict[str, Any]

REMEMBERED = 300
DEEPEST = 40
KINDS = "edited_message channel_post edited_channel_post business_message edited_business_message guest_message".split()


@dataclass
class Mutants:
    """``past`` are real updates; numbers of updates are given by who sends them, but a repeated one keeps its own."""

    world: World
    cast: Cast
    chance: Random
    past: list[Json] = field(default_factory=list)

    def of(self, update: Json) -> list[tuple[str, Json]]:
        """Each with how it came about."""
        self.past = [*self.past[-REMEMBERED:], deepcopy(update)]
        found = []
        for way in self.chance.choices(list(WAYS), list(WAYS.values()), k=self.chance.choice([0, 1, 1, 2])):
            mutant = deepcopy(update)
            if way is not Mutants.twice:
                del mutant["update_id"]
            changed = way(self, mutant)
            found.append((way.__name__, mutant if changed is None else changed))
        return found

    def twice(self, update: Json) -> None:
        """The very same again: it counts once."""

    def replayed(self, _update: Json) -> Json:
        return {
            kind: content for kind, content in deepcopy(self.chance.choice(self.past)).items() if kind != "update_id"
        }

    def by_another(self, update: Json) -> None:
        """The same button or words from another person's phone."""
        person = self._user(self.chance.choice(self.cast.people))
        for content in _contents(update):
            content["from"] = person
            chat = (content.get("message") or content).get("chat")
            if chat and chat["type"] == "private":
                chat["id"] = person["id"]

    def by_another_here(self, update: Json) -> None:
        """Another person in this very chat, as only a group has it."""
        for content in _contents(update):
            content["from"] = self._user(self.chance.choice(self.cast.people))

    def elsewhere(self, update: Json) -> None:
        for content in _contents(update):
            group = self.chance.choice(self.cast.groups)
            (content.get("message") or content)["chat"] = self.world.chats[group].as_chat()

    def other_button(self, update: Json) -> Json:
        """This person presses what somebody else has on their screen."""
        seen = [each for chat in self.world.chats.values() for each in buttons(chat)[-6:]]
        if not seen:
            return update
        person = next(_contents(update)).get("from") or self._user(self.cast.people[0])
        message, button = self.chance.choice(seen)
        shown = deepcopy(message)
        if self.chance.random() < 0.5:
            shown["chat"] = {"id": person["id"], "type": "private", "first_name": "P"}
        return _pressed(person, button["callback_data"], shown)

    def other_numbers(self, update: Json) -> None:
        """The numbers in a button are those of another one."""
        numbers = [part for each in self.past for part in _data(each).split(":") if part.isdigit()]
        parts = [
            self.chance.choice(numbers) if part.isdigit() and numbers else part for part in _data(update).split(":")
        ]
        _put_data(update, ":".join(parts))

    def flipped(self, update: Json) -> None:
        """Single bits of what a button carries, or of a text, are others."""
        for content in _contents(update):
            for name in ("data", "text", "caption"):
                if letters := list(content.get(name) or ""):
                    place = self.chance.randrange(len(letters))
                    letters[place] = chr(ord(letters[place]) ^ (1 << self.chance.randrange(7)))
                    content[name] = "".join(letters)

    def bodiless(self, update: Json) -> None:
        """The message with the button is too old, deleted, or not ours."""
        for content in _contents(update):
            message = content.pop("message", None)
            if message and self.chance.random() < 0.7:
                content["message"] = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
            else:
                content["inline_message_id"] = "AAAA"

    def of_another_kind(self, update: Json) -> None:
        if "message" in update:
            update[self.chance.choice(KINDS)] = update.pop("message")

    def answering(self, update: Json) -> None:
        """A reply to anything that was ever said, through many replies."""
        shown = [m for chat in self.world.chats.values() for m in list(chat.messages.values())[-4:]]
        message = update.get("message")
        for _ in range(self.chance.choice([1, 1, 2, DEEPEST])):
            if message and shown:
                message["reply_to_message"] = deepcopy(self.chance.choice(shown)) | {"reply_to_message": None}
                message = message["reply_to_message"]

    def nasty_words(self, update: Json) -> None:
        for content in _contents(update):
            content["data" if "data" in content else "text"] = self.chance.choice(nasty.TEXTS)

    def damaged(self, update: Json) -> None:
        damage(update, self.chance)

    def _user(self, person: int) -> Json:
        return self.world.people[person].as_user()


WAYS: dict[Callable[[Mutants, Json], Json | None], int] = {
    Mutants.twice: 1,
    Mutants.replayed: 2,
    Mutants.by_another: 4,
    Mutants.by_another_here: 1,
    Mutants.elsewhere: 2,
    Mutants.other_button: 6,
    Mutants.other_numbers: 3,
    Mutants.flipped: 2,
    Mutants.bodiless: 1,
    Mutants.of_another_kind: 1,
    Mutants.answering: 1,
    Mutants.nasty_words: 2,
    Mutants.damaged: 4,
}


def _contents(update: Json) -> Iterator[Json]:
    return (content for content in update.values() if isinstance(content, dict))


def _data(update: Json) -> str:
    return str(update.get("callback_query", {}).get("data", ""))


def _put_data(update: Json, data: str) -> None:
    if "callback_query" in update:
        update["callback_query"]["data"] = data


def _pressed(person: Json, data: str, message: Json) -> Json:
    return {"callback_query": {"id": "7", "from": person, "chat_instance": "7", "data": data, "message": message}}
