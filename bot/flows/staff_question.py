"""Really asking the worker something: the clock rests until the answer comes, once per case."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_look import stopped
from cases.actions.reply import pause
from cases.clocks import check_pause
from cases.model import Case

FLOW = "staff_question"


async def ask(desk: Desk, case: Case) -> None:
    """Raises RuleBroken before anything is typed when the case may not pause."""
    check_pause(case)
    await desk.begin(FLOW, case.id)
    await desk.say("ask_question", case=case.id)


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    if await stopped(desk, case, FLOW, state, content.text):
        return
    await pause(desk.work, case.id, desk.member, content.text, desk.at)
    await desk.finish("question", case.id)
