"""A recording about an idea: the lead alone hears it, writes it down, and the worker says whether it is right."""

import pytest

from bot.callbacks.worker import Heard, OnWords
from cases.actions.add import add
from cases.actions.submit import Submission, submit
from cases.model import Kind, MediaKind, Mode
from cases.recordings import written_down as heard
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.actions.plant import ANA

WORDS = "The guard of press 3 is loose, tell Ben"
MENDED = "The guard of press 3 is loose"
WRITE, RIGHT, CHANGE, OUT = (
    "🎤 Write down what was said",
    "✅ That is what I said",
    "✍️ Change it",
    "🔇 Leave it out",
)


@pytest.fixture
async def case(phones: Phones) -> int:
    """A recording without a word has just reached the team."""
    await phones.says("Ana", "/start KEYU")
    return await spoken(phones, Kind.SUGGESTION)


async def spoken(phones: Phones, kind: Kind | None, text: str = "") -> int:
    async with phones.plant.storage.unit() as unit:
        case = await unit.new_case_id()
        voice = await unit.media.expect(case, MediaKind.VOICE, "source", 9)
        given = Submission(case, kind, Mode.ANSWER_HERE, ANA, text, media=(voice.id,))
        await submit(await unit.enterprise(phones.plant.enterprise), given, phones.plant.now)
    await phones.until("2026-03-02 11:30")
    return case


async def written_down(phones: Phones, case: int, name: str = "Carol") -> None:
    await phones.says(name, f"/case {(await phones.plant.case(case)).number}")
    await phones.presses(name, WRITE)
    await phones.says(name, WORDS)


async def asked(phones: Phones, case: int) -> None:
    """As far as the question on the worker's phone."""
    await written_down(phones, case)
    await phones.until("2026-03-02 12:15")
    await phones.presses("Ana", "Open")


def reads(phones: Phones, words: str) -> list[str]:
    """Who has these words on the phone, staff and group alike."""
    where: list[str | int] = ["Ben", "Carol", "Dora", "Fred", "Hugo", GROUP]
    return [str(each) for each in where if any(words in bubble.text for bubble in phones.bubbles(each))]


async def test_nobody_reads_the_words_before_the_worker_has_said_yes(phones: Phones, case: int) -> None:
    await asked(phones, case)
    assert phones.last("Ana").text.splitlines()[1:] == [
        "🎤 They wrote down what you said. Is it right? Only what you say yes to is passed on.",
        WORDS,
    ]
    assert phones.last("Ana").labels[:3] == [RIGHT, CHANGE, OUT]
    number = (await phones.plant.case(case)).number
    for name in ("Ben", "Carol", "Fred"):
        await phones.says(name, f"/case {number}")
        await phones.sends_data(name, f"s:read:{case}")
    assert reads(phones, WORDS) == []
    await phones.presses("Ana", RIGHT)
    assert phones.last("Ana").text.splitlines()[1:] == ["✅ Noted. These words are passed on at 16:30."]
    assert reads(phones, WORDS) == []
    await phones.until("2026-03-02 16:30")
    assert f"👷 Worker: 🎤 {WORDS}" in phones.bubbles(GROUP)[0].text


async def test_who_wiped_the_question_away_finds_it_in_my_things(phones: Phones, case: int) -> None:
    await asked(phones, case)
    await phones.says("Ana", "/wipe")
    await phones.presses("Ana", "🧹 Forget me")
    await phones.says("Ana", "/start KEYU")
    await phones.says("Ana", "/mine")
    await phones.presses("Ana", phones.last("Ana").labels[0])
    assert phones.bubbles("Ana")[-2].labels[:3] == [RIGHT, CHANGE, OUT]
    await phones.presses("Ana", RIGHT)
    await phones.until("2026-03-02 16:30")
    assert f"👷 Worker: 🎤 {WORDS}" in phones.bubbles(GROUP)[0].text


async def test_a_second_yes_is_an_old_button(phones: Phones, case: int) -> None:
    await asked(phones, case)
    await phones.presses("Ana", "📂 My things")
    await phones.presses("Ana", RIGHT)
    async with phones.plant.work() as work:
        entry = (await work.entries.of(case))[1].id
    await phones.sends_data("Ana", f"wq:{case}:{entry}:right")
    assert phones.last("Ana").text.startswith("This screen is old")
    assert len(await phones.entries(case)) == 3


async def test_the_worker_changes_the_words(phones: Phones, case: int) -> None:
    await asked(phones, case)
    await phones.presses("Ana", CHANGE)
    assert phones.last("Ana").text.startswith("✍️ Write it as it should be read. What they wrote down is left out.\n🎤")
    await phones.says("Ana", MENDED)
    await phones.until("2026-03-02 16:30")
    assert f"👷 Worker: 🎤 {MENDED}" in phones.bubbles(GROUP)[0].text
    await passed_on_no_more(phones, case)
    assert reads(phones, WORDS) == []


async def asked_what_shows_who_spoke(phones: Phones, case: int) -> None:
    await phones.says("Carol", f"/case {(await phones.plant.case(case)).number}")
    await phones.presses("Carol", WRITE)
    await phones.says("Carol", "Call 13812345678, the guard is loose")
    await phones.presses("Carol", "📨 Send it anyway")
    await phones.until("2026-03-02 12:15")
    await phones.presses("Ana", "Open")


async def test_one_tap_blanks_what_could_show_who_spoke(phones: Phones, case: int) -> None:
    await asked_what_shows_who_spoke(phones, case)
    assert phones.last("Ana").labels[:4] == [RIGHT, "▇ Make it unreadable", CHANGE, OUT]
    await phones.presses("Ana", "▇ Make it unreadable")
    assert "“Call ▇▇▇, the guard is loose”" in phones.last("Ana").text
    await phones.presses("Ana", "📨 Send")
    await phones.until("2026-03-02 16:30")
    assert "👷 Worker: 🎤 Call ▇▇▇, the guard is loose" in phones.bubbles(GROUP)[0].text
    assert reads(phones, "13812345678") == ["Carol"]
    await passed_on_no_more(phones, case)
    assert reads(phones, "13812345678") == ["Carol"]


async def passed_on_no_more(phones: Phones, case: int) -> None:
    """The question of before is answered: its button is an old one."""
    async with phones.plant.work() as work:
        [entry] = heard(await work.events.of(case))
    await phones.sends_data("Ana", OnWords(case=case, entry=entry, heard=Heard.RIGHT).pack())
    assert phones.last("Ana").text.startswith("This screen is old")
    await phones.until("2026-03-03 17:00")


async def test_the_worker_leaves_the_words_out(phones: Phones, case: int) -> None:
    await asked(phones, case)
    await phones.presses("Ana", OUT)
    assert phones.last("Ana").text.splitlines()[1:] == [
        "🔇 Left out: the words are not passed on. Who has heard the recording has heard it."
    ]
    await phones.until("2026-03-03 17:00")
    assert reads(phones, WORDS) == []


async def test_what_was_left_out_is_not_passed_on_by_an_older_button(phones: Phones, case: int) -> None:
    await asked(phones, case)
    async with phones.plant.storage.reading() as unit:
        events = await (await unit.enterprise(phones.plant.enterprise)).events.of(case)
    await phones.presses("Ana", OUT)
    [entry] = heard(events)
    await phones.sends_data("Ana", OnWords(case=case, entry=entry, heard=Heard.RIGHT).pack())
    assert "old" in phones.last("Ana").text
    await phones.until("2026-03-03 17:00")
    assert reads(phones, WORDS) == []


async def test_what_staff_wrote_down_is_not_said_to_be_unseen(phones: Phones, case: int) -> None:
    await asked_what_shows_who_spoke(phones, case)
    await phones.presses("Ana", "▇ Make it unreadable")
    await phones.presses("Ana", "🗑 Throw it away")
    assert phones.last("Ana").text.startswith("👌 All right, nothing is added.")


async def test_a_recording_on_its_way_cannot_be_felt(phones: Phones) -> None:
    """Whoever looks again and again would else learn the minute in which it was sent."""
    case = await phones.released()
    number = (await phones.plant.case(case)).number
    await phones.says("Carol", f"/case {number}")
    before = phones.last("Carol")
    await phones.until("2026-03-02 13:00")
    async with phones.plant.storage.unit() as unit:
        voice = await unit.media.expect(case, MediaKind.VOICE, "source", 9)
        await add(await unit.enterprise(phones.plant.enterprise), case, "", (voice.id,), phones.plant.now)
    await phones.says("Carol", f"/case {number}")
    assert (phones.last("Carol").text, phones.last("Carol").labels) == (before.text, before.labels)
    await phones.sends_data("Carol", f"s:words:{case}")
    assert phones.last("Carol").text.startswith("This is not for you to do here.")
    await phones.until("2026-03-02 16:30")
    await phones.says("Carol", f"/case {number}")
    assert sorted(phones.last("Carol").labels) == sorted([*before.labels, WRITE])


async def test_only_who_may_hear_it_writes_it_down_and_never_in_the_group(phones: Phones, case: int) -> None:
    for name in ("Ben", "Fred"):
        await phones.sends_data(name, f"s:words:{case}")
        assert phones.last(name).text.startswith("This is not for you to do here.")
    await phones.sends_data("Carol", f"s:words:{case}", GROUP)
    assert phones.last(GROUP).text.startswith("This is not for you to do here.")
    assert WRITE not in phones.bubbles(GROUP)[0].labels


async def test_where_nothing_was_spoken_there_is_nothing_to_write_down(phones: Phones) -> None:
    case = await phones.released()
    await phones.says("Carol", f"/case {(await phones.plant.case(case)).number}")
    assert WRITE not in phones.last("Carol").labels
    await phones.sends_data("Carol", f"s:words:{case}")
    assert phones.last("Carol").text.startswith("This is not for you to do here.")


async def test_of_a_grievance_the_handlers_write_it_down(phones: Phones) -> None:
    case = await spoken(phones, Kind.GRIEVANCE)
    await written_down(phones, case, "Dora")
    assert phones.last("Dora").text.endswith("written down. The worker is asked whether it is right.")
    assert reads(phones, WORDS) == []


async def test_what_stayed_with_the_handlers_is_written_down_by_them_after_sorting_too(phones: Phones) -> None:
    await phones.says("Ana", "/start KEYU")
    case = await spoken(phones, None, "Listen, please")
    await phones.presses("Dora", "💡 Good idea")
    assert WRITE in phones.last("Dora").labels
    await phones.sends_data("Carol", f"s:words:{case}")
    assert phones.last("Carol").text.startswith("This is not for you to do here.")
    await phones.presses("Dora", WRITE)
    assert phones.last("Dora").text.startswith("🎤 Case ")
    await phones.says("Dora", WORDS)
    assert phones.last("Dora").text.endswith("written down. The worker is asked whether it is right.")
    assert reads(phones, WORDS) == []
    for data in (f"s:note:{case}", f"st:{case}:look_today", f"sd:{case}:too_costly"):
        await phones.sends_data("Dora", data)
        assert phones.last("Dora").text.startswith("This is not for you to do here.")
    await phones.until("2026-03-02 12:15")
    await phones.presses("Ana", "Open")
    await phones.presses("Ana", RIGHT)
    await phones.until("2026-03-02 17:00")
    assert str(GROUP) in reads(phones, WORDS)
    assert "Dora" not in reads(phones, WORDS)


async def test_what_is_written_down_anew_is_what_is_asked(phones: Phones, case: int) -> None:
    await written_down(phones, case)
    async with phones.plant.work() as work:
        first = (await work.entries.of(case))[1].id
    await written_down(phones, case)
    await phones.says("Ana", "/mine")
    await phones.sends_data("Ana", f"wq:{case}:{first}:right")
    assert phones.last("Ana").text.startswith("This screen is old")


async def test_somebody_elses_words_are_not_found(phones: Phones, case: int) -> None:
    await asked(phones, case)
    async with phones.plant.work() as work:
        entry = (await work.entries.of(case))[1].id
    phones.plant.chats[50] = "Jane"
    await phones.says("Jane", "/start KEYU")
    await phones.sends_data("Jane", f"wq:{case}:{entry}:right")
    assert phones.last("Jane").text.startswith("This can't be opened here any more.")
    assert len(await phones.entries(case)) == 2


async def test_the_worker_sees_what_could_show_who_it_is(phones: Phones, case: int) -> None:
    await phones.says("Carol", f"/case {(await phones.plant.case(case)).number}")
    await phones.presses("Carol", WRITE)
    await phones.says("Carol", "Call 13812345678")
    await phones.presses("Carol", "📨 Send it anyway")
    await phones.until("2026-03-02 12:15")
    await phones.presses("Ana", "Open")
    assert phones.last("Ana").text.splitlines()[2:] == [
        "Call 13812345678",
        "🔎 This could show who you are: “13812345678”",
    ]
