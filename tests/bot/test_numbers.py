"""What the running bot tells the operator's machines: whether it is ready, and figures that add up at any moment."""

import asyncio
import re
from collections.abc import AsyncGenerator

import pytest
from aiohttp import ClientSession

from bot.settings import Settings
from cases.ports import Priority
from sandbox.app import Sandbox
from tests.bot.conftest import House, running, until
from tests.bot.test_disk_full import ready
from tests.bot.test_lanes import broken
from tests.bot.test_process import free_port, is_ready
from tests.bot.test_sender import quiet, say, to

UPDATES = re.compile(r'huiyin_updates\{state="(\w+)"\} (\S+)')


@pytest.fixture
async def house(settings: Settings, sandbox: Sandbox) -> AsyncGenerator[House]:
    listening = settings.model_copy(update={"listen": f"127.0.0.1:{free_port()}"})
    async with running(listening, sandbox) as house:
        async with ClientSession() as session:
            await until(lambda: is_ready(session, listening.listen))
        yield house


async def scrape(house: House, session: ClientSession) -> dict[str, int]:
    host, port = house.app.settings.address
    async with session.get(f"http://{host}:{port}/metrics") as answer:
        return {state: int(float(count)) for state, count in UPDATES.findall(await answer.text())}


async def test_what_was_received_is_done_open_or_parked_at_any_moment(house: House) -> None:
    people = [house.sandbox.phone(f"Worker {number}") for number in range(30)]
    seen: list[dict[str, int]] = []

    async def load() -> None:
        for phone in people:
            await phone.starts("DAWN")
            await phone.sends("/rules")
        await house.sandbox.client.post("/updates", broken(people[0].person_id))

    async def all_worked_off() -> bool:
        seen.append(await scrape(house, session))
        return seen[-1] == {"received": 61, "done": 60, "open": 0, "parked": 1}

    async with ClientSession() as session, asyncio.TaskGroup() as tasks:
        tasks.create_task(load())
        await until(all_worked_off, within=40)
    assert [each for each in seen if each["received"] != each["done"] + each["open"] + each["parked"]] == []
    assert max(each["open"] for each in seen) > 0


async def test_a_bot_whose_lease_nobody_is_known_to_hold_is_not_ready(house: House) -> None:
    async def ready_again() -> bool:
        return await ready(house) == (200, "")

    house.app.holder.held["lanes"].renewed(asked_at=0.0)  # as after ten seconds in which it could not be renewed
    assert await ready(house) == (503, "nobody is known to hold the lease of: lanes")
    await until(ready_again)


async def test_a_message_waits_from_when_it_may_go_until_it_is_sent(house: House) -> None:
    ana = await house.worker("Ana")
    await quiet(house)
    await house.sandbox.client.breaks("429", "sendMessage", retry_after=2)
    await say(house, to(ana, "thrown_away", "a", Priority.DIGEST))
    await quiet(house)
    value = house.app.metrics.registry.get_sample_value
    digest = {"priority": "digest"}
    assert value("huiyin_dwell_seconds_count", digest) == 1
    assert 2.0 <= (value("huiyin_dwell_seconds_sum", digest) or 0) < 6.0
