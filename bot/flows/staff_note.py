"""A note for staff, which the worker never sees."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from bot.flows.content import Content
from cases.actions.reply import note
from cases.model import Case

FLOW = "staff_note"


async def ask(desk: Desk, case: Case) -> None:
    await desk.begin(FLOW, case.id)
    await desk.say("ask_note", case=case.id)


async def given(desk: Desk, case: Case, _state: Mapping[str, Any], content: Content) -> None:
    await note(desk.work, case.id, desk.member, content.text, desk.at)
    await desk.finish("note", case.id)
