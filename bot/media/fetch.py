"""Files that people sent are fetched, cleaned in a process apart, and kept sealed; nothing of it in a transaction."""

import asyncio
from io import BytesIO

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiohttp import ClientError

from bot.backoff import Backoff
from bot.logs import failure
from bot.media.child import ChildFailed, clean_apart
from bot.media.model import Limits, Reason, Refused
from bot.nursery import Nursery
from cases.actions.refuse import refuse
from storage import Storage
from storage.media import WaitingFile

log = structlog.get_logger()

AT_ONCE = 4
"""Files in hand; cleaning itself is bounded by the cores."""
POLL_SECONDS = 0.5
STARTS = 8
"""So often a file is tried while Telegram or this machine fails; then it counts as lost."""
FINISH_SECONDS = 10.0


class Fetcher:
    def __init__(self, bot: Bot, storage: Storage, slots: asyncio.Semaphore) -> None:
        self._bot, self._storage, self._slots = bot, storage, slots
        self._queue = storage.media_queue

    async def run(self) -> None:
        """Looks for files until cancelled, then finishes those in hand."""
        backoff, crew = Backoff(), Nursery()
        try:
            while True:
                try:
                    for file in await self._queue.claim(AT_ONCE - len(crew)):
                        crew.start("file", self.take(file))
                except Exception as error:  # noqa: BLE001 - the database is away: nothing was begun
                    log.warning("files not claimed", **failure(error))
                    await backoff.wait()
                else:
                    backoff.reset()
                    await asyncio.sleep(POLL_SECONDS)
        finally:
            await crew.finish(FINISH_SECONDS)

    async def take(self, file: WaitingFile) -> None:
        """One file from Telegram to the shelf; what can't be cleaned is refused and who sent it is told."""
        try:
            await self._take(file)
        except Refused as refusal:
            await self._refuse(file, refusal.reason)
        except (AiogramError, ChildFailed, ClientError, OSError, TimeoutError) as error:
            log.warning("file not taken", attempt=file.attempt, **failure(error))
            await (self._queue.later(file.id) if file.attempt < STARTS else self._refuse(file, Reason.BROKEN))
        except Exception as error:  # noqa: BLE001 - one file must not stop the others; its lease runs out
            log.error("file not kept", attempt=file.attempt, **failure(error))

    async def _take(self, file: WaitingFile) -> None:
        data = await self._fetch(file.source)
        cleaned = await clean_apart(data, file.kind, limits=Limits(), slots=self._slots)
        await self._queue.ready(file.id, cleaned.mime, cleaned.data)

    async def _fetch(self, file_id: str) -> bytes:
        try:
            found = await self._bot.get_file(file_id)
        except TelegramBadRequest as error:
            raise Refused(Reason.TOO_LARGE if "too big" in error.message else Reason.BROKEN) from error
        data = BytesIO()
        await self._bot.download_file(found.file_path or "", data)
        return data.getvalue()

    async def _refuse(self, file: WaitingFile, reason: Reason) -> None:
        """Who has not sent the case yet is told at the next tap: until then nobody but the draft knows who it is."""
        log.info("file refused", reason=reason.value)
        async with self._storage.unit() as unit:
            if sent := await unit.media.refuse(file.id):
                enterprise, entry = sent
                await refuse(await unit.enterprise(enterprise), file.case, entry, file.id, unit.at)
