"""Telegram's sending limits: counted always, and refused with 429 when strict.

Telegram documents about 30 messages a second for a bot, one a second for a chat with short bursts, and 20 a minute
for a group. Time is real time: pacing has to hold on the wire, whatever the sandbox's clock says.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limit:
    messages: int
    seconds: float


PER_BOT = Limit(30, 1.0)
PER_CHAT = Limit(5, 5.0)
PER_GROUP = Limit(20, 60.0)


@dataclass
class Window:
    """The sendings within the last ``limit.seconds``, and the most there ever were."""

    limit: Limit
    times: deque[float] = field(default_factory=deque)
    highest: int = 0
    violations: int = 0

    def add(self, now: float, messages: int) -> None:
        self._forget(now)
        self.times.extend([now] * messages)
        self.highest = max(self.highest, len(self.times))
        if len(self.times) > self.limit.messages:
            self.violations += 1

    def wait(self, now: float, messages: int) -> float:
        """Seconds until so many messages fit in."""
        self._forget(now)
        excess = len(self.times) + messages - self.limit.messages
        if excess <= 0 or not self.times:
            return 0.0
        return self.times[min(excess, len(self.times)) - 1] + self.limit.seconds - now

    def _forget(self, now: float) -> None:
        while self.times and self.times[0] <= now - self.limit.seconds:
            self.times.popleft()


class Flood:
    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.is_strict = False
        self._monotonic = monotonic
        self._bot = Window(PER_BOT)
        self._chat_seconds: dict[int, Window] = defaultdict(lambda: Window(Limit(1, 1.0)))
        self._chats: dict[int, Window] = defaultdict(lambda: Window(PER_CHAT))
        self._groups: dict[int, Window] = defaultdict(lambda: Window(PER_GROUP))

    def retry_after(self, chat_id: int, messages: int = 1) -> int:
        """Whole seconds to wait before this may be sent; 0 when it may, and always when not strict."""
        if not self.is_strict:
            return 0
        now = self._monotonic()
        return math.ceil(max(window.wait(now, messages) for window in self._windows(chat_id)))

    def count(self, chat_id: int, messages: int = 1) -> None:
        now = self._monotonic()
        for window in [*self._windows(chat_id), self._chat_seconds[chat_id]]:
            window.add(now, messages)

    def as_json(self) -> dict[str, object]:
        """The most messages seen in any sliding window, and how often a window overflowed."""
        groups, chats, seconds = self._groups.values(), self._chats.values(), self._chat_seconds.values()
        return {
            "strict": self.is_strict,
            "highest_per_second": self._bot.highest,
            "highest_per_second_in_a_chat": max((window.highest for window in seconds), default=0),
            "highest_per_5_seconds_in_a_chat": max((window.highest for window in chats), default=0),
            "highest_per_minute_in_a_group": max((window.highest for window in groups), default=0),
            "violations": sum(window.violations for window in [self._bot, *chats, *groups]),
        }

    def _windows(self, chat_id: int) -> list[Window]:
        group = [self._groups[chat_id]] if chat_id < 0 else []
        return [self._bot, self._chats[chat_id], *group]
