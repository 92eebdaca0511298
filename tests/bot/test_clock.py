"""The sandbox's time counts where there is a sandbox, and nowhere else."""

from datetime import UTC, datetime, timedelta

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.clock import Clock, SandboxClock
from sandbox.app import running_sandbox


def ahead(clock: Clock) -> timedelta:
    return clock.now() - datetime.now(UTC)


async def test_clock_follows_the_sandbox() -> None:
    async with running_sandbox() as sandbox, ClientSession() as session:
        clock = SandboxClock(sandbox.api_base)
        await sandbox.client.passes(timedelta(days=2))
        await clock.refresh(session)
        assert timedelta(days=2, seconds=-5) < ahead(clock) <= timedelta(days=2)


async def test_the_page_is_told_when_we_act_next() -> None:
    async with running_sandbox() as sandbox, ClientSession() as session:
        clock, noon = SandboxClock(sandbox.api_base), datetime.now(UTC) + timedelta(hours=3)
        await clock.publish(session, noon)
        await sandbox.client.passes_to_deadline()
        await clock.refresh(session)
        assert noon <= clock.now() <= noon + timedelta(seconds=5)
        await clock.publish(session, None)
        assert sandbox.world.clock.deadline is None


async def test_clock_stays_when_the_server_is_no_sandbox() -> None:
    async with TestServer(web.Application()) as server, ClientSession() as session:
        clock = SandboxClock(str(server.make_url("")))
        await clock.refresh(session)
        assert abs(ahead(clock)) < timedelta(seconds=5)


async def test_clock_goes_on_when_the_server_is_away() -> None:
    async with running_sandbox() as sandbox, ClientSession() as session:
        clock = SandboxClock(sandbox.api_base)
        await sandbox.client.passes(timedelta(days=2))
        await clock.refresh(session)
        clock._url = "http://127.0.0.1:1/sandbox/clock"
        await clock.refresh(session)
        assert timedelta(days=2, seconds=-5) < ahead(clock) <= timedelta(days=2)


class Times:
    """A machine whose clock can be set."""

    def __init__(self) -> None:
        self.at, self.passed = datetime(2026, 3, 2, 12, tzinfo=UTC), 0.0

    def passes(self, seconds: float) -> None:
        self.at, self.passed = self.at + timedelta(seconds=seconds), self.passed + seconds

    def clock(self) -> Clock:
        return Clock(lambda: self.at, lambda: self.passed)


def test_time_goes_on_when_the_clock_is_set_back() -> None:
    machine = Times()
    clock, noon = machine.clock(), machine.at
    machine.at -= timedelta(hours=1)
    assert clock.now() == noon
    machine.passes(60)
    assert clock.now() == noon + timedelta(seconds=30)
    machine.passes(2 * 3600 - 60)
    assert clock.now() == machine.at == noon + timedelta(hours=1)
    machine.passes(60)
    assert clock.now() == machine.at


def test_a_clock_set_forward_and_one_that_was_days_ahead_are_followed() -> None:
    machine = Times()
    clock = machine.clock()
    machine.at += timedelta(days=400)
    assert clock.now() == machine.at
    machine.at -= timedelta(days=400)
    assert clock.now() == machine.at
