"""A part of the conversation: the handlers of one file."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery, TelegramObject


class Part(Router):
    """Passed over at a glance by what none of its handlers is for; else aiogram asks the filters of each in turn.

    It includes no other routers.
    """

    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:
        if not self.observers[update_type].handlers:
            return UNHANDLED
        if isinstance(event, CallbackQuery) and not self._takes((event.data or "").partition(":")[0]):
            return UNHANDLED
        return await super().propagate_event(update_type, event, **kwargs)

    def _takes(self, prefix: str) -> bool:
        return self._prefixes is None or prefix in self._prefixes

    @cached_property
    def _prefixes(self) -> frozenset[str] | None:
        """How the presses begin that its handlers take; None when one of them takes any."""
        named = [_named(each.callback for each in handler.filters or ()) for handler in self.callback_query.handlers]
        return None if None in named else frozenset(filter(None, named))


def _named(filters: Iterable[Any]) -> str | None:
    return next((each.callback_data.__prefix__ for each in filters if isinstance(each, CallbackQueryFilter)), None)
