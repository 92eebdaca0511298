"""The control API from Python: for tests and for whoever sets a scene."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from sandbox.errors import ActError
from sandbox.phone import Message, NotSeen, Phone

Json = dict[str, Any]

__all__ = ["Client", "Message", "NotSeen", "Phone"]


class Client:
    """Talks to the sandbox at ``base``, such as ``http://127.0.0.1:8090``."""

    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        self.base = base
        self._session = session

    @classmethod
    @contextlib.asynccontextmanager
    async def connected(cls, base: str) -> AsyncIterator[Client]:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=5)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            yield cls(base, session)

    async def get(self, path: str, **query: Any) -> Any:
        async with self._session.get(f"{self.base}/sandbox{path}", params=_query(query)) as response:
            return await _read(response)

    async def post(self, path: str, body: Any) -> Any:
        data = io.BytesIO(json.dumps(body).encode())  # a stream, for films are large
        async with self._session.post(f"{self.base}/sandbox{path}", data=data) as response:
            return await _read(response)

    async def download(self, path: str) -> bytes:
        async with self._session.get(f"{self.base}{path}") as response:
            response.raise_for_status()
            return await response.read()

    async def person(self, name: str, language: str = "en") -> Phone:
        """The phone of the person with this name, who is added when there is none yet."""
        people: list[Json] = await self.get("/people")
        found = next((person for person in people if person["first_name"] == name), None)
        found = found or await self.post("/people", {"name": name, "language_code": language})
        return Phone(self, found["id"], name, found["id"])

    async def group(self, title: str, *phones: Phone, chat_type: str = "supergroup") -> int:
        """Create a group of these people and return its id."""
        members = [phone.person_id for phone in phones]
        chat = await self.post("/groups", {"title": title, "members": members, "type": chat_type})
        return int(chat["id"])

    async def now(self) -> datetime:
        """The sandbox's time, UTC."""
        return datetime.fromisoformat((await self.get("/clock"))["now"])

    async def passes(self, time: timedelta) -> None:
        """Let so much time pass at once."""
        await self.post("/clock", {"advance_seconds": time.total_seconds()})

    async def passes_to_deadline(self) -> None:
        """Let time pass until the next moment the bot has published."""
        await self.post("/clock", {"to": "deadline"})

    async def breaks(self, kind: str, method: str = "*", **details: Any) -> None:
        """Let calls of the bot go wrong: see ``sandbox.faults.Fault``."""
        await self.post("/faults", {"kind": kind, "method": method, **details})

    async def calls(self, method: str | None = None) -> list[Json]:
        """Every Bot API call so far, of one method or of all, oldest first."""
        made: list[Json] = await self.get("/calls", method=method)
        return made


def _query(query: Json) -> dict[str, str]:
    return {name: str(value) for name, value in query.items() if value is not None}


async def _read(response: aiohttp.ClientResponse) -> Any:
    answer = await response.json()
    if not response.ok:
        raise ActError(answer["error"])
    return answer
