"""A draft that was begun and not sent: one nudge at the next message time, one line when it expires.

Pure: whoever finds the drafts that are due says what comes out. Anything but an unsent input needs no word.
"""

from typing import Any

from bot.flows import send, sending
from bot.flows.sending import Sending
from cases.ports import Address, Draft, Message, ToChat


def nudge(address: Address, draft: Draft) -> Message | None:
    """*Not sent yet: send · throw away*, for a draft that holds something."""
    s = _waiting(draft)
    return _silent(address, "nudge", sending.shown(s)) if s else None


def expired(address: Address, draft: Draft) -> Message | None:
    """Says that it was not sent and is erased now."""
    return _silent(address, "draft_expired", {}) if _waiting(draft) else None


def enterprise_of(draft: Draft) -> int | None:
    """Whose message times hold for the nudge; None when there will be none."""
    s = _waiting(draft)
    return s.enterprise if s else None


def _silent(address: Address, what: str, args: dict[str, Any]) -> Message:
    return Message(ToChat(address), what, "prompt", args, silent=True)


def _waiting(draft: Draft) -> Sending | None:
    return send.in_hand(draft) if send.unsent(draft) else None
