"""What the operator's machines ask: is it alive, is it ready, and how much is waiting. Numbers only, never who."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

Ready = Callable[[], Awaitable[str | None]]
"""None when all is well, else the one thing that is not."""


class Metrics:
    """A registry of its own: two bots in one process would otherwise count into each other."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = Gauge(
            "huiyin_updates", "Updates by state; received = done + open + parked", ["state"], registry=self.registry
        )
        self.waiting = Gauge("huiyin_outbox_waiting", "Messages due and not sent", ["priority"], registry=self.registry)
        self.leases = Gauge(
            "huiyin_lease_held", "1 while this process holds the lease", ["lease"], registry=self.registry
        )
        self.sent = Counter("huiyin_messages", "What became of messages", ["outcome"], registry=self.registry)
        self.dwell = Histogram(
            "huiyin_dwell_seconds",
            "From the moment a message may go to its mark as sent",
            ["priority"],
            buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800),
            registry=self.registry,
        )
        self.handled = Counter("huiyin_handled", "What became of updates", ["outcome"], registry=self.registry)
        self.wrong_receipts = Counter(
            "huiyin_wrong_receipts", "Receipt numbers typed that open nothing", registry=self.registry
        )
        self.ticks = Counter(
            "huiyin_ticked", "Rows that ticks have worked on", ["tick", "outcome"], registry=self.registry
        )

    def show(self, updates: Mapping[str, int], waiting: Mapping[str, int], leases: Mapping[str, float]) -> None:
        self.waiting.clear()
        self.leases.clear()
        for state, count in updates.items():
            self.updates.labels(state).set(count)
        for priority, count in waiting.items():
            self.waiting.labels(priority).set(count)
        for lease, left in leases.items():
            self.leases.labels(lease).set(left > 0)


def routes(ready: Ready, metrics: Metrics, refresh: Callable[[], Awaitable[None]]) -> list[web.RouteDef]:
    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"status": "live"})

    async def is_ready(_request: web.Request) -> web.Response:
        wrong = await ready()
        return web.json_response(
            {"status": "not ready", "reason": wrong} if wrong else {"status": "ready"}, status=503 if wrong else 200
        )

    async def numbers(_request: web.Request) -> web.Response:
        await refresh()
        return web.Response(body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [web.get("/health/live", live), web.get("/health/ready", is_ready), web.get("/metrics", numbers)]
