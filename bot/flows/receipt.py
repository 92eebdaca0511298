"""Opening a case with the 16 digits of its receipt, from any account. Closes by showing the case, or its proof."""

import unicodedata
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.flows import own, proof
from bot.flows.tries import WrongTries
from bot.say import prompt
from cases.errors import NotFound
from cases.ports import Address, Draft, Outbox, Unit

FLOW = "receipt"
LENGTH = 16

Opening = Callable[[Unit, Address, str, datetime], Awaitable[None]]
"""What is done with the digits. Raises NotFound for wrong ones."""


async def ask(unit: Unit, here: Address, outbox: Outbox, at: datetime, *, proof: bool = False) -> None:
    await unit.drafts.save(here, here.chat, Draft(FLOW, {"proof": proof}), at)
    await prompt(outbox, here, "ask_digits")


def opening(draft: Draft | None) -> Opening:
    asked = draft is not None and draft.flow == FLOW and draft.state.get("proof")
    return proof.show if asked else own.visit


def digits_in(text: str, draft: Draft | None) -> str | None:
    """The digits when the text is nothing else: any number of them when they were asked for, else all sixteen."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", text) if not sign.isspace() and sign != "-")
    asked = draft is not None and draft.flow == FLOW
    if not (digits.isascii() and digits.isdigit()):
        return None
    return digits if asked or len(digits) == LENGTH else None


async def enter(
    unit: Unit, here: Address, outbox: Outbox, tries: WrongTries, digits: str, at: datetime, opened: Opening
) -> None:
    if len(digits) != LENGTH:
        await prompt(outbox, here, "wrong_digits", complete=False, wait=0)
    elif wait := tries.wait(here.chat, at):
        await prompt(outbox, here, "slow_down", wait=wait)
    else:
        await _try(unit, here, outbox, tries, digits, at, opened)


async def _try(
    unit: Unit, here: Address, outbox: Outbox, tries: WrongTries, digits: str, at: datetime, opened: Opening
) -> None:
    try:
        await opened(unit, here, digits, at)
    except NotFound:
        await prompt(outbox, here, "wrong_digits", complete=True, wait=tries.wrong(here.chat, at))
