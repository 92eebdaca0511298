"""Telegram's side of a webhook under load: connections kept open, on each one update after the other.

Written on the bare protocol, since a client library would cost more than the servers that are measured.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from itertools import count
from typing import cast

CONNECTIONS = 40
"""Telegram's default."""


@dataclass
class Tally:
    confirmed: int = 0
    refused: int = 0
    milliseconds: list[float] = field(default_factory=list)

    def p99(self) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[int(len(ordered) * 0.99)] if ordered else float("nan")


class Connection(asyncio.Protocol):
    def __init__(self, load: "Load") -> None:
        self._load = load
        self._begun = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._next()

    def data_received(self, data: bytes) -> None:
        """Answers are small and come whole; there is one at a time."""
        tally = self._load.tally
        tally.milliseconds.append((time.perf_counter() - self._begun) * 1000)
        if data[9:12] == b"200":
            tally.confirmed += 1
        else:
            tally.refused += 1
        self._next()

    def connection_lost(self, _error: Exception | None) -> None:
        self._load.ended(self)

    def _next(self) -> None:
        if time.perf_counter() >= self._load.until:
            self._transport.close()
            return
        self._begun = time.perf_counter()
        self._transport.write(self._load.request())


class Load:
    """Texts of many people, each with an update id of its own, from ``first`` on."""

    def __init__(self, port: int, path: str, secret: str, seconds: float, first: int) -> None:
        self.tally = Tally()
        self.port, self.until = port, time.perf_counter() + seconds
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Telegram-Bot-Api-Secret-Token: {secret}\r\n"
        self._head = f"{head}Content-Type: application/json\r\nContent-Length: ".encode()
        self._numbers = count(first)
        self._open: set[Connection] = set()
        self._done = asyncio.Event()

    def request(self) -> bytes:
        number = next(self._numbers)
        body = _update(number).encode()
        return b"%s%d\r\n\r\n%s" % (self._head, len(body), body)

    async def run(self) -> Tally:
        loop = asyncio.get_running_loop()
        for _ in range(CONNECTIONS):
            _, connection = await loop.create_connection(lambda: Connection(self), "127.0.0.1", self.port)
            self._open.add(connection)
        await self._done.wait()
        return self.tally

    def ended(self, connection: Connection) -> None:
        self._open.discard(connection)
        if not self._open:
            self._done.set()


TEMPLATE = json.dumps(
    {
        "update_id": 1000001,
        "message": {
            "message_id": 1000001,
            "date": int(time.time()),
            "chat": {"id": 2000002, "type": "private", "first_name": "W"},
            "from": {"id": 2000002, "is_bot": False, "first_name": "W", "language_code": "en"},
            "text": "the light in aisle four is broken since monday, somebody will fall",
        },
    }
)
PEOPLE = 5000


def _update(number: int) -> str:
    return TEMPLATE.replace("1000001", str(number)).replace("2000002", str(3_000_000 + number % PEOPLE))
