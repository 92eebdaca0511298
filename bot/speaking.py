"""One message: rendered, sent, and marked with what Telegram answered."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot import delivery
from bot.clock import Clock
from bot.errands import ERRANDS, Errand
from bot.ledger import Ledger
from bot.logs import failure
from bot.rendering import Rendered, Rendering
from bot.say import DELETION
from bot.views.worker import LIFETIMES
from cases.actions.arrive import lose_chat
from cases.ports import Message, ToChat
from storage import Storage
from storage.marks import Marks, Outgoing
from storage.outbox import Route
from storage.traces import Trace

log = structlog.get_logger()

LONGEST_DELAY = 60.0
FILE_SECONDS = 2.0
GONE = "gone"
"""What came of an edit when its message cannot be edited: it is to be sent as a new one, in its turn."""


@dataclass(frozen=True, slots=True)
class Result:
    """``sent`` messages may have reached Telegram; ``silence`` seconds were asked for; ``needs`` places are missing.

    ``answered_at`` of ``monotonic`` is when Telegram took them: that it is written down takes time of its own.
    """

    outcome: str
    sent: int = 0
    silence: float = 0.0
    needs: int = 0
    answered_at: float | None = None


@dataclass(frozen=True)
class Speaker:
    bot: Bot
    storage: Storage
    ledger: Ledger
    rendering: Rendering
    clock: Clock
    monotonic: Callable[[], float] = time.monotonic

    async def say(self, out: Outgoing, places: int, in_time: Callable[[], bool]) -> Result:
        """Says it if there is still a reason, if it fits into ``places``, and while the lease lasts."""
        if out.what == DELETION:
            return await self._delete(out)
        if errand := ERRANDS.get(out.what):
            return await self._run(errand, out) if in_time() else Result("late")
        return await self._speak(out, places, in_time)

    async def _speak(self, out: Outgoing, places: int, in_time: Callable[[], bool]) -> Result:
        try:
            rendered = await self.rendering.render(out)
        except Exception as error:  # noqa: BLE001 - one message that cannot be rendered must not stop the others
            log.error("message not rendered", what=out.what, attempt=out.attempt, **failure(error))
            return await self._again(out, "broken")
        if rendered is None:
            await self.ledger.write(lambda marks: marks.dropped.append(out))
            return Result("dropped")
        if rendered.waits:
            await self.put_off(out, min(max(FILE_SECONDS, out.attempt), LONGEST_DELAY))
            return Result("waits")
        if rendered.messages > places:
            return Result("album", needs=rendered.messages)
        return await self._send(out, rendered) if in_time() else Result("late")

    async def _run(self, errand: Errand, out: Outgoing) -> Result:
        try:
            await errand(self.bot, self.storage, out)
        except AiogramError as error:
            return await self._failed(out, error, 1)
        except Exception as error:  # noqa: BLE001 - one errand that cannot be run must not come back at once for ever
            log.error("errand not run", what=out.what, attempt=out.attempt, **failure(error))
            return await self._again(out, "broken", 1)
        await self.ledger.write(lambda marks: marks.dropped.append(out))
        return Result("run", 1)

    async def put_off(self, out: Outgoing, seconds: float) -> None:
        until = self.clock.now() + timedelta(seconds=seconds)
        await self.ledger.write(lambda marks: marks.put_off.append((out, until)))

    async def _send(self, out: Outgoing, rendered: Rendered) -> Result:
        try:
            messages = await self._call(out, rendered)
        except AiogramError as error:
            return await self._failed(out, error, rendered.messages)
        if not messages and out.card:
            await self.ledger.write(lambda marks: marks.lost.append(out))
            return Result("lost", 1)
        if not messages:
            return Result(GONE, 1, needs=rendered.messages)
        answered_at = self.monotonic()
        await self.ledger.write(lambda marks: self._sent(marks, out, messages))
        return Result("sent", rendered.messages, answered_at=answered_at)

    def _sent(self, marks: Marks, out: Outgoing, messages: list[int]) -> None:
        """What went to a worker, or into a conversation in private, is remembered to be taken away again."""
        marks.sent.append((out, messages[0]))
        if out.route in (Route.WORKER, Route.CHAT) and out.address.chat > 0:
            delete_at = self.clock.now() + LIFETIMES[out.what] if out.what in LIFETIMES else None
            marks.said.extend(Trace(out.address.chat, message, delete_at) for message in messages)

    async def _delete(self, out: Outgoing) -> Result:
        try:
            await delivery.delete(self.bot, out.address.chat, out.args["messages"])
        except AiogramError as error:
            return await self._failed(out, error, 1)
        await self.ledger.write(lambda marks: marks.dropped.append(out))
        return Result("deleted", 1)

    async def _call(self, out: Outgoing, rendered: Rendered) -> list[int]:
        """The numbers of the messages, none when the one to be edited can no longer be."""
        if out.message is not None:
            edited = await delivery.edit(self.bot, out.address.chat, out.message, rendered.shown)
            return [out.message] if edited else []
        return await delivery.send(self.bot, out.address.chat, rendered.shown, rendered.files, out.silent)

    async def _failed(self, out: Outgoing, error: AiogramError, count: int) -> Result:
        if (silence := delivery.wait_asked(error)) is not None:
            await self.put_off(out, silence)
            return Result("flooded", count, silence)
        if (chat := delivery.moved_to(error)) is not None:
            return await self._follow(out, chat)
        log.warning("message not sent", what=out.what, attempt=out.attempt, **failure(error))
        if delivery.route_ended(error, out.address.chat):
            return await self._end(out, count)
        if delivery.refused(error):
            await self.ledger.write(lambda marks: marks.dropped.append(out))
            return Result("refused", count)
        return await self._again(out, "uncertain", count)

    async def _end(self, out: Outgoing, count: int) -> Result:
        """Telegram may not have told that a group threw us out, or took our right to write there."""
        if out.address.chat < 0:
            async with self.storage.unit() as unit:
                await lose_chat(unit, out.address.chat, unit.at)
        await self.ledger.write(lambda marks: marks.unreachable.append(out))
        return Result("unreachable", count)

    async def _follow(self, out: Outgoing, chat: int) -> Result:
        """A group has become a supergroup: its address moves on, then the message goes there.

        What is said in a conversation has its address sealed in it: it is said anew.
        """
        async with self.storage.unit() as unit:
            await unit.identities.move_group(out.address.chat, chat)
            if out.route is Route.CHAT:
                outbox = (await unit.enterprise(out.enterprise)).outbox if out.enterprise else unit.outbox
                there = ToChat(replace(out.address, chat=chat))
                await outbox.say(Message(there, out.what, "", out.args, priority=out.priority, silent=out.silent))
        if out.route is Route.CHAT:
            await self.ledger.write(lambda marks: marks.dropped.append(out))
        else:
            await self.put_off(out, 0)
        return Result("moved", 1)

    async def _again(self, out: Outgoing, outcome: str, count: int = 0) -> Result:
        await self.put_off(out, min(2.0**out.attempt, LONGEST_DELAY))
        return Result(outcome, count)
