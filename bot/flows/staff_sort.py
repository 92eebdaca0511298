"""Sorting. A recording stays where it was sent; then the team reads in a handler's words what it is."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_look import stopped
from cases.actions.sort import sort
from cases.errors import RuleBroken
from cases.model import Case
from cases.policy import RowName

FLOW = "staff_sort"


async def chosen(desk: Desk, case: Case, row: RowName) -> None:
    """The card itself then shows where the case is."""
    try:
        await sort(desk.work, case.id, desk.member, row, desk.at)
    except RuleBroken as broken:
        if broken.rule != "words_first":
            raise
        await desk.begin(FLOW, case.id, row=row)
        await desk.say("ask_note_for_the_team", case=case.id)


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    """Raises RuleBroken while there are no words, NotAllowed when somebody else was faster."""
    if await stopped(desk, case, FLOW, state, content.text):
        return
    await sort(desk.work, case.id, desk.member, RowName(state["row"]), desk.at, content.text)
    await desk.finish("sorted", case.id)
