"""*My things*: what came about a case stays within reach there, however long ago the chat lost it."""

from datetime import date

from cases.actions.decide import accept, resolve
from cases.model import Stage, Verdict
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_cases import answered, digits_on, released, sent

IN_HAND = "🙋 Somebody has it in hand."
OPEN = "📬 Open messages"
ASKS = "Is it solved? One tap. With ❌ it goes one step higher."


async def looks(ana: Phone) -> list[str]:
    """The last lines of what *my things* tells of the one case there."""
    await ana.write("/mine")
    before = len(ana.said)
    await ana.press("💡 Mon 30 Nov")
    return [shown.text.splitlines()[-1] for shown in ana.said[before:]]


async def test_an_answer_whose_knock_is_gone_is_opened_from_my_things(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await answered(town, case, "We hang one up today.")
    await town.later(hours=60)
    assert await looks(ana) == [IN_HAND]
    assert ana.labels[0] == OPEN
    await ana.press(OPEN)
    assert ana.screen.splitlines()[1:] == ["💬 They write to you:", "We hang one up today."]


async def test_an_answer_once_opened_is_read_again_from_my_things(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await answered(town, case, "We hang one up today.")
    await town.later(hours=60)
    await ana.press("Open")
    assert await looks(ana) == ["We hang one up today.", IN_HAND]
    assert OPEN not in ana.labels
    await answered(town, case, "It hangs.")
    assert await looks(ana) == ["We hang one up today.", IN_HAND]
    assert ana.labels[0] == OPEN
    assert await looks(ana) == ["We hang one up today.", IN_HAND]


async def test_what_they_say_is_done_is_rated_from_my_things(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    async with town.work() as work:
        await accept(work, case.id, town.people["Chen Li"], date(2026, 12, 4), town.at)
        await resolve(work, case.id, town.people["Chen Li"], "It hangs.", (), town.at)
    await town.later(hours=60)
    await ana.press("Open")
    assert ASKS in await looks(ana)
    await ana.press("✅ Solved")
    await town.later(hours=20)
    async with town.work() as work:
        assert (await work.cases.get(case.id)).stage is Stage.CLOSED


async def test_who_came_by_the_number_of_an_own_case_reads_the_answers_in_my_things(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await answered(town, case, "We hang one up today.")
    await ana.press("🔢 Receipt number")
    await ana.write(digits_on(ana))
    assert await looks(ana) == ["We hang one up today.", IN_HAND]
    assert OPEN not in ana.labels


async def test_leaving_it_as_it_is_repeats_no_answer(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await answered(town, case, "We hang one up today.")
    await town.later(hours=7)
    await ana.press("Open")
    await looks(ana)
    await ana.press("↩️ Take it back")
    before = len(ana.said)
    await ana.press("No, leave it")
    assert len(ana.said) == before + 1


async def nine(town: Town, ana: Phone) -> None:
    """One a day; the last of them has ended."""
    for number in range(1, 10):
        await sent(town, ana, f"Lamp {number}")
        await town.later(days=1)
    async with town.work() as work:
        last = max(await work.cases.open(), key=lambda case: case.sent_on).id
        await accept(work, last, town.people["Chen Li"], date(2026, 12, 12), town.at)
        await resolve(work, last, town.people["Chen Li"], "It hangs.", (), town.at)
    await ana.forge(f"wr:{last}:{Verdict.SOLVED}")
    await town.later(days=1)


def lamps(ana: Phone) -> list[str]:
    return [label.partition("Lamp ")[2] for label in ana.labels if "Lamp" in label]


async def test_all_that_was_sent_is_within_reach_and_what_is_open_comes_first(town: Town, ana: Phone) -> None:
    await nine(town, ana)
    await ana.write("/mine")
    assert (lamps(ana), ana.labels[8]) == (list("87654321"), "⬇️ 1 more")
    await ana.press("⬇️ 1 more")
    assert (lamps(ana), len(ana.labels)) == (["9"], 2)


async def test_more_of_what_is_no_longer_there_begins_anew(town: Town, ana: Phone) -> None:
    await sent(town, ana)
    await ana.forge("wn:8")
    assert ana.labels[0] == "💡 Mon 30 Nov A lamp would help"


async def test_who_was_forgotten_is_shown_no_more_of_it(town: Town, ana: Phone) -> None:
    await sent(town, ana)
    await ana.write("/wipe")
    await ana.press("🧹 Forget me")
    before = len(ana.said)
    await ana.forge("wn:8")
    assert [shown.buttons for shown in ana.said[before:]] == [()]
