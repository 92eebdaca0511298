"""What a worker changes afterwards: as long as it is not sent, nobody gets what stood there before."""

import pytest

from cases.model import MediaKind
from tests.bot.handlers.conversation import Phone, Town, sizes
from tests.bot.handlers.test_worker_adds import SHOWS, files, reply, sent, texts

__all__ = ["sent"]

FACE, BLURRED = {"photo": sizes("FACE")}, {"photo": sizes("BLURRED")}
WORD = {"document": {"file_id": "BQAC1", "file_unique_id": "u3", "mime_type": "application/msword", "file_size": 9}}


async def fetched(town: Town) -> list[str]:
    """Which files wait to be fetched for some case."""
    return [file.source for file in await town.storage.media_queue.claim(50)]


async def test_a_photo_that_was_replaced_before_it_was_sent_is_seen_by_nobody(town: Town, ana: Phone) -> None:
    await ana.message(**FACE, caption="The lathe")
    await ana.press("💡 Good idea")
    await ana.edit_to(ana.last_message, **BLURRED, caption="The lathe")
    assert ana.screen.startswith("👀 Look before it goes")
    await ana.press("📨 Send")
    await town.later(hours=2)
    assert (await texts(town), await files(town)) == (["The lathe"], [[MediaKind.PHOTO]])
    assert await fetched(town) == ["BLURRED"]


async def test_so_it_is_when_the_first_one_was_fetched_already(town: Town, ana: Phone) -> None:
    await ana.message(**FACE)
    [waiting] = await town.storage.media_queue.claim(5)
    await town.storage.media_queue.ready(waiting.id, "image/jpeg", b"clean")
    await ana.edit_to(ana.last_message, **BLURRED)
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await town.later(hours=2)
    [case] = await town.cases()
    async with town.work() as work:
        assert waiting.id not in [file.id for file in await work.entries.media_of(case.id)]
    assert await fetched(town) == ["BLURRED"]


async def test_a_photo_that_waits_for_a_case_is_replaced_too(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.message(**FACE, caption=SHOWS)
    await ana.edit_to(ana.last_message, **BLURRED, caption="Here")
    assert ("“Here”" in ana.screen, "📎 1 photo" in ana.screen) == (True, True)
    await ana.press("📨 Send")
    assert (await texts(town), await files(town)) == (["A lamp would help", "Here"], [[], [MediaKind.PHOTO]])
    assert await fetched(town) == ["BLURRED"]


async def test_what_waited_for_a_case_and_became_something_new_is_replaced_too(
    town: Town, ana: Phone, sent: None
) -> None:
    await reply(ana)
    await ana.message(**FACE, caption=SHOWS)
    await ana.press("🆕 It is something new")
    await ana.edit_to(ana.last_message, **BLURRED, caption="Here")
    await ana.press("💡 Good idea")
    assert "📎 1 photo" in ana.screen
    assert await fetched(town) == ["BLURRED"]


async def test_words_put_below_a_photo_afterwards_are_sent_with_it(town: Town, ana: Phone) -> None:
    await ana.message(**FACE)
    await ana.press("💡 Good idea")
    await ana.edit_to(ana.last_message, **FACE, caption="The guard of lathe 3 is off")
    assert "“The guard of lathe 3 is off”" in ana.screen
    await ana.press("📨 Send")
    await town.later(hours=2)
    assert (await texts(town), await files(town)) == (["The guard of lathe 3 is off"], [[MediaKind.PHOTO]])


async def test_words_that_became_a_photo_are_that_photo(town: Town, ana: Phone) -> None:
    await ana.write("The lathe of Wang")
    await ana.press("💡 Good idea")
    await ana.edit_to(ana.last_message, **BLURRED, caption="The lathe")
    await ana.press("📨 Send")
    await town.later(hours=2)
    assert (await texts(town), await files(town)) == (["The lathe"], [[MediaKind.PHOTO]])


@pytest.mark.parametrize("words", ["The lathe", ""])
async def test_a_photo_that_became_what_cannot_be_taken_is_gone_and_that_is_said(
    town: Town, ana: Phone, words: str
) -> None:
    await ana.write("It is dark there")
    await ana.message(**FACE)
    await ana.press("💡 Good idea")
    await ana.edit_to(ana.last_message, **WORD, **({"caption": words} if words else {}))
    assert ana.said[-2].text.startswith("I don't take Word, Excel or such files")
    assert "📎" not in ana.screen
    assert await fetched(town) == []
    await ana.press("📨 Send")
    await town.later(hours=2)
    assert await texts(town) == ["It is dark there\n\nThe lathe" if words else "It is dark there"]


async def test_so_is_one_that_waited_for_a_case(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.message(**FACE, caption=SHOWS)
    await ana.edit_to(ana.last_message, **WORD, caption="Here")
    assert ana.said[-2].text.splitlines()[1:] == ["The words you wrote with it are here, not sent yet."]
    await ana.press("📨 Send")
    assert (await texts(town), await files(town)) == (["A lamp would help", "Here"], [[], []])


async def test_no_change_makes_eleven_files_of_ten(town: Town, ana: Phone) -> None:
    await ana.write("It is dark there")
    for _ in range(10):
        await ana.message(**FACE)
    await ana.edit_to(ana.last_message, **BLURRED)
    assert ana.screen.startswith("Got it.")
    await ana.edit_to(ana.last_message - 10, **BLURRED, caption="It is dark here")
    assert ana.said[-2].text.startswith("Ten files are the most for one thing.")
    await ana.press("💡 Good idea")
    assert ("“It is dark here”" in ana.screen, "📎 10 photos" in ana.screen) == (True, True)


async def test_a_name_that_became_a_photo_is_not_taken(ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("✍️ With my name")
    await ana.write("Wang Fang")
    await ana.edit_to(ana.last_message, **FACE)
    assert ana.screen.startswith("✋ I can't take this change.")


async def test_a_photo_of_a_rehearsal_is_replaced_as_for_real(ana: Phone) -> None:
    await ana.key("🙂 Just try")
    await ana.message(**FACE)
    await ana.press("💡 Good idea")
    await ana.edit_to(ana.last_message, **BLURRED, caption="The lathe")
    assert ("“The lathe”" in ana.screen, "📎 1 photo" in ana.screen) == (True, True)


async def test_of_what_was_never_sent_nobody_is_said_to_keep_it(ana: Phone) -> None:
    for first, then in (("hello", "The press has no guard"), ("1234567890123456", "1234567890123457")):
        await ana.write(first)
        await ana.edit(ana.last_message, then)
        assert ana.screen.endswith("What is not sent yet, please send as a new message.")
    await ana.write("The stairs are wet")
    await ana.press("🗑 Throw it away")
    await ana.edit(ana.last_message, "The stairs are icy")
    assert ana.screen.endswith("What is not sent yet, please send as a new message.")


async def test_a_place_that_moves_on_is_answered_once(ana: Phone) -> None:
    moving = {"latitude": 1.0, "longitude": 2.0, "live_period": 900}
    await ana.message(location=moving)
    said = len(ana.said)
    for degrees in (1.1, 1.2, 1.3):
        await ana.edit_to(ana.last_message, location=moving | {"latitude": degrees})
    assert (len(ana.said), ana.screen[:24]) == (said, "I don't take locations: ")
