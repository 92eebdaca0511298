"""The chain's anchor is given to somebody outside the server."""

from cases.chain import Anchor
from cases.model import Role
from cases.ports import Message, Priority, ToMember, Work


async def hand_out(work: Work, anchor: Anchor) -> None:
    """To every coach, once, without a sound."""
    args = {"day": anchor.day.isoformat(), "code": anchor.code}
    for member in await work.staff.all():
        if member.has(Role.COACH):
            key = f"anchor:{work.enterprise.id}:{anchor.code}:{member.id}"
            message = Message(ToMember(member.id), "anchor", key, args, priority=Priority.DIGEST, silent=True)
            await work.outbox.say(message)
