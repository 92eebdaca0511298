"""Before sending, the worker reads who alone will hear a voice."""

from cases.model import Role
from tests.bot.handlers.conversation import Phone, Town


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
