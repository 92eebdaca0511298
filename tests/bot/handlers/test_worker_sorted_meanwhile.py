"""A case that was sorted meanwhile has other readers: nothing reaches them that was said for those of before."""

import pytest

from cases.actions.sort import sort
from cases.actions.write_down import write_down
from cases.model import Case
from cases.policy import RowName
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_shown_first import TAKEN, TEAM, UNFAIR

HANDLERS_HEAR = "🎤 A voice can be recognised. Only Li Mei and Zhao Gang will hear it."
LEAD_HEARS = "🎤 A voice can be recognised. Only the lead hears it, never the group."
HANDLERS_FIRST = "Who reads it first: Li Mei and Zhao Gang. They may hand it to the team."
SORTED = "🗂 It was sorted meanwhile; others may read it now."
WORDS = "Zhang hit me, call 13812345678"


async def unsorted(town: Town, phone: Phone) -> Case:
    """What the last message is about is not said; it has come to the handlers."""
    for label in ("🤷 I don't know which", "📨 Send"):
        await phone.press(label)
    await town.later(hours=3)
    [case] = await town.cases()
    return case


async def sorts(town: Town, case: Case) -> None:
    """A handler says that it is for the team."""
    await town.later(minutes=1)
    async with town.work() as work:
        await sort(work, case.id, town.people["Li Mei"], RowName.SUGGESTION, town.at, "about pay")
    await town.later(minutes=1)


async def said(town: Town, case: Case) -> list[str]:
    """By the worker, and out by now or later."""
    return [entry.text for entry in await town.entries(case) if entry.by is None]


async def heard_and_written_down(town: Town, phone: Phone) -> Case:
    """The handlers have written down what they heard, and the worker reads it."""
    await phone.voice()
    case = await unsorted(town, phone)
    async with town.work() as work:
        await write_down(work, case.id, town.people["Li Mei"], WORDS, town.at)
    await town.later(hours=10)
    await phone.press("Open")
    return case


async def test_a_voice_that_handlers_alone_were_to_hear_is_shown_before_the_lead_hears_it(
    town: Town, ana: Phone
) -> None:
    await ana.write(UNFAIR)
    case = await unsorted(town, ana)
    for label in ("📂 My things", "📨 Mon 30 Nov", "💬 Reply or add"):
        await ana.press(label)
    assert HANDLERS_HEAR in ana.screen
    await sorts(town, case)
    await ana.voice()
    assert (ana.screen.splitlines()[0], LEAD_HEARS in ana.screen) == (TAKEN, True)
    assert await said(town, case) == [UNFAIR]
    await ana.press("📨 Send")
    assert (ana.screen.startswith("➕ Added."), await said(town, case)) == (True, [UNFAIR, ""])


async def test_words_that_handlers_wrote_down_are_shown_before_the_team_reads_them(town: Town, ana: Phone) -> None:
    case = await heard_and_written_down(town, ana)
    await sorts(town, case)
    await ana.press("✅ That is what I said")
    assert ana.screen.splitlines() == [
        TAKEN,
        f"“{WORDS}”",
        "🔎 This could show who you are: “13812345678”",
        "It is added to: 💡 Mon 30 Nov",
        SORTED,
        TEAM,
    ]
    assert await said(town, case) == [""]
    await ana.press("📨 Send")
    assert (ana.screen.startswith("➕ Added."), await said(town, case)) == (True, ["", f"🎤 {WORDS}"])


async def test_nothing_pushes_them_aside_nor_do_they_push_anything_aside(town: Town, ana: Phone) -> None:
    case = await heard_and_written_down(town, ana)
    await sorts(town, case)
    await ana.write("The lathe has no guard")
    await ana.press("✅ That is what I said")
    assert "Send it or throw it away first" in ana.screen
    assert await said(town, case) == [""]


async def test_so_are_those_that_are_made_unreadable(town: Town, ana: Phone) -> None:
    case = await heard_and_written_down(town, ana)
    await sorts(town, case)
    await ana.press("▇ Make it unreadable")
    assert ana.screen.splitlines()[-2:] == [SORTED, TEAM]
    await ana.press("📨 Send")
    assert (ana.screen.startswith("➕ Added."), len(await said(town, case))) == (True, 2)


async def test_who_reads_what_waits_is_said_before_a_sorting_and_after_it(town: Town, ana: Phone) -> None:
    await ana.write(UNFAIR)
    case = await unsorted(town, ana)
    for label in ("📂 My things", "📨 Mon 30 Nov", "💬 Reply or add"):
        await ana.press(label)
    await ana.write(WORDS)
    assert ana.screen.splitlines()[-1] == HANDLERS_FIRST
    await sorts(town, case)
    await ana.press("📨 Send")
    assert ana.screen.splitlines()[-2:] == [SORTED, TEAM]
    await ana.write("It is dark there")
    assert (ana.screen.splitlines()[-1], SORTED in ana.screen) == (TEAM, False)


@pytest.mark.parametrize("label", ["▇ Make it unreadable", "✅ That is what I said"])
async def test_as_long_as_nothing_was_sorted_one_tap_is_enough(town: Town, ana: Phone, label: str) -> None:
    case = await heard_and_written_down(town, ana)
    await ana.press(label)
    if label.startswith("▇"):
        await ana.press("📨 Send")
    assert len(await said(town, case)) == 2
