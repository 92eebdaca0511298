"""Writing down what a recording says, in private alone: the worker says whether it is right before anybody reads it."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_look import stopped
from cases.actions.write_down import write_down
from cases.errors import NotAllowed
from cases.model import Case

FLOW = "staff_words"


async def ask(desk: Desk, case: Case) -> None:
    """Raises NotAllowed in a group: what is typed there is read by all."""
    if not desk.private:
        raise NotAllowed
    await desk.begin(FLOW, case.id)
    await desk.say("ask_words", case=case.id)


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    if await stopped(desk, case, FLOW, state, content.text):
        return
    await write_down(desk.work, case.id, desk.member, content.text, desk.at)
    await desk.finish("words", case.id)
