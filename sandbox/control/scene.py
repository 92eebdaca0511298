"""People, groups, what they do, what they see, and everything that happens as a stream."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from sandbox.acts import perform
from sandbox.acts.buttons import newest_button
from sandbox.botapi import WORLD
from sandbox.errors import ApiError
from sandbox.people import Chat, Person
from sandbox.screens import find, overview, screen, wait_for
from sandbox.world import World

Json = dict[str, Any]

PATIENCE = 5.0

routes = web.RouteTableDef()


@routes.get("/sandbox")
async def get_overview(request: web.Request) -> web.Response:
    return web.json_response(overview(request.app[WORLD]))


@routes.post("/sandbox/people")
async def add_person(request: web.Request) -> web.Response:
    """``{name, username?, language_code?}`` → the person as the Bot API's User."""
    body = await request.json()
    person = request.app[WORLD].add_person(body["name"], body.get("username"), body.get("language_code"))
    return web.json_response(person.as_user())


@routes.get("/sandbox/people")
async def get_people(request: web.Request) -> web.Response:
    return web.json_response([person.as_user() for person in request.app[WORLD].people.values()])


@routes.post("/sandbox/groups")
async def add_group(request: web.Request) -> web.Response:
    """``{title, members: [ids], type?: group|supergroup}`` → the chat; the first member creates it."""
    body = await request.json()
    chat = request.app[WORLD].add_group(body["title"], body["members"], body.get("type", "supergroup"))
    return web.json_response(chat.as_chat())


@routes.post("/sandbox/act")
async def act(request: web.Request) -> web.Response:
    """``{person, action, chat?, …}`` → the result, and ``seq``: the last event before the act."""
    body = await request.json()
    world = request.app[WORLD]
    before = world.events.last
    result = perform(world, body.pop("person"), body.pop("action"), body.pop("chat", None), **body)
    return web.json_response({"result": result, "seq": before})


@routes.get(r"/sandbox/chats/{chat:-?\d+}/messages")
async def get_screen(request: web.Request) -> web.Response:
    """A chat as ``?person=`` sees it; in a private chat its owner."""
    world, chat, person = _looker(request)
    return web.json_response(screen(world, chat, person))


@routes.get(r"/sandbox/chats/{chat:-?\d+}/see")
async def see(request: web.Request) -> web.Response:
    """Wait ``?within=`` seconds for a message with this ``text`` (and ``media``), new or changed since event ``after``.

    Answers ``{message}``, null when there is none.
    """
    world, chat, person = _looker(request)
    query = request.query
    text, media, after = query.get("text", ""), query.get("media"), int(query.get("after", 0))
    message = await wait_for(world, lambda: find(chat, person, text, media, after), _patience(request))
    return web.json_response({"message": message})


@routes.get(r"/sandbox/chats/{chat:-?\d+}/gone")
async def gone(request: web.Request) -> web.Response:
    """Wait until no message has this ``text``; answers ``{message}``, the one that stayed."""
    world, chat, person = _looker(request)
    text = request.query["text"]
    await wait_for(world, lambda: find(chat, person, text) is None, _patience(request))
    return web.json_response({"message": find(chat, person, text)})


@routes.get(r"/sandbox/chats/{chat:-?\d+}/button")
async def button(request: web.Request) -> web.Response:
    """Wait until a button has this ``label``; answers ``{button}``, null when none has."""
    world, chat, person = _looker(request)
    label = request.query["label"]
    found = await wait_for(world, lambda: newest_button(person, chat, label), _patience(request))
    return web.json_response({"button": found[1] if found else None})


@routes.get("/sandbox/files/{id}")
async def get_file(request: web.Request) -> web.Response:
    try:
        file = request.app[WORLD].files.get(request.match_info["id"])
    except ApiError:
        raise web.HTTPNotFound from None
    return web.Response(body=file.data, content_type=file.mime_type)


@routes.get("/sandbox/events")
async def stream_events(request: web.Request) -> web.StreamResponse:
    """Server-sent events after ``?since=`` (or Last-Event-ID, or from now on)."""
    events = request.app[WORLD].events
    since = request.headers.get("Last-Event-ID") or request.query.get("since") or events.last
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    await response.write(b": hello\n\n")
    async for batch in events.follow(int(since)):
        lines = [f"id: {event['seq']}\ndata: {json.dumps(event)}\n\n" for event in batch]
        await response.write("".join(lines).encode())
    return response


def _looker(request: web.Request) -> tuple[World, Chat, Person]:
    world = request.app[WORLD]
    chat = world.chat(int(request.match_info["chat"]))
    return world, chat, world.person(int(request.query.get("person", chat.id)))


def _patience(request: web.Request) -> float:
    return float(request.query.get("within", PATIENCE))
