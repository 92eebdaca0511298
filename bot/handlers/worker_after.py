"""After a grievance: somebody punishes the worker, or the worker is asked later how things are."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks.worker import Answer, CheckIn, Punished
from bot.flows import own
from bot.handlers.part import Part
from bot.say import tell
from cases.actions.check_in import all_right, stop_check_ins, want_check_ins
from cases.actions.retaliation import report
from cases.ports import Address, Draft, Unit


def router() -> Router:
    router = Part(name="worker after")
    router.callback_query.register(punished, Punished.filter())
    router.callback_query.register(check_in, CheckIn.filter())
    return router


async def punished(
    callback_query: CallbackQuery,
    callback_data: Punished,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    found = await own.own(unit, here, draft, callback_data.case)
    reported = await report(found.work, found.case, callback_data.protection, at)
    await tell(
        found.work.outbox,
        here,
        "retaliation_noted",
        in_place=True,
        case=found.case,
        protection=callback_data.protection,
        to=reported.to,
        when=reported.when.isoformat(),
    )


async def check_in(
    callback_query: CallbackQuery,
    callback_data: CheckIn,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    found = await own.own(unit, here, draft, callback_data.case)
    if callback_data.answer is Answer.WANTED:
        await want_check_ins(found.work, found.case, at)
    elif callback_data.answer is Answer.STOP:
        await stop_check_ins(found.work, found.case)
    else:
        await all_right(found.work, found.case, at)
    answer = callback_data.answer
    in_place = answer is not Answer.WANTED
    await tell(found.work.outbox, here, "check_in_noted", in_place=in_place, case=found.case, answer=answer)
