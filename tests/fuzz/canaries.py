"""Words that can be recognised anywhere, and who has said them where: what nobody may hear who may not."""

import json
import re
from collections import defaultdict
from itertools import count
from typing import Any

Json = dict[str, Any]

SPOT = "§"
"""Where a canary comes into a text, a fresh one each time."""
CANARY = re.compile(r"kanari\d+i")
"""Its end is seen, since views cut words."""
DIGITS = re.compile(r"(?:\d{4} ){3}\d{4}|\d{16}")
QUOTED = frozenset({"message", "reply_to_message", "pinned_message", "external_reply", "quote"})
"""What others have said, in an update that is about something else."""


class Canaries:
    """``said``: the chats from which a canary, or the number on a receipt, has come."""

    def __init__(self) -> None:
        self.said: dict[str, set[int]] = defaultdict(set)
        self._numbers = count(1)

    def planted(self, update: Json) -> Json:
        """The update with a canary at each spot; what is in it is known to have been said in its chat."""
        text = json.dumps(update, ensure_ascii=False)
        while SPOT in text:
            text = text.replace(SPOT, f"kanari{next(self._numbers)}i", 1)
        planted: Json = json.loads(text)
        for content in planted.values():
            if isinstance(content, dict):
                self._note(content)
        return planted

    def _note(self, content: Json) -> None:
        chat = _chat_of(content)
        if chat is None:
            return
        own = json.dumps({name: value for name, value in content.items() if name not in QUOTED}, ensure_ascii=False)
        for word in [*CANARY.findall(own), *digits_in(own)]:
            self.said[word].add(chat)


def digits_in(text: str) -> list[str]:
    """Receipt numbers, in their plain form."""
    return [found.replace(" ", "") for found in DIGITS.findall(text)]


def _chat_of(content: Json) -> int | None:
    """Where an answer to it would be spoken."""
    message = content.get("message")
    chat = content.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
    number = chat.get("id") if isinstance(chat, dict) else None
    return number if isinstance(number, int) else None
