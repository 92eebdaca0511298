"""What *my things* says once more: only what is true now, the last of it first, and what waits for the worker."""

from datetime import date
from typing import Any

import pytest

from cases.actions.decide import accept, resolve
from cases.actions.make_safe import make_safe
from cases.actions.manage import extend
from cases.actions.recheck import recheck
from cases.actions.reply import pause
from cases.actions.sort import sort
from cases.actions.take import take
from cases.actions.verify import verify
from cases.model import Case, ClockKind, MediaKind, Role, TakeChoice, Verdict
from cases.policy import RowName
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_cases import answered, digits_on, released
from tests.bot.handlers.test_worker_shown_first import RED, YELLOW
from tests.bot.handlers.test_worker_things import late, spoken

BACK = "🔁 They looked again, and the danger is back. It is open again, and you get a new answer."


async def looks(ana: Phone, sign: str = "💡") -> list[str]:
    """All that *my things* says of the one case there, without what heads each."""
    await ana.write("/mine")
    before = len(ana.said)
    await ana.press(f"{sign} Mon 30 Nov")
    return [" ".join(shown.text.splitlines()[1:]) for shown in ana.said[before:]]


async def danger(town: Town, ana: Phone, urgency: str = YELLOW) -> Case:
    await ana.write("Press 3 has no guard")
    await ana.press("⚠️ Danger")
    await ana.press(urgency)
    await town.later(hours=2)
    [case] = await town.cases()
    return case


async def controlled(town: Town, case: Case, text: str = "We switched it off.") -> None:
    async with town.work() as work:
        await make_safe(work, case.id, town.people["Chen Li"], text, town.at)


async def mended(town: Town, case: Case) -> None:
    async with town.storage.unit() as unit:
        work = await unit.enterprise(town.yong.id)
        photo = await unit.media.expect(case.id, MediaKind.PHOTO, "x", 10)
        await resolve(work, case.id, town.people["Chen Li"], "It has a guard.", (photo.id,), town.at)
    await town.storage.media_queue.ready(photo.id, "image/jpeg", b"guard")
    await town.say_all()


async def back(town: Town, ana: Phone) -> Case:
    """A danger that was under control, gone and closed is back."""
    case = await danger(town, ana)
    await controlled(town, case)
    await mended(town, case)
    await town.joins("Ma Lin", 9006, Role.MEMBER)
    async with town.work() as work:
        await verify(work, case.id, town.people["Ma Lin"], town.at)
    await ana.forge(f"wr:{case.id}:{Verdict.SOLVED}")
    await town.later(days=15)
    async with town.work() as work:
        await recheck(work, case.id, town.people["Ma Lin"], False, town.at)
    await town.later(hours=20)
    await ana.press("Open")
    return case


async def test_a_danger_that_is_back_is_not_said_to_be_under_control(town: Town, ana: Phone) -> None:
    case = await back(town, ana)
    assert (await looks(ana, "⚠️"))[:-1] == [BACK]
    await controlled(town, case, "Fenced off.")
    await town.later(hours=20)
    await ana.press("Open")
    assert (await looks(ana, "⚠️"))[:-1] == ["🛡 The danger is under control. They write to you: Fenced off."]


async def test_nor_to_who_comes_by_the_number(town: Town, ana: Phone) -> None:
    await back(town, ana)
    await ana.press("🔢 Receipt number")
    eve = town.phone(777)
    await eve.write(digits_on(ana))
    assert [each.text.splitlines()[1] for each in eve.said[:-1]] == [BACK]


async def gets_a_later_date(town: Town, ana: Phone, case: Case) -> None:
    async with town.work() as work:
        await extend(work, case.id, town.people["Chen Li"], "No electrician yet.", date(2026, 12, 18), town.at)


async def later_date(town: Town, ana: Phone) -> Case:
    case = await released(town, ana)
    await gets_a_later_date(town, ana, case)
    await town.later(hours=10)
    await ana.press("Open")
    return case


async def test_a_later_date_is_said_again_only_while_it_stands(town: Town, ana: Phone) -> None:
    case = await later_date(town, ana)
    assert (await looks(ana))[:-1] == [
        "⏳ It takes longer. The new date is Fri 18 Dec. They write: No electrician yet."
    ]
    async with town.work() as work:
        await accept(work, case.id, town.people["Chen Li"], date(2027, 1, 20), town.at)
    assert (await looks(ana))[:-1] == ["💬 They write to you: No electrician yet."]


async def is_asked(town: Town, ana: Phone, case: Case) -> None:
    async with town.work() as work:
        await pause(work, case.id, town.people["Chen Li"], "Which lamp?", town.at)


async def hears_nothing(town: Town, ana: Phone, case: Case) -> None:
    await late(town, case.id, ClockKind.ANSWERED)


async def test_a_later_date_is_not_said_again_while_it_rests(town: Town, ana: Phone) -> None:
    await is_asked(town, ana, await later_date(town, ana))
    assert (await looks(ana))[0] == "💬 They write to you: No electrician yet."


SORTED = "🗂 It is sorted now: 💡 Good idea. From now on the improvement team reads it."


async def read_by_number(town: Town, digits: str) -> list[str]:
    """All that is said of the case to who comes with its number, without what heads each, and where it stands."""
    eve = town.phone(777)
    await eve.write(digits)
    return [" ".join(shown.text.splitlines()[1:]) for shown in eve.said[:-1]]


async def sorted_out(town: Town, ana: Phone) -> tuple[Case, str]:
    """With the number that opens it."""
    await ana.write("A lamp would help")
    await ana.press("🤷 I don't know which")
    await ana.press("📨 Send")
    await ana.press("🔢 Receipt number")
    digits = digits_on(ana)
    await town.later(hours=2)
    [case] = await town.cases()
    async with town.work() as work:
        await sort(work, case.id, town.people["Li Mei"], RowName.SUGGESTION, town.at)
    return case, digits


@pytest.mark.parametrize("then", [hears_nothing, gets_a_later_date, is_asked])
async def test_the_date_it_was_sorted_with_is_said_only_while_it_stands(town: Town, ana: Phone, then: Any) -> None:
    case, digits = await sorted_out(town, ana)
    assert await read_by_number(town, digits) == [f"{SORTED} You get an answer by Mon 7 Dec."]
    await then(town, ana, case)
    assert (await read_by_number(town, digits))[0] == SORTED


async def asked(town: Town, ana: Phone) -> Case:
    case = await released(town, ana)
    await is_asked(town, ana, case)
    await town.later(hours=10)
    await ana.press("Open")
    return case


async def waits_too_long(town: Town, ana: Phone, case: Case) -> None:
    await town.later(days=4)


async def sends_a_photo(town: Town, ana: Phone, case: Case) -> None:
    await ana.press("💬 Reply")
    await ana.photo()
    await town.later(hours=20)


@pytest.mark.parametrize("then", [waits_too_long, sends_a_photo, gets_a_later_date])
async def test_a_question_is_read_again_until_they_answer(town: Town, ana: Phone, then: Any) -> None:
    case = await asked(town, ana)
    [question, _] = await looks(ana)
    assert ("three working days at most" in question, question.endswith("Which lamp?")) == (True, True)
    await then(town, ana, case)
    [question, _] = await looks(ana)
    assert question == "🙋 They asked you something. You can reply; you don't have to. Which lamp?"
    await ana.press("💬 Reply")
    assert ana.screen.startswith("➕ What do you want to add?")
    await answered(town, case, "It hangs.")
    await ana.press("📂 My things")
    assert "Which lamp?" not in " ".join(await looks(ana))


SEEN_LATER = "⏳ They see what you wrote at Tue 1 Dec 11:30; then you get an answer."


async def test_who_has_replied_is_not_waited_for_until_they_see_it(town: Town, ana: Phone) -> None:
    await asked(town, ana)
    await ana.press("💬 Reply")
    await ana.write("The one at lathe 3")
    await ana.write("At the window")
    question, standing = await looks(ana)
    assert question == "🙋 They asked you something. You can reply; you don't have to. Which lamp?"
    assert standing.endswith(SEEN_LATER)
    await town.later(hours=20)
    assert (await looks(ana))[-1].endswith("⏳ You get an answer by Tue 15 Dec.")


async def test_what_was_added_before_they_asked_is_no_reply(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await ana.press("➕ Add to it")
    await ana.write("The stairs too")
    await town.later(hours=20)
    await is_asked(town, ana, case)
    assert (await looks(ana))[-1].endswith("three working days at most; then you get an answer.")


async def tells(town: Town, ana: Phone, many: int) -> None:
    """So many answers, of which the worker has opened each."""
    await answered(town, await released(town, ana), *(str(each) for each in range(1, many + 1)))
    await town.later(hours=10)
    for _ in range(0, many, 4):
        await ana.press("Open")
    assert ana.screen.splitlines()[-1] == str(many)


def words(said: list[str]) -> list[str]:
    return [each.removeprefix("💬 They write to you: ") for each in said]


async def test_of_many_answers_the_last_are_read_again_and_the_earlier_ones_by_a_button(town: Town, ana: Phone) -> None:
    await tells(town, ana, 10)
    assert words(await looks(ana))[:-1] == ["7", "8", "9", "10"]
    await ana.press("⬆️ 6 earlier")
    assert [shown.text.splitlines()[-1] for shown in ana.said[-5:-1]] == ["3", "4", "5", "6"]
    await ana.press("⬆️ 2 earlier")
    assert [shown.text.splitlines()[-1] for shown in ana.said[-3:-1]] == ["1", "2"]
    assert [label for label in ana.labels if label.startswith("⬆️")] == []


async def test_words_that_wait_for_a_yes_stand_below_all_answers(town: Town, ana: Phone) -> None:
    await spoken(town, ana)
    [case] = await town.cases()
    await answered(town, case, "1", "2", "3", "4")
    await town.later(hours=10)
    for _ in range(2):
        await ana.press("Open")
    *_, last, _standing = await looks(ana)
    assert last.startswith("🎤 They wrote down what you said. Is it right?")
    await ana.press("✅ That is what I said")
    assert words(await looks(ana))[:-1] == ["1", "2", "3", "4"]


LIVE = "Stay away from press 3, it is live."


async def told_in_full(town: Town, ana: Phone) -> Case:
    """Of a danger for life each word comes at once, and leaves the chat two days later as all the others do."""
    case = await danger(town, ana, RED)
    async with town.work() as work:
        await take(work, case.id, town.people["Chen Li"], TakeChoice.LOOK_TODAY, town.at)
    await answered(town, case, LIVE)
    assert ana.screen.splitlines()[1:] == ["💬 They write to you:", LIVE]
    return case


async def knocked(town: Town, ana: Phone) -> bool:
    """Whether it was, within a week."""
    before = len(ana.said)
    for _ in range(14):
        await town.later(hours=12)
    return "Huiyin: new message" in [shown.text for shown in ana.said[before:]]


async def test_what_came_at_once_and_in_full_is_read_again_in_my_things_and_is_not_new(town: Town, ana: Phone) -> None:
    await told_in_full(town, ana)
    assert (await looks(ana, "⚠️"))[:-1] == [f"💬 They write to you: {LIVE}"]
    assert "📬 Open messages" not in ana.labels
    assert not await knocked(town, ana)


async def test_what_came_in_full_to_a_phone_that_was_off_knocks_and_opens_what_is_true(town: Town, ana: Phone) -> None:
    await told_in_full(town, ana)
    assert await knocked(town, ana)
    before = len(ana.said)
    await ana.press("Open")
    assert [shown.text.splitlines()[1:] for shown in ana.said[before:]] == [
        ["💬 They write to you:", LIVE],
        ["🙋 Somebody has it in hand."],
    ]
    assert not await knocked(town, ana)


async def test_what_came_in_full_and_was_read_by_its_number_does_not_knock(town: Town, ana: Phone) -> None:
    await told_in_full(town, ana)
    await ana.write("/mine")
    await ana.press("⚠️ Mon 30 Nov")
    await ana.press("🔢 New receipt number")
    await answered(town, (await town.cases())[0], "It is off.")
    await ana.write(digits_on(ana))
    assert ana.said[-2].text.splitlines()[-1] == "It is off."
    assert not await knocked(town, ana)
