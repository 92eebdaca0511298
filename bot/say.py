"""Saying something in the conversation at hand: rows for the sender, never a call to Telegram."""

from datetime import datetime
from secrets import token_hex
from typing import Any

from cases.ports import Address, Message, Outbox, Priority, ToChat

PROMPT = "prompt"


async def prompt(outbox: Outbox, here: Address, what: str, *, not_before: datetime | None = None, **args: Any) -> None:
    """The one question a chat has open: a newer one replaces one that has not left yet."""
    await outbox.say(Message(ToChat(here), what, PROMPT, args, priority=Priority.PROMPT, not_before=not_before))


async def hush(outbox: Outbox, here: Address, key: str) -> None:
    """Takes back what has not left yet under this key of the chat."""
    await outbox.say(Message(ToChat(here), "nothing", key))


async def tell(
    outbox: Outbox,
    here: Address,
    what: str,
    *,
    case: int | None = None,
    priority: Priority = Priority.PROMPT,
    **args: Any,
) -> None:
    """Something of its own, which no later message replaces."""
    await outbox.say(Message(ToChat(here), what, f"say:{token_hex(8)}", args, case, priority))
