"""Sorting. A recording stays where it was sent; then the team reads in a handler's words what it is."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk, lapse
from bot.flows.content import Content
from bot.flows.staff_look import FOR_THE_TEAM, stopped
from cases.access import may_sort
from cases.actions.sort import sort
from cases.errors import RuleBroken
from cases.model import Case
from cases.policy import RowName
from cases.ports import Draft, Slot

FLOW = FOR_THE_TEAM


async def chosen(desk: Desk, case: Case, row: RowName, draft: Draft | None) -> None:
    """The card itself then shows where the case is. What was begun for another row is over."""
    try:
        await sort(desk.work, case.id, desk.member, row, desk.at)
    except RuleBroken as broken:
        if broken.rule != "words_first":
            raise
        await desk.begin(FLOW, case.id, row=row, slips=await _slips(desk, case))
        await desk.say("ask_note_for_the_team", case=case.id)
    else:
        if draft and (draft.flow, draft.state["case"]) == (FLOW, case.id):
            await desk.unit.drafts.drop(desk.here.chat, desk.user, Slot.STAFF)


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    """Raises RuleBroken while there are no words."""
    if not await _asked_still(desk, case, state):
        await lapse(desk.unit, desk.here, desk.user)
    elif not await stopped(desk, case, FLOW, state, content.text):
        await sort(desk.work, case.id, desk.member, RowName(state["row"]), desk.at, content.text)
        await desk.finish("sorted", case.id)


async def _asked_still(desk: Desk, case: Case, state: Mapping[str, Any]) -> bool:
    """False once anybody has sorted the case since, also when that was a slip and taken back."""
    sortable = may_sort(desk.member, case, await desk.work.staff.all())
    return sortable and await _slips(desk, case) == state.get("slips", 0)


async def _slips(desk: Desk, case: Case) -> int:
    """Not of the worker's doing: what waits for its release must not be felt here."""
    return sum(event.what == "unsorted" for event in await desk.work.events.of(case.id))
