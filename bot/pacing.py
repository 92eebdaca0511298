"""Telegram's limits on sending (core.telegram.org/bots/faq): pure, on whatever clock the instants come from.

A call arrives at Telegram some time between its start and its answer. So a place in a window is given back a window's
length after the *answer*: then no choice of arrivals can put one message too many into any window.
"""

import math
from bisect import insort
from collections import deque
from dataclasses import dataclass, field

BOT = (30, 1.0)
CHAT = (1, 1.0)
BURST = (5, 5.0)
"""Edits are no new messages: in private they may follow at once, but all calls together keep the pace of a chat."""
GROUP = (20, 60.0)


@dataclass(slots=True)
class Window:
    """At most ``places`` messages in any ``seconds``; an album takes a place for each of its files.

    An album larger than the window waits until the window is empty, and takes as many windows' time as it would have.
    """

    places: int
    seconds: float
    flying: int = 0
    free_at: deque[float] = field(default_factory=deque)

    def delay(self, at: float, messages: int = 1) -> float:
        """Seconds until there is room; 0 when there is, infinity while it depends on calls in flight."""
        self._forget(at)
        excess = self.flying + len(self.free_at) + min(messages, self.places) - self.places
        if excess <= 0:
            return 0.0
        return self.free_at[excess - 1] - at if excess <= len(self.free_at) else math.inf

    def begin(self, messages: int = 1) -> None:
        self.flying += messages

    def end(self, at: float, messages: int, sent: int) -> None:
        self.flying -= messages
        for each in range(sent):
            insort(self.free_at, at + self.seconds * (1 + each // self.places))

    def idle(self, at: float) -> bool:
        self._forget(at)
        return not self.flying and not self.free_at

    def _forget(self, at: float) -> None:
        while self.free_at and self.free_at[0] <= at:
            self.free_at.popleft()


class Pacer:
    """Who may speak now. Instants are seconds of one monotonic clock; chats with a negative number are groups."""

    def __init__(self, bot: tuple[int, float] = BOT) -> None:
        self._bot = Window(*bot)
        self._chats: dict[int, list[Window]] = {}
        self._held: dict[int | None, float] = {}
        self._forgotten_at = -math.inf

    @property
    def per_second(self) -> float:
        """Messages to all chats together."""
        return self._bot.places / self._bot.seconds

    def delay(self, chat: int, at: float, messages: int = 1, *, edit: bool = False) -> float:
        """Seconds until this chat may be sent so many messages; 0 means now. ``edit``: in the place of an earlier one.

        An edit waits for the call before it, so that the order stays, but not for the second after a new message.
        """
        windows, delays = [self._bot, *self._chats.get(chat, [])], [0.0]
        if edit and chat > 0 and len(windows) > 1:
            delays.append(math.inf if windows.pop(1).flying else 0.0)
        held = [self._held.get(each, at) - at for each in (None, chat)]
        return max(*delays, *held, *(window.delay(at, messages) for window in windows))

    def begin(self, chat: int, messages: int = 1) -> None:
        """A call to this chat starts; ``end`` must follow whatever comes of it."""
        for window in (self._bot, *self._windows(chat)):
            window.begin(messages)

    def end(self, chat: int, at: float, messages: int = 1, sent: int | None = None, *, edit: bool = False) -> None:
        """The call has ended, and was answered ``at``, which may be a while ago, while later ones have ended already;
        ``sent`` is how many messages may have reached Telegram, all of them unless said.
        """
        sent = messages if sent is None else sent
        new, *others = self._windows(chat)
        new.end(at, messages, 0 if edit and chat > 0 else sent)
        for window in (self._bot, *others):
            window.end(at, messages, sent)

    def hold(self, chat: int | None, until: float) -> None:
        """Telegram said ``retry_after``: silence in this chat, with None in all of them, until that instant."""
        self._held[chat] = max(until, self._held.get(chat, until))

    def flooded(self, chat: int, at: float, seconds: float) -> None:
        """Telegram refused a message with 429. It does not say whose limit it was: two chats at once mean the bot's."""
        others = any(until > at for held, until in self._held.items() if held != chat)
        self.hold(None if others else chat, at + seconds)

    def forget(self, at: float) -> None:
        """Lets go of chats whose windows are empty again; looks no oftener than once in a second."""
        if at < self._forgotten_at + 1.0:
            return
        self._forgotten_at = at
        self._chats = {chat: w for chat, w in self._chats.items() if not all(each.idle(at) for each in w)}
        self._held = {chat: until for chat, until in self._held.items() if until > at}

    def _windows(self, chat: int) -> list[Window]:
        limits = [CHAT, GROUP if chat < 0 else BURST]
        return self._chats.setdefault(chat, [Window(*limit) for limit in limits])
