"""A rehearsal says so at every step, and ends of itself: what is meant for real is never swallowed by it."""

import pytest

from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_shown_first import RED

PRACTICE = "🙂 This is practice: nobody gets it."


async def test_a_danger_hours_after_a_rehearsal_is_real(town: Town, ana: Phone) -> None:
    await ana.key("🙂 Just try")
    await town.later(hours=20)
    await ana.photo()
    assert PRACTICE not in ana.screen
    await ana.press("⚠️ Danger")
    assert "It is sent when you tap." in ana.screen
    await ana.press(RED)
    assert "✅ Sent right now." in ana.screen
    [case] = await town.cases()
    assert case.red


async def test_so_is_one_whose_kind_is_tapped_first(town: Town, ana: Phone) -> None:
    await ana.key("🙂 Just try")
    await ana.photo()
    await town.later(hours=2)
    await ana.key("⚠️ Danger")
    assert ana.screen.startswith("⚠️ What is dangerous?")


async def test_within_the_hour_it_is_the_rehearsal_that_goes_on(town: Town, ana: Phone) -> None:
    await ana.key("🙂 Just try")
    await town.later(minutes=59)
    await ana.photo()
    assert ana.screen.startswith(PRACTICE)


async def test_a_rehearsal_whose_buttons_are_pressed_hours_later_is_still_one(town: Town, ana: Phone) -> None:
    await ana.key("🙂 Just try")
    await ana.photo()
    await town.later(hours=2)
    await ana.press("⚠️ Danger")
    await ana.press(RED)
    assert ana.screen.startswith(f"{PRACTICE}\n👀 This is all that would be seen:")
    await ana.press("📨 Send (practice)")
    assert ana.screen.startswith("🙂 That was practice")


@pytest.mark.parametrize(
    "taps",
    [
        ["⚠️ Danger"],
        ["⚠️ Danger", "👔 My boss orders me to work unsafely", "My line leader"],
        ["💡 Good idea", "✍️ With my name", "No name after all"],
        ["😟 Unfair treatment", "My line leader", "Yes", "▇ Make it unreadable"],
    ],
)
async def test_every_question_of_a_rehearsal_says_that_it_is_one(ana: Phone, taps: list[str]) -> None:
    await ana.key("🙂 Just try")
    said = len(ana.said) - 1
    await ana.write("Call me on 13812345678")
    for tap in taps:
        await ana.press(tap)
    assert [shown.text.splitlines()[0] for shown in ana.said[said:]] == [PRACTICE] * (len(taps) + 2)
    assert [shown.text for shown in ana.said[said:] if "sent when you tap" in shown.text] == []
