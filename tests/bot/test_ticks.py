"""What falls due happens by itself, in the sandbox's time, and one row that cannot be done stops no other."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import sqlalchemy as sa

from bot.say import BLANK, DELETION
from bot.ticks import Ticks, take_away
from cases.model import Role
from cases.ports import Message, Priority
from sandbox.client import Phone
from storage.chain_tables import chains
from storage.tables import workers
from tests.bot.conftest import House, until


async def tell(phone: Phone, text: str) -> None:
    await phone.sends(text)
    await phone.sees("What is it?", within=10)
    await phone.presses("💡 Good idea")
    await phone.sees("Look before it goes", within=10)
    await phone.presses("📨 Send")
    await phone.sees("Got it", within=10)


async def test_a_case_is_released_at_its_time_and_climbs_when_nobody_takes_it(house: House) -> None:
    lead, manager = await house.staff("Lena", Role.LEAD), await house.staff("Max", Role.MANAGER)
    ana = await house.worker("Ana")
    await tell(ana, "A lamp beside the press would help")
    await lead.silent("A lamp beside the press")
    await house.sandbox.client.passes(timedelta(days=1))
    await lead.sees("A lamp beside the press", within=10, also_old=True)
    await house.sandbox.client.passes(timedelta(days=14))
    await manager.sees("Case", within=10, also_old=True)


def ticks_of(house: House) -> Ticks:
    storage = house.app.storage
    return Ticks(storage.due, storage.chains, storage.admin, house.app.clock.now, house.app.metrics)


def ticked(house: House, outcome: str, tick: str = "chain") -> float:
    labels = {"tick": tick, "outcome": outcome}
    return house.app.metrics.registry.get_sample_value("huiyin_ticked_total", labels) or 0.0


async def test_each_week_the_coach_gets_an_anchor(house: House) -> None:
    coach = await house.staff("Coralie", Role.COACH)
    await ticks_of(house).chain()
    await house.sandbox.client.passes(timedelta(days=7))

    async def a_week_has_passed() -> bool:
        return house.app.clock.now() > datetime.now(UTC) + timedelta(days=6)

    await until(a_week_has_passed)
    await ticks_of(house).chain()
    await coach.sees("anchor of", within=10, also_old=True)
    assert (ticked(house, "done"), ticked(house, "failed")) == (2, 0)


async def test_a_broken_chain_raises_the_alarm_at_each_look(house: House) -> None:
    async def the_bot_itself_has_looked() -> bool:
        return ticked(house, "done") > 0

    await until(the_bot_itself_has_looked)  # and does not again for minutes
    async with house.app.storage.unit() as unit:
        await unit.run(sa.update(chains).values(head=b"another", anchor_due=datetime(2026, 1, 1, tzinfo=UTC)))
    before = ticked(house, "failed")
    for _ in range(2):
        await ticks_of(house).chain()
    assert ticked(house, "failed") == before + 2


async def test_a_workers_row_that_does_not_open_raises_the_alarm(house: House) -> None:
    await house.worker("Ana")
    async with house.app.storage.unit() as unit:
        await unit.run(sa.insert(workers), {"tag": b"a tag", "sealed": b"damaged"})
    await ticks_of(house).people()
    assert ticked(house, "failed", "people") == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_the_rows_of_workers_are_written_anew(house: House) -> None:
    await house.worker("Ana")
    before = await transactions(house)
    ticking = asyncio.create_task(ticks_of(house).run())

    async def written_anew() -> bool:
        return await transactions(house) != before

    with suppress(TimeoutError):
        await until(written_anew)
    ticking.cancel()
    assert await written_anew()


async def transactions(house: House) -> list[str]:
    """In which each worker's row was written."""
    async with house.app.storage.reading() as unit:
        return list((await unit.run(sa.select(sa.literal_column("xmin::text")).select_from(workers))).scalars())


async def test_a_row_that_cannot_be_done_is_pushed_ahead_and_stops_no_other(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    await tell(ana, "A lamp beside the press would help")
    async with house.app.storage.unit() as unit:
        work = await unit.enterprise(house.enterprise.id)
        [case] = await work.cases.mine(unit.identities.own_tags(ana.chat_id))
        await work.acts.later(case.id, "no such act", datetime.now(UTC))

    async def is_pushed_ahead() -> bool:
        failed = {"tick": "acts", "outcome": "failed"}
        return house.app.metrics.registry.get_sample_value("huiyin_ticked_total", failed) == 1

    await until(is_pushed_ahead)
    await house.sandbox.client.passes(timedelta(days=1))
    await lead.sees("A lamp beside the press", within=10, also_old=True)


async def test_what_is_taken_away_waits_behind_answers_and_by_as_many_rows_whosever_it_is() -> None:
    said: list[Message] = []

    class Said:
        async def say(self, message: Message) -> None:
            said.append(message)

    await take_away(cast(Any, SimpleNamespace(outbox=Said())), 5, [1, 2], [3, 4])
    assert [(each.what, each.priority) for each in said] == [
        *[(DELETION, Priority.DIGEST)] * 2,
        *[(BLANK, Priority.DIGEST)] * 2,
    ]
