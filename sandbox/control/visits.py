"""Who looks at the page, and which phones it shows them."""

from __future__ import annotations

import asyncio

from aiohttp import web

from sandbox.botapi import WORLD

PATIENCE = 25.0

routes = web.RouteTableDef()


@routes.get("/sandbox/phones")
async def get_phones(request: web.Request) -> web.Response:
    return web.json_response(request.app[WORLD].phones)


@routes.post("/sandbox/phones")
async def set_phones(request: web.Request) -> web.Response:
    """``[{person, chat?, title_en?, title_zh?, hint_en?, hint_zh?, start?}]``: phones from left to right.

    ``hint`` is shown in an empty chat and as a tooltip; ``start`` is the payload that the START button carries.
    """
    world = request.app[WORLD]
    phones = await request.json()
    for phone in phones:
        world.chat(phone.get("chat") or world.person(phone["person"]).id)
    world.phones = phones
    world.events.publish("people")
    return web.json_response(phones)


@routes.get("/sandbox/visitor")
async def get_visitor(request: web.Request) -> web.Response:
    """Wait until somebody has opened the page (``?within=`` seconds); null when nobody has."""
    world = request.app[WORLD]
    try:
        async with asyncio.timeout(float(request.query.get("within", PATIENCE))):
            while world.visitor is None:
                await world.events.changed.wait()
    except TimeoutError:
        pass
    return web.json_response(world.visitor)


@routes.post("/sandbox/visitor")
async def set_visitor(request: web.Request) -> web.Response:
    """``{language}``, as the visitor's browser says it."""
    world = request.app[WORLD]
    world.visitor = {"language": (await request.json())["language"]}
    world.events.publish("visitor", **world.visitor)
    return web.json_response(world.visitor)
