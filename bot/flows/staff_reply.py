"""Answering: what a staff person wrote, then the question whom it is for. Nothing leaves before that tap."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from bot.flows.content import Content
from bot.flows.staff_files import expected, gathered
from bot.flows.staff_look import stopped
from cases.actions.reply import note, reply
from cases.model import Case

FLOW = "staff_reply"


async def ask(desk: Desk, case: Case) -> None:
    await desk.begin(FLOW, case.id, text="", files=[])
    await desk.say("ask_answer", case=case.id)


async def given(desk: Desk, case: Case, state: Mapping[str, Any], content: Content) -> None:
    """A text or picture for this case: by *answer*, or as a Telegram reply to its card."""
    so_far = gathered(state, content)
    await desk.begin(FLOW, case.id, **so_far)
    await desk.say_once(content, "ask_target", case=case.id, text=so_far["text"], files=len(so_far["files"]))


async def to_worker(desk: Desk, case: Case, state: Mapping[str, Any]) -> None:
    if await stopped(desk, case, FLOW, state, state["text"]):
        return
    media = await expected(desk.unit, case.id, state["files"])
    await reply(desk.work, case.id, desk.member, state["text"], media, desk.at)
    await desk.finish("answer", case.id)


async def as_note(desk: Desk, case: Case, state: Mapping[str, Any]) -> None:
    await note(desk.work, case.id, desk.member, state["text"], desk.at)
    await desk.finish("note", case.id)
