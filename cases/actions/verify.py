"""A second person sees that a hazard is gone."""

from datetime import datetime

from cases.access import may_verify
from cases.actions.close import close_if_done
from cases.actions.duty import case_for
from cases.model import Event, Member
from cases.ports import Work


async def verify(work: Work, case_id: int, by: Member, at: datetime) -> None:
    """Raises NotAllowed for the one who fixed it."""
    case = await case_for(work, case_id, by, may_verify)
    case.verified_by = by.id
    await work.events.add(Event(case.id, "verified", at, by.id))
    await close_if_done(work, case, at)
    await work.cases.save(case)
    await work.outbox.refresh(case.id)
