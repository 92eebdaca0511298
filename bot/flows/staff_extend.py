"""A new date, once: why in one's own words, then the day, tapped, or typed and seen once more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.callbacks.staff import DayOf
from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_days import last_day, longer_days, read_day
from bot.flows.staff_look import stopped
from cases.actions.manage import EXTENDABLE, extend
from cases.errors import RuleBroken, StaleButton
from cases.model import Case

FLOW = "staff_extend"


async def ask(desk: Desk, case: Case) -> None:
    """Before anything is typed raises RuleBroken when the date has moved already, StaleButton when none can move."""
    if case.extended:
        raise RuleBroken("extend_only_once")
    await _due(desk, case)
    await desk.begin(FLOW, case.id, reason="")
    await desk.say("ask_extension", case=case.id)


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    """First the reason, then a typed day. As it was read it is shown once: ``12.10`` is no 12 October to everybody."""
    if not content.text.strip():
        raise RuleBroken("text_needed")
    if not state["reason"]:
        if not await stopped(desk, case, FLOW, state, content.text):
            await _ask_day(desk, case, content.text)
    elif day := read_day(content.text, desk.today):
        await desk.say("ask_day_read", case=case.id, of=DayOf.EXTEND, day=day.isoformat())
    else:
        await _ask_day(desk, case, state["reason"], unread=True)


async def on_day(desk: Desk, case: Case, state: Mapping[str, Any], day: date) -> None:
    await extend(desk.work, case.id, desk.member, state["reason"], day, desk.at)
    await desk.finish("extend", case.id)


async def _ask_day(desk: Desk, case: Case, reason: str, *, unread: bool = False) -> None:
    await desk.begin(FLOW, case.id, reason=reason)
    days = longer_days(desk.today, await _due(desk, case), desk.work.enterprise.calendar)
    await desk.say("ask_new_day", case=case.id, days=[day.isoformat() for day in days], unread=unread)


async def _due(desk: Desk, case: Case) -> date:
    """The day that would move. Raises StaleButton when what was promised is kept, or was not promised."""
    due = last_day(await desk.work.clocks.of(case.id), desk.zone, *EXTENDABLE)
    if due is None:
        raise StaleButton
    return due
