"""Delivering updates to a webhook as Telegram does.

One queue per key, strictly one at a time within it: messages and member changes by chat, button presses by person.
Anything but 2xx is tried again: at once, then after 2, 4, 8 … up to 60 steps; ``Retry-After`` is obeyed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from sandbox.updates import Updates

Json = dict[str, Any]
Execute = Callable[[str, Json], Awaitable[Any]]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 a header's name
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ANSWER_SECONDS = 60
MAX_STEPS = 60
MAX_RETRY_AFTER = 3600


class Webhook:
    """``step`` is the unit of the pauses between attempts, in seconds; Telegram's is 1."""

    def __init__(self, url: str, secret: str | None, max_connections: int, step: float = 1.0) -> None:
        self.url = url
        self.step = step
        self.max_connections = max_connections
        self.last_error: Json = {}
        self._headers = {SECRET_HEADER: secret} if secret else {}
        self._busy: set[Hashable] = set()

    def as_json(self) -> Json:
        return {"max_connections": self.max_connections, **self.last_error}

    async def run(
        self,
        updates: Updates,
        execute: Execute,
        now: Callable[[], int],
        disturb: Callable[[list[Json]], list[Json]] = list,
    ) -> None:
        """Deliver until cancelled. ``execute`` runs a method that an answer asks for; ``disturb`` is a fault's work."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as deliveries:
            run = _Run(session, updates, execute, now, disturb)
            while True:
                for key, update in self._ready(updates.pending):
                    self._busy.add(key)
                    deliveries.create_task(self._deliver(run, key, update))
                await updates.changed.wait()

    def _ready(self, pending: list[Json]) -> list[tuple[Hashable, Json]]:
        """The first update of each idle key, as far as connections allow."""
        first: dict[Hashable, Json] = {}
        for update in pending:
            first.setdefault(key_of(update), update)
        idle = [(key, update) for key, update in first.items() if key not in self._busy]
        return idle[: max(0, self.max_connections - len(self._busy))]

    async def _deliver(self, run: _Run, key: Hashable, update: Json) -> None:
        for copy in run.disturb([update]):
            await self._deliver_once(run, copy)
        self._busy.discard(key)
        run.updates.done(update)

    async def _deliver_once(self, run: _Run, update: Json) -> None:
        steps = 0
        while (failure := await self._attempt(run, update)) is not None:
            problem, pause = failure
            self.last_error = {"last_error_date": run.now(), "last_error_message": problem}
            await asyncio.sleep(max(pause, steps * self.step))
            steps = min(steps * 2 or 2, MAX_STEPS)

    async def _attempt(self, run: _Run, update: Json) -> tuple[str, float] | None:
        """None when the webhook took it, else what went wrong and the seconds it asked to wait."""
        try:
            async with run.session.post(self.url, json=update, headers=self._headers) as response:
                if not response.ok:
                    problem = f"Wrong response from the webhook: {response.status} {response.reason}"
                    return problem, _retry_after(response.headers.get("Retry-After", ""))
                answer = await response.text()
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection error: {type(error).__name__}", 0
        await _run_reply(answer, run.execute)
        return None


@dataclass(frozen=True)
class _Run:
    """What one run of deliveries works with."""

    session: aiohttp.ClientSession
    updates: Updates
    execute: Execute
    now: Callable[[], int]
    disturb: Callable[[list[Json]], list[Json]]


def key_of(update: Json) -> Hashable:
    """The queue an update waits in."""
    if "callback_query" in update:
        return ("person", update["callback_query"]["from"]["id"])
    if "my_chat_member" in update or "chat_member" in update:
        change = update.get("my_chat_member") or update["chat_member"]
        return ("member", change["chat"]["id"])
    chats = (value["chat"]["id"] for value in update.values() if isinstance(value, dict) and "chat" in value)
    return ("chat", next(chats, 0))


def is_reachable(url: str) -> bool:
    """HTTPS as Telegram wants it, or plain HTTP on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _retry_after(value: str) -> float:
    return min(float(value), MAX_RETRY_AFTER) if value.isdigit() else 0.0


async def _run_reply(answer: str, execute: Execute) -> None:
    """A webhook may answer with one method to run; its result goes nowhere, nor does its failure."""
    with contextlib.suppress(json.JSONDecodeError):
        reply = json.loads(answer)
        if isinstance(reply, dict) and "method" in reply:
            await execute(reply.pop("method"), reply)
