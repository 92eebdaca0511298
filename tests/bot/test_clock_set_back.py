"""A clock that is set back, this machine's or the database's, makes nothing wait, and nothing happen twice."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from cases.model import Role
from storage.tables import leases, outbox
from tests.bot.conftest import House, until
from tests.bot.test_sender import quiet, say, sent, to
from tests.bot.test_ticks import tell

HOUR = timedelta(hours=1)


def set_clock(house: House, moved: Callable[[datetime], datetime]) -> None:
    """As somebody with root would set this machine's."""
    read = house.app.clock._wall
    house.app.clock._wall = lambda: moved(read())


async def set_database_clock(house: House, seconds: float) -> None:
    """Whatever it has timed so far is that much nearer or farther."""
    async with house.app.storage.unit() as unit:
        await unit.run(sa.update(leases).values(until=leases.c.until - seconds))
        await unit.run(sa.update(outbox).values(lease_until=outbox.c.lease_until - seconds))


async def test_work_goes_on_over_a_midnight_that_comes_twice(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    to_midnight = datetime.combine(datetime.now(UTC).date() + timedelta(days=1), time(0, 5), UTC) - datetime.now(UTC)
    set_clock(house, lambda at: at + to_midnight)
    await ana.sends("A lamp beside the press would help")
    await ana.sees("What is it?", within=10)
    set_clock(house, lambda at: at - HOUR)
    await ana.presses("💡 Good idea")
    await ana.sees("Look before it goes", within=10)
    await ana.presses("📨 Send")
    await ana.sees("Got it", within=10)
    await house.sandbox.client.passes(timedelta(days=1))
    await lead.sees("A lamp beside the press", within=10, also_old=True)
    set_clock(house, lambda at: at + HOUR)
    await quiet(house)
    cards = [text for text in await sent(house, lead) if "A lamp beside the press" in text]
    assert len(cards) == 1


async def test_what_was_put_off_goes_when_its_seconds_have_passed(house: House) -> None:
    ana = await house.worker("Ana")
    await house.sandbox.client.breaks("500", "sendMessage")
    await ana.sends("/privacy")

    async def is_put_off() -> bool:
        uncertain = {"outcome": "uncertain"}
        return house.app.metrics.registry.get_sample_value("huiyin_messages_total", uncertain) == 1

    await until(is_put_off)
    set_clock(house, lambda at: at - HOUR)
    await ana.sees("🔒", within=8)


@pytest.mark.parametrize("seconds", [-3600.0, 3600.0])
async def test_the_databases_clock_is_set_while_messages_are_under_way(house: House, seconds: float) -> None:
    people = [await house.worker(name) for name in ("Ana", "Ben", "Cai")]
    await house.sandbox.client.breaks("slow", "sendMessage", times=3, seconds=1.5)
    await say(house, *(to(phone, "thrown_away", "a") for phone in people))

    async def under_way() -> bool:
        return len(house.app.sender._flying) == 3

    await until(under_way)
    await set_database_clock(house, seconds)
    await say(house, to(people[0], "thrown_away", "b"))
    await quiet(house)
    assert [len(await sent(house, phone)) for phone in people] == [3, 2, 2]


async def test_what_a_dead_process_held_is_not_held_for_the_hour(house: House) -> None:
    """A sender died with a message in hand, and the database's clock went back an hour while it started anew."""
    await house.staff("Lena", Role.LEAD)
    ana = await house.worker("Ana")
    await quiet(house)
    async with house.app.storage.unit() as unit:
        await unit.run(sa.insert(leases).values(name="left", holder="dead", epoch=1, until=2e10))
    assert await house.app.storage.leases.take("left", "alive")
    await tell(ana, "A lamp beside the press would help")
