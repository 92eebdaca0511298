"""A person takes a case and says what happens next."""

from dataclasses import replace
from datetime import datetime

from cases.access import may_work
from cases.actions.duty import case_for
from cases.actions.promises import meet
from cases.actions.telling import tell_worker
from cases.errors import AlreadyTaken
from cases.model import Case, ClockKind, Event, Member, Stage, TakeChoice
from cases.ports import Work
from cases.stages import move


async def take(work: Work, case_id: int, by: Member, choice: TakeChoice, at: datetime) -> None:
    """The first one owns it. Raises AlreadyTaken with the owner for everybody else; the owner may choose anew."""
    case = await case_for(work, case_id, by, may_work)
    if case.owner not in (None, by.id):
        raise AlreadyTaken(case.owner)
    case.take_choice = choice
    event = own(case, by, at, choice)
    await work.cases.save(case)
    await meet(work, case, at, ClockKind.TAKEN)
    await tell_worker(work, case, event, at)
    await work.outbox.refresh(case.id)


def own(case: Case, by: Member, at: datetime, choice: TakeChoice | None = None) -> Event:
    """Gives the case to ``by``; a case that came back, or whose owner left, stays where it stands."""
    case.owner = by.id
    if case.stage is not Stage.NEW:
        return Event(case.id, "taken", at, by.id, {"choice": choice})
    return move(case, Stage.TAKEN, "taken", at, by.id, choice=choice)


async def taken_by(work: Work, case: Case, by: Member, at: datetime) -> None:
    """Whoever answers or decides a case that nobody took has thereby taken it."""
    if case.owner is None or case.stage is Stage.NEW:
        await work.events.add(replace(own(case, by, at), what="taken_silently"))
    await meet(work, case, at, ClockKind.TAKEN)
