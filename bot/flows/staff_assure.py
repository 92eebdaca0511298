"""The five assurances for a major danger, one after the other; the day tapped, or typed and seen once more."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.callbacks.staff import DayOf
from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_days import read_day, solve_days
from cases.actions.major import assure
from cases.assurances import PARTS, Assurances
from cases.errors import RuleBroken, StaleButton
from cases.model import Case

FLOW = "staff_assure"


async def ask(desk: Desk, case: Case) -> None:
    await _ask(desk, case, [])


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    words = " ".join(content.text.split())
    if not words:
        raise RuleBroken("text_needed")
    if not _asks_day(state):
        await _further(desk, case, [*state["given"], words])
    elif day := read_day(words, desk.today):
        await desk.say("ask_day_read", case=case.id, of=DayOf.ASSURE, day=day.isoformat())
    else:
        await _ask(desk, case, state["given"], unread=True)


async def on_day(desk: Desk, case: Case, state: Mapping[str, Any], day: date) -> None:
    if not _asks_day(state):
        raise StaleButton
    await _further(desk, case, [*state["given"], day.isoformat()])


def _asks_day(state: Mapping[str, Any]) -> bool:
    return PARTS[len(state["given"])] == "until"


async def _further(desk: Desk, case: Case, given: Sequence[str]) -> None:
    """The next question; once all are answered they are given. A day that is over meanwhile is asked for anew."""
    if len(given) < len(PARTS):
        await _ask(desk, case, given)
        return
    try:
        await assure(desk.work, case.id, desk.member, Assurances.of("\n".join(given)), desk.at)
    except RuleBroken:
        await _ask(desk, case, given[: PARTS.index("until")], unread=True)
    else:
        await desk.finish("assure", case.id)


async def _ask(desk: Desk, case: Case, given: Sequence[str], *, unread: bool = False) -> None:
    await desk.begin(FLOW, case.id, given=list(given))
    days = solve_days(desk.today, None, desk.work.enterprise.calendar)
    offered = [day.isoformat() for day in days]
    await desk.say("ask_assurance", case=case.id, part=PARTS[len(given)], days=offered, unread=unread)
