"""The one place where the time is read. Everywhere else an instant is an argument, aware and in UTC."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

log = structlog.get_logger()


class Clock:
    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


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
