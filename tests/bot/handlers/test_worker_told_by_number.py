"""What is said behind a receipt number, where nobody knows what was read: no word that a later one has ended."""

from datetime import date

from cases.actions.decide import accept, decline, resolve
from cases.actions.manage import extend
from cases.actions.sort import sort, sort_again
from cases.actions.wind_up import come_back, wind_up
from cases.model import Case, DeclineReason
from cases.policy import RowName
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_cases import answered, digits_on, released
from tests.bot.handlers.test_worker_told_again import SORTED, hears_nothing, is_asked, read_by_number, sorted_out

ANSWER = "💬 They write to you: It hangs."
DATED = f"{SORTED} You get an answer by Mon 7 Dec."


async def numbered(town: Town, ana: Phone) -> tuple[Case, str]:
    """With the number that opens it."""
    case = await released(town, ana)
    await ana.press("🔢 Receipt number")
    return case, digits_on(ana)


async def starts(town: Town, digits: str) -> list[str]:
    """The first sign of all that is said of it."""
    return [said.split()[0] for said in await read_by_number(town, digits)]


async def test_an_answer_ends_the_wait_and_the_apology_for_it(town: Town, ana: Phone) -> None:
    case, digits = await sorted_out(town, ana)
    await hears_nothing(town, ana, case)
    said, sorry = await read_by_number(town, digits)
    assert (said, sorry.startswith("Sorry. We said you would hear by Mon 7 Dec")) == (SORTED, True)
    await answered(town, case, "It hangs.")
    assert await read_by_number(town, digits) == [ANSWER]


async def test_what_was_sorted_anew_is_not_said_to_be_sorted_wrongly(town: Town, ana: Phone) -> None:
    case, digits = await sorted_out(town, ana)
    async with town.work() as work:
        await sort_again(work, case.id, town.people["Li Mei"], town.at)
    [wrongly] = await read_by_number(town, digits)
    assert wrongly.startswith("🗂 It was sorted wrongly")
    async with town.work() as work:
        await sort(work, case.id, town.people["Li Mei"], RowName.SUGGESTION, town.at)
    assert await read_by_number(town, digits) == [DATED]


async def declined(town: Town, case: Case) -> None:
    async with town.work() as work:
        await decline(work, case.id, town.people["Chen Li"], DeclineReason.TOO_COSTLY, "No money.", town.at)


async def test_a_new_answer_is_promised_until_it_comes(town: Town, ana: Phone) -> None:
    case, digits = await numbered(town, ana)
    await declined(town, case)
    await town.later(hours=10)
    await ana.press("Open")
    await ana.press("❌ Not solved")
    await town.later(hours=20)
    assert (await read_by_number(town, digits))[-1].startswith("⬆️ You said it is not solved.")
    await answered(town, case, "It hangs.")
    assert (await read_by_number(town, digits))[1:] == [ANSWER]


async def test_what_is_open_again_is_not_said_to_be_closed(town: Town, ana: Phone) -> None:
    case, digits = await numbered(town, ana)
    await declined(town, case)
    await town.later(days=15)
    assert (await read_by_number(town, digits))[-1].startswith("🔒 We heard nothing more from you")
    await ana.write("/mine")
    await ana.press("💡 Mon 30 Nov")
    await ana.press("❌ Not solved")
    await town.later(hours=20)
    assert await starts(town, digits) == ["They", "⬆️"]


async def test_a_yes_is_said_with_its_date_until_that_moves_and_till_it_is_done(town: Town, ana: Phone) -> None:
    case, digits = await numbered(town, ana)
    chen = town.people["Chen Li"]
    async with town.work() as work:
        await accept(work, case.id, chen, date(2026, 12, 22), town.at)
    assert await read_by_number(town, digits) == ["👍 Yes, it will be done. By Tue 22 Dec."]
    async with town.work() as work:
        await extend(work, case.id, chen, "No electrician yet.", date(2026, 12, 28), town.at)
    assert await starts(town, digits) == ["⏳"]
    async with town.work() as work:
        await resolve(work, case.id, chen, "It hangs.", (), town.at)
    assert await starts(town, digits) == ["💬", "🛠"]


async def test_of_a_firm_that_is_back_it_is_not_said_that_it_leaves(town: Town, ana: Phone) -> None:
    _, digits = await numbered(town, ana)
    async with town.work() as work:
        await wind_up(work, town.at)
    [leaves] = await read_by_number(town, digits)
    assert leaves.startswith("🚪 Yongxing Metal leaves Huiyin.")
    async with town.work() as work:
        await come_back(work, town.at)
    [back] = await read_by_number(town, digits)
    assert back.startswith("🚪 Yongxing Metal is back in Huiyin.")


async def taken_back(town: Town, ana: Phone) -> None:
    await ana.write("/mine")
    await ana.press("💡 Mon 30 Nov")
    await ana.press("↩️ Take it back")
    await ana.press("↩️ I want it back myself")
    await town.later(hours=20)


async def test_who_took_it_back_is_asked_and_promised_nothing(town: Town, ana: Phone) -> None:
    case, digits = await sorted_out(town, ana)
    await is_asked(town, ana, case)
    assert await starts(town, digits) == ["🗂", "🙋"]
    await taken_back(town, ana)
    assert await read_by_number(town, digits) == []


async def test_nor_that_what_they_said_yes_to_will_be_done(town: Town, ana: Phone) -> None:
    case, digits = await numbered(town, ana)
    async with town.work() as work:
        await accept(work, case.id, town.people["Chen Li"], date(2026, 12, 22), town.at)
    await taken_back(town, ana)
    assert await read_by_number(town, digits) == []
