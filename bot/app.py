"""The composition root: the one module of the bot that knows every folder and puts the parts together."""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from urllib.parse import urlsplit

import structlog
import uvloop
from aiogram import Bot, Dispatcher
from aiohttp import ClientSession, web

from bot import commands, health, logs
from bot.backoff import Backoff
from bot.bot_api import make_bot
from bot.clock import Clock, SandboxClock
from bot.flows.tries import WrongTries
from bot.handlers import routers
from bot.handling import Handling
from bot.health import Metrics
from bot.holding import Holder
from bot.intake import Poller, announce, webhook
from bot.keyring import key_ring
from bot.lanes import Lanes
from bot.ledger import Ledger
from bot.logs import failure
from bot.media.fetch import Fetcher
from bot.middlewares import Context
from bot.nursery import Nursery
from bot.pacing import BOT, Pacer
from bot.rendering import Rendering
from bot.sender import Sender
from bot.settings import Settings
from bot.speaking import Speaker
from bot.ticks import Ticks
from bot.views.registry import VIEWS
from reports.sheet import pdf
from storage import Storage, in_transaction
from storage.errors import away

log = structlog.get_logger()

CLOCK_SECONDS = 1.0


def make_dispatcher(metrics: Metrics) -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True, tries=WrongTries(metrics.wrong_receipts.inc))
    dispatcher.update.outer_middleware(Context())
    dispatcher.include_routers(*routers())
    return dispatcher


@dataclass(frozen=True)
class App:
    """Everything that runs, with its parts at hand. ``serve`` starts it, ``build_app`` makes it."""

    settings: Settings
    clock: Clock
    storage: Storage
    bot: Bot
    metrics: Metrics
    holder: Holder
    lanes: Lanes
    sender: Sender
    handling: Handling


@asynccontextmanager
async def build_app(settings: Settings, rate: tuple[int, float] = BOT) -> AsyncIterator[App]:
    """Opens the database and the way to Telegram; ``rate`` is messages in seconds, for measuring alone not ``BOT``."""
    async with AsyncExitStack() as stack:
        clock = SandboxClock(settings.base) if settings.loopback else Clock()
        if isinstance(clock, SandboxClock):
            async with ClientSession() as session:
                await clock.refresh(session)
        storage = await stack.enter_async_context(
            Storage.open(settings.database_url, key_ring(settings.key_file), settings.bot_id, clock.now)
        )
        bot = make_bot(settings.token, settings.base, in_transaction.get)
        stack.push_async_callback(bot.session.close)
        yield _assemble(settings, clock, storage, bot, rate)


def _assemble(settings: Settings, clock: Clock, storage: Storage, bot: Bot, rate: tuple[int, float]) -> App:
    metrics, holder = Metrics(), Holder(storage.leases, token_hex(8))
    handling = Handling(bot, make_dispatcher(metrics), storage, clock, {"operator": settings.operator_name})
    rendering = Rendering(storage.reading, clock.now, settings.operator_name, VIEWS, pdf, settings.office_inspects)
    speaker = Speaker(bot, storage, Ledger(storage.outbox_queue), rendering, clock)
    return App(
        settings=settings,
        clock=clock,
        storage=storage,
        bot=bot,
        metrics=metrics,
        holder=holder,
        handling=handling,
        lanes=Lanes(storage.inbox_queue, handling.handle, away, storage.inbox.arrived, metrics),
        sender=Sender(storage.outbox_queue, speaker, Pacer(rate), storage.outbox_written, metrics),
    )


async def serve(app: App, stop: asyncio.Event) -> None:
    """Runs until ``stop`` or until a part that must not die has died; finishes what is in hand."""
    async with Nursery() as nursery, _web(app):
        nursery.start("clock", _follow_clock(app))
        nursery.start("start", _start(app, nursery))
        gc.collect()
        gc.freeze()  # what is loaded by now stays: not to be looked through at each collection
        stopped = nursery.start("stop", stop.wait())
        broken = nursery.start("broken", nursery.broken.wait())
        await asyncio.wait([stopped, broken], return_when=asyncio.FIRST_COMPLETED)


async def _start(app: App, nursery: Nursery) -> None:
    """Needs Telegram: who we are stands in every link we make."""
    backoff = Backoff()
    while "bot_username" not in app.handling.names:
        try:
            app.handling.names["bot_username"] = (await app.bot.me()).username
            await commands.register(app.bot)
        except Exception as error:  # noqa: BLE001 - Telegram or the network is away: asked until it answers
            log.warning("Telegram does not answer", **failure(error))
            await backoff.wait()
    nursery.start("lanes", app.holder.keep("lanes", app.lanes.run))
    ticks = Ticks(app.storage.due, app.storage.chains, app.storage.admin, app.clock.now, app.metrics)
    nursery.start("ticks", app.holder.keep("ticks", lambda _held: ticks.run()))
    nursery.start("files", Fetcher(app.bot, app.storage, asyncio.Semaphore(os.cpu_count() or 1)).run())
    nursery.start("sender", app.holder.keep(f"sender:{app.bot.id}", app.sender.run))
    if app.settings.webhook_url:
        nursery.start("webhook", announce(app.bot, app.settings.webhook_url, app.settings.secret))
    else:
        poller = Poller(app.bot, app.storage.inbox.accept)
        nursery.start("poller", app.holder.keep(f"poller:{app.bot.id}", lambda _held: poller.run()))
    log.info("started")


async def _follow_clock(app: App) -> None:
    if not isinstance(app.clock, SandboxClock):
        return
    async with ClientSession() as session:
        while True:
            await asyncio.sleep(CLOCK_SECONDS)
            await app.clock.refresh(session)
            with suppress(Exception):  # the page alone would miss it
                await app.clock.publish(session, await next_deadline(app))


async def next_deadline(app: App) -> datetime | None:
    """The next moment at which something happens by itself: an act, a rung, a message that waits for its time."""
    coming = [await app.storage.due.next_at(), await app.storage.outbox_queue.next_at()]
    return min((at for at in coming if at and at > app.clock.now()), default=None)


@asynccontextmanager
async def _web(app: App) -> AsyncIterator[None]:
    """Health, metrics and, with a webhook, the address Telegram calls."""

    async def ready() -> str | None:
        try:
            await app.storage.inbox.counts()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is not ready
            return f"the database does not answer ({type(error).__name__})"
        if app.storage.room.full:
            return "the database's disk is full: make room, what comes waits at Telegram"
        if "bot_username" not in app.handling.names or not app.holder.asks:
            return "Telegram has not answered yet"
        missing = app.holder.missing()
        return f"nobody is known to hold the lease of: {', '.join(missing)}" if missing else None

    async def refresh() -> None:
        counts = await app.storage.inbox.counts()
        updates = {state: getattr(counts, state) for state in ("received", "done", "open", "parked")}
        waiting = {priority.name.lower(): n for priority, n in (await app.storage.outbox_queue.waiting()).items()}
        app.metrics.show(updates, waiting, {name: held.left for name, held in app.holder.held.items()})

    site = web.Application()
    site.add_routes(health.routes(ready, app.metrics, refresh))
    if app.settings.webhook_url:
        path = urlsplit(app.settings.webhook_url).path or "/"
        site.router.add_post(path, webhook(app.storage.inbox.accept, app.settings.secret))
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=5)
    await runner.setup()
    await web.TCPSite(runner, *app.settings.address).start()
    log.info("listening", port=runner.addresses[0][1])
    try:
        yield
    finally:
        await runner.cleanup()


async def _run(settings: Settings) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with build_app(settings) as app:
        await serve(app, stop)
    return 0 if stop.is_set() else 1


def run(settings: Settings) -> int:
    """The whole program, until a signal; the exit code."""
    logs.set_up()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_run(settings))
