"""What a receipt number opened is open as long as that number holds, and no longer."""

from bot.flows.own import VISIT
from cases.ports import Address, Draft
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_cases import digits_on, sent_without_a_way_back

SHOWS = "Call me on 13812345678"
VOID = (
    "The number with which you opened this keeps it open no longer. "
    "Tap /receipt and type it again, or a newer one if you have it."
)
NOT_ADDED = (
    "This was not added: the number with which you opened that keeps it open no longer. "
    "Tap /receipt and type it again, or a newer one if you have it."
)


async def opened(phone: Phone, digits: str) -> None:
    await phone.write("/receipt")
    await phone.write(digits)


async def read_by_another(town: Town, ana: Phone) -> Phone:
    """Eve has seen the number on Ana's paper and opened the case with it."""
    eve = town.phone(777)
    await opened(eve, await sent_without_a_way_back(ana))
    await town.later(hours=2)
    return eve


async def test_a_right_number_between_makes_no_wrong_one_cheaper(town: Town, ana: Phone) -> None:
    number, eve = await sent_without_a_way_back(ana), town.phone(777)
    for digits in ("1234567890123456", number) * 4:
        await eve.write(digits)
    assert eve.screen.startswith("That was too soon. Please wait 16 more seconds")


async def newer(town: Town, phone: Phone) -> str:
    """The number that Ana draws on another phone, with the one that still holds."""
    [case] = await town.cases()
    async with town.work() as work:
        held = await work.receipts.issue(case.id)
    await opened(phone, held)
    await phone.press("🔢 New receipt number")
    return digits_on(phone)


async def texts(town: Town) -> list[str]:
    [case] = await town.cases()
    return [entry.text for entry in await town.entries(case)]


async def test_who_holds_a_void_number_draws_no_new_one(town: Town, ana: Phone) -> None:
    eve = await read_by_another(town, ana)
    number = await newer(town, ana)
    await eve.press("🔢 New receipt number")
    assert eve.screen == VOID
    bao = town.phone(778)
    await opened(bao, number)
    assert "👀 They can see it." in bao.screen


async def test_who_draws_the_new_number_goes_on_with_it(town: Town, ana: Phone) -> None:
    await read_by_another(town, ana)
    await newer(town, ana)
    await ana.press("🔢 New receipt number")
    await ana.press("💬 Reply or add")
    await ana.write("On the left side, please")
    await ana.press("💬 Reply or add")
    await ana.write("Or on the right")
    assert await texts(town) == ["A lamp would help", "On the left side, please", "Or on the right"]


async def test_words_for_what_a_void_number_opened_are_not_added_and_the_next_are_something_new(
    town: Town, ana: Phone
) -> None:
    eve = await read_by_another(town, ana)
    await eve.press("💬 Reply or add")
    await newer(town, ana)
    await eve.write("I take it all back")
    assert (eve.screen, await texts(town)) == (NOT_ADDED, ["A lamp would help"])
    await eve.write("I take it all back")
    assert (eve.screen.startswith("This was not added"), await texts(town)) == (False, ["A lamp would help"])


async def test_a_picture_for_it_is_not_added_either(town: Town, ana: Phone) -> None:
    eve = await read_by_another(town, ana)
    await eve.press("💬 Reply or add")
    await newer(town, ana)
    await eve.photo()
    assert (eve.screen, await texts(town)) == (NOT_ADDED, ["A lamp would help"])


async def test_words_below_a_refused_file_for_it_are_not_said_to_be_taken(town: Town, ana: Phone) -> None:
    eve = await read_by_another(town, ana)
    await eve.press("💬 Reply or add")
    await newer(town, ana)
    before = len(eve.said)
    await eve.document("application/msword", caption="On the left side, please")
    assert ([shown.text for shown in eve.said[before:]], await texts(town)) == ([NOT_ADDED], ["A lamp would help"])


async def test_by_a_receipt_a_refused_file_is_answered_as_one_and_its_words_are_added(town: Town, ana: Phone) -> None:
    eve = await read_by_another(town, ana)
    await eve.press("💬 Reply or add")
    await eve.document("application/msword")
    assert eve.screen.startswith("I don't take Word")
    await eve.document("application/msword", caption="On the left side, please")
    assert (eve.said[-2].text.startswith("I don't take Word"), eve.screen.startswith("➕ Added.")) == (True, True)
    assert await texts(town) == ["A lamp would help", "On the left side, please"]


async def waiting(town: Town, ana: Phone) -> Phone:
    """Eve's words wait for a second look when the number becomes void."""
    eve = await read_by_another(town, ana)
    await eve.press("💬 Reply or add")
    await eve.write(SHOWS)
    await newer(town, ana)
    return eve


async def test_words_that_waited_are_not_sent(town: Town, ana: Phone) -> None:
    eve = await waiting(town, ana)
    await eve.press("📨 Send")
    assert (eve.screen, await texts(town)) == (NOT_ADDED, ["A lamp would help"])


async def test_words_that_waited_are_not_blanked(town: Town, ana: Phone) -> None:
    eve = await waiting(town, ana)
    await eve.press("▇ Make it unreadable")
    assert eve.screen == NOT_ADDED


async def test_words_that_waited_are_not_changed(town: Town, ana: Phone) -> None:
    eve = await waiting(town, ana)
    await eve.edit(eve.last_message, "It is dark there")
    assert (eve.screen, await texts(town)) == (NOT_ADDED, ["A lamp would help"])


async def test_what_was_sent_here_stays_this_chats_own_whatever_number_opened_it(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await ana.press("🔢 Receipt number")
    friend, number = town.phone(777), digits_on(ana)
    await opened(ana, number)
    await opened(friend, number)
    await friend.press("🔢 New receipt number")
    await ana.press("💬 Reply or add")
    await ana.write("On the left side, please")
    await town.later(hours=2)
    assert await texts(town) == ["A lamp would help", "On the left side, please"]


async def test_what_was_taken_back_is_open_to_no_number(town: Town, ana: Phone) -> None:
    eve, number = town.phone(777), await sent_without_a_way_back(ana)
    await opened(eve, number)
    await opened(ana, number)
    await ana.press("↩️ Take it back")
    await ana.press("↩️ Take it back")
    await eve.press("💬 Reply or add")
    assert eve.screen == VOID


async def test_who_opened_it_in_an_older_version_types_the_number_again(town: Town, ana: Phone) -> None:
    eve, number = town.phone(777), await sent_without_a_way_back(ana)
    await opened(eve, number)
    await town.later(hours=2)
    [case] = await town.cases()
    async with town.storage.unit() as unit:
        visit = Draft(VISIT, {"enterprise": case.enterprise, "case": case.id})
        await unit.drafts.save(Address(eve.chat, "en"), eve.chat, visit, town.at)
    await eve.press("💬 Reply or add")
    assert eve.screen == VOID
    await opened(eve, number)
    await eve.press("💬 Reply or add")
    await eve.write("On the left side, please")
    assert await texts(town) == ["A lamp would help", "On the left side, please"]


async def test_a_question_about_it_shuts_none_of_its_buttons(town: Town, ana: Phone) -> None:
    eve = await read_by_another(town, ana)
    await eve.press("💬 Reply or add")
    await eve.press("💬 Reply or add")
    assert "What do you want to add?" in eve.screen
    await eve.press("↩️ Take it back")
    assert "Do you want it back yourself" in eve.screen


async def test_words_that_wait_are_not_lost_for_a_new_number(town: Town, ana: Phone) -> None:
    eve = await read_by_another(town, ana)
    await eve.press("💬 Reply or add")
    await eve.write(SHOWS)
    await eve.press("🔢 New receipt number")
    assert SHOWS in eve.screen
    await eve.press("📨 Send")
    assert await texts(town) == ["A lamp would help", SHOWS]


async def test_an_album_by_a_receipt_comes_whole(town: Town, ana: Phone) -> None:
    eve = await read_by_another(town, ana)
    await eve.press("💬 Reply or add")
    for _ in range(3):
        await eve.photo(media_group_id="12")
    [case] = await town.cases()
    assert sum(len(entry.media) for entry in await town.entries(case)) == 3
    assert "➕ Added." in eve.screen
    await eve.photo(media_group_id="13")
    assert "I don't know" in eve.screen
