"""How many take part, and where few do: what workers are warned of and what a coach is told."""

import pytest

from bot.health import Metrics
from bot.ticks import Ticks
from tests.bot.handlers.conversation import Phone, Town

WARNING = "👥 So far few here use me in your language: easier to guess."
NOVEMBER = "/summary 2026-11"


@pytest.fixture
def ticks(town: Town) -> Ticks:
    return Ticks(town.storage.due, town.storage.chains, town.storage.admin, lambda: town.at, Metrics())


async def comes_in(town: Town, chat: int, language: str = "en") -> Phone:
    phone = town.phone(chat, language)
    await phone.write("/start YONG")
    return phone


async def looks(phone: Phone, kind: str = "💡 Good idea") -> str:
    await phone.write("A lamp would help")
    await phone.press(kind)
    return phone.screen


async def test_the_preview_warns_until_ten_people_use_the_language(town: Town, ana: Phone, ticks: Ticks) -> None:
    others = [await comes_in(town, chat) for chat in range(511, 519)]
    await ticks.people()
    assert WARNING in await looks(ana)
    await comes_in(town, 519)
    assert WARNING in await looks(others[0])
    await town.later(hours=6)
    await ticks.people()
    assert WARNING not in await looks(others[1])
    bao = await comes_in(town, 520, "zh-hans")
    assert "👥 用这种语言找我的工友还不多，比较容易猜到是谁。" in await looks(bao, "💡 好主意")


async def test_what_goes_out_without_a_preview_has_no_warning(ana: Phone) -> None:
    await ana.write("The press has no guard")
    await ana.press("⚠️ Danger")
    await ana.press("🟢")
    assert WARNING not in " ".join(shown.text for shown in ana.said)


async def test_a_coach_is_told_how_many_took_part_once_the_month_is_over(town: Town, ticks: Ticks) -> None:
    coach = town.phone(9005)
    for chat in range(511, 517):
        phone = await comes_in(town, chat)
        await looks(phone)
        await phone.press("📨 Send")
    silent = await comes_in(town, 517)
    await looks(silent)
    hidden = await comes_in(town, 518)
    await looks(hidden)
    await hidden.press("🔒 No way back")
    await hidden.press("📨 Send")
    await town.later(hours=2)
    await ticks.people()
    await coach.write(NOVEMBER)
    assert "People who took part: no figure for this month." in coach.screen
    await town.later(hours=22)
    await ticks.people()
    await coach.write(NOVEMBER)
    assert coach.screen.splitlines()[1:3] == [
        "Came in: 💡 ideas 7, ⚠️ dangers 0, ❓ questions 0. For every 100 people: 5.8.",
        (
            "People who took part: 6, of every 100 5.0. "
            "Whoever left no way back, or wrote only about the coach, is not counted."
        ),
    ]
    first = coach.screen
    await coach.write(NOVEMBER)
    assert coach.screen == first


async def test_who_tells_of_the_coach_alone_is_not_among_those_who_took_part(town: Town, ticks: Ticks) -> None:
    """Or the coach could tell that somebody did. What a person sends beside it counts, before and after."""
    coach = town.phone(9005)
    told, others = town.phone(511), [await comes_in(town, chat) for chat in range(512, 518)]
    await told.write("/start YONG")
    await _of_the_coach(told)
    await _adds(told)
    for phone in others:
        await looks(phone)
        await phone.press("📨 Send")
    for phone in others[:2]:
        await _of_the_coach(phone)
    await _of_the_coach(others[2])
    await _adds(others[2])
    await looks(others[2])
    await town.later(hours=2)
    await ticks.people()
    await town.later(hours=22)
    await ticks.people()
    await coach.write(NOVEMBER)
    assert coach.screen.splitlines()[2].startswith("People who took part: 6, of every 100 5.0.")


async def _of_the_coach(phone: Phone) -> None:
    await phone.write("The coach takes money")
    for label in ("😟 Unfair treatment", "The coach", "No", "📨 Send"):
        await phone.press(label)


async def _adds(phone: Phone) -> None:
    await phone.write("/mine")
    await phone.press("😟 Mon 30 Nov")
    await phone.press("➕ Add to it")
    await phone.write("Each month")
