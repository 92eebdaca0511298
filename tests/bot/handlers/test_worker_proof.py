"""/proof: whoever has a receipt learns whether anything vanished, and nothing of the case's words."""

import pytest
import sqlalchemy as sa

from cases.actions.anchor import hand_out
from cases.actions.read import read
from cases.actions.take import take
from cases.model import TakeChoice
from storage import Unit
from storage.audit import is_whole
from storage.tables import events
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_cases import sent_without_a_way_back

WORDS = "A lamp would help"


async def a_receipt(town: Town, ana: Phone) -> str:
    """Of a case that was taken."""
    digits = await sent_without_a_way_back(ana)
    await town.later(hours=2)
    [case] = await town.cases()
    async with town.work() as work:
        await take(work, case.id, town.people["Chen Li"], TakeChoice.LOOK_TODAY, town.at)
    await linked(town)
    return digits


async def linked(town: Town) -> None:
    assert (await town.storage.chains.extend(town.at, hand_out)).broken == {}
    await town.say_all()


async def proved(town: Town, digits: str) -> list[str]:
    auditor = town.phone(777)
    await auditor.write("/proof")
    assert auditor.screen.startswith("🔢 Type the 16 digits")
    await auditor.write(digits)
    assert WORDS not in "".join(shown.text for shown in auditor.said)
    return auditor.screen.splitlines()


async def test_from_any_account_it_says_whole_the_day_and_what_happened(town: Town, ana: Phone) -> None:
    said = await proved(town, await a_receipt(town, ana))
    assert (said[0], said[2:]) == (
        "🔗 Mon 30 Nov: the chain of Yongxing Metal is whole. Nothing that stands in it was changed or taken out.",
        [
            "This case was sent on Mon 30 Nov. What is noted about it:",
            "Mon 30 Nov: it reached those who read it",
            "Mon 30 Nov: somebody took it in hand",
        ],
    )


async def test_its_anchor_is_the_one_that_the_coach_was_given(town: Town, ana: Phone) -> None:
    """From the first day on, and each week's anew."""
    coach = town.phone(9005)
    digits = await a_receipt(town, ana)
    for day in ("Mon 30 Nov", "Mon 7 Dec"):
        given = coach.said.pop().text.splitlines()[0].removeprefix("🔗 Yongxing Metal, anchor of ")
        assert (given[: len(day)], coach.said) == (day, [])
        assert (await proved(town, digits))[1] == f"Its anchor of {given}. The coach has the same one: compare them."
        await town.later(days=7)
        await linked(town)


async def test_where_there_is_no_coach_none_is_named(town: Town, ana: Phone) -> None:
    digits = await a_receipt(town, ana)
    async with town.work() as work:
        await work.staff.end(town.people["Coach Wu"].id, town.at)
    assert (await proved(town, digits))[1].count(".") == 1


async def test_before_its_release_there_is_nothing_to_tell(town: Town, ana: Phone) -> None:
    digits = await sent_without_a_way_back(ana)
    assert (await proved(town, digits))[1:] == [
        "This case was sent on Mon 30 Nov. Nothing has been noted about it yet."
    ]


async def test_nobody_who_writes_waits_while_the_chain_is_followed(
    town: Town, ana: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    digits, writing = await a_receipt(town, ana), []

    async def watched(unit: Unit, enterprise: int) -> bool:
        writing.append(unit.writable)
        return await is_whole(unit, enterprise)

    monkeypatch.setattr("storage.proof.is_whole", watched)
    await proved(town, digits)
    assert writing == [False]


async def test_it_does_not_open_the_case(town: Town, ana: Phone) -> None:
    digits = await a_receipt(town, ana)
    await proved(town, digits)
    [case] = await town.cases()
    auditor = town.phone(777)
    await auditor.forge(f"wc:add:{case.id}")
    assert auditor.said[-1].text.startswith("I don't know where you work, so I can't open this here.")


async def test_a_broken_chain_is_told(town: Town, ana: Phone) -> None:
    digits = await a_receipt(town, ana)
    async with town.storage.unit() as unit:
        await unit.run(sa.delete(events).where(events.c.what == "taken"))
    assert (await proved(town, digits))[0] == (
        "⛔ Mon 30 Nov: the chain of Yongxing Metal is broken. Something in it was changed or taken out. "
        "Ask Yongkang SCORE centre what happened."
    )


async def test_that_the_operator_read_it_is_seen(town: Town, ana: Phone) -> None:
    digits = await a_receipt(town, ana)
    [case] = await town.cases()
    async with town.work() as work:
        await read(work, case.number, "Order 7 of a court", town.at)
    said = await proved(town, digits)
    assert said[-1] == "Mon 30 Nov: whoever runs the server read it"
    assert "Order 7" not in "\n".join(said)


async def test_wrong_numbers_are_slowed_down_here_too(town: Town, ana: Phone) -> None:
    await ana.write("/proof")
    for _ in range(4):
        await ana.write("1234 5678 9012 3456")
    assert ana.screen.endswith("Please wait 16 seconds, then try again.")
    await ana.write("/receipt")
    await ana.write("1234 5678 9012 3456")
    assert ana.screen.startswith("That was too soon. Please wait 16 more seconds")


async def test_unsent_words_are_left_alone(town: Town, ana: Phone) -> None:
    await ana.write("The stairs are slippery")
    await ana.write("/proof")
    assert ana.screen.startswith("You have something here that is not sent yet.")


async def test_the_number_asked_for_a_look_opens_the_case_as_before(town: Town, ana: Phone) -> None:
    digits = await a_receipt(town, ana)
    await ana.write("/proof")
    await ana.write("/receipt")
    await ana.write(digits)
    assert "🙋 Somebody has it in hand." in ana.screen
