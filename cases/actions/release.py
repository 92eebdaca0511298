"""At a fixed time the case becomes visible: its clocks start and its cards go out."""

from datetime import datetime

from cases.actions.promises import start_clocks
from cases.actions.telling import show_cards, show_files
from cases.actions.wind_up import hand_over
from cases.model import ClockKind, Event
from cases.ports import Work


async def release(work: Work, case_id: int, told: datetime | None = None) -> None:
    """No promise becomes later than was told: clocks count from the time that was due, and where the calendar has
    changed since the receipt its date, ``told``, is kept.
    """
    case = await work.cases.get(case_id)
    if case.released_at is not None:
        return
    case.released_at = case.release_due
    await work.cases.save(case)
    await work.events.add(
        Event(case.id, "submitted", case.release_due, data={"kind": case.kind, "urgency": case.urgency})
    )
    await start_clocks(work, case, tuple(ClockKind), case.release_due, told)
    if work.enterprise.closed_at is not None:
        await hand_over(work, case, case.release_due)
    await show_cards(work, case)
    await show_files(work, case, await work.entries.of(case.id))
