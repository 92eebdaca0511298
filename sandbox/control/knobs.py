"""Clock, faults, limits, raw updates, and starting afresh."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.botapi import WORLD
from sandbox.faults import Fault

routes = web.RouteTableDef()


@routes.get("/sandbox/clock")
async def get_clock(request: web.Request) -> web.Response:
    return web.json_response(request.app[WORLD].clock.as_json())


@routes.post("/sandbox/clock")
async def move_clock(request: web.Request) -> web.Response:
    """``{advance_seconds}`` or ``{to: "deadline"}``; ``{time_zone}`` sets the zone in which the page shows times."""
    body = await request.json()
    world = request.app[WORLD]
    if body.get("to") == "deadline":
        world.clock.go_to_deadline()
    elif "time_zone" in body:
        world.clock.time_zone = ZoneInfo(body["time_zone"]).key
    else:
        world.clock.advance(body["advance_seconds"])
    world.events.publish("clock", **world.clock.as_json())
    return web.json_response(world.clock.as_json())


@routes.post("/sandbox/deadline")
async def publish_deadline(request: web.Request) -> web.Response:
    """``{at: ISO 8601 with offset, or null, label}``: when the bot will act next."""
    body = await request.json()
    at = datetime.fromisoformat(body["at"]) if body["at"] else None
    if at and at.tzinfo is None:
        raise ValueError("A deadline needs its UTC offset, such as 2026-11-22T12:00:00+00:00.")
    world = request.app[WORLD]
    world.clock.publish(at, body.get("label", ""))
    world.events.publish("clock", **world.clock.as_json())
    return web.json_response(world.clock.as_json())


@routes.get("/sandbox/faults")
async def get_faults(request: web.Request) -> web.Response:
    return web.json_response(request.app[WORLD].faults.as_json())


@routes.post("/sandbox/faults")
async def add_fault(request: web.Request) -> web.Response:
    """``{kind, method?, times?, retry_after?, seconds?}``: see ``sandbox.faults.Fault``."""
    world = request.app[WORLD]
    world.faults.add(Fault(**await request.json()))
    return _faults_changed(request)


@routes.delete("/sandbox/faults")
async def clear_faults(request: web.Request) -> web.Response:
    request.app[WORLD].faults.clear()
    return _faults_changed(request)


@routes.get("/sandbox/limits")
async def get_limits(request: web.Request) -> web.Response:
    return web.json_response(request.app[WORLD].flood.as_json())


@routes.post("/sandbox/limits")
async def set_limits(request: web.Request) -> web.Response:
    """``{strict: true}`` answers 429 where Telegram would."""
    flood = request.app[WORLD].flood
    flood.is_strict = bool((await request.json())["strict"])
    return web.json_response(flood.as_json())


@routes.post("/sandbox/updates")
async def inject_update(request: web.Request) -> web.Response:
    """Any JSON object goes into the bot's queue as it is; ``update_id`` is added when it is missing."""
    update = await request.json()
    if not isinstance(update, dict):
        raise TypeError("An update is a JSON object.")
    request.app[WORLD].updates.push_raw(update)
    return web.json_response({"pending": len(request.app[WORLD].updates.pending)})


@routes.post("/sandbox/reset")
async def reset(request: web.Request) -> web.Response:
    request.app[WORLD].reset()
    return web.json_response({})


def _faults_changed(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    world.events.publish("faults", faults=world.faults.as_json())
    return web.json_response(world.faults.as_json())
