"""Giving a case to another: who may have it, then who gets it."""

from bot.desk import Desk
from cases.actions.manage import reassign
from cases.model import Case
from cases.routing import working_members


async def ask(desk: Desk, case: Case) -> None:
    people = working_members(case, await desk.work.staff.all())
    others = [member.id for member in people if member.id != case.owner]
    await desk.say("ask_owner", case=case.id, members=others)


async def to(desk: Desk, case: Case, member: int) -> None:
    await reassign(desk.work, case.id, desk.member, member, desk.at)
    await desk.say("done", case=case.id, result="reassign")
