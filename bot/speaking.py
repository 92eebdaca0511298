"""One message: rendered, sent, and marked with what Telegram answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot import delivery
from bot.clock import Clock
from bot.ledger import Ledger
from bot.logs import failure
from bot.rendering import Rendered, Rendering
from storage import Storage
from storage.marks import Outgoing

log = structlog.get_logger()

LONGEST_DELAY = 60.0
FILE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Result:
    """``sent`` messages may have reached Telegram; ``silence`` seconds were asked for; ``needs`` places are missing."""

    outcome: str
    sent: int = 0
    silence: float = 0.0
    needs: int = 0


@dataclass(frozen=True)
class Speaker:
    bot: Bot
    storage: Storage
    ledger: Ledger
    rendering: Rendering
    clock: Clock

    async def say(self, out: Outgoing, places: int, in_time: Callable[[], bool]) -> Result:
        """Says it if there is still a reason, if it fits into ``places``, and while the lease lasts."""
        try:
            rendered = await self.rendering.render(out)
        except Exception as error:  # noqa: BLE001 - one message that cannot be rendered must not stop the others
            log.error("message not rendered", what=out.what, attempt=out.attempt, **failure(error))
            return await self._again(out, "broken")
        if rendered is None:
            await self.ledger.write(lambda marks: marks.dropped.append(out))
            return Result("dropped")
        if rendered.waits:
            await self.put_off(out, FILE_SECONDS)
            return Result("waits")
        if rendered.messages > places:
            return Result("album", needs=rendered.messages)
        return await self._send(out, rendered) if in_time() else Result("late")

    async def put_off(self, out: Outgoing, seconds: float) -> None:
        until = self.clock.now() + timedelta(seconds=seconds)
        await self.ledger.write(lambda marks: marks.put_off.append((out, until)))

    async def _send(self, out: Outgoing, rendered: Rendered) -> Result:
        try:
            message = await self._call(out, rendered)
        except AiogramError as error:
            return await self._failed(out, error, rendered.messages)
        if message is None:
            await self.ledger.write(lambda marks: marks.lost.append(out))
            return Result("lost", 1)
        await self.ledger.write(lambda marks: marks.sent.append((out, message)))
        return Result("sent", rendered.messages)

    async def _call(self, out: Outgoing, rendered: Rendered) -> int | None:
        """The number of the message, None when a card can no longer be edited."""
        if out.message is not None and await delivery.edit(self.bot, out.address.chat, out.message, rendered.shown):
            return out.message
        if out.message is not None and out.card:
            return None
        return await delivery.send(self.bot, out.address.chat, rendered.shown, rendered.files, out.silent)

    async def _failed(self, out: Outgoing, error: AiogramError, count: int) -> Result:
        if (silence := delivery.wait_asked(error)) is not None:
            await self.put_off(out, silence)
            return Result("flooded", count, silence)
        if (chat := delivery.moved_to(error)) is not None:
            return await self._follow(out, chat)
        log.warning("message not sent", what=out.what, attempt=out.attempt, **failure(error))
        if delivery.route_ended(error):
            await self.ledger.write(lambda marks: marks.unreachable.append(out))
            return Result("unreachable", count)
        if delivery.refused(error):
            await self.ledger.write(lambda marks: marks.dropped.append(out))
            return Result("refused", count)
        return await self._again(out, "uncertain", count)

    async def _follow(self, out: Outgoing, chat: int) -> Result:
        """A group has become a supergroup: its address moves on, then the message goes there."""
        async with self.storage.unit() as unit:
            await unit.identities.move_group(out.address.chat, chat)
        await self.put_off(out, 0)
        return Result("moved", 1)

    async def _again(self, out: Outgoing, outcome: str, count: int = 0) -> Result:
        await self.put_off(out, min(2.0**out.attempt, LONGEST_DELAY))
        return Result(outcome, count)
