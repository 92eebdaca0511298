"""Between a press that names a case and its handler: who pressed, from which of their places, and may they see it."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from bot.desk import desk_of_case


class AtDesk(BaseMiddleware):
    """Adds ``desk`` and ``case``. Raises NotFound, so that what one may not see does not exist."""

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
        return await handler(event, data)
