"""A second person confirms that a case is kept beyond its time, or not any longer; the operator's link asks for it."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.callbacks.staff import Hold
from bot.errands import buttons_spent
from bot.handlers.part import Part
from bot.handlers.staff_filters import Linked
from bot.handlers.worker_filters import Private
from bot.say import prompt
from cases.ports import Address, Unit


def router() -> Router:
    router = Part(name="holds")
    router.message.register(ask, Private(), Linked("h_"))
    router.callback_query.register(confirm, Private(), Hold.filter())
    return router


async def ask(_message: Message, token: str, unit: Unit, here: Address, user: int) -> None:
    """Opening the link changes nothing yet."""
    work, asked = await unit.peek_hold(token, user)
    number = asked.case.number
    await prompt(work.outbox, here, "ask_hold", token=token, number=number, reason=asked.reason, lift=asked.lift)


async def confirm(_query: CallbackQuery, callback_data: Hold, unit: Unit, here: Address, user: int) -> None:
    work, asked = await unit.confirm_hold(callback_data.token, user)
    what = "case_let_go" if asked.lift else "case_held"
    await prompt(work.outbox, here, what, number=asked.case.number, reason=asked.reason)
    await buttons_spent(unit.outbox, here)
