"""Workers at their phones: each goes through a whole conversation and answers only what the bot has asked."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.telegram import Telegram

Json = dict[str, Any]


class Phone:
    """One person's chat with the bot. ``updates`` counts what was sent; ``reads_for``: seconds before each of them at
    least, and twice as long at most: who all read for as long walk in step, and each crowd of answers calls the next.

    ``answered`` is called for each update when what it brought about is on the screen.
    """

    def __init__(
        self, telegram: Telegram, person: int, reads_for: float = 0, answered: Callable[[], None] = lambda: None
    ) -> None:
        self._telegram, self._reads_for, self._answered = telegram, reads_for, answered
        self._user = {"id": person, "is_bot": False, "first_name": "W", "language_code": "en"}
        self._chat = {"id": person, "type": "private", "first_name": "W"}
        self._heard: list[Json] = []
        self._news = asyncio.Event()
        self._pace = random.Random(person)  # noqa: S311 - the same in each run
        self.updates = 0
        self.sent_at = 0.0
        self.answered_at = 0.0
        self.content = False

    def hear(self, message: Json) -> None:
        self._heard = [each for each in self._heard if each["message_id"] != message["message_id"]] + [message]
        self.answered_at = time.perf_counter()
        self._news.set()

    @property
    def heard(self) -> list[str]:
        """The first words of all that was said here."""
        return [message["text"][:30] for message in self._heard]

    def write(self, text: str) -> None:
        self._push("message", self._message(self.updates + 1, text))

    def press(self, message: int, data: str) -> None:
        """``message`` and ``data`` as ``button`` gave them."""
        query = {"id": f"{self._chat['id']}{self.updates}", "from": self._user, "chat_instance": "1", "data": data}
        self._push("callback_query", query | {"message": self._message(message, "…")})

    async def button(self, sign: str) -> tuple[int, str]:
        """Waits for a button whose label begins with this sign."""
        pressed: tuple[int, str] = await self._first(lambda message: next(_buttons(message, sign), None))
        return pressed

    async def text(self, *sign: str) -> Json:
        """Waits for a message that begins with one of these signs."""
        message: Json = await self._first(lambda said: said if said["text"].startswith(sign) else None)
        return message

    async def _first(self, wanted: Callable[[Json], Any]) -> Any:
        while True:
            self._news.clear()
            found = next(filter(None, map(wanted, self._heard)), None)
            if found:
                self._answered()
                await asyncio.sleep(self._reads_for * self._pace.uniform(1, 2))
                return found
            await self._news.wait()

    def _push(self, kind: str, payload: Json) -> None:
        self.updates += 1
        self.sent_at = time.perf_counter()
        self._telegram.push(kind, payload)

    def _message(self, number: int, text: str) -> Json:
        return {"message_id": number, "date": int(time.time()), "chat": self._chat, "from": self._user, "text": text}


def _buttons(message: Json, sign: str) -> Iterator[tuple[int, str]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return (
        (message["message_id"], button["callback_data"])
        for row in rows
        for button in row
        if button["text"].startswith(sign)
    )


async def suggest(phone: Phone, code: str, words: str) -> None:
    await _begin(phone, code, words)
    phone.press(*await phone.button("💡"))
    phone.press(*await phone.button("📨 Send"))
    await phone.text("✅")


async def warn(phone: Phone, code: str, words: str) -> None:
    await _begin(phone, code, words)
    phone.press(*await phone.button("⚠️"))
    phone.press(*await phone.button("🟡"))
    await _goes(phone, "✅")


async def warn_at_once(phone: Phone, code: str, words: str) -> None:
    await _begin(phone, code, words)
    phone.press(*await phone.button("⚠️"))
    phone.press(*await phone.button("🔴"))
    await _goes(phone, "🏃")


async def _goes(phone: Phone, sign: str) -> None:
    """What was begun over an hour ago is shown before it goes: in the run of kills the clock moves on with each."""
    if (await phone.text(sign, "👀"))["text"].startswith("👀"):
        phone.press(*await phone.button("📨 Send"))
        await phone.text(sign)


async def _begin(phone: Phone, code: str, words: str) -> None:
    phone.write(f"/start {code}")
    await phone.text("👋")
    phone.write(words)


UPDATES_OF_ONE = 4
"""So many updates make each of these journeys, and each ends with one case."""

JOURNEYS = (suggest, suggest, suggest, warn, warn, suggest, suggest, suggest, suggest, warn_at_once)
