"""Declining: the reason by a tap, then why in one's own words."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_look import stopped
from cases.actions.decide import decline
from cases.errors import NotAllowed
from cases.model import Case, DeclineReason, Kind

FLOW = "staff_decline"


async def ask(desk: Desk, case: Case) -> None:
    """Raises NotAllowed for a question, which is answered."""
    if case.kind is Kind.QUESTION:
        raise NotAllowed
    await desk.say("ask_reason", case=case.id)


async def because(desk: Desk, case: Case, reason: DeclineReason) -> None:
    await desk.begin(FLOW, case.id, reason=reason)
    await desk.say("ask_decline", case=case.id, reason=reason)


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    if await stopped(desk, case, FLOW, state, content.text):
        return
    await decline(desk.work, case.id, desk.member, DeclineReason(state["reason"]), content.text, desk.at)
    await desk.finish("decline", case.id)
