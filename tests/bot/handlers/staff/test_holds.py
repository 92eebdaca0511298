"""A case is kept beyond its time by two persons: who asks on the server, and who opens the link."""

from tests.bot.handlers.staff.phones import Phones


async def test_who_may_know_the_case_confirms_that_it_is_kept(phones: Phones, case: int) -> None:
    async with phones.plant.work() as work:
        number = (await work.cases.get(case)).number
    token = await phones.plant.storage.admin.hold(phones.plant.enterprise, number, "file 7 of the court")
    await phones.says("Carol", f"/start h_{token}")
    kept = f"Case {number} is kept beyond its time from now on. The reason given: file 7 of the court"
    assert phones.last("Carol").text == kept
    await phones.says("Carol", f"/start h_{token}")
    assert phones.last("Carol").text != kept
