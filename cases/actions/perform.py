"""Acts whose time has come, by the name under which they were put off."""

from datetime import datetime

from cases.actions.add import show_addition
from cases.actions.call import ask_for_a_call
from cases.actions.check_in import look, note_all_right
from cases.actions.close import close_by_silence, end_reply
from cases.actions.rate import apply_verdict
from cases.actions.recheck import ask_recheck
from cases.actions.refuse import tell_refused
from cases.actions.release import release
from cases.actions.resume import resume
from cases.actions.retaliation import tell_trusted
from cases.actions.telling import knock_again
from cases.actions.withdraw import apply_withdrawal
from cases.errors import RuleBroken
from cases.model import ClockKind, Protection, Role, Verdict
from cases.ports import Act, Work


async def perform(work: Work, act: Act, at: datetime) -> None:
    """Raises RuleBroken("unknown_act") for one nobody knows: the row steps aside and the alarm is raised."""
    match act.what:
        case "release":
            told = act.args.get("told")
            await release(work, act.case, datetime.fromisoformat(told) if told else None)
        case "show_addition":
            await show_addition(work, act.case, int(act.args["entry"]), at)
        case "rate":
            await apply_verdict(work, act.case, Verdict(act.args["verdict"]), at)
        case "withdraw":
            await apply_withdrawal(work, act.case, at)
        case _:
            await _after_a_while(work, act, at)


async def _after_a_while(work: Work, act: Act, at: datetime) -> None:
    match act.what:
        case "resume":
            await resume(work, act.case, at)
        case "ask_for_a_call":
            await ask_for_a_call(work, act.case, ClockKind(act.args["clock"]), at)
        case "close_by_silence":
            await close_by_silence(work, act.case, at)
        case "recheck":
            await ask_recheck(work, act.case, at)
        case "end_reply":
            await end_reply(work, act.case, at)
        case "tell_refused":
            await tell_refused(work, act.case, at)
        case "knock_again":
            await knock_again(work, act.case, at)
        case _:
            await _after_a_grievance(work, act, at)


async def _after_a_grievance(work: Work, act: Act, at: datetime) -> None:
    match act.what:
        case "retaliation":
            said = Role(act.args["to"]) if act.args.get("to") else None
            await tell_trusted(work, act.case, Protection(act.args["protection"]), said, at)
        case "check_in":
            await look(work, act.case, datetime.fromisoformat(act.args["since"]), at)
        case "all_right":
            await note_all_right(work, act.case, at)
        case _:
            raise RuleBroken("unknown_act")
