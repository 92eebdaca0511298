"""A message whose answer was lost is said at most once more for it, never lost, and counted."""

import pytest

from tests.bot.conftest import House, until
from tests.bot.test_sender import quiet, sent


def counted(house: House, outcome: str) -> float | None:
    return house.app.metrics.registry.get_sample_value("huiyin_messages_total", {"outcome": outcome})


@pytest.mark.parametrize(("fault", "heard"), [("drop", 2), ("slow", 2), ("timeout", 1)])
async def test_a_lost_answer_repeats_a_message_at_most_once(house: House, fault: str, heard: int) -> None:
    """Telegram had taken the dropped and the slow one already, not the one that timed out: nobody can know."""
    ana = await house.worker("Ana")
    house.app.bot.session.timeout = 1.0
    await house.sandbox.client.breaks(fault, "sendMessage", seconds=2.0)
    await ana.sends("/privacy")
    await ana.sees("🔒", within=10)
    await quiet(house)
    assert len([text for text in await sent(house, ana) if "🔒" in text]) == heard

    async def all_are_counted() -> bool:  # a moment after they are marked
        return (counted(house, "uncertain"), counted(house, "sent")) == (1, 2)

    await until(all_are_counted)


async def test_each_lost_answer_costs_one_repetition_and_no_message(house: House) -> None:
    ana, ben = await house.worker("Ana"), await house.worker("Ben")
    await house.sandbox.client.breaks("drop", "sendMessage", times=2)
    await ana.sends("/privacy")
    await ben.sends("/privacy")
    for phone in (ana, ben):
        await phone.sees("🔒", within=10)
    await quiet(house)
    heard = [text for phone in (ana, ben) for text in await sent(house, phone) if "🔒" in text]
    assert (len(heard), counted(house, "uncertain")) == (4, 2)
