"""The sandbox's table of methods against aiogram's classes of the same names."""

import aiogram.methods
import aiohttp
import pytest
from aiogram.methods import TelegramMethod

from sandbox.app import Sandbox
from sandbox.methods import METHODS

CLASSES = {
    cls.__api_method__: cls
    for cls in vars(aiogram.methods).values()
    if isinstance(cls, type) and issubclass(cls, TelegramMethod) and cls is not TelegramMethod
}
NAMES = sorted(method.name for method in METHODS.values())
# Telegram takes an empty url as "no webhook"; aiogram asks for it.
NOT_REQUIRED_BY_TELEGRAM = {("setWebhook", "url")}


@pytest.mark.parametrize("name", NAMES)
def test_method_takes_the_parameters_aiogram_declares(name: str) -> None:
    method = METHODS[name.lower()]
    assert method.required | method.optional == set(CLASSES[name].model_fields)


@pytest.mark.parametrize("name", NAMES)
def test_method_requires_what_aiogram_requires(name: str) -> None:
    fields = CLASSES[name].model_fields
    required = {field for field, info in fields.items() if info.is_required()}
    assert METHODS[name.lower()].required == {f for f in required if (name, f) not in NOT_REQUIRED_BY_TELEGRAM}


@pytest.mark.parametrize("name", [name for name in NAMES if METHODS[name.lower()].required])
async def test_method_refuses_a_call_without_its_parameters(sandbox: Sandbox, name: str) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{sandbox.api_base}/bot42:abc/{name}") as response:
        answer = await response.json()
    assert (response.status, answer["ok"], answer["error_code"]) == (400, False, 400)
    assert answer["description"].startswith("Bad Request: ")
