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
DOWNLOAD_SECONDS = 180
"""20 MB come in that time over 1 Mbit/s."""
STARTS = 8
"""So often a file is begun with that we can't clean, or that ends the process; then it counts as lost."""
WAITS = 30
"""So often a file is waited for that Telegram does not hand out: for about a day, hourly from the second hour on."""
FINISH_SECONDS = 10.0
GIVE_BACK_SECONDS = 5.0


class OutOfReach(Exception):
    """Telegram or the network does not hand out a file: nothing is wrong with it."""


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
        except OutOfReach as away:
            log.warning("file not fetched", attempt=file.waits, **failure(away.__cause__ or away))
            await (self._queue.wait(file) if file.waits < WAITS else self._refuse(file, Reason.BROKEN))
        except (ChildFailed, OSError) as error:
            log.warning("file not cleaned", attempt=file.starts, **failure(error))
            await self._queue.failed(file)
        except asyncio.CancelledError:
            await self._give_back(file)
            raise
        except Exception as error:  # noqa: BLE001 - one file must not stop the others; its lease runs out
            log.error("file not kept", attempt=file.starts, **failure(error))

    async def _take(self, file: WaitingFile) -> None:
        if file.starts > STARTS:
            raise Refused(Reason.BROKEN)
        data = await self._fetch(file.source)
        cleaned = await clean_apart(data, file.kind, limits=Limits(), slots=self._slots)
        await self._queue.ready(file.id, cleaned.mime, cleaned.data)

    async def _fetch(self, file_id: str) -> bytes:
        try:
            return await self._download(file_id)
        except TelegramBadRequest as error:
            raise Refused(Reason.TOO_LARGE if "too big" in error.message else Reason.BROKEN) from error
        except (AiogramError, ClientError, OSError, TimeoutError) as error:
            raise OutOfReach from error

    async def _download(self, file_id: str) -> bytes:
        """By a path asked for anew each time: Telegram promises one for an hour."""
        found, data = await self._bot.get_file(file_id), BytesIO()
        await self._bot.download_file(found.file_path or "", data, timeout=DOWNLOAD_SECONDS)
        return data.getvalue()

    async def _give_back(self, file: WaitingFile) -> None:
        """When the database is away, its lease runs out."""
        try:
            async with asyncio.timeout(GIVE_BACK_SECONDS):
                await self._queue.give_back(file)
        except Exception as error:  # noqa: BLE001 - as above
            log.warning("file not given back", **failure(error))

    async def _refuse(self, file: WaitingFile, reason: Reason) -> None:
        """Who has not sent the case yet is told at the next tap: until then nobody but the draft knows who it is."""
        log.info("file refused", reason=reason.value)
        async with self._storage.unit() as unit:
            if sent := await unit.media.refuse(file.id):
                enterprise, entry = sent
                await refuse(await unit.enterprise(enterprise), file.case, entry, file.id, unit.at)
