"""Words that ask or show who somebody is: one warning, and then as the person wishes."""

import pytest

from cases.actions.take import take
from cases.model import Audience, Kind, Mode, Stage, TakeChoice, Urgency
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.bot.handlers.staff.test_recordings import spoken

ASKS = "Who are you?"
SHOWS = "Call 13812345678"
BLANKED = "Call ▇▇▇"
BLANK = "▇ Make that unreadable and send it"
LABELS = ["📨 Send it anyway", BLANK, "✏️ Write it anew", "✖️ Cancel"]


async def to_the_worker(phones: Phones, case: int) -> list[str]:
    return [text for audience, text in await phones.entries(case) if audience is Audience.WORKER]


@pytest.fixture
async def taken(phones: Phones, case: int) -> int:
    await phones.plant.does(take, case, "Carol", TakeChoice.LOOK_TODAY)
    await phones.says("Carol", f"/case {(await phones.plant.case(case)).number}")
    return case


async def answers(phones: Phones, text: str) -> None:
    await phones.presses("Carol", "💬 Answer")
    await phones.says("Carol", text)
    await phones.presses("Carol", "💬 To the worker")


async def test_an_answer_that_asks_who_it_is_is_looked_at_again(phones: Phones, taken: int) -> None:
    await answers(phones, ASKS)
    assert phones.last("Carol").text.endswith(
        "this asks who the worker is, or to show up. Who fears that falls silent."
    )
    assert phones.last("Carol").labels == [label for label in LABELS if label != BLANK]
    assert await to_the_worker(phones, taken) == []
    await phones.presses("Carol", "📨 Send it anyway")
    assert await to_the_worker(phones, taken) == [ASKS]


async def test_what_could_show_somebody_is_named(phones: Phones, taken: int) -> None:
    await answers(phones, SHOWS)
    assert phones.last("Carol").text.endswith("this may show who somebody is: “13812345678”")


async def test_one_tap_blanks_an_answer_before_the_worker_reads_it(phones: Phones, taken: int) -> None:
    await phones.says("Ana", "/start KEYU")
    await answers(phones, SHOWS)
    await phones.presses("Carol", BLANK)
    assert phones.last("Carol").text.endswith("your answer is stored for the worker.")
    assert await to_the_worker(phones, taken) == [BLANKED]
    await phones.until("2026-03-02 19:15")
    await phones.presses("Ana", "Open")
    assert BLANKED in phones.last("Ana").text


async def test_in_chinese_too(phones: Phones, taken: int) -> None:
    async with phones.plant.storage.unit() as unit:
        await unit.identities.set_language(phones.chat_of("Carol"), "zh_Hans")
    await phones.says("Carol", f"/case {(await phones.plant.case(taken)).number}")
    await phones.presses("Carol", "💬 答复")
    await phones.says("Carol", "打13812345678找我")
    await phones.presses("Carol", "💬 发给工友")
    assert "「13812345678」" in phones.last("Carol").text
    await phones.presses("Carol", "▇ 涂掉再发")
    assert await to_the_worker(phones, taken) == ["打▇▇▇找我"]


async def test_the_name_under_which_a_case_was_sent_is_looked_for(phones: Phones) -> None:
    case = await phones.released(mode=Mode.NAMED, name="Lin Xiaoyu")
    await phones.plant.does(take, case, "Carol", TakeChoice.LOOK_TODAY)
    await phones.says("Carol", f"/case {(await phones.plant.case(case)).number}")
    await answers(phones, "Thanks to Xiaoyu it is mended")
    assert phones.last("Carol").text.endswith("this may show who somebody is: “Xiaoyu”")
    await phones.presses("Carol", BLANK)
    assert await to_the_worker(phones, case) == ["Thanks to ▇▇▇ it is mended"]


async def test_what_asks_and_shows_is_still_asked_when_it_is_blanked(phones: Phones, taken: int) -> None:
    await phones.presses("Carol", "🗣 Ask the worker")
    await phones.says("Carol", f"{ASKS} {SHOWS}")
    assert phones.last("Carol").labels == LABELS
    await phones.presses("Carol", BLANK)
    assert await to_the_worker(phones, taken) == [f"{ASKS} {BLANKED}"]


async def test_an_answer_is_written_anew(phones: Phones, taken: int) -> None:
    await answers(phones, ASKS)
    await phones.presses("Carol", "✏️ Write it anew")
    await phones.says("Carol", "Which press is it?")
    await phones.presses("Carol", "💬 To the worker")
    assert await to_the_worker(phones, taken) == ["Which press is it?"]


async def test_a_question_is_looked_at_again(phones: Phones, taken: int) -> None:
    await phones.presses("Carol", "🗣 Ask the worker")
    await phones.says("Carol", "Which shift are you on?")
    await phones.presses("Carol", "✏️ Write it anew")
    await phones.says("Carol", ASKS)
    assert await to_the_worker(phones, taken) == []
    await phones.presses("Carol", "📨 Send it anyway")
    assert await to_the_worker(phones, taken) == [ASKS]


async def test_the_reason_of_a_no_is_looked_at_again(phones: Phones, taken: int) -> None:
    await phones.presses("Carol", "🚫 Decline")
    await phones.presses("Carol", "Too costly")
    await phones.says("Carol", SHOWS)
    await phones.presses("Carol", "✏️ Write it anew")
    await phones.says("Carol", SHOWS)
    assert (await phones.plant.case(taken)).stage is Stage.TAKEN
    await phones.presses("Carol", BLANK)
    assert ((await phones.plant.case(taken)).stage, await to_the_worker(phones, taken)) == (Stage.DECLINED, [BLANKED])


async def test_what_was_done_is_looked_at_again(phones: Phones, taken: int) -> None:
    await phones.presses("Carol", "🔧 It is solved")
    await phones.says("Carol", SHOWS)
    await phones.presses("Carol", "🔧 Send: it is solved")
    assert phones.last("Carol").labels == LABELS
    await phones.presses("Carol", BLANK)
    assert ((await phones.plant.case(taken)).stage, await to_the_worker(phones, taken)) == (Stage.RESOLVED, [BLANKED])


async def test_why_it_takes_longer_is_looked_at_again(phones: Phones, taken: int) -> None:
    await phones.presses("Carol", "👍 Accept")
    await phones.says("Carol", "2026-03-12")
    await phones.presses("Carol", "✅ Yes, Thu 12 Mar")
    await phones.says("Carol", f"/case {(await phones.plant.case(taken)).number}")
    await phones.presses("Carol", "📅 New date")
    await phones.says("Carol", SHOWS)
    assert phones.last("Carol").labels == LABELS
    await phones.presses("Carol", "📨 Send it anyway")
    assert "which day is the new one?" in phones.last("Carol").text


async def test_what_was_heard_in_a_recording_is_looked_at_again(phones: Phones) -> None:
    case = await spoken(phones, Kind.SUGGESTION)
    await phones.says("Carol", f"/case {(await phones.plant.case(case)).number}")
    await phones.presses("Carol", "🎤 Write down what was said")
    await phones.says("Carol", SHOWS)
    assert phones.last("Carol").labels == LABELS
    await phones.presses("Carol", "✏️ Write it anew")
    await phones.says("Carol", SHOWS)
    assert await to_the_worker(phones, case) == []
    await phones.presses("Carol", "📨 Send it anyway")
    assert phones.last("Carol").text.endswith("written down. The worker is asked whether it is right.")


async def test_what_the_team_reads_of_a_recording_is_looked_at_again(phones: Phones) -> None:
    await spoken(phones, None)
    await phones.presses("Dora", "💡 Good idea")
    await phones.says("Dora", SHOWS)
    assert (phones.last("Dora").labels, phones.bubbles(GROUP)) == (LABELS, [])
    await phones.presses("Dora", "✏️ Write it anew")
    assert "Write for the team what it is about" in phones.last("Dora").text
    await phones.says("Dora", SHOWS)
    await phones.presses("Dora", BLANK)
    assert phones.last("Dora").text.endswith("sorted. The team has it, with your note.")
    assert f"📝 Dora, a note: {BLANKED}" in phones.last(GROUP).text


async def test_what_asks_the_worker_nothing_goes_to_the_team_at_once(phones: Phones) -> None:
    await spoken(phones, None)
    await phones.presses("Dora", "💡 Good idea")
    await phones.says("Dora", ASKS)
    assert f"📝 Dora, a note: {ASKS}" in phones.last(GROUP).text


async def test_how_a_danger_was_controlled_is_looked_at_again(phones: Phones) -> None:
    case = (await phones.plant.sends(kind=Kind.HAZARD, urgency=Urgency.RED)).case_id
    await phones.deliver()
    await phones.says("Carol", f"/case {(await phones.plant.case(case)).number}")
    await phones.presses("Carol", "🛡 Under control")
    await phones.says("Carol", SHOWS)
    assert await to_the_worker(phones, case) == []
    await phones.presses("Carol", BLANK)
    assert await to_the_worker(phones, case) == [BLANKED]


async def test_an_old_warning_sends_nothing(phones: Phones, taken: int) -> None:
    await answers(phones, ASKS)
    await phones.presses("Carol", "✖️ Cancel")
    for finish in ("anyway", "blank"):
        await phones.sends_data("Carol", f"se:{taken}:{finish}")
        assert phones.last("Carol").text.startswith("This screen is old")
    assert await to_the_worker(phones, taken) == []
