"""The one place where the time is read. Everywhere else an instant is an argument, aware and in UTC."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

log = structlog.get_logger()


LONGEST_STEP_BACK = timedelta(days=1)


def system_time() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Time that never runs backwards, so that nothing falls due twice and what is to go at once does not wait.

    When the system's clock was set back, ours goes on at half its pace until the two agree. A step of more than a day
    is followed: then it is the time before that was wrong.
    """

    def __init__(
        self, wall: Callable[[], datetime] = system_time, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall, self._monotonic = wall, monotonic
        self._ahead = timedelta()
        self._told, self._told_at = wall(), monotonic()

    def now(self) -> datetime:
        wall, at = self._wall(), self._monotonic()
        slow = self._told + timedelta(seconds=at - self._told_at) / 2
        self._told, self._told_at = (wall if slow - wall > LONGEST_STEP_BACK else max(wall, slow)), at
        return self._told + self._ahead


class SandboxClock(Clock):
    """Real time plus the offset that people moved on the sandbox's page.

    Made only when the Bot API is on this machine: nobody outside can move the time of an installation.
    """

    def __init__(self, base: str) -> None:
        super().__init__()
        self._url = f"{base}/sandbox/clock"
        self._deadlines = f"{base}/sandbox/deadline"
        self._published: datetime | None = None

    async def refresh(self, session: ClientSession) -> None:
        """Asks the sandbox for its offset; a Bot API server that is no sandbox leaves the clock alone."""
        try:
            async with session.get(self._url, timeout=ClientTimeout(total=2)) as answer:
                if answer.status == 200:
                    self._ahead = timedelta(seconds=float((await answer.json())["offset_seconds"]))
        except (ClientError, TimeoutError, json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            log.info("sandbox clock not read", error=type(error).__name__)

    async def publish(self, session: ClientSession, deadline: datetime | None) -> None:
        """Tells the page when we act next, so that time can be moved there."""
        if deadline == self._published:
            return
        body = {"at": deadline.isoformat() if deadline else None, "label": ""}
        with suppress(ClientError, TimeoutError):
            async with session.post(self._deadlines, json=body, timeout=ClientTimeout(total=2)) as answer:
                self._published = deadline if answer.status == 200 else None
