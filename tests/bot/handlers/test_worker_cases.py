"""Afterwards: my things, replying, taking back, the receipt number, and what a case answers."""

from datetime import date

from cases.actions.decide import accept, decline, resolve
from cases.actions.reply import reply
from cases.actions.take import take
from cases.model import Case, DeclineReason, Stage, TakeChoice, Verdict
from tests.bot.handlers.conversation import Phone, Town

FIRST = ["one", "two", "three", "four"]


async def sent(town: Town, phone: Phone, text: str = "A lamp would help") -> None:
    await phone.write(text)
    await phone.press("💡 Good idea")
    await phone.press("📨 Send")


async def released(town: Town, phone: Phone) -> Case:
    await sent(town, phone)
    await town.later(hours=2)
    [case] = await town.cases()
    return case


async def test_my_things_shows_sign_day_and_first_words(town: Town, ana: Phone) -> None:
    await sent(town, ana, "A lamp beside the second press would help")
    await ana.write("/mine")
    assert ana.labels == ["💡 Mon 30 Nov A lamp beside the second…", "🔢 Open one with its number"]


async def test_a_thing_says_what_happens_next(town: Town, ana: Phone) -> None:
    await sent(town, ana)
    await ana.press("📂 My things")
    await ana.press("💡 Mon 30 Nov")
    assert "📨 Sent. Nobody has seen it yet; they see it at 11:30." in ana.screen
    await town.later(hours=2)
    await ana.press("💡 Mon 30 Nov")
    assert "👀 They can see it. Nobody has it in hand yet." in ana.screen


async def test_taken_back_before_anybody_saw_it_is_gone(town: Town, ana: Phone) -> None:
    await sent(town, ana)
    await ana.press("↩️ Take it back")
    assert "Nobody has seen it." in ana.screen
    await ana.press("↩️ Take it back")
    assert ana.screen == "↩️ Taken back. Nobody has seen it, it is erased and counts nowhere."
    await ana.write("/mine")
    assert ana.screen.startswith("📂 Nothing here yet.")
    await town.later(hours=2)
    assert await town.cases() == []


async def test_taking_one_thing_back_leaves_another_that_is_not_sent_yet(town: Town, ana: Phone) -> None:
    await sent(town, ana)
    await ana.press("↩️ Take it back")
    await ana.write("The stairs are slippery")
    await ana.press("↩️ Take it back")
    assert ana.screen.startswith("↩️ Taken back.")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await town.later(hours=2)
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == ["The stairs are slippery"]


async def test_a_red_danger_can_be_recalled_within_the_hour(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    await ana.press("🔴 It will hurt someone now")
    await ana.press("↩️ Take it back")
    await ana.press("↩️ I want it back myself")
    assert ana.screen.startswith("↩️ Taken back. They saw it, but nobody had it in hand yet.")


async def test_taken_back_later_leaves_at_a_fixed_time(town: Town, ana: Phone) -> None:
    await released(town, ana)
    await ana.press("↩️ Take it back")
    await ana.press("↩️ I want it back myself")
    assert ana.screen.startswith("↩️ Taken back. It leaves their list at the next fixed time")
    assert len(await town.cases()) == 1
    await town.later(hours=5)
    assert await town.cases() == []


async def test_who_is_made_to_take_it_back_is_shown_help_and_it_stays(town: Town, ana: Phone) -> None:
    await released(town, ana)
    await ana.press("↩️ Take it back")
    await ana.press("🤐 Somebody told me to")
    assert "12333" in ana.screen
    await ana.press("Leave it")
    await town.later(hours=5)
    assert len(await town.cases()) == 1


async def test_an_answer_knocks_at_the_fixed_time_and_opens_by_a_tap(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    async with town.work() as work:
        await take(work, case.id, town.people["Chen Li"], TakeChoice.LOOK_TODAY, town.at)
        await reply(work, case.id, town.people["Chen Li"], "We hang one up today.", (), town.at)
    said = len(ana.said)
    await town.later(hours=7)
    assert (len(ana.said), ana.screen) == (said + 1, "Huiyin: new message")
    await ana.press("Open")
    assert [shown.text.splitlines()[1:] for shown in ana.said[-2:]] == [
        ["👀 Somebody has it in hand and looks at it today."],
        ["💬 They write to you:", "We hang one up today."],
    ]


async def test_opened_again_it_says_that_nothing_is_new_and_later_only_what_is(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    async with town.work() as work:
        await take(work, case.id, town.people["Chen Li"], TakeChoice.LOOK_TODAY, town.at)
    await town.later(hours=7)
    await ana.press("Open")
    await ana.press("Open")
    assert [shown.text.splitlines()[-1] for shown in ana.said[-2:]] == [
        "👌 Nothing new since you last looked.",
        "⏳ You get an answer by Mon 14 Dec.",
    ]
    async with town.work() as work:
        await reply(work, case.id, town.people["Chen Li"], "We hang one up today.", (), town.at)
    await town.later(hours=20)
    said = len(ana.said)
    await ana.press("Open")
    assert [shown.text.splitlines()[1:] for shown in ana.said[said:]] == [
        ["💬 They write to you:", "We hang one up today."],
    ]


async def answered(town: Town, case: Case, *words: str) -> None:
    async with town.work() as work:
        for each in words:
            await reply(work, case.id, town.people["Chen Li"], each, (), town.at)


async def test_many_news_are_read_in_turn_and_none_is_lost(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await answered(town, case, *FIRST, "five", "six")
    await town.later(hours=7)
    said = len(ana.said)
    await ana.press("Open")
    assert [shown.text.splitlines()[-1] for shown in ana.said[said:]] == [*FIRST, "Huiyin: new message"]
    await ana.press("Open")
    assert [shown.text.splitlines()[-1] for shown in ana.said[said + 5 :]] == ["five", "six"]


async def test_who_comes_with_a_number_reads_every_answer(town: Town, ana: Phone) -> None:
    digits = await sent_without_a_way_back(ana)
    await town.later(hours=2)
    [case] = await town.cases()
    await answered(town, case, *FIRST, "five")
    said = len(ana.said)
    await ana.write(digits)
    assert [shown.text.splitlines()[-1] for shown in ana.said[said:-1]] == [*FIRST[1:], "five"]
    await ana.press("⬆️ 1 earlier")
    assert ana.said[-2].text.splitlines()[-1] == "one"


async def test_a_reply_reaches_staff_at_the_next_release(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await ana.write("/mine")
    await ana.press("💡 Mon 30 Nov")
    await ana.press("💬 Reply or add")
    await ana.write("On the left side, please")
    assert ana.screen == "➕ Added. They see it at 16:30."
    assert [entry.text for entry in await town.entries(case)] == ["A lamp would help", "On the left side, please"]


async def test_what_was_taken_back_gets_no_additions(town: Town, ana: Phone) -> None:
    """Nothing of this chat knows it any more: what is written is a new thing."""
    await released(town, ana)
    await ana.press("↩️ Take it back")
    await ana.press("↩️ I want it back myself")
    await ana.press("➕ Add to it")
    await town.later(hours=5)
    await ana.write("On the left side, please")
    assert ana.screen.startswith("Got it. What is it?")


async def test_what_is_closed_meanwhile_gets_no_addition_and_the_words_can_be_sent_anew(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    async with town.work() as work:
        await decline(work, case.id, town.people["Chen Li"], DeclineReason.TOO_COSTLY, "No money this year.", town.at)
    await ana.forge(f"wr:{case.id}:{Verdict.SOLVED}")
    await town.later(hours=4)
    await ana.press("➕ Add to it")
    await town.later(minutes=30)
    await ana.write("On the left side, please")
    assert ana.screen.startswith("This was not added: that is closed")
    await ana.write("On the left side, please")
    assert ana.screen.startswith("Got it. What is it?")
    assert [entry.text for entry in await town.entries(case) if "left" in entry.text] == []


async def test_ten_files_are_the_most_for_one_thing_whenever_they_come(town: Town, ana: Phone) -> None:
    for _ in range(10):
        await ana.photo()
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await ana.press("➕ Add to it")
    await ana.photo()
    assert ana.screen.startswith("This file was not added: ten files are the most")
    await ana.write("It showed the lamp")
    assert ana.screen == "➕ Added. They see it at 11:30."


async def test_an_exchange_without_end_is_ended(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    for _ in range(10):
        await ana.press("➕ Add to it")
        await ana.write("a" * 4_096)
    assert ana.screen.startswith("This was not added: that has grown too long.")
    said = [entry.text for entry in await town.entries(case)][1:]
    assert [len(text) for text in said] == [3_500, 596] * 9


async def test_a_no_comes_with_its_reason_and_one_tap(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    async with town.work() as work:
        await decline(work, case.id, town.people["Chen Li"], DeclineReason.TOO_COSTLY, "No money this year.", town.at)
    await town.later(hours=7)
    await ana.press("Open")
    assert ana.screen.splitlines()[1:] == [
        "They say it costs too much. They write:",
        "No money this year.",
        "Is that all right for you? If not, tap ❌: then it goes one step higher.",
    ]
    await ana.press("❌ Not solved")
    assert ana.screen.startswith("❌ Noted: not solved.")
    await town.later(hours=17)
    [again] = await town.cases()
    assert (again.stage, int(again.level)) == (Stage.TAKEN, 1)
    await town.later(hours=9)
    await ana.press("Open")
    assert "⬆️ You said it is not solved." in ana.screen


async def test_solved_closes_the_case(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    async with town.work() as work:
        await accept(work, case.id, town.people["Chen Li"], date(2026, 12, 4), town.at)
        await resolve(work, case.id, town.people["Chen Li"], "It hangs.", (), town.at)
    await town.later(hours=7)
    await ana.press("Open")
    await ana.press("✅ Solved")
    await town.later(hours=20)
    assert await town.cases() == []
    await ana.write("/mine")
    await ana.press("💡 Mon 30 Nov")
    assert "🔒 Closed." in ana.screen


async def test_an_old_verdict_button_changes_nothing(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await ana.forge(f"wr:{case.id}:{Verdict.SOLVED}")
    assert "old" in ana.screen or "moved on" in ana.screen


def digits_on(phone: Phone) -> str:
    shown = next(shown.text for shown in reversed(phone.said) if shown.text.startswith("🔢 "))
    return shown.splitlines()[0].removeprefix("🔢 ")


async def sent_without_a_way_back(phone: Phone) -> str:
    await phone.write("A lamp would help")
    await phone.press("💡 Good idea")
    await phone.press("🔒 No way back")
    await phone.press("📨 Send")
    return digits_on(phone)


async def test_the_number_opens_the_case_from_any_account(town: Town, ana: Phone) -> None:
    digits = await sent_without_a_way_back(ana)
    stranger = town.phone(777)
    await stranger.write("/receipt")
    await stranger.write(digits)
    assert "📨 Sent. Nobody has seen it yet" in stranger.screen
    await stranger.press("💬 Reply or add")
    await stranger.write("On the left side, please")
    await town.later(hours=2)
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == ["A lamp would help", "On the left side, please"]


async def test_a_new_number_makes_the_old_one_void(town: Town, ana: Phone) -> None:
    old = await sent_without_a_way_back(ana)
    await ana.write(old)
    await ana.press("🔢 New receipt number")
    new = digits_on(ana)
    await ana.write(old)
    assert ana.screen.startswith("No case opens with this number.")
    await ana.write(new)
    assert "📨 Sent." in ana.screen


async def test_a_number_typed_in_between_leaves_the_unsent_words_alone(town: Town, ana: Phone) -> None:
    digits = await sent_without_a_way_back(ana)
    await ana.write("The stairs are slippery")
    await ana.press("💡 Good idea")
    await ana.write(digits)
    assert ana.screen.startswith("You have something here that is not sent yet.")
    await ana.press("📨 Send")
    await town.later(hours=2)
    texts = [[entry.text for entry in await town.entries(case)] for case in await town.cases()]
    assert sorted(texts) == [["A lamp would help"], ["The stairs are slippery"]]


async def test_what_was_written_down_can_be_deleted(ana: Phone) -> None:
    await sent_without_a_way_back(ana)
    await ana.press("✍️ I wrote it down")
    assert ana.screen.startswith("👍 Good.")


async def test_wrong_numbers_are_slowed_down(town: Town, ana: Phone) -> None:
    await ana.write("/receipt")
    for _ in range(4):
        await ana.write("1234 5678 9012 3456")
    assert ana.screen.endswith("Please wait 16 seconds, then try again.")
    await ana.write("1234 5678 9012 3456")
    assert ana.screen.startswith("That was too soon. Please wait 16 more seconds")
    await town.later(seconds=16)
    await ana.write("1234 5678 9012 3456")
    assert ana.screen.endswith("Please wait 32 seconds, then try again.")


async def test_another_phone_is_not_slowed_down(town: Town, ana: Phone) -> None:
    for _ in range(6):
        await ana.write("1234567890123456")
    bao = town.phone(502)
    await bao.write("1234567890123456")
    assert bao.screen.startswith("No case opens with this number. Check each digit.")
    assert "Please wait" not in bao.screen


async def test_too_few_digits_are_no_try(town: Town, ana: Phone) -> None:
    await ana.write("/receipt")
    await ana.write("1234")
    assert ana.screen.startswith("These are not 16 digits.")
    assert wrong_receipts(town) == 0


async def test_wrong_numbers_of_all_are_counted_for_the_operator(town: Town, ana: Phone) -> None:
    await ana.write("1234567890123456")
    await town.phone(502).write("1234567890123456")
    assert wrong_receipts(town) == 2


def wrong_receipts(town: Town) -> float | None:
    return town.metrics.registry.get_sample_value("huiyin_wrong_receipts_total")


async def test_who_writes_something_else_instead_of_the_number_is_heard(ana: Phone) -> None:
    await ana.write("/receipt")
    await ana.write("The guard of press 3 is off")
    assert ana.screen.startswith("Got it. What is it?")


async def test_after_the_way_back_is_erased_no_answer_comes(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await ana.write("/mine")
    await ana.press("💡 Mon 30 Nov")
    await ana.press("✂️ Erase the way back to me")
    assert ana.screen.startswith("✂️ The way back is erased.")
    async with town.work() as work:
        await reply(work, case.id, town.people["Chen Li"], "We hang one up today.", (), town.at)
    await town.later(hours=7)
    assert ana.screen.startswith("✂️ The way back is erased.")


async def test_after_a_change_of_job_the_old_things_are_there_and_open(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await ana.write("/start HUA")
    await ana.press("Yes, I work there now")
    await sent(town, ana, "The canteen is cold")
    await ana.write("/mine")
    assert sorted(ana.labels) == [
        "💡 Mon 30 Nov A lamp would help",
        "💡 Mon 30 Nov The canteen is cold",
        "🔢 Open one with its number",
    ]
    await ana.press("💡 Mon 30 Nov A lamp")
    assert "👀 They can see it. Nobody has it in hand yet." in ana.screen
    await ana.press("💬 Reply or add")
    await ana.write("On the left side, please")
    assert [entry.text for entry in await town.entries(case)] == ["A lamp would help", "On the left side, please"]


async def test_one_workers_things_are_not_anothers(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    bao = town.phone(502)
    await bao.write("/start YONG")
    await bao.forge(f"wc:show:{case.id}")
    assert bao.screen.startswith("This can't be opened here")
