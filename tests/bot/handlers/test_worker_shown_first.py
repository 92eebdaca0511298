"""No tap hands to the team what the screen kept for the handlers, and none sends what was not said to be sent."""

from tests.bot.handlers.conversation import Phone, Town

RED, YELLOW = "🔴 It will hurt someone now", "🟡 It could hurt someone"


def data(phone: Phone, label: str) -> str:
    """The press of a button on the screen of now, which may be pressed when others came after it."""
    buttons = [button for row in phone.said[-1].buttons for button in row]
    return next(button.press.pack() for button in buttons if button.press and button.label.startswith(label))


async def test_a_button_under_an_older_question_sends_nothing_that_came_after_it(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    old = data(ana, RED)
    await ana.write("And the owner pays us half")
    said = len(ana.said)
    await ana.forge(old)
    assert [shown.text for shown in ana.said[said:]] == [ana.said[said - 1].text]
    assert await town.cases() == []


async def test_what_is_unfair_is_not_added_to_a_danger_by_a_button_from_before(town: Town, ana: Phone) -> None:
    await ana.photo()
    await ana.press("⚠️ Danger")
    await ana.press(YELLOW)
    await ana.write("The owner pays us half")
    old = data(ana, "➕ It belongs to what I just sent")
    await ana.press("😟 Unfair treatment")
    await ana.forge(old)
    assert ana.screen.startswith("😟 Whom is it about?")
    await town.later(hours=2)
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == [""]
