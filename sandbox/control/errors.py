"""Refusals of the control API: 400 with one sentence."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.errors import ActError


@web.middleware
async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    if not request.path.startswith("/sandbox"):
        return await handler(request)
    try:
        return await handler(request)
    except (ActError, ValueError, TypeError) as error:
        return web.json_response({"error": str(error)}, status=400)
    except KeyError as error:
        return web.json_response({"error": f"{error} is missing."}, status=400)
