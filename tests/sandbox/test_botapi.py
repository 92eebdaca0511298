"""The door: every way in which a library may put its parameters, and the program itself."""

import asyncio
import json
import re
import sys
from typing import Any

import aiohttp
import pytest

from sandbox.app import Sandbox
from sandbox.phone import Phone

MARKUP = '{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}'


def _multipart(fields: dict[str, str]) -> aiohttp.FormData:
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    return form


@pytest.mark.parametrize("way", ["query", "urlencoded", "multipart", "json", "nested json"])
async def test_parameters_come_in_every_form(sandbox: Sandbox, ana: Phone, way: str) -> None:
    fields: dict[str, Any] = {"chat_id": str(ana.chat_id), "text": "Hello", "reply_markup": MARKUP}
    nested = {"chat_id": ana.chat_id, "text": "Hello", "reply_markup": json.loads(MARKUP)}
    arguments: dict[str, dict[str, Any]] = {
        "query": {"params": fields},
        "urlencoded": {"data": fields},
        "multipart": {"data": _multipart(fields)},
        "json": {"json": fields},
        "nested json": {"json": nested},
    }
    url = f"{sandbox.api_base}/bot42:abc/sendmessage"
    async with aiohttp.ClientSession() as session, session.post(url, **arguments[way]) as response:
        assert (await response.json())["ok"]
    assert (await ana.sees("Hello")).labels == ["Yes"]


@pytest.mark.parametrize("body", [b"{", b"[1"])
async def test_broken_body_is_a_bad_request(sandbox: Sandbox, body: bytes) -> None:
    url, headers = f"{sandbox.api_base}/bot42:abc/getMe", {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as response:
        assert await response.json() == {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: can't parse request body",
        }


async def test_program_says_where_it_is() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    try:
        line = (await program.stdout.readline()).decode()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address is not None
        async with aiohttp.ClientSession() as session, session.get(address.group()) as response:
            assert "Huiyin" in await response.text()
    finally:
        program.terminate()
        await program.communicate()
