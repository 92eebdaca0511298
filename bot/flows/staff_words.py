"""Writing down what a recording says, in private alone: the worker says whether it is right before anybody reads it."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_look import stopped
from cases.access import may_write_down
from cases.actions.write_down import write_down
from cases.errors import NotAllowed
from cases.model import Case

FLOW = "staff_words"


async def ask(desk: Desk, case: Case) -> None:
    """Raises NotAllowed in a group, where what is typed is read by all, and for who hears no recording of the case."""
    said, done = await desk.work.entries.of(case.id), await desk.work.events.of(case.id)
    if not (desk.private and may_write_down(desk.member, case, await desk.work.staff.all(), said, done, desk.at)):
        raise NotAllowed
    await desk.begin(FLOW, case.id)
    await desk.say("ask_words", case=case.id)


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    if await stopped(desk, case, FLOW, state, content.text):
        return
    await write_down(desk.work, case.id, desk.member, content.text, desk.at)
    await desk.finish("words", case.id)
