"""The log of Bot API calls."""

from __future__ import annotations

from aiohttp import web

from sandbox.botapi import WORLD

routes = web.RouteTableDef()


@routes.get("/sandbox/calls")
async def get_calls(request: web.Request) -> web.Response:
    """The calls after number ``?after=``, of ``?method=`` or of all."""
    after = int(request.query.get("after", 0))
    made = request.app[WORLD].calls.made(request.query.get("method"), after)
    return web.json_response([call.as_json() for call in made])


@routes.get(r"/sandbox/calls/{number:\d+}/files/{name}")
async def get_call_file(request: web.Request) -> web.Response:
    """The bytes of a file that the bot uploaded with a call."""
    number = int(request.match_info["number"])
    calls = [call for call in request.app[WORLD].calls.made(after=number - 1) if call.number == number]
    if not calls or request.match_info["name"] not in calls[0].files:
        raise web.HTTPNotFound
    return web.Response(body=calls[0].files[request.match_info["name"]].data)
