"""Before sending, the worker reads who alone will hear a voice."""

from cases.model import Role
from tests.bot.handlers.conversation import Phone, Town


async def test_a_video_counts_as_a_voice(ana: Phone) -> None:
    await ana.video()
    assert "🎤 A voice can be recognised. It never goes to the group" in ana.screen
    await ana.press("💡 Good idea")
    assert "🎤 A voice can be recognised. Only the lead hears it, never the group." in ana.screen


async def test_without_a_lead_the_worker_reads_who_hears_a_voice(town: Town, ana: Phone) -> None:
    async with town.work() as work:
        for lead in [member for member in await work.staff.all() if member.has(Role.LEAD)]:
            await work.staff.end(lead.id, town.at)
    await ana.voice()
    assert "there is no lead just now: each member of the improvement team hears it in private" in ana.screen
    await ana.press("💡 Good idea")
    assert "There is no lead just now: each member of the team hears it in private." in ana.screen
    assert "Only the lead" not in ana.screen
