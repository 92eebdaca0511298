"""``/sandbox/…``: the world for the page, for tests, and for whoever sets a scene. JSON in, JSON out."""

from __future__ import annotations

from aiohttp import web

from sandbox.control import knobs, records, scene, visits
from sandbox.control.errors import explain


def add_routes(app: web.Application) -> None:
    app.middlewares.append(explain)
    for part in (scene, knobs, records, visits):
        app.router.add_routes(part.routes)
