"""Others hold a case from now on: somebody left or came, or is meant by its tick now."""

from datetime import datetime

from cases.access import owner_stays
from cases.actions.promises import let_go, look_now
from cases.actions.telling import show_cards
from cases.model import Case, Event
from cases.ports import Work


async def hand_on(work: Work, case: Case, at: datetime) -> None:
    """To those who hold it now; its files are shown apart, to who is new among them. Who had it and may not see it any
    more has it no longer.
    """
    if case.owner is not None and not owner_stays(case, await work.staff.all()):
        await let_go(work, case, at)
        await work.events.add(Event(case.id, "handed_on", at))
    await look_now(work, case, at)
    await show_cards(work, case)
