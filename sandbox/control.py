"""``/sandbox/…``: the world for the page, for tests, and for whoever sets a scene. JSON in, JSON out."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from sandbox.acts import perform
from sandbox.botapi import WORLD
from sandbox.errors import ActError
from sandbox.faults import Fault
from sandbox.screens import find, overview, screen

Json = dict[str, Any]

PATIENCE = 25.0


def add_routes(app: web.Application) -> None:
    app.middlewares.append(_explain)
    router = app.router
    router.add_get("/sandbox", get_overview)
    router.add_post("/sandbox/people", add_person)
    router.add_post("/sandbox/groups", add_group)
    router.add_post("/sandbox/act", act)
    router.add_get("/sandbox/chats/{chat:-?\\d+}/messages", get_screen)
    router.add_get("/sandbox/chats/{chat:-?\\d+}/see", see)
    router.add_get("/sandbox/files/{id}", get_file)
    router.add_get("/sandbox/events", stream_events)
    router.add_get("/sandbox/calls", get_calls)
    router.add_get("/sandbox/calls/{number:\\d+}/files/{name}", get_call_file)
    router.add_get("/sandbox/clock", get_clock)
    router.add_post("/sandbox/clock", move_clock)
    router.add_post("/sandbox/deadline", publish_deadline)
    router.add_get("/sandbox/faults", get_faults)
    router.add_post("/sandbox/faults", add_fault)
    router.add_delete("/sandbox/faults", clear_faults)
    router.add_get("/sandbox/limits", get_limits)
    router.add_post("/sandbox/limits", set_limits)
    router.add_post("/sandbox/updates", inject_update)
    router.add_get("/sandbox/phones", get_phones)
    router.add_post("/sandbox/phones", set_phones)
    router.add_get("/sandbox/visitor", get_visitor)
    router.add_post("/sandbox/visitor", set_visitor)
    router.add_post("/sandbox/reset", reset)
