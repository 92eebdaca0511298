"""Resolving: what was done, in words and pictures; a danger needs a picture of how it looks now."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_files import expected, gathered, has_picture
from bot.flows.staff_look import stopped
from cases.actions.decide import resolve
from cases.model import Case

FLOW = "staff_resolve"


async def ask(desk: Desk, case: Case) -> None:
    await desk.begin(FLOW, case.id, text="", files=[])
    await desk.say("ask_solution", case=case.id)


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    so_far = gathered(state, content)
    await desk.begin(FLOW, case.id, **so_far)
    shown = {"text": so_far["text"], "files": len(so_far["files"]), "photo": has_picture(so_far)}
    await desk.say_once(content, "ask_solved", case=case.id, **shown)


async def send(desk: Desk, case: Case, state: Mapping[str, Any]) -> None:
    if await stopped(desk, case, FLOW, state, state["text"]):
        return
    media = await expected(desk.unit, case.id, state["files"])
    await resolve(desk.work, case.id, desk.member, state["text"], media, desk.at)
    await desk.finish("resolve", case.id)
