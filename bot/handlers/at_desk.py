"""Between a press that names a case and its handler: who pressed, from which of their places, and may they see it."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters.callback_data import CallbackData
from aiogram.types import TelegramObject

from bot.callbacks.staff import Ask, HaveIt, OnCase, Sort, Take
from bot.desk import desk_of_case
from bot.errands import buttons_spent
from cases.model import Case


class AtDesk(BaseMiddleware):
    """Adds ``desk`` and ``case``. Raises NotFound, so that what one may not see does not exist.

    A question that is answered loses its buttons.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        press = data["callback_data"]
        data["desk"], data["case"] = await desk_of_case(
            data["unit"], data["here"], data["user"], data["at"], press.case
        )
        result = await handler(event, data)
        if answers(press, data["case"]):
            await buttons_spent(data["unit"].outbox, data["here"])
        return result


def answers(press: CallbackData, case: Case) -> bool:
    """Whether the button stood under a question, which is answered now; those of cards, lists and alerts stay."""
    if isinstance(press, OnCase):
        return press.ask is Ask.IS_MAJOR or (press.ask in (Ask.GONE, Ask.BACK) and not case.open)
    return not isinstance(press, Take | Sort | HaveIt)
