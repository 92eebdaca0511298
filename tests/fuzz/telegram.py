"""Telegram in this process: the sandbox's world behind the bot's own client, with a clock that only a test moves."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import BufferedInputFile, InputFile

from bot.bot_api import GuardedSession, OpenTransactionError
from sandbox.clock import Clock
from sandbox.errors import ApiError
from sandbox.files import Upload
from sandbox.methods import execute
from sandbox.parameters import typed
from sandbox.world import World

MONDAY = datetime(2026, 11, 30, 2, 15, tzinfo=UTC)
"""A quarter past ten in Shanghai."""


class Still(Clock):
    """Time that stands still until it is moved: what happens in a run is the same each time."""

    def now(self) -> datetime:
        return MONDAY + self.offset


def a_world() -> World:
    world = World()
    world.clock = Still()
    return world


class Direct(GuardedSession):
    """Each call is made ready as for the wire, refused where it would be, and answered by the world at once."""

    def __init__(self, world: World, in_transaction: Callable[[], bool]) -> None:
        super().__init__("http://127.0.0.1", in_transaction)
        self._world = world

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002 - the base names it
    ) -> TelegramType:
        if self._in_transaction():
            raise OpenTransactionError
        files: dict[str, InputFile] = {}
        values = {
            name: self.prepare_value(value, bot, files) for name, value in method.model_dump(warnings=False).items()
        }
        params = {name: value.encode().decode() for name, value in values.items() if value}
        status, answer = await self._answer(
            method.__api_method__, params, {name: _upload(files[name]) for name in files}
        )
        return cast("TelegramType", self.check_response(bot, method, status, answer).result)

    async def _answer(self, method: str, params: dict[str, str], files: dict[str, Upload]) -> tuple[int, str]:
        call = self._world.calls.add(method, self._world.clock.now().isoformat(), dict(params), files)
        try:
            result: Any = await execute(self._world, method, typed(params) | files)
        except ApiError as error:
            call.status, call.description = error.code, error.description
            return error.code, json.dumps(error.as_json())
        call.status = 200
        return 200, json.dumps({"ok": True, "result": result})


def _upload(file: InputFile) -> Upload:
    assert isinstance(file, BufferedInputFile)
    return Upload(file.data, file.filename or "", "")


def passes(world: World, time: timedelta) -> None:
    world.clock.advance(time.total_seconds())
