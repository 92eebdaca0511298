"""Updates are worked on one after the other for a person, and nothing that goes wrong with one stops the others."""

from typing import Any

from cases.model import Role
from tests.bot.conftest import House, until


def broken(person: int) -> dict[str, Any]:
    """An update of a form that no library knows."""
    user = {"id": person, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": "Ana"}
    return {"message": {"message_id": "one", "date": "today", "from": user, "chat": chat}}


async def test_an_update_nobody_understands_is_parked_and_the_others_go_on(house: House) -> None:
    ana, ben = await house.worker("Ana"), await house.worker("Ben")
    await ana.reads()
    await house.sandbox.client.post("/updates", broken(ana.person_id))
    await ben.sends("The lamp at gate 3 is broken")
    await ben.sees("What is it?")
    await ana.sees("it is our fault")
    assert await house.counts() == (4, 3, 0, 1)
    assert len(await house.app.storage.inbox.parked()) == 1


async def test_a_replayed_update_gets_another_start(house: House) -> None:
    ana = await house.worker("Ana")
    await house.sandbox.client.post("/updates", broken(ana.person_id))
    await ana.sees("it is our fault")
    await ana.reads()
    [parked] = await house.app.storage.inbox.parked()
    assert await house.app.storage.inbox.replay(parked.update_id) is True
    await ana.sees("it is our fault")
    assert await house.counts() == (2, 1, 0, 1)


async def test_duplicates_count_once(house: House) -> None:
    ana = await house.worker("Ana")
    await house.sandbox.client.breaks("duplicate")
    await ana.sends("The lamp at gate 3 is broken")
    await ana.sees("What is it?")
    assert await house.counts() == (2, 2, 0, 0)


async def test_a_kind_of_update_newer_than_the_library_is_done(house: House) -> None:
    await house.sandbox.client.post("/updates", {"novelty": {"kind": "unheard of"}})

    async def is_done() -> bool:
        return await house.counts() == (1, 1, 0, 0)

    await until(is_done)


async def test_a_refused_update_is_explained_and_done(house: House) -> None:
    ana = house.sandbox.phone("Ana")
    await ana.starts("i_an-invitation-that-never-was")
    await ana.sees("This invitation")
    assert await house.counts() == (1, 1, 0, 0)


async def test_one_person_is_answered_in_order(house: House) -> None:
    ana = await house.worker("Ana")
    for word in ("/privacy", "/rules", "/help", "/language"):
        await ana.sends(word)

    async def all_done() -> bool:
        return await house.counts() == (5, 5, 0, 0)

    await until(all_done)


async def test_a_press_is_quieted_before_it_is_worked_on(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    calls = [call["method"] for call in await house.sandbox.client.calls()]
    assert calls.count("answerCallbackQuery") == 1
    assert "problem" not in str(await lead.screen())
