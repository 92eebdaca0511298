"""A major danger: the lead says so, five assurances are asked for, and after its end somebody looks again."""

from datetime import date

import pytest

from cases.actions.recheck import ask_recheck
from cases.model import Kind, Stage, Urgency
from tests.bot.handlers.staff.phones import GROUP, Phones

ASK, YES, ASSURE = "🛑 Major danger?", "🛑 Yes, it is major", "🛟 Five assurances"


@pytest.fixture
async def danger(phones: Phones) -> int:
    return await phones.released("The lift has no brake", kind=Kind.HAZARD, urgency=Urgency.YELLOW)


async def test_the_lead_calls_it_major_after_a_second_tap(phones: Phones, danger: int) -> None:
    number = (await phones.plant.case(danger)).number
    await phones.presses("Carol", ASK, GROUP)
    assert (await phones.plant.case(danger)).major_at is None
    await phones.presses("Carol", YES, GROUP)
    assert phones.last(GROUP).text == f"🛑 Case {number} is major. The five assurances are due within 72 hours."
    card = phones.bubbles(GROUP)[0]
    assert "🛑 Major danger" in card.text.splitlines()
    assert (ASSURE in card.labels, ASK in card.labels) == (True, False)


async def test_nobody_else_calls_it_major(phones: Phones, danger: int) -> None:
    for press in ("major", "is_major"):
        for name in ("Ben", "Fred"):
            await phones.sends_data(name, f"s:{press}:{danger}")
            assert phones.last(name).text.startswith("This is not for you to do here.")
    assert (await phones.plant.case(danger)).major_at is None


async def test_the_five_assurances_are_asked_one_after_the_other(phones: Phones, danger: int) -> None:
    number = (await phones.plant.case(danger)).number
    await phones.presses("Carol", ASK, GROUP)
    await phones.presses("Carol", YES, GROUP)
    await phones.says("Carol", f"/case {number}")
    await phones.presses("Carol", ASSURE)
    for question, answer in (
        (f"🛟 Case {number}, 1 of 5: who answers for it? Write the name.", "Ben"),
        (f"🛟 Case {number}, 2 of 5: what keeps people safe until the danger is gone?", "A fence\nand a guard"),
        (f"🛟 Case {number}, 3 of 5: what money is there for it, and who gives it?", "3,000 from the owner"),
    ):
        assert phones.last("Carol").text == question
        await phones.says("Carol", answer)
    assert "4 of 5: by which day is the danger gone?" in phones.last("Carol").text
    await phones.says("Carol", "soon")
    assert phones.last("Carol").text.startswith("I can't read that as a day to come.")
    await phones.presses("Carol", "Mon 9 Mar")
    assert (
        phones.last("Carol").text == f"🛟 Case {number}, 5 of 5: what does everybody do if it goes wrong before that?"
    )
    await phones.says("Carol", "Stop the line, call 119")
    assert phones.last("Carol").text == f"🛟 Case {number}: the five assurances are given."
    card = phones.bubbles(GROUP)[0]
    head = card.text.splitlines()
    start = head.index("🛑 Major danger")
    assert head[start : start + 6] == [
        "🛑 Major danger",
        "🛟 Answers for it: Ben",
        "🛟 Measures: A fence and a guard",
        "🛟 Money: 3,000 from the owner",
        "🛟 Gone by: Mon 9 Mar",
        "🛟 If it goes wrong: Stop the line, call 119",
    ]
    assert (ASSURE in card.labels, "a note" in card.text) == (False, False)
    await phones.sends_data("Carol", f"sy:assure:{danger}:{date(2026, 3, 12).toordinal()}")
    assert phones.last("Carol").text.startswith("This screen is old")


async def test_after_its_end_the_team_looks_again(phones: Phones) -> None:
    case = await phones.released("The lift has no brake", kind=Kind.HAZARD, urgency=Urgency.GREEN)
    number = (await phones.plant.case(case)).number
    async with phones.plant.work() as work:
        stored = await work.cases.get(case)
        stored.stage, stored.closed_at = Stage.CLOSED, phones.plant.now
        await work.cases.save(stored)
        await ask_recheck(work, case, phones.plant.now)
    await phones.deliver()
    asked = phones.last(GROUP)
    assert asked.text.splitlines()[1:] == [
        "This danger was solved some time ago. Please go and look: is it still gone?"
    ]
    assert asked.labels == ["✅ Still gone", "🔁 It is back"]
    await phones.presses("Ben", "🔁 It is back", GROUP)
    assert phones.last(GROUP).text == f"🔁 Case {number} is open again. The worker is told."
    assert (await phones.plant.case(case)).stage is Stage.TAKEN
    await phones.sends_data("Ben", f"s:gone:{case}", GROUP)
    assert phones.last(GROUP).text.startswith("This screen is old")


async def test_a_day_that_went_by_meanwhile_is_asked_for_anew(phones: Phones, danger: int) -> None:
    number = (await phones.plant.case(danger)).number
    await phones.presses("Carol", ASK, GROUP)
    await phones.presses("Carol", YES, GROUP)
    await phones.says("Carol", f"/case {number}")
    await phones.presses("Carol", ASSURE)
    for answer in ("Ben", "A fence", "3,000 from the owner"):
        await phones.says("Carol", answer)
    await phones.presses("Carol", "Tue 3 Mar")
    await phones.until("2026-03-03 17:30")
    await phones.says("Carol", "Stop the line")
    assert "4 of 5: by which day is the danger gone?" in phones.last("Carol").text
    await phones.says("Carol", "3.6")
    assert "Fri 6 Mar. Is that the day?" in phones.last("Carol").text
    await phones.presses("Carol", "✅ Yes, Fri 6 Mar")
    await phones.says("Carol", "Stop the line")
    assert phones.last("Carol").text == f"🛟 Case {number}: the five assurances are given."


async def test_who_sees_it_still_there_says_so_under_the_card_which_keeps_its_buttons(phones: Phones) -> None:
    case = await phones.released("The lift has no brake", kind=Kind.HAZARD, urgency=Urgency.YELLOW)
    ben = (await phones.member("Ben")).id
    async with phones.plant.work() as work:
        stored = await work.cases.get(case)
        stored.stage, stored.owner, stored.resolved_by = Stage.RESOLVED, ben, ben
        await work.cases.save(stored)
        await work.outbox.refresh(case)
    await phones.deliver()
    assert phones.bubbles(GROUP)[0].labels == ["🔎 I checked it", "🔁 It is back", "💬 Answer", "📝 Note"]
    await phones.presses("Carol", "🔁 It is back", GROUP)
    assert (await phones.plant.case(case)).stage is Stage.TAKEN
    assert "🔧 It is solved" in phones.bubbles(GROUP)[0].labels


async def test_after_the_policys_date_all_days_are_offered(phones: Phones, danger: int) -> None:
    await phones.until("2026-03-09 17:30")
    await phones.says("Carol", f"/case {(await phones.plant.case(danger)).number}")
    await phones.presses("Carol", "👍 Accept")
    assert phones.last("Carol").labels[:3] == ["Tue 10 Mar", "Thu 12 Mar", "Mon 16 Mar"]
    await phones.presses("Carol", "Tue 10 Mar")
    assert (await phones.plant.case(danger)).stage is Stage.ACCEPTED
