"""A file that can't be cleaned: whoever sent it hears of it, and nobody else."""

from datetime import datetime

from cases.actions.telling import tell_worker
from cases.model import Event
from cases.ports import Message, ToMember, Work


async def refuse(work: Work, case_id: int, entry_id: int, file: int, at: datetime) -> None:
    """A staff member is told at once. A worker when staff may see what the file was part of: no event tells the minute
    of sending.
    """
    entry = next(each for each in await work.entries.of(case_id) if each.id == entry_id)
    if entry.by is None:
        await work.acts.later(case_id, "tell_refused", max(entry.visible_at, at))
    else:
        key = f"file_refused:{file}"
        await work.outbox.say(Message(ToMember(entry.by), "file_refused", key, {"entry": entry.id}, case_id))


async def tell_refused(work: Work, case_id: int, at: datetime) -> None:
    case = await work.cases.get(case_id)
    await tell_worker(work, case, Event(case.id, "media_refused", at), at)
