"""A danger that hurts now is under control: how, in one's own words."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_look import stopped
from bot.views.staff.buttons import endangers
from cases.actions.make_safe import make_safe
from cases.errors import StaleButton
from cases.model import Case

FLOW = "staff_safe"


async def ask(desk: Desk, case: Case) -> None:
    """Raises StaleButton when somebody was faster: the worker is told of it once."""
    if not endangers(await desk.work.clocks.of(case.id)):
        raise StaleButton
    await desk.begin(FLOW, case.id)
    await desk.say("ask_safe", case=case.id)


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    if await stopped(desk, case, FLOW, state, content.text):
        return
    await make_safe(desk.work, case.id, desk.member, content.text, desk.at)
    await desk.finish("safe", case.id)
