"""Whatever a person sends gets a sensible, kind answer, and nothing of it is lost or passed on by mistake."""

from typing import Any

import pytest

from tests.bot.handlers.conversation import Phone, Town

USER = {"id": 77, "is_bot": False, "first_name": "Zhang"}
STICKER = {
    "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1, "is_animated": False,
    "is_video": False,
}  # fmt: skip
ORIGIN = {"type": "user", "date": 1, "sender_user": USER}
POLL: dict[str, Any] = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip

UNFIT: list[tuple[dict[str, Any], str]] = [
    ({"sticker": STICKER}, "🙂 Nice one!"),
    ({"contact": {"phone_number": "13800138000", "first_name": "Zhang"}}, "I need no phone numbers"),
    ({"location": {"latitude": 28.9, "longitude": 120.0}}, "I don't take locations"),
    ({"poll": POLL}, "I can't pass that on."),
    ({"dice": {"emoji": "🎲", "value": 3}}, "I can't pass that on."),
    ({"text": "Read this", "forward_origin": ORIGIN}, "I did not take this: a forwarded message"),
    ({"text": "   "}, "That was empty."),
    ({"story": {"id": 1, "chat": {"id": 77, "type": "private"}}}, "I can't pass this on."),
]


@pytest.mark.parametrize(("content", "answer"), UNFIT)
async def test_what_cannot_be_taken_is_answered(town: Town, ana: Phone, content: dict[str, Any], answer: str) -> None:
    await ana.message(**content)
    assert ana.screen.startswith(answer)
    await ana.write("/mine")
    assert ana.screen.startswith("📂 Nothing here yet.")


@pytest.mark.parametrize(
    "mime",
    [
        "application/msword",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
    ],
)
async def test_an_office_file_is_declined(ana: Phone, mime: str) -> None:
    await ana.document(mime)
    assert ana.screen.startswith("I don't take Word, Excel")


@pytest.mark.parametrize("mime", ["application/zip", "application/x-msdownload", "text/html", ""])
async def test_another_file_is_declined(ana: Phone, mime: str) -> None:
    await ana.document(mime)
    assert ana.screen.startswith("I can't open this kind of file safely.")


@pytest.mark.parametrize(("mime", "named"), [("application/pdf", "1 document"), ("image/jpeg", "1 photo")])
async def test_a_pdf_and_a_photo_as_a_file_are_taken(ana: Phone, mime: str, named: str) -> None:
    await ana.document(mime)
    await ana.press("💡 Good idea")
    assert f"📎 {named}" in ana.screen


async def test_twenty_megabytes_are_taken_and_one_byte_more_is_not(ana: Phone) -> None:
    await ana.document("application/pdf", 20 * 1024 * 1024)
    assert ana.screen.startswith("Got it.")
    await ana.document("application/pdf", 20 * 1024 * 1024 + 1)
    assert ana.screen.startswith("This file is too big")
    await ana.press("💡 Good idea")
    assert "📎 1 document" in ana.screen


WORD = "application/msword"
PDF = "application/pdf"
WORDS = "The words you wrote with it are here, not sent yet."


@pytest.mark.parametrize(
    ("mime", "size", "answer"),
    [
        (PDF, 20 * 1024 * 1024 + 1, "This file is too big: 20 MB is the most."),
        (WORD, 9_000, "I don't take Word, Excel"),
        ("application/zip", 9_000, "I can't open this kind of file safely."),
    ],
)
@pytest.mark.parametrize("words", ["The guard of press 3 is off", "test"])
async def test_words_below_a_refused_file_are_taken_and_both_is_said(
    ana: Phone, mime: str, size: int, answer: str, words: str
) -> None:
    before = len(ana.said)
    await ana.document(mime, size, caption=words)
    refused, question = [shown.text for shown in ana.said[before:]]
    assert (refused.startswith(answer), refused.splitlines()[1:]) == (True, [WORDS])
    assert question.startswith("Got it. What is it?")
    await ana.press("💡 Good idea")
    assert (f"“{words}”" in ana.screen, "📎" in ana.screen) == (True, False)


async def test_words_below_the_eleventh_file_are_taken(ana: Phone) -> None:
    for number in range(1, 12):
        await ana.photo(f"photo {number}")
    assert ana.said[-2].text == (
        "Ten files are the most for one thing. The others are all here; this one is not. You can send them now.\n"
        f"{WORDS}"
    )
    await ana.press("💡 Good idea")
    assert ("\n\nphoto 11”" in ana.screen, "📎 10 photos" in ana.screen) == (True, True)


async def test_words_below_a_refused_file_are_no_name(ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("✍️ With my name")
    await ana.document(WORD, caption="And a fan")
    assert ana.screen.startswith("✍️ Write your name as they should see it.")
    await ana.write("Ana Li")
    assert ("And a fan" in ana.screen, "✍️ Name: Ana Li" in ana.screen) == (True, True)


async def test_a_forwarded_file_is_refused_with_its_words(town: Town, ana: Phone) -> None:
    await ana.document(WORD, caption="Read this", forward_origin=ORIGIN)
    assert ana.screen.startswith("I did not take this: a forwarded message")


async def test_that_all_else_is_here_is_said_when_there_is_something(ana: Phone) -> None:
    await ana.document(WORD)
    assert ana.screen == "I don't take Word, Excel or such files: your name may hide in them. Send a photo or a PDF."
    await ana.write("A lamp would help")
    await ana.document(WORD)
    assert ana.screen.splitlines()[1:] == ["Everything else is still here."]


async def is_refused(town: Town) -> None:
    """The one file that waits could not be cleaned."""
    [waiting] = await town.storage.media_queue.claim(5)
    async with town.storage.unit() as unit:
        await unit.media.refuse(waiting.id)


async def test_of_a_file_that_came_alone_no_rest_is_said_to_be_here(town: Town, ana: Phone) -> None:
    await ana.photo()
    await is_refused(town)
    await ana.press("💡 Good idea")
    assert ana.said[-2].text == (
        "📎 Your file could not be opened safely, so I left it out. Can you send it again as a photo?"
    )
    assert ana.screen.startswith("💡 What could be better?")


async def test_of_a_file_that_came_with_words_the_rest_is_said_to_be_here(town: Town, ana: Phone) -> None:
    await ana.photo("A lamp would help")
    await is_refused(town)
    await ana.press("💡 Good idea")
    assert "so I left it out. The rest is still here." in ana.said[-2].text
    assert "“A lamp would help”" in ana.screen


async def test_a_file_of_a_nonsensical_size_is_taken_as_one_of_unknown_size(town: Town, ana: Phone) -> None:
    await ana.document("application/pdf", -(2**63) - 1)
    assert ana.screen.startswith("Got it.")
    [waiting] = await town.storage.media_queue.claim(5)
    assert waiting.size == 0


async def test_the_eleventh_file_is_declined_and_ten_stay(ana: Phone) -> None:
    for _ in range(11):
        await ana.photo()
    assert ana.screen.startswith("Ten files are the most")
    await ana.press("💡 Good idea")
    assert "📎 10 photos" in ana.screen


async def test_more_words_than_fit_are_declined_and_the_rest_stays(town: Town, ana: Phone) -> None:
    for _ in range(3):
        await ana.write("a" * 4096)
    assert ana.screen.startswith("That is very long.")
    await town.later(seconds=2)
    await ana.press("💡 Good idea")
    assert "All 8194 characters" in ana.screen


@pytest.mark.parametrize(
    "text", ["الآلة بلا حماية {0} %s", "🔥🔥🔥 fire 🔥", "<b>bold</b> & {name} \\ `code`", "א\u202eב"]
)
async def test_any_writing_comes_through_as_it_is(town: Town, ana: Phone, text: str) -> None:
    await ana.write(text)
    await ana.press("💡 Good idea")
    assert f"“{text}”" in ana.screen
    await ana.press("📨 Send")
    await town.later(hours=2)
    [case] = await town.cases()
    assert [entry.text for entry in await town.entries(case)] == [text]


async def test_a_photo_without_words_is_enough(ana: Phone) -> None:
    await ana.photo()
    await ana.press("💡 Good idea")
    assert "“" not in ana.screen


async def test_a_notice_of_telegram_is_not_answered(ana: Phone) -> None:
    said = len(ana.said)
    await ana.message(message_auto_delete_timer_changed={"message_auto_delete_time": 86400})
    assert len(ana.said) == said


async def test_an_unknown_command_is_answered(ana: Phone) -> None:
    await ana.write("/frobnicate")
    assert "/receipt" in ana.screen


@pytest.mark.parametrize("data", ["", "x", "wk", "wk:1:nonsense", "wc:show:notanumber", "wq:1", "wk:1:hazard:more"])
async def test_a_forged_button_changes_nothing(ana: Phone, data: str) -> None:
    await ana.forge(data)
    assert ana.screen.startswith("This button is old")


@pytest.mark.parametrize("data", ["wc:show:5", "wc:gone:5", "wc:add:5", "wo:5", "ww:5:1", "wr:5:solved", "wc:digits:5"])
async def test_somebody_elses_case_does_not_exist(ana: Phone, data: str) -> None:
    await ana.forge(data)
    assert ana.screen.startswith("This can't be opened here")


@pytest.mark.parametrize("data", ["ws:5:0", "wt:5", "wj:5", "wb:5", "wh:5:1", "wm:5:named"])
async def test_a_button_of_no_draft_says_that_it_is_old(ana: Phone, data: str) -> None:
    await ana.forge(data)
    assert "old" in ana.screen


@pytest.mark.parametrize(("pressed", "place"), [(7, 7), (0, None)])
async def test_a_press_under_a_message_without_a_number_is_answered_below(
    ana: Phone, pressed: int, place: int | None
) -> None:
    await ana.forge("wd", pressed)
    assert ana.places[-1] == place
