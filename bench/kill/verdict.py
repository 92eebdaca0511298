"""What a run of kills has left in the memory, held against what was sent."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.actions.promises import rungs_of
from cases.model import Author, Case, Clock
from cases.ports import Work
from storage import Storage

RUNG_EVENTS = frozenset({"rung", "rung_passed"})


@dataclass(frozen=True)
class Findings:
    """Empty in every field when all went well. ``stories`` are the texts of cases."""

    lost_updates: int = 0
    """Sent and not done."""
    updates_counted_twice: int = 0
    totals: str = ""
    """How received = done + open + parked fails."""
    lost_stories: frozenset[str] = frozenset()
    stories_counted_twice: frozenset[str] = frozenset()
    skipped: tuple[str, ...] = ()
    """Releases, rungs and acts whose time has come without their event, or with more than one."""

    @property
    def well(self) -> bool:
        return self == Findings()


async def judge(storage: Storage, updates: int, stories: Collection[str], at: datetime) -> Findings:
    """``updates``: how many different ones Telegram had; ``stories``: the text of each case that was sent."""
    counts = await storage.inbox.counts()
    told, skipped = Counter[str](), list[str]()
    for enterprise in await storage.admin.enterprises():
        async with storage.reading() as unit:
            work = await unit.enterprise(enterprise.id)
            for case in await work.cases.open():
                told.update(await _stories(work, case))
                skipped += [line async for line in _skipped(work, case, at)]
    together = counts.done + counts.open + counts.parked
    return Findings(
        lost_updates=max(0, updates - counts.done),
        updates_counted_twice=max(0, counts.received - updates),
        totals="" if counts.received == together else f"received {counts.received}, but {together} in all",
        lost_stories=frozenset(stories) - set(told),
        stories_counted_twice=frozenset(_twice(told, stories)),
        skipped=tuple(skipped),
    )


def _twice(told: Counter[str], stories: Collection[str]) -> Iterable[str]:
    """Also a case that nobody sent is one too many."""
    return (story for story, times in told.items() if times > 1 or story not in stories)


async def _stories(work: Work, case: Case) -> list[str]:
    return [entry.text for entry in await work.entries.of(case.id) if entry.author is Author.WORKER]


async def _skipped(work: Work, case: Case, at: datetime) -> AsyncIterator[str]:
    events = await work.events.of(case.id)
    released = sum(event.what == "submitted" for event in events)
    if released != 1:
        yield f"case {case.id}: released {released} times"
    for clock in await work.clocks.of(case.id):
        told = sum(event.what in RUNG_EVENTS and event.data["clock"] == clock.kind for event in events)
        came = await _rungs_that_came(work, case, clock, at)
        if told != came:
            yield f"case {case.id}, {clock.kind}: {came} rungs came, {told} were told"


async def _rungs_that_came(work: Work, case: Case, clock: Clock, at: datetime) -> int:
    """By the rules and the calendar alone, not by what the clock's row says."""
    return sum(clock.started <= rung.at <= at for rung in await rungs_of(work, case, clock))
