"""Before sending, the worker reads who alone will hear a voice."""

from cases.actions.write_down import write_down
from cases.model import Author, Role
from tests.bot.handlers.conversation import Phone, Town

RIGHT = "✅ That is what I said"


async def test_a_video_counts_as_a_voice(ana: Phone) -> None:
    await ana.video()
    assert "🎤 A voice can be recognised. It never goes to the group" in ana.screen
    await ana.press("💡 Good idea")
    assert "🎤 A voice can be recognised. Only the lead hears it, never the group." in ana.screen


async def without(town: Town, *roles: Role) -> None:
    async with town.work() as work:
        for member in [member for member in await work.staff.all() if member.has(*roles)]:
            await work.staff.end(member.id, town.at)


async def test_without_a_team_the_worker_reads_who_really_reads_and_hears_it(town: Town, ana: Phone) -> None:
    await without(town, Role.LEAD, Role.MEMBER, Role.MANAGER)
    await ana.voice()
    assert "It never goes to the group: only Coach Wu will hear it, or for unfair treatment" in ana.screen
    await ana.press("💡 Good idea")
    assert "Who reads it: only Coach Wu." in ana.screen
    assert "🎤 A voice can be recognised. Only Coach Wu will hear it." in ana.screen
    assert "team" not in ana.screen


async def test_where_only_a_manager_is_left_the_preview_names_who_it_is(town: Town, ana: Phone) -> None:
    await without(town, Role.LEAD, Role.MEMBER)
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    assert "Who reads it: only Owner Wang." in ana.screen
    await ana.press("🗑 Throw it away")
    await ana.voice()
    assert "only Owner Wang will hear it, or for unfair treatment Li Mei and Zhao Gang." in ana.screen
    await ana.press("💡 Good idea")
    assert "🎤 A voice can be recognised. Only Owner Wang will hear it." in ana.screen


async def test_where_nobody_but_handlers_is_left_a_voice_is_heard_for_unfair_treatment_alone(
    town: Town, ana: Phone
) -> None:
    await without(town, Role.LEAD, Role.MEMBER, Role.MANAGER, Role.COACH, Role.OFFICE)
    await ana.voice()
    assert "only unfair treatment is heard here, by Li Mei and Zhao Gang." in ana.screen
    await ana.press("💡 Good idea")
    assert "🎤 A voice can be recognised. Nobody here may hear it: type it instead." in ana.screen


async def test_without_a_lead_the_worker_reads_who_hears_a_voice(town: Town, ana: Phone) -> None:
    await without(town, Role.LEAD)
    await town.joins("Ma Lin", 9006, Role.MEMBER)
    await ana.voice()
    assert "there is no lead just now: each member of the improvement team hears it in private" in ana.screen
    await ana.press("💡 Good idea")
    assert "There is no lead just now: each member of the team hears it in private." in ana.screen
    assert "Only the lead" not in ana.screen


async def written_down(town: Town, ana: Phone, words: str) -> None:
    """Ana sends an idea under her name, then a voice without one; the lead writes down what is heard."""
    await ana.write("A lamp would help")
    for label in ("💡 Good idea", "✍️ With my name"):
        await ana.press(label)
    await ana.write("Lin Xiaoyu")
    await ana.press("📨 Send")
    await ana.voice()
    for label in ("💡 Good idea", "📨 Send"):
        await ana.press(label)
    await town.later(hours=2)
    async with town.work() as work:
        [case] = [case for case in await work.cases.open() if not case.name]
        await write_down(work, case.id, town.people["Chen Li"], words, town.at)
    await town.later(hours=8)
    await ana.press("Open")


async def said(town: Town) -> list[str]:
    """What others may read of the recording by and by."""
    [case] = [case for case in await town.cases() if not case.name]
    return [entry.text for entry in await town.entries(case) if entry.author is Author.WORKER]


async def test_a_name_typed_earlier_in_what_was_written_down_is_marked_before_it_goes(town: Town, ana: Phone) -> None:
    await written_down(town, ana, "The guard is loose, Xiaoyu saw it")
    await ana.press(RIGHT)
    assert ana.screen.startswith("👀 Not added yet.")
    assert "“The guard is loose, Xiaoyu saw it”" in ana.screen
    assert "🔎 This could show who you are: “Xiaoyu”" in ana.screen
    assert await said(town) == [""]
    await ana.press("▇ Make it unreadable")
    await ana.press("📨 Send")
    await town.later(hours=2)
    assert await said(town) == ["", "🎤 The guard is loose, ▇▇▇ saw it"]


async def test_with_it_they_go_when_that_is_meant(town: Town, ana: Phone) -> None:
    await written_down(town, ana, "The guard is loose, Xiaoyu saw it")
    for label in (RIGHT, "📨 Send"):
        await ana.press(label)
    await town.later(hours=2)
    assert await said(town) == ["", "🎤 The guard is loose, Xiaoyu saw it"]


async def test_nothing_is_lost_for_it(town: Town, ana: Phone) -> None:
    await written_down(town, ana, "The guard is loose, Xiaoyu saw it")
    await ana.write("Something else")
    await ana.press(RIGHT)
    assert ana.screen.startswith("You have something here that is not sent yet.")
    assert await said(town) == [""]


async def test_what_the_question_marked_itself_goes_with_the_first_yes(town: Town, ana: Phone) -> None:
    await written_down(town, ana, "The guard is loose, call 13812345678")
    await ana.press(RIGHT)
    assert ana.screen.splitlines()[-1].startswith("✅ Noted.")
    await town.later(hours=2)
    assert await said(town) == ["", "🎤 The guard is loose, call 13812345678"]


async def test_who_would_hear_a_place_is_said_before_it_is_spoken(town: Town, ana: Phone) -> None:
    await ana.photo()
    for label in ("⚠️ Danger", "🟡 It could", "📍 Say where the danger is"):
        await ana.press(label)
    assert "🎤 A voice can be recognised. Only the lead hears it, never the group." in ana.screen
