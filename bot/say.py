"""Saying something in the conversation at hand: rows for the sender, never a call to Telegram."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cases.ports import Address, Message, Outbox, Priority, ToChat

PROMPT = "prompt"
DELETION = "deletion"
"""Not a view: a row that has messages deleted, ours or a number that was typed."""
BLANK = "blank"
"""Not a view either: a row that has the words of one message of ours taken away."""
MOST_DELETED = 100
"""Messages that one call may delete."""


async def prompt(
    outbox: Outbox,
    here: Address,
    what: str,
    *,
    not_before: datetime | None = None,
    in_place: bool = False,
    **args: Any,
) -> None:
    """The one question a chat has open: a newer one replaces one that has not left yet.

    ``in_place``: after a press, it takes the place of the question that was answered, whose buttons are spent.
    """
    to = ToChat(here, here.pressed if in_place else None)
    await outbox.say(Message(to, what, PROMPT, args, priority=Priority.PROMPT, not_before=not_before))


async def hush(outbox: Outbox, here: Address, key: str) -> None:
    """Takes back what has not left yet under this key of the chat."""
    await outbox.drop(key, here)


async def delete(outbox: Outbox, chat: int, messages: Sequence[int], priority: Priority = Priority.PROMPT) -> None:
    """Has the sender delete what was said there; what is gone is passed over, and too old by then: see ``delivery``."""
    messages = [message for message in messages if message]  # 0 is no message that could be deleted
    for start in range(0, len(messages), MOST_DELETED):
        args = {"messages": list(messages[start : start + MOST_DELETED])}
        await outbox.say(Message(ToChat(Address(chat, "")), DELETION, "", args, priority=priority))


async def blank(outbox: Outbox, chat: int, messages: Sequence[int], priority: Priority = Priority.PROMPT) -> None:
    """Has the sender take the words from what can no longer be deleted, each by a call of its own."""
    for message in messages:
        await outbox.say(Message(ToChat(Address(chat, "")), BLANK, "", {"message": message}, priority=priority))


async def tell(
    outbox: Outbox,
    here: Address,
    what: str,
    *,
    case: int | None = None,
    priority: Priority = Priority.PROMPT,
    in_place: bool = False,
    **args: Any,
) -> None:
    """Something of its own, which no later message replaces; ``in_place`` as in ``prompt``.

    The case it is about travels inside the seal, as ``of``: no row may join a chat and a case.
    """
    to = ToChat(here, here.pressed if in_place else None)
    about = {} if case is None else {"of": case}
    await outbox.say(Message(to, what, "", args | about, priority=priority))
