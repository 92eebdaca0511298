"""A look at words before they leave for the worker or the team: do they ask or show who somebody is?

It warns and never forbids.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.desk import Desk
from cases.leaks import Leak, asks_identity, blank, find
from cases.model import Case

FOR_THE_TEAM = "staff_sort"
"""Its words go to the team, so nothing in them can ask the worker; what they show counts."""

PROMPTS = {
    "staff_reply": "ask_answer",
    "staff_question": "ask_question",
    "staff_decline": "ask_decline",
    "staff_extend": "ask_extension",
    "staff_resolve": "ask_solution",
    "staff_safe": "ask_safe",
    "staff_words": "ask_words",
    FOR_THE_TEAM: "ask_note_for_the_team",
}
"""What each conversation says when the words are to be written anew."""


async def stopped(desk: Desk, case: Case, flow: str, state: Mapping[str, Any], text: str) -> bool:
    """True when the person is asked first: the words wait as ``held`` until they say that they are ``sure``."""
    marks = [text[leak.start : leak.end] for leak in _leaks(case, text)]
    asks = flow != FOR_THE_TEAM and asks_identity(text)
    if state.get("sure") or not (marks or asks):
        return False
    await _keep(desk, case, flow, {**state, "held": text})
    await desk.say("second_look", case=case.id, marks=marks, asks=asks)
    return True


def _leaks(case: Case, text: str) -> Sequence[Leak]:
    """The name under which a case was sent is for those who read the case, not for whoever sees the worker's phone."""
    return find(text, [case.name] if case.name else [])


def blanked(case: Case, state: Mapping[str, Any]) -> Mapping[str, Any]:
    """The conversation with what is marked in the waiting words made unreadable."""
    words = blank(state["held"], _leaks(case, state["held"]))
    return {**state, "held": words, **({"text": words} if "text" in state else {})}


async def write_anew(desk: Desk, case: Case, flow: str, state: Mapping[str, Any]) -> None:
    """The words go, the pictures stay."""
    words = {"text": ""} if "text" in state else {}
    await _keep(desk, case, flow, {**state, **words, "held": ""})
    await desk.say(PROMPTS[flow], case=case.id, reason=state.get("reason"))


async def _keep(desk: Desk, case: Case, flow: str, state: Mapping[str, Any]) -> None:
    await desk.begin(flow, case.id, **{name: value for name, value in state.items() if name != "case"})
