"""Between a press that names a case and its handler: who pressed, from which of their places, and may they see it."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters.callback_data import CallbackData
from aiogram.types import TelegramObject

from bot.callbacks.staff import Ask, HaveIt, OnCase, Sort, Take
from bot.desk import desk_of_case, lapse
from bot.errands import buttons_spent
from cases.errors import NotFound
from cases.model import Case
from cases.ports import Draft


class AtDesk(BaseMiddleware):
    """Adds ``desk`` and ``case``. Raises NotFound, so that what one may not see does not exist; what was begun about it
    is over then.

    A question that is answered loses its buttons.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        press, unit, here, user = data["callback_data"], data["unit"], data["here"], data["user"]
        try:
            data["desk"], data["case"] = await desk_of_case(unit, here, user, data["at"], press.case)
        except NotFound:
            if not _midway(data["draft"], press.case):
                raise
            return await lapse(unit, here, user)
        result = await handler(event, data)
        if answers(press, data["case"]):
            await buttons_spent(data["unit"].outbox, data["here"])
        return result


def _midway(draft: Draft | None, case_id: int) -> bool:
    """Whether the person has begun something about this case."""
    return draft is not None and draft.state.get("case") == case_id


def answers(press: CallbackData, case: Case) -> bool:
    """Whether the button stood under a question, which is answered now; those of cards, lists and alerts stay."""
    if isinstance(press, OnCase):
        return press.ask is Ask.IS_MAJOR or (press.ask in (Ask.GONE, Ask.BACK) and not case.open)
    return not isinstance(press, Take | Sort | HaveIt)
