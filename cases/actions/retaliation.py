"""*Someone is punishing me*: one trusted person hears it, and does only what the worker chose.

The independent contact reads the case from then on, if it was said to the worker that it is they who hear it;
anybody else hears its number alone.
"""

from dataclasses import dataclass
from datetime import datetime

from cases.errors import StaleButton
from cases.ladder import trusted
from cases.model import Case, Event, Kind, Member, Protection, Role
from cases.ports import Message, Priority, ToMember, Work
from cases.release import next_release
from cases.routing import at_posts, posts
from cases.stages import Data


@dataclass(frozen=True, slots=True)
class Reported:
    """``to`` hears it at ``when``; None: nobody is left who may hear it."""

    to: Role | None
    when: datetime


async def report(work: Work, case_id: int, protection: Protection, at: datetime) -> Reported:
    """Leaves at the next time of urgent grievances; until then a new choice takes the place of the old one.

    Raises StaleButton unless it is a grievance that was released, however long ago it was closed.
    """
    case = await released_grievance(work, case_id)
    when = next_release(at, work.enterprise.calendar.zone, urgent=True)
    await work.acts.cancel(case.id, "retaliation")
    to = trusted(posts(case, await work.staff.all()))
    await work.acts.later(case.id, "retaliation", when, {"protection": protection, "to": to})
    return Reported(to, when)


async def tell_trusted(work: Work, case_id: int, protection: Protection, said: Role | None, at: datetime) -> None:
    """An alert and no clock of its own: nobody else is told, and no card changes. ``said``: whom the worker agreed to.

    Whoever has become the one who hears it since then reads nothing.
    """
    case = await work.cases.get(case_id)
    staff = await work.staff.all()
    to = trusted(posts(case, staff))
    reads = to is said is Role.INDEPENDENT
    data: dict[str, Data] = {"protection": protection, "to": to, "reads": reads}
    await work.events.add(Event(case.id, "retaliation", at, data=data))
    for member in at_posts(case, staff, [to] if to else []):
        await _alert(work, case, member, protection, at)


async def _alert(work: Work, case: Case, member: Member, protection: Protection, at: datetime) -> None:
    key = f"retaliation:{case.id}:{at.isoformat()}:{member.id}"
    args = {"protection": protection}
    await work.outbox.say(Message(ToMember(member.id), "retaliation", key, args, case.id, Priority.URGENT))


async def released_grievance(work: Work, case_id: int) -> Case:
    case = await work.cases.get(case_id)
    if case.kind is not Kind.GRIEVANCE or case.released_at is None:
        raise StaleButton
    return case
