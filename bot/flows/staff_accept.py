"""Accepting: the day by which it is solved, tapped, or typed and seen once more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.callbacks.staff import DayOf
from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_days import last_day, read_day, solve_days
from cases.actions.decide import accept
from cases.model import Case, ClockKind

FLOW = "staff_accept"


async def ask(desk: Desk, case: Case, *, unread: bool = False) -> None:
    await desk.begin(FLOW, case.id)
    clocks = [clock for clock in await desk.work.clocks.of(case.id) if clock.due > desk.at]
    limit = last_day(clocks, desk.zone, ClockKind.SOLVED)
    days = solve_days(desk.today, limit, desk.work.enterprise.calendar)
    await desk.say("ask_solve_day", case=case.id, days=[day.isoformat() for day in days], unread=unread)


async def given(desk: Desk, case: Case, _state: Mapping[str, Any], content: Content) -> None:
    """A typed day is shown as it was read, before the worker is told it."""
    if day := read_day(content.text, desk.today):
        await desk.say("ask_day_read", case=case.id, of=DayOf.ACCEPT, day=day.isoformat())
    else:
        await ask(desk, case, unread=True)


async def on_day(desk: Desk, case: Case, _state: Mapping[str, Any], day: date) -> None:
    await accept(desk.work, case.id, desk.member, day, desk.at)
    await desk.finish("accept", case.id)
