"""A draft that was begun and not sent: one nudge at the next message time, one line when it expires."""

from dataclasses import replace
from datetime import datetime

from bot.flows import sending
from bot.flows.sending import Sending
from bot.say import hush
from cases.ports import Address, Draft, Enterprise, Message, Slot, ToChat, Unit, Work
from cases.release import next_message_time

NUDGE = "nudge"


def planned(enterprise: Enterprise, s: Sending, at: datetime) -> Sending:
    """The draft with its nudge, at the next message time after a change; once it was said, no change brings another."""
    if not s.unsent or (s.nudge and datetime.fromisoformat(s.nudge) <= at):
        return s
    when = next_message_time(at, enterprise.calendar.zone, enterprise.message_times)
    return replace(s, nudge=when.isoformat())


async def remind(work: Work, here: Address, s: Sending, at: datetime) -> None:
    """*Not sent yet: send · throw away*, when it is planned."""
    if s.unsent and at < (when := datetime.fromisoformat(s.nudge)):
        nudge = Message(ToChat(here), "nudge", NUDGE, {"draft": s.draft}, not_before=when, silent=True)
        await work.outbox.say(nudge)


async def forget(work: Work, here: Address) -> None:
    """Sent or thrown away: no nudge."""
    await hush(work.outbox, here, NUDGE)


async def still_unsent(unit: Unit, chat: int, tag: int) -> bool:
    """Whether that draft is there to be sent: a wipe ends it in a transaction that may not touch its nudge."""
    draft = await unit.drafts.load(chat, chat, Slot.WORKER)
    return draft is not None and draft.flow == sending.FLOW and Sending.load(draft.state).draft == tag


def expired(address: Address, draft: Draft) -> Message | None:
    """Says that it was not sent and is erased now; None for a draft of anything else."""
    if draft.flow != sending.FLOW or not Sending.load(draft.state).unsent:
        return None
    return Message(ToChat(address), "draft_expired", "draft_expired", silent=True)
