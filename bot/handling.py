"""One stored update: the press is quieted, the update parsed, handled and finished in one transaction."""

from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError

from bot.arrivals import chat_of, language_code_of
from bot.clock import Clock
from bot.logs import failure
from bot.middlewares import language_of
from bot.views.problem import PARKED, problem
from cases.errors import HuiyinError
from cases.ports import Address
from storage import Storage
from storage.inbox import Arrived
from storage.work import Unit

log = structlog.get_logger()


class OutOfReach(Exception):
    """Telegram does not answer: nothing is wrong with the update, it waits."""


@dataclass(frozen=True)
class Handling:
    """``names`` go to every handler: the operator, the bot's username."""

    bot: Bot
    dispatcher: Dispatcher
    storage: Storage
    clock: Clock
    names: dict[str, Any]

    async def handle(self, arrived: Arrived) -> str:
        """What became of it: ``done``, ``refused`` or ``parked``. Raises OutOfReach, and what a handler raises."""
        if arrived.parked:
            return await self._tell_of_parking(arrived)
        update = Update.model_validate_json(arrived.raw, context={"bot": self.bot})
        if update.callback_query:
            await self._quiet_the_button(update.callback_query.id)
        try:
            await self._act(arrived, update)
        except HuiyinError as error:
            await self._explain(arrived, error)
            return "refused"
        return "done"

    async def _act(self, arrived: Arrived, update: Update) -> None:
        async with self.storage.unit() as unit:
            if is_known(update):
                await self.dispatcher.feed_update(self.bot, update, unit=unit, at=unit.at, **self.names)
            unit.finish(arrived)

    async def _quiet_the_button(self, query: str) -> None:
        """Ends the waiting mark on the button before any work; a press too old for that is handled all the same."""
        try:
            await self.bot.answer_callback_query(query)
        except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter) as error:
            raise OutOfReach from error
        except TelegramAPIError as error:
            log.info("press not answered", **failure(error))

    async def _explain(self, arrived: Arrived, error: HuiyinError) -> None:
        """The refused transaction is gone; a fresh one says why and finishes the update."""
        async with self.storage.unit() as unit:
            await self._say_problem(unit, arrived, error)
            unit.finish(arrived)

    async def _tell_of_parking(self, arrived: Arrived) -> str:
        log.error("update parked, see huiyin parked list", update_id=arrived.update_id)
        async with self.storage.unit() as unit:
            await self._say_problem(unit, arrived, PARKED)
            unit.finish(arrived)
        return "parked"

    async def _say_problem(self, unit: Unit, arrived: Arrived, error: HuiyinError | str) -> None:
        chat = chat_of(arrived.raw)
        if chat is None:
            return
        language = await language_of(unit, chat, language_code_of(arrived.raw))
        await unit.outbox.say(problem(Address(chat, language), error))


def is_known(update: Update) -> bool:
    """False for a kind of update that is newer than the library: there is nobody to hand it to."""
    try:
        return bool(update.event_type)
    except UpdateTypeLookupError:
        return False
