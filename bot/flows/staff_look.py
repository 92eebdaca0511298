"""A look at words before they leave for the worker: do they ask or show who somebody is? It warns and never forbids."""

from collections.abc import Mapping
from typing import Any

from bot.desk import Desk
from cases.leaks import asks_identity, find
from cases.model import Case

PROMPTS = {
    "staff_reply": "ask_answer",
    "staff_question": "ask_question",
    "staff_decline": "ask_decline",
    "staff_extend": "ask_extension",
    "staff_resolve": "ask_solution",
    "staff_safe": "ask_safe",
    "staff_words": "ask_words",
}
"""What each conversation says when the words are to be written anew."""


async def stopped(desk: Desk, case: Case, flow: str, state: Mapping[str, Any], text: str) -> bool:
    """True when the person is asked first: the words wait as ``held`` until they say that they are ``sure``."""
    marks, asks = [text[leak.start : leak.end] for leak in find(text)], asks_identity(text)
    if state.get("sure") or not (marks or asks):
        return False
    await _keep(desk, case, flow, {**state, "held": text})
    await desk.say("second_look", case=case.id, marks=marks, asks=asks)
    return True


async def write_anew(desk: Desk, case: Case, flow: str, state: Mapping[str, Any]) -> None:
    """The words go, the pictures stay."""
    words = {"text": ""} if "text" in state else {}
    await _keep(desk, case, flow, {**state, **words, "held": ""})
    await desk.say(PROMPTS[flow], case=case.id, reason=state.get("reason"))


async def _keep(desk: Desk, case: Case, flow: str, state: Mapping[str, Any]) -> None:
    await desk.begin(flow, case.id, **{name: value for name, value in state.items() if name != "case"})
