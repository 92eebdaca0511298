"""Acts whose time has come, by their name in the table of acts."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from cases.actions.add import show_addition
from cases.actions.close import close_by_silence, end_reply
from cases.actions.rate import apply_verdict
from cases.actions.release import release
from cases.actions.resume import resume
from cases.actions.withdraw import apply_withdrawal
from cases.model import Verdict
from cases.ports import Act, Work

Perform = Callable[[Work, int, Mapping[str, Any], datetime], Awaitable[None]]

ACTS: Mapping[str, Perform] = {
    "release": lambda work, case, args, at: release(work, case, at),
    "show_addition": lambda work, case, args, at: show_addition(work, case, int(args["entry"]), at),
    "rate": lambda work, case, args, at: apply_verdict(work, case, Verdict(args["verdict"]), at),
    "withdraw": lambda work, case, args, at: apply_withdrawal(work, case, at),
    "resume": lambda work, case, args, at: resume(work, case, at),
    "close_by_silence": lambda work, case, args, at: close_by_silence(work, case, at),
    "end_reply": lambda work, case, args, at: end_reply(work, case, at),
}


async def perform(work: Work, act: Act, at: datetime) -> None:
    """Raises KeyError for an act nobody knows: the row steps aside and the alarm is raised."""
    await ACTS[act.what](work, act.case, act.args, at)
