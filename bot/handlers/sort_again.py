"""A slip in sorting is taken back, also by who no longer sees the case: the team has it by then."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks.staff import SortAgain
from bot.desk import desks
from bot.handlers.part import Part
from bot.handlers.worker_filters import Private
from cases.actions.sort import sort_again
from cases.errors import NotFound
from cases.ports import Address, Unit


def router() -> Router:
    router = Part(name="sort again")
    router.callback_query.register(again, Private(), SortAgain.filter())
    return router


async def again(
    _query: CallbackQuery, callback_data: SortAgain, unit: Unit, here: Address, user: int, at: datetime
) -> None:
    """The card itself then asks anew what it is."""
    for desk in await desks(unit, here, user, at):
        try:
            return await sort_again(desk.work, callback_data.case, desk.member, at)
        except NotFound:
            continue
    raise NotFound
