"""What the operator's machines ask is answered in numbers, and only in numbers."""

from collections.abc import AsyncGenerator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.health import Metrics, routes

Client = TestClient[web.Request, web.Application]


class Inside:
    """What the routes look at."""

    wrong: str | None = None
    metrics = Metrics()

    async def ready(self) -> str | None:
        return self.wrong

    async def refresh(self) -> None:
        counts = {"received": 7, "done": 4, "open": 2, "parked": 1}
        self.metrics.show(counts, {"urgent": 3}, {"lanes": 8.5, "ticks": -1.0})


@pytest.fixture
def inside() -> Inside:
    return Inside()


@pytest.fixture
async def client(inside: Inside) -> AsyncGenerator[Client]:
    app = web.Application()
    app.add_routes(routes(inside.ready, inside.metrics, inside.refresh))
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_ready_says_what_is_missing(client: Client, inside: Inside) -> None:
    async with client.get("/health/ready") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ready"})
    inside.wrong = "Telegram has not answered yet"
    async with client.get("/health/ready") as answer:
        told = {"status": "not ready", "reason": "Telegram has not answered yet"}
        assert (answer.status, await answer.json()) == (503, told)
    async with client.get("/health/live") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "live"})


async def test_metrics_are_taken_when_they_are_asked_for(client: Client) -> None:
    async with client.get("/metrics") as answer:
        lines = (await answer.text()).splitlines()
    assert [line for line in lines if line.startswith(("huiyin_updates{", "huiyin_outbox", "huiyin_lease"))] == [
        'huiyin_updates{state="received"} 7.0',
        'huiyin_updates{state="done"} 4.0',
        'huiyin_updates{state="open"} 2.0',
        'huiyin_updates{state="parked"} 1.0',
        'huiyin_outbox_waiting{priority="urgent"} 3.0',
        'huiyin_lease_held{lease="lanes"} 1.0',
        'huiyin_lease_held{lease="ticks"} 0.0',
    ]
