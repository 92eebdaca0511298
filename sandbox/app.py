"""The sandbox as an aiohttp application, and as a server for the length of a block."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from sandbox import botapi, control
from sandbox.botapi import WORLD
from sandbox.client import Client
from sandbox.methods import execute
from sandbox.parameters import typed
from sandbox.people import Chat
from sandbox.phone import Phone
from sandbox.webhook import Webhook
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
MAX_BODY = 128 * 1024 * 1024


def create_app(world: World) -> web.Application:
    app = web.Application(client_max_size=MAX_BODY)
    app[WORLD] = world
    control.add_routes(app)
    botapi.add_routes(app)
    app.router.add_get("/", _page)
    app.router.add_static("/page", PAGE)
    app.cleanup_ctx.append(_webhooks)
    return app


@dataclass
class Sandbox:
    """A running sandbox. ``api_base`` is what a Telegram library takes for https://api.telegram.org."""

    api_base: str
    world: World
    client: Client

    def phone(self, name: str, language: str = "en") -> Phone:
        """The phone of the person with this name, who is added when there is none yet."""
        people = self.world.people.values()
        person = next((person for person in people if person.first_name == name), None)
        person = person or self.world.add_person(name, language_code=language)
        return Phone(self.client, person.id, name, person.id)

    def group(self, title: str, *phones: Phone, chat_type: str = "supergroup") -> Chat:
        """A group that the first of these people creates; one of them adds the bot with ``adds_bot``."""
        return self.world.add_group(title, [phone.person_id for phone in phones], chat_type)


@contextlib.asynccontextmanager
async def running_sandbox(port: int = 0, world: World | None = None) -> AsyncIterator[Sandbox]:
    """Serve a world on loopback; port 0 takes a free one."""
    world = world or World()
    runner = web.AppRunner(create_app(world), handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with Client.connected(base) as client:
            yield Sandbox(base, world, client)
    finally:
        await runner.cleanup()


async def _page(_: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def _webhooks(app: web.Application) -> AsyncIterator[None]:
    delivering = asyncio.get_running_loop().create_task(_deliver_for_ever(app[WORLD]))
    yield
    delivering.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await delivering


async def _deliver_for_ever(world: World) -> None:
    """Deliver to the webhook that is set now, until another is set or none."""
    while True:
        hook = world.webhook
        async with asyncio.TaskGroup() as group:
            running = group.create_task(_deliver(world, hook)) if hook else None
            while world.webhook is hook:
                await world.webhook_changed.wait()
            if running:
                running.cancel()


async def _deliver(world: World, hook: Webhook) -> None:
    async def run_method(name: str, params: dict[str, object]) -> None:
        await execute(world, name, typed(params))

    await hook.run(world.updates, run_method, world.clock.timestamp, world.faults.disturbed)
