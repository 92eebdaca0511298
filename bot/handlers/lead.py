"""The call that two unanswered alerts ask the lead or the coach for; who calls may see nothing of the case."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks.staff import CallMade
from bot.desk import desks
from bot.errands import buttons_spent
from bot.handlers.part import Part
from bot.pages import show_visit_sheet
from cases.access import may_call
from cases.actions.call import call_made
from cases.errors import NotFound
from cases.ports import Address, Unit
from cases.routing import for_team


def router() -> Router:
    router = Part(name="lead")
    router.callback_query.register(called, CallMade.filter())
    return router


async def called(
    _query: CallbackQuery, callback_data: CallMade, unit: Unit, here: Address, user: int, at: datetime
) -> None:
    for desk in await desks(unit, here, user, at):
        if not desk.private:  # it was asked in private: no number of a grievance is ever said in a group
            continue
        try:
            case = await desk.work.cases.get(callback_data.case)
        except NotFound:
            continue
        if may_call(desk.member, case, await desk.work.events.of(case.id)):
            await call_made(desk.work, case.id, desk.member, callback_data.reached, at)
            await desk.say("call_noted", number=case.number, reached=callback_data.reached)
            if not callback_data.reached and for_team(case):
                await show_visit_sheet(desk)
            await buttons_spent(unit.outbox, here)
            return
    raise NotFound
