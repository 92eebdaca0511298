"""The Bot API's door: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any

from aiohttp import web

from sandbox.calls import Call
from sandbox.errors import ApiError, bad_request, too_many_requests
from sandbox.faults import Fault
from sandbox.methods import execute
from sandbox.parameters import read_request, typed
from sandbox.world import World

Json = dict[str, Any]

WORLD = web.AppKey("world", World)
TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,}")
BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx/1.18.0</body>\r\n</html>\r\n"


def add_routes(app: web.Application) -> None:
    app.router.add_route("*", "/bot{token}/{method}", answer_call)
    app.router.add_get("/file/bot{token}/{path:.+}", download)


async def answer_call(request: web.Request) -> web.StreamResponse:
    world, method = request.app[WORLD], request.match_info["method"]
    try:
        _check_token(world, request.match_info["token"])
        params, files = await read_request(request)
    except ApiError as error:
        return _refusal(error)
    except (ValueError, UnicodeDecodeError):
        return _refusal(bad_request("can't parse request body"))
    call = world.calls.add(method, world.clock.now().isoformat(), params, files)
    started = time.monotonic()
    try:
        return await _answer(request, world, call)
    finally:
        call.milliseconds = (time.monotonic() - started) * 1000


async def download(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    try:
        _check_token(world, request.match_info["token"])
    except ApiError as error:
        return _refusal(error)
    file = world.files.at(request.match_info["path"])
    if file is None:
        return _refusal(ApiError(404, "Not Found"))
    return web.Response(body=file.data, content_type=file.mime_type)


def _check_token(world: World, token: str) -> None:
    if not TOKEN.fullmatch(token):
        raise ApiError(404, "Not Found")
    if world.token is not None and token != world.token:
        raise ApiError(401, "Unauthorized")
    world.adopt_token(token)


async def _answer(request: web.Request, world: World, call: Call) -> web.StreamResponse:
    fault = world.faults.take(call.method)
    if fault is None:
        return _logged(call, await _execute(world, call))
    call.fault = fault.kind
    if fault.kind == "timeout":
        await asyncio.Event().wait()  # until the client gives up
    refused = _refused_by(fault)
    if refused is not None:
        return _logged(call, refused)
    response = await _execute(world, call)
    if fault.kind == "drop" and request.transport:
        request.transport.abort()
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    return _logged(call, response)


async def _execute(world: World, call: Call) -> web.Response:
    try:
        result = await execute(world, call.method, typed(call.params) | call.files)
    except ApiError as error:
        call.description = error.description
        return _refusal(error)
    return web.json_response({"ok": True, "result": result})


def _refused_by(fault: Fault) -> web.Response | None:
    if fault.kind == "429":
        return _refusal(too_many_requests(fault.retry_after))
    if fault.kind == "500":
        return _refusal(ApiError(500, "Internal Server Error"))
    if fault.kind == "502html":
        return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
    return None


def _logged(call: Call, response: web.Response) -> web.Response:
    call.status = response.status
    return response


def _refusal(error: ApiError) -> web.Response:
    return web.Response(status=error.code, text=json.dumps(error.as_json()), content_type="application/json")
