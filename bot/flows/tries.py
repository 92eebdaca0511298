"""Wrong receipt numbers are slowed down chat by chat and counted in all; in memory, and no chat can be read from it."""

import hmac
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_bytes

FREE = 3
"""So many wrong numbers cost nothing: people mistype."""
LONGEST = timedelta(minutes=5)
FORGOTTEN = timedelta(hours=1)
"""So long after the last wait wrong numbers count: a right one between them, which anybody may have, ends nothing."""
MOST_CHATS = 10_000


class WrongTries:
    """Each wrong number beyond the free ones doubles the wait. ``count`` is called at each."""

    def __init__(self, count: Callable[[], None]) -> None:
        self._count = count
        self._key = token_bytes(32)
        self._tries: OrderedDict[bytes, tuple[int, datetime]] = OrderedDict()

    def wait(self, chat: int, at: datetime) -> int:
        """Seconds until the next number may be typed, 0 when at once."""
        _, until = self._tries.get(self._tag(chat), (0, at))
        return max(0, int((until - at).total_seconds()))

    def wrong(self, chat: int, at: datetime) -> int:
        """Notes a wrong number and returns the seconds to wait."""
        self._count()
        tag = self._tag(chat)
        before, until = self._tries.get(tag, (0, at))
        count = before + 1 if at < until + FORGOTTEN else 1
        pause = min(timedelta(seconds=2**count), LONGEST) if count > FREE else timedelta()
        self._tries[tag] = (count, at + pause)
        self._tries.move_to_end(tag)
        while len(self._tries) > MOST_CHATS:
            self._tries.popitem(last=False)
        return self.wait(chat, at)

    def _tag(self, chat: int) -> bytes:
        return hmac.digest(self._key, str(chat).encode(), sha256)
