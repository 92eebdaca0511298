"""What could show who it is: marked, made unreadable, and looked at before it goes."""

from cases.model import Kind, Urgency
from tests.bot.handlers.conversation import Phone, Town


async def test_a_name_taken_back_is_marked_where_it_stands_in_the_words(ana: Phone) -> None:
    await ana.write("Lin Xiaoyu wants a lamp")
    await ana.press("💡 Good idea")
    await ana.press("✍️ With my name")
    await ana.write("Lin Xiaoyu")
    assert "🔎" not in ana.screen
    await ana.press("✅ No name")
    assert "🔎 This could show who you are: “Lin Xiaoyu”" in ana.screen
    await ana.press("▇ Make it unreadable")
    assert "“▇▇▇ wants a lamp”" in ana.screen


async def test_what_could_show_who_it_is_is_marked_and_blanked_by_one_tap(town: Town, ana: Phone) -> None:
    await ana.write("Call me on 13812345678 about the lamp")
    await ana.press("💡 Good idea")
    assert "🔎 This could show who you are: “13812345678”" in ana.screen
    await ana.press("▇ Make it unreadable")
    assert "13812345678" not in ana.screen
    assert "🔎" not in ana.screen
    await ana.press("📨 Send")
    await town.later(hours=2)
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == ["Call me on ▇▇▇ about the lamp"]


async def test_a_danger_with_something_marked_is_shown_before_it_goes(town: Town, ana: Phone) -> None:
    await ana.photo("Guard off. 13812345678")
    await ana.press("⚠️ Danger")
    await ana.press("🟡 It could hurt someone")
    assert "🔎 This could show who you are" in ana.screen
    await ana.press("▇ Make it unreadable")
    assert ana.screen.startswith("👀 Look before it goes to ")
    await ana.press("📨 Send")
    await town.later(hours=2)
    assert [case.urgency for case in await town.cases()] == [Urgency.YELLOW]


async def test_an_edit_of_a_danger_that_was_shown_is_shown_again(town: Town, ana: Phone) -> None:
    await ana.write("The guard is loose, call 13812345678")
    await ana.press("⚠️ Danger")
    await ana.press("🟡 It could hurt someone")
    await ana.edit(ana.last_message, "The guard of the third press is loose")
    assert "“The guard of the third press is loose”" in ana.screen
    assert "📨 Send" in ana.labels
    await town.later(hours=2)
    assert await town.cases() == []


async def test_a_name_under_a_danger_that_was_shown_is_shown_before_it_goes(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("✍️ With my name")
    await ana.write("Wang Fang")
    await ana.press("📨 Send")
    await ana.write("The guard is loose, says Wang Fang")
    await ana.press("⚠️ Danger")
    await ana.press("🟡 It could hurt someone")
    await ana.press("✍️ With my name")
    await ana.write("please don't tell the boss")
    assert "✍️ Name: please don't tell the boss" in ana.screen
    await town.later(hours=2)
    assert [case.kind for case in await town.cases()] == [Kind.SUGGESTION]


async def test_what_is_a_red_danger_after_all_goes_at_once_though_it_was_shown(town: Town, ana: Phone) -> None:
    await ana.write("The guard is loose")
    await ana.press("💡 Good idea")
    await ana.key("⚠️ Danger")
    await ana.press("🔴 It will hurt someone now")
    assert [case.urgency for case in await town.cases()] == [Urgency.RED]


async def test_what_hurts_somebody_now_does_not_wait_for_a_mark(town: Town, ana: Phone) -> None:
    await ana.photo("Guard off. 13812345678")
    await ana.press("⚠️ Danger")
    await ana.press("🔴 It will hurt someone now")
    assert len(await town.cases()) == 1
