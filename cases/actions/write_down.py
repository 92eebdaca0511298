"""What a recording says, in words: written down by who may hear it, and the worker's own once they say yes."""

from datetime import datetime

from cases.access import may_see, may_write_down
from cases.actions.add import add, tap_seen_at
from cases.actions.duty import still_here
from cases.actions.reply import write
from cases.actions.telling import tell_worker
from cases.actions.withdraw import leaves_at
from cases.errors import NotAllowed, NotFound, StaleButton
from cases.model import Entry, Event, Member
from cases.ports import Work
from cases.recordings import SPOKEN, to_confirm


async def write_down(work: Work, case_id: int, by: Member, text: str, at: datetime) -> None:
    """The worker is asked whether it is so; it keeps no promise. Raises RuleBroken("text_needed") when empty."""
    case = await work.cases.get(case_id)
    by, staff = await still_here(work, by)
    said, done = await work.entries.of(case.id), await work.events.of(case.id)
    if not may_write_down(by, case, staff, said, done, at):
        raise NotAllowed if may_see(by, case, staff) else NotFound
    entry = await write(work, case, by, text, (), at)
    await tell_worker(work, case, Event(case.id, "written_down", at, by.id, {"entry": entry.id}), at)


async def confirm_words(work: Work, case_id: int, entry: int, at: datetime) -> datetime:
    """From the next release, which is returned, the words are the worker's. Raises StaleButton for any but the last."""
    return await add(work, case_id, SPOKEN + (await words_to_confirm(work, case_id, entry)).text, (), at)


async def words_to_confirm(work: Work, case_id: int, entry: int) -> Entry:
    """Raises StaleButton for any but the last, and when nobody works on the case any more, or it was taken back."""
    case = await work.cases.get(case_id)
    words = to_confirm(await work.entries.of(case_id), await work.events.of(case_id))
    if words is None or words.id != entry or not case.open or await leaves_at(work, case):
        raise StaleButton
    return words


async def leave_out(work: Work, case_id: int, entry: int, at: datetime) -> None:
    """Nobody can say yes to these words any more. Noted with the next release: the minute is the worker's own."""
    case = await work.cases.get(case_id)
    words = to_confirm(await work.entries.of(case_id), await work.events.of(case_id))
    if words is not None and words.id == entry:
        await work.events.add(Event(case_id, "left_out", tap_seen_at(work, case, at), data={"entry": entry}))
