"""How soon the next message may follow: what is written down about one takes no time from those after it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from bot.health import Metrics
from bot.holding import Held
from bot.pacing import Pacer
from bot.rendering import Rendered
from bot.sender import Sender
from bot.speaking import Speaker
from bot.translate import Speech
from bot.views.worker.pages import stay
from cases.ports import Address, Priority
from storage.leases import Lease
from storage.marks import Marks, Outgoing
from storage.outbox import Route

ANA = 5
SHOWN = stay(cast(Any, None), {}, Speech("en"))


@dataclass
class Slow:
    """A database that takes two seconds to write down what was sent."""

    at: float = 0.0

    def __post_init__(self) -> None:
        self.written = asyncio.Event()

    async def claim(self, *_: object) -> list[Outgoing]:
        nothing: dict[str, Any] = dict.fromkeys(Outgoing.__dataclass_fields__)
        known = {"id": 1, "address": Address(ANA, "en"), "priority": Priority.PROMPT, "waited": 0.0}
        return [] if self.at else [Outgoing(**nothing | known | {"route": Route.CHAT, "what": "stay", "args": {}})]

    async def write(self, add: Callable[[Marks], None]) -> None:
        self.at = 2.0
        add(Marks())
        self.written.set()

    async def render(self, _: Outgoing) -> Rendered:
        return Rendered(SHOWN)


async def test_a_second_after_the_answer_the_chat_may_be_sent_the_next() -> None:
    slow, pacer = Slow(), Pacer()
    bot = SimpleNamespace(send_message=answered)
    clock = SimpleNamespace(now=lambda: None)
    parts: dict[str, Any] = {"bot": bot, "storage": None, "ledger": slow, "rendering": slow, "clock": clock}
    speaker = Speaker(**parts, monotonic=lambda: slow.at)
    sender = Sender(cast(Any, slow), speaker, pacer, asyncio.Event(), Metrics(), lambda: slow.at)
    held = Held(Lease("sender", "first", 1), asked_at=0.0, monotonic=lambda: slow.at)
    task = asyncio.create_task(sender.run(held))
    await slow.written.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert pacer.delay(ANA, 0.75) == 0.25


async def answered(*_: object, **__: object) -> Any:
    return SimpleNamespace(message_id=1)
