"""The operator reads a case: nothing forbids it, but it leaves its mark, and those who hold the case are told."""

from datetime import datetime

from cases.errors import NotFound
from cases.model import Case
from cases.ports import Message, Priority, ToMember, Work
from cases.routing import told_of_reading


async def read(work: Work, number: int, reason: str, at: datetime) -> Case:
    """Raises NotFound before its release too: what nobody has seen yet can be taken back without a trace."""
    case = await work.cases.by_number(number)
    if case.released_at is None:
        raise NotFound
    await work.events.add_reading(case.id, reason, at)
    for member in told_of_reading(case, await work.staff.all()):
        key = f"operator_read:{case.id}:{at.isoformat()}:{member.id}"
        to = ToMember(member.id)
        await work.outbox.say(Message(to, "operator_read", key, {"reason": reason}, case.id, Priority.ESCALATION))
    return case
