"""The control API: clock, log of calls, phones, visitor, events, reset."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import aiogram
import aiohttp
import pytest

from sandbox.app import Sandbox
from sandbox.errors import ActError
from sandbox.phone import Phone
from tests.sandbox.samples import keyboard, png, upload


async def test_time_passes_for_messages_too(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    first = await bot.send_message(ana.chat_id, "before")
    await sandbox.client.passes(timedelta(days=1))
    second = await bot.send_message(ana.chat_id, "after")
    assert timedelta(days=1) <= second.date - first.date < timedelta(days=1, minutes=1)
    clock = await sandbox.client.get("/clock")
    assert clock["offset_seconds"] == 86400
    assert abs(await sandbox.client.now() - datetime.now(UTC) - timedelta(days=1)) < timedelta(minutes=1)


async def test_time_goes_to_the_published_deadline(sandbox: Sandbox) -> None:
    at = datetime.now(UTC) + timedelta(hours=5)
    await sandbox.client.post("/deadline", {"at": at.isoformat(), "label": "Reminder"})
    await sandbox.client.passes_to_deadline()
    assert timedelta(seconds=1) <= await sandbox.client.now() - at < timedelta(minutes=1)
    await sandbox.client.post("/deadline", {"at": None})
    with pytest.raises(ActError, match="No deadline is known"):
        await sandbox.client.passes_to_deadline()


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/clock", {"advance_seconds": -1}, "cannot go back"),
        ("/clock", {}, "'advance_seconds' is missing"),
        ("/deadline", {"at": "2026-11-22T12:00:00"}, "A deadline needs its UTC offset"),
        ("/updates", [], "An update is a JSON object"),
        ("/act", {"person": 5, "action": "text", "text": "x"}, "There is no person 5"),
        ("/phones", [{"person": 5}], "There is no person 5"),
    ],
)
async def test_wrong_wishes_are_explained(sandbox: Sandbox, path: str, body: object, words: str) -> None:
    with pytest.raises(ActError, match=words):
        await sandbox.client.post(path, body)


async def test_act_with_wrong_details_is_explained(ana: Phone) -> None:
    with pytest.raises(ActError, match=r"text: .*unexpected keyword argument 'loud'"):
        await ana.does("text", text="x", loud=True)


async def test_every_call_is_logged_with_its_bytes(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    await bot.send_photo(ana.chat_id, upload(png(), "stairs.png"), caption="canary")
    with pytest.raises(aiogram.exceptions.TelegramBadRequest):
        await bot.send_message(999, "x")
    photo, text = await sandbox.client.calls()
    assert (photo["method"], photo["status"], photo["params"]["caption"]) == ("sendPhoto", 200, "canary")
    ((name, file),) = photo["files"].items()
    assert (file["name"], file["size"], photo["params"]["photo"]) == ("stairs.png", len(png()), f"attach://{name}")
    assert photo["size"] > len(png())
    assert await sandbox.client.download(file["url"]) == png()
    assert (text["status"], text["description"]) == (400, "Bad Request: chat not found")
    assert await sandbox.client.calls("sendmessage") == [text]


async def test_visitor_is_awaited(sandbox: Sandbox) -> None:
    assert await sandbox.client.get("/visitor", within=0.01) is None
    waiting = asyncio.create_task(sandbox.client.get("/visitor"))
    await sandbox.client.post("/visitor", {"language": "zh-CN"})
    assert await waiting == {"language": "zh-CN"}


async def test_phones_are_kept_as_they_were_set(sandbox: Sandbox, ana: Phone, team: int) -> None:
    phones = [{"person": ana.person_id, "title_en": "Worker"}, {"person": ana.person_id, "chat": team}]
    await sandbox.client.post("/phones", phones)
    assert await sandbox.client.get("/phones") == phones


async def test_events_stream_what_happens(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    since = sandbox.world.events.last
    await bot.send_chat_action(ana.chat_id, "typing")
    sent = await bot.send_message(ana.chat_id, "Choose", reply_markup=keyboard("Yes"))
    await ana.presses("Yes")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    await query.answer("Thanks")
    await bot.delete_message(ana.chat_id, sent.message_id)
    url = f"{sandbox.api_base}/sandbox/events?since={since}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        lines = [await response.content.readline() for _ in range(14)]
    events = [json.loads(line[6:]) for line in lines if line.startswith(b"data: ")]
    assert [event["kind"] for event in events] == ["typing", "message", "answer", "deleted"]
    assert (events[2]["text"], events[3]["key"]) == ("Thanks", sent.message_id)


async def test_reset_starts_a_new_world(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    await sandbox.client.post("/visitor", {"language": "en"})
    await sandbox.client.passes(timedelta(hours=1))
    await sandbox.client.post("/reset", {})
    overview = await sandbox.client.get("")
    assert (overview["people"], overview["chats"], overview["clock"]["offset_seconds"]) == ([], [], 0)
    assert await bot.get_updates() == []
    assert await sandbox.client.get("/visitor") == {"language": "en"}


async def test_client_sets_a_scene_from_afar(sandbox: Sandbox) -> None:
    ana = await sandbox.client.person("Ana", language="zh")
    assert (await sandbox.client.person("Ana")).person_id == ana.person_id
    group = await sandbox.client.group("Team", ana)
    await ana.adds_bot(group)
    assert [message.sender for message in await ana.inside(group).screen()] == ["Ana"]
