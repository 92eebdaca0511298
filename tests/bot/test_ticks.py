"""What falls due happens by itself, in the sandbox's time, and one row that cannot be done stops no other."""

from datetime import UTC, datetime, timedelta

from cases.model import Role
from sandbox.client import Phone
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
