"""A second person confirms that a case is kept beyond its time; the link that asks for it comes from the operator."""

from aiogram import Router
from aiogram.types import Message

from bot.handlers.staff_filters import Linked
from bot.handlers.worker_filters import Private
from bot.say import prompt
from cases.ports import Address, Unit


def router() -> Router:
    router = Router(name="holds")
    router.message.register(confirm, Private(), Linked("h_"))
    return router


async def confirm(_message: Message, token: str, unit: Unit, here: Address, user: int) -> None:
    work, case, reason = await unit.confirm_hold(token, user)
    await prompt(work.outbox, here, "case_held", number=case.number, reason=reason)
