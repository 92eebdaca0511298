"""*My things*: what came about a case stays within reach there, however long ago the chat lost it."""

from datetime import date

from cases.actions.climb import climb
from cases.actions.decide import accept, decline, resolve
from cases.actions.reply import pause
from cases.actions.take import take
from cases.actions.write_down import write_down
from cases.model import ClockKind, DeclineReason, Stage, TakeChoice, Verdict
from tests.bot.handlers import test_worker_after
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_cases import answered, digits_on, released, sent
from tests.bot.handlers.test_worker_cases import sent_without_a_way_back as without_a_way_back

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


async def test_that_somebody_looks_today_is_not_told_again_days_later(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    async with town.work() as work:
        await take(work, case.id, town.people["Chen Li"], TakeChoice.LOOK_TODAY, town.at)
    await town.later(hours=60)
    await ana.press("Open")
    await town.later(hours=100)
    assert [line.partition(" by ")[0] for line in await looks(ana)] == ["⏳ You get an answer"]


async def asked(town: Town, case: int) -> None:
    async with town.work() as work:
        await pause(work, case, town.people["Chen Li"], "Which lamp?", town.at)


async def test_what_they_ask_is_read_again_until_it_is_answered(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await asked(town, case.id)
    await town.later(hours=10)
    await ana.press("Open")
    assert (await looks(ana))[:-1] == ["Which lamp?"]
    await answered(town, case, "We hang one up today.")
    await town.later(hours=20)
    await ana.press("Open")
    assert await looks(ana) == ["We hang one up today.", IN_HAND]


async def test_while_they_wait_for_a_reply_no_date_is_promised(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await asked(town, case.id)
    for _ in range(2):
        assert (await looks(ana))[-1] == (
            "⏳ They wait for your reply, three working days at most; then you get an answer."
        )
        await town.later(days=1)
    await town.later(days=5)
    assert (await looks(ana))[-1] == "⏳ You get an answer by Thu 17 Dec."


async def late(town: Town, case: int, kind: ClockKind) -> None:
    """A promise of it breaks, and the worker is told so."""
    async with town.work() as work:
        [clock] = [each for each in await work.clocks.of(case) if each.kind is kind]
    town.at = clock.due
    await town.later(days=3)
    async with town.work() as work:
        await climb(work, case, clock.id, town.at)
    await town.later(hours=20)


async def test_a_date_that_has_passed_is_not_promised_again(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await late(town, case.id, ClockKind.ANSWERED)
    await ana.press("Open")
    assert ana.screen.splitlines()[1].startswith("Sorry. We said you would hear by Mon 14 Dec")
    assert (await looks(ana))[-1] == (
        "⌛ We said you would hear by Mon 14 Dec, and you did not. Nobody has set a new date yet."
    )
    async with town.work() as work:
        await accept(work, case.id, town.people["Chen Li"], date(2026, 12, 22), town.at)
    assert (await looks(ana))[-1] == "⏳ It is done by Tue 22 Dec."
    await late(town, case.id, ClockKind.SOLVED)
    assert (await looks(ana))[-1] == (
        "⌛ We said it would be done by Tue 22 Dec, and it is not. Nobody has set a new date yet."
    )


async def spoken(town: Town, ana: Phone) -> int:
    """A recording, and what staff wrote down of it."""
    await ana.voice()
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await town.later(hours=2)
    [case] = await town.cases()
    async with town.work() as work:
        await write_down(work, case.id, town.people["Chen Li"], "A lamp", town.at)
    return case.id


async def test_words_that_were_left_out_are_not_asked_about_again(town: Town, ana: Phone) -> None:
    await spoken(town, ana)
    await town.later(hours=10)
    await ana.press("Open")
    await ana.write("/mine")
    before = len(ana.said)
    await ana.press("💡 Mon 30 Nov")
    assert ["Is it right?" in shown.text for shown in ana.said[before:]] == [True, False]
    await ana.press("🔇 Leave it out")
    before = len(ana.said)
    await ana.press("💡 Mon 30 Nov")
    assert ["Is it right?" in shown.text for shown in ana.said[before:]] == [False]


async def test_how_things_are_is_not_asked_again_after_it_was_stopped(town: Town, ana: Phone) -> None:
    await test_worker_after.asked(town, ana)
    await ana.press("Open")
    await ana.press("🔕 Don't ask again")
    before = len(ana.said)
    await test_worker_after.opened(ana)
    assert "👍 All right" not in {
        button.label for shown in ana.said[before:] for row in shown.buttons for button in row
    }


async def test_a_visitor_is_not_asked_again_either(town: Town, ana: Phone) -> None:
    case = await test_worker_after.asked(town, ana)
    async with town.work() as work:
        digits = await work.receipts.issue(case)
    eve = town.phone(777)
    await eve.write(digits)
    assert [shown.text.splitlines()[1] for shown in eve.said] == [
        "💬 They write to you:",
        "🙋 Somebody has it in hand.",
    ]


async def test_what_waits_no_more_is_told_to_no_visitor(town: Town, ana: Phone) -> None:
    digits = await without_a_way_back(ana)
    await town.later(hours=2)
    [case] = await town.cases()
    async with town.work() as work:
        await take(work, case.id, town.people["Chen Li"], TakeChoice.LOOK_TODAY, town.at)
    await answered(town, case, "We hang one up today.")
    before = len(ana.said)
    await ana.write(digits)
    assert [shown.text.splitlines()[-1] for shown in ana.said[before:]] == ["We hang one up today.", IN_HAND]


async def test_only_the_last_decision_is_rated(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    async with town.work() as work:
        await decline(work, case.id, town.people["Chen Li"], DeclineReason.TOO_COSTLY, "No money.", town.at)
    await town.later(hours=10)
    await ana.press("Open")
    await ana.press("❌ Not solved")
    await town.later(hours=20)
    async with town.work() as work:
        await accept(work, case.id, town.people["Owner Wang"], date(2026, 12, 7), town.at)
        await resolve(work, case.id, town.people["Owner Wang"], "It hangs.", (), town.at)
    await town.later(hours=10)
    await ana.press("Open")
    assert [each for each in await looks(ana) if "❌" in each or "No money" in each] == [ASKS]


async def test_what_was_read_by_its_number_in_the_same_chat_counts_as_read(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await ana.press("🔢 Receipt number")
    await answered(town, case, "We hang one up today.")
    await town.later(hours=2)
    await ana.write(digits_on(ana))
    assert [shown.text.splitlines()[-1] for shown in ana.said[-2:]] == ["We hang one up today.", IN_HAND]
    before = len(ana.said)
    for _ in range(8):
        await town.later(hours=12)
    assert "Huiyin: new message" not in [shown.text for shown in ana.said[before:]][1:]
    await ana.write(digits_on(ana))
    assert [shown.text.splitlines()[-1] for shown in ana.said[-2:]] == ["We hang one up today.", IN_HAND]


async def test_many_news_read_by_the_number_of_an_own_case_are_read_in_turn(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await ana.press("🔢 Receipt number")
    await answered(town, case, "one", "two", "three", "four", "five")
    await ana.write(digits_on(ana))
    assert [shown.text.splitlines()[-1] for shown in ana.said[-5:]] == ["one", "two", "three", "four", IN_HAND]
    await ana.press(OPEN)
    assert ana.screen.splitlines()[-1] == "five"


async def wiped(town: Town, ana: Phone) -> None:
    """An answer knocks after *forget me*."""
    case = await released(town, ana)
    await ana.write("/wipe")
    await ana.press("🧹 Forget me")
    await answered(town, case, "We hang one up today.")
    await town.later(hours=10)
    assert ana.screen == "Huiyin: new message"


async def test_after_being_forgotten_an_answer_is_opened_once_the_poster_is_scanned(town: Town, ana: Phone) -> None:
    await wiped(town, ana)
    await ana.press("Open")
    assert ana.screen.startswith("I don't know where you work, so I can't open this here. Scan the QR code")
    assert ana.labels == ["🔢 Open it with the number"]
    await ana.write("/start YONG")
    await ana.press("Open")
    assert ana.screen.splitlines()[-1] == "We hang one up today."


async def test_after_being_forgotten_nothing_knocks_a_second_time(town: Town, ana: Phone) -> None:
    await wiped(town, ana)
    before = len(ana.said)
    for _ in range(8):
        await town.later(hours=12)
    assert "Huiyin: new message" not in [shown.text for shown in ana.said[before:]]


async def test_what_has_no_way_back_any_more_is_opened_with_its_number(town: Town, ana: Phone) -> None:
    await released(town, ana)
    await ana.press("🔢 Receipt number")
    digits = digits_on(ana)
    await ana.write("/mine")
    await ana.press("💡 Mon 30 Nov")
    await ana.press("✂️ Erase the way back to me")
    await ana.press("💬 Reply or add")
    assert ana.screen == (
        "This can't be opened here any more. If you have its receipt number, that still opens it, "
        "unless you took it back."
    )
    await ana.press("🔢 Open it with the number")
    await ana.write(digits)
    assert "👀 They can see it." in ana.screen
