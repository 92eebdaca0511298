"""What was begun and not sent, as a new thing or for a case: one nudge at the next message time, one line when it
expires."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.flows import adding, sending
from bot.flows.adding import Addition
from bot.flows.sending import Sending
from bot.say import hush
from cases.ports import Address, Draft, Enterprise, Message, Slot, ToChat, Unit, Work
from cases.release import next_message_time

NUDGE = "nudge"

Begun = TypeVar("Begun", Sending, Addition)


def unsent(draft: Draft | None) -> Sending | Addition | None:
    """What is in hand and would be lost, if another conversation pushed it aside."""
    found: Sending | Addition | None = None
    if draft is not None and draft.flow == sending.FLOW:
        found = Sending.load(draft.state)
    elif draft is not None and draft.flow == adding.FLOW:
        found = Addition.load(draft.state)
    return found if found and found.unsent else None


def planned(enterprise: Enterprise, begun: Begun, at: datetime) -> Begun:
    """The same with its nudge, at the next message time after a change; once it was said, no change brings another."""
    if not begun.unsent or (begun.nudge and datetime.fromisoformat(begun.nudge) <= at):
        return begun
    when = next_message_time(at, enterprise.calendar.zone, enterprise.message_times)
    return replace(begun, nudge=when.isoformat())


async def remind(work: Work, here: Address, begun: Sending | Addition, at: datetime) -> None:
    """*Not sent yet: send · throw away*, when it is planned."""
    if begun.unsent and at < (when := datetime.fromisoformat(begun.nudge)):
        nudge = Message(ToChat(here), "nudge", NUDGE, {"draft": begun.draft}, not_before=when, silent=True)
        await work.outbox.say(nudge)


async def forget(work: Work, here: Address) -> None:
    """Sent or thrown away: no nudge."""
    await hush(work.outbox, here, NUDGE)


async def still_unsent(unit: Unit, chat: int, tag: int) -> bool:
    """Whether that draft is there to be sent: a wipe ends it in a transaction that may not touch its nudge."""
    found = unsent(await unit.drafts.load(chat, chat, Slot.WORKER))
    return found is not None and found.draft == tag


def expired(address: Address, draft: Draft) -> Message | None:
    """Says that it was not sent and is erased now; None for a draft of anything else."""
    if not unsent(draft):
        return None
    return Message(ToChat(address), "draft_expired", "draft_expired", silent=True)
