"""One person who is staff and also sends things in: both conversations live side by side in one chat."""

from datetime import timedelta

from cases.model import Audience
from tests.bot.handlers.staff.phones import GROUP, Phones

IDEA, ANSWER = "A lamp over the press would help", "We order a new one"


async def writes_an_idea(phones: Phones) -> None:
    await phones.says("Ben", "/start KEYU")
    await phones.says("Ben", IDEA)
    assert "What is it?" in phones.last("Ben").text
    phones.plant.clock.at += timedelta(minutes=1)


def is_previewed(phones: Phones, name: str) -> bool:
    """The question that was pressed has become the preview of the idea."""
    return any(IDEA in bubble.text and "📨 Send" in bubble.labels for bubble in phones.bubbles(name))


async def answers(phones: Phones, case: int) -> None:
    """As far as the question whom the answer is for."""
    number = (await phones.plant.case(case)).number
    await phones.says("Ben", f"/case {number}")
    await phones.presses("Ben", "💬 Answer")
    await phones.says("Ben", ANSWER)
    assert "does this go to the worker, or is it a note for staff?" in phones.last("Ben").text
    phones.plant.clock.at += timedelta(minutes=1)


async def test_what_is_typed_belongs_to_what_was_begun_last_and_the_other_is_still_there(
    phones: Phones, case: int
) -> None:
    await writes_an_idea(phones)
    await answers(phones, case)
    await phones.presses("Ben", "💬 To the worker")
    assert (Audience.WORKER, ANSWER) in await phones.entries(case)
    await phones.presses("Ben", "💡 Good idea")
    assert is_previewed(phones, "Ben")
    await phones.presses("Ben", "📨 Send")
    await phones.until("2026-03-02 16:30")
    assert [IDEA in bubble.text for bubble in phones.bubbles(GROUP)] == [False, True]


async def test_a_button_finds_its_own_conversation_whichever_was_begun_last(phones: Phones, case: int) -> None:
    await writes_an_idea(phones)
    await answers(phones, case)
    await phones.presses("Ben", "💡 Good idea")
    assert is_previewed(phones, "Ben")
    await phones.presses("Ben", "📝 A note for staff")
    assert (Audience.TEAM, ANSWER) in await phones.entries(case)


async def test_a_key_of_the_workers_keyboard_is_no_answer(phones: Phones, case: int) -> None:
    await phones.says("Ben", "/start KEYU")
    number = (await phones.plant.case(case)).number
    await phones.says("Ben", f"/note {number}")
    for text in ("💡 Good idea", "/privacy"):
        await phones.says("Ben", text)
    assert len(await phones.entries(case)) == 1
    assert phones.last("Ben").text.startswith("🔒")


async def test_an_unknown_command_brings_the_help_of_what_is_not_sent_yet_else_that_of_staff(phones: Phones) -> None:
    await writes_an_idea(phones)
    await phones.says("Ben", "/cancel")
    assert phones.last("Ben").text.startswith("📷 🎤 ✍️ Just send it")
    await phones.presses("Ben", "🗑 Throw it away")
    await phones.says("Ben", "/cancel")
    assert phones.last("Ben").text.startswith("You are here as: ")


async def test_an_invitation_leaves_alone_what_is_not_sent_yet(phones: Phones) -> None:
    phones.plant.chats[50] = "Jane"
    await phones.says("Jane", "/start KEYU")
    await phones.says("Jane", IDEA)
    await phones.says("Jane", await phones.link("i", person="Jane"))
    await phones.presses("Jane", "✖️ Not now")
    await phones.presses("Jane", "💡 Good idea")
    assert is_previewed(phones, "Jane")
