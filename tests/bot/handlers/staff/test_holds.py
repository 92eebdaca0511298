"""A case is kept beyond its time, and let go again, by two persons: who asks on the server, and who says yes here."""

import pytest

from tests.bot.handlers.staff.phones import Phones

KEPT = "Case {} is kept beyond its time from now on. The reason given: file 7 of the court"


@pytest.fixture
async def number(phones: Phones, case: int) -> int:
    return (await phones.plant.case(case)).number


async def held(phones: Phones, number: int) -> str:
    """The link, opened, and said yes to."""
    token = await phones.plant.storage.admin.hold(phones.plant.enterprise, number, "file 7 of the court")
    await phones.says("Carol", f"/start h_{token}")
    await phones.presses("Carol", "🗄 Yes, keep it")
    return token


async def test_who_may_know_the_case_confirms_with_a_second_tap_that_it_is_kept(phones: Phones, number: int) -> None:
    token = await phones.plant.storage.admin.hold(phones.plant.enterprise, number, "file 7 of the court")
    await phones.says("Carol", f"/start h_{token}")
    asked = phones.last("Carol")
    assert asked.text == (
        f"Shall case {number} be kept beyond its time? The operator asks for it. The reason given: file 7 of the court"
    )
    assert asked.labels == ["🗄 Yes, keep it"]
    await phones.presses("Carol", "🗄 Yes, keep it")
    assert phones.last("Carol").text == KEPT.format(number)
    assert asked.labels == []
    await phones.sends_data("Carol", f"sk:{token}")
    assert phones.last("Carol").text.startswith("I can't find that.")


async def test_letting_it_go_needs_two_persons_too(phones: Phones, number: int) -> None:
    await held(phones, number)
    token = await phones.plant.storage.admin.lift_hold(phones.plant.enterprise, number)
    await phones.says("Carol", f"/start h_{token}")
    assert phones.last("Carol").text == (
        f"Case {number} is kept beyond its time. The reason given: file 7 of the court "
        "Shall it go when its time is over?"
    )
    await phones.presses("Carol", "🗑 Yes, it may go")
    assert phones.last("Carol").text == f"Case {number} goes when its time is over."
    await phones.says("Carol", f"/start h_{token}")
    assert phones.last("Carol").text.startswith("I can't find that.")


async def test_who_may_not_know_the_case_says_yes_in_vain(phones: Phones, number: int) -> None:
    token = await phones.plant.storage.admin.hold(phones.plant.enterprise, number, "file 7 of the court")
    for name in ("Dora", "Gina"):
        await phones.sends_data(name, f"sk:{token}")
        assert phones.last(name).text.startswith("I can't find that.")
    await phones.says("Carol", f"/start h_{token}")
    assert phones.last("Carol").labels == ["🗄 Yes, keep it"]
