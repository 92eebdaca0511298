"""What a worker adds to a case is looked at before it leaves: what could show who it is, is marked, and one tap blanks
it."""

import pytest

from bot.callbacks.worker import OnOwn, Wish
from cases.actions.reply import reply as answer
from cases.model import MediaKind
from tests.bot.handlers.conversation import Phone, Town

SHOWS = "Call me on 13812345678"
BLANKED = "Call me on ▇▇▇"
READS = "Who reads it: the improvement team and the manager."
LAMP = f"It is added to: 💡 Mon 30 Nov A lamp would help\n{READS}"
ALL = "👀 Not added yet. This is all that goes to Yongxing Metal:"
LOOK = f"{ALL}\n“{SHOWS}”\n🔎 This could show who you are: “13812345678”\n{LAMP}"
NEW = "🆕 It is something new"
LABELS = ["📨 Send", "▇ Make it unreadable", NEW, "🗑 Throw it away"]


async def texts(town: Town) -> list[str]:
    [case] = await town.cases()
    return [entry.text for entry in await town.entries(case)]


async def files(town: Town) -> list[list[MediaKind]]:
    [case] = await town.cases()
    return [[media.kind for media in entry.media] for entry in await town.entries(case)]


@pytest.fixture
async def sent(town: Town, ana: Phone) -> None:
    """Ana's good idea has reached the team."""
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await town.later(hours=2)


async def reply(phone: Phone) -> None:
    await phone.press("📂 My things")
    await phone.press("💡 Mon 30 Nov")
    await phone.press("💬 Reply or add")


async def test_what_could_show_somebody_is_blanked_by_one_tap(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    assert (ana.screen, ana.labels, await texts(town)) == (LOOK, LABELS, ["A lamp would help"])
    await ana.press("▇ Make it unreadable")
    assert ana.screen == (f"👀 Not added yet. This is all that goes to Yongxing Metal:\n“{BLANKED}”\n{LAMP}")
    assert ana.labels == ["📨 Send", "🆕 It is something new", "🗑 Throw it away"]
    await ana.press("📨 Send")
    assert ana.screen.startswith("➕ Added. They see it at")
    assert await texts(town) == ["A lamp would help", BLANKED]


async def test_a_long_addition_is_shown_whole_once_it_is_blanked(town: Town, ana: Phone, sent: None) -> None:
    long = "The lamp at the press flickers. " * 20
    await reply(ana)
    await ana.write(f"{long}{SHOWS}")
    before = len(ana.said)
    await ana.press("▇ Make it unreadable")
    assert f"“{long}{BLANKED}”" in [shown.text for shown in ana.said[before:-1]]
    assert (ana.screen.splitlines()[0], ana.places[-1]) == (LOOK.splitlines()[0], None)
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", f"{long}{BLANKED}"]


async def test_a_chinese_worker_blanks_it_too(town: Town) -> None:
    lin = town.phone(502, "zh-hans")
    await lin.write("/start YONG")
    await lin.write("三号冲床漏油")
    await lin.press("💡")
    await lin.press("📨 发送")
    await town.later(hours=2)
    await lin.press("📂")
    await lin.press("💡")
    await lin.press("💬")
    await lin.write("打我电话13812345678")
    assert lin.screen == (
        "👀 还没加上。发给Yongxing Metal的就是这些：\n"
        "「打我电话13812345678」\n"
        "🔎 这些可能让人知道你是谁：「13812345678」\n"
        "加到这件事里：💡 11月30日周一 三号冲床漏油\n"
        "谁看：改进小组和经理。"
    )
    await lin.press("▇ 涂掉")
    assert "「打我电话▇▇▇」" in lin.screen
    await lin.press("📨 发送")
    assert await texts(town) == ["三号冲床漏油", "打我电话▇▇▇"]


async def test_it_is_sent_as_it_is_when_the_writer_wants_that(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", SHOWS]


async def test_what_comes_once_more_is_meant(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.write(SHOWS)
    assert await texts(town) == ["A lamp would help", SHOWS]


async def test_what_is_written_while_words_wait_waits_with_them(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.write("It is dark there")
    assert (ana.screen, ana.labels) == (LOOK.replace(SHOWS, f"{SHOWS}\n\nIt is dark there"), LABELS)
    assert await texts(town) == ["A lamp would help"]
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", f"{SHOWS}\n\nIt is dark there"]


async def test_an_old_button_sends_nothing(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    send, blank, new, gone = [button.press.pack() for [button] in ana.said[-1].buttons if button.press]
    await ana.write("It is dark there")
    for data in (send, blank):
        await ana.forge(data)
        assert ana.screen.startswith("This button is old")
    await ana.press("📨 Send")
    await reply(ana)
    await ana.write("My badge number is 04271")
    for data in (send, blank, new, gone):
        await ana.forge(data)
        assert ana.screen.startswith("This button is old")
    assert await texts(town) == ["A lamp would help", f"{SHOWS}\n\nIt is dark there"]


async def test_words_below_a_picture_are_blanked_and_the_picture_goes_with_them(
    town: Town, ana: Phone, sent: None
) -> None:
    await reply(ana)
    await ana.photo(SHOWS)
    assert ana.screen == LOOK.replace(f"“{SHOWS}”", f"“{SHOWS}”\n📎 1 photo")
    await ana.press("▇ Make it unreadable")
    await ana.press("📨 Send")
    assert (await texts(town), await files(town)) == (["A lamp would help", BLANKED], [[], [MediaKind.PHOTO]])


async def test_the_other_pictures_of_an_album_wait_with_the_words(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.photo(SHOWS, media_group_id="a1")
    await ana.photo("It is dark there", media_group_id="a1")
    assert (ana.labels, "📎 2 photos" in ana.screen, await texts(town)) == (LABELS, True, ["A lamp would help"])
    await ana.press("▇ Make it unreadable")
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", f"{BLANKED}\n\nIt is dark there"]
    assert await files(town) == [[], [MediaKind.PHOTO] * 2]


async def test_a_picture_whose_words_wait_is_not_lost_for_another_with_words(
    town: Town, ana: Phone, sent: None
) -> None:
    await reply(ana)
    await ana.photo(SHOWS)
    await ana.photo("My badge number is 04271")
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", f"{SHOWS}\n\nMy badge number is 04271"]
    assert await files(town) == [[], [MediaKind.PHOTO] * 2]


async def test_a_picture_too_many_leaves_the_words_waiting_and_those_leave(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.photo()
    await reply(ana)
    await ana.photo(SHOWS, media_group_id="a1")
    for _ in range(9):
        await ana.photo(media_group_id="a1")
    assert "This file was not added: ten files are the most for one thing." in ana.said[-2].text
    assert (ana.labels, "📎 9 photos" in ana.screen) == (LABELS, True)
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", "", SHOWS]
    assert await files(town) == [[], [MediaKind.PHOTO], [MediaKind.PHOTO] * 9]


async def test_what_belongs_to_what_was_just_sent_is_looked_at_too(town: Town, ana: Phone, sent: None) -> None:
    await ana.write(SHOWS)
    await ana.press("➕ It belongs to what I just sent")
    assert (ana.screen, await texts(town)) == (LOOK, ["A lamp would help"])
    await ana.press("▇ Make it unreadable")
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", BLANKED]


async def test_a_reply_by_receipt_is_looked_at_too(town: Town, ana: Phone, sent: None) -> None:
    await ana.press("📂 My things")
    await ana.press("💡 Mon 30 Nov")
    await ana.press("🔢 New receipt number")
    digits = "".join(sign for sign in ana.screen.splitlines()[0] if sign.isdigit())
    friend = town.phone(777)
    await friend.write("/receipt")
    await friend.write(digits)
    await friend.press("💬 Reply")
    await friend.write(SHOWS)
    assert (friend.screen, friend.labels) == (LOOK, [label for label in LABELS if label != NEW])
    await friend.press("▇ Make it unreadable")
    await friend.press("📨 Send")
    assert await texts(town) == ["A lamp would help", BLANKED]


# Changed by their writer while they wait


async def test_what_waits_is_changed_by_editing_it_and_shown_anew(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write("Lin, 13812345678")
    [old] = [button.press.pack() for [button] in ana.said[-1].buttons[:1] if button.press]
    await ana.edit(ana.last_message, SHOWS)
    assert (ana.screen, ana.labels) == (LOOK, LABELS)
    await ana.forge(old)
    assert ana.screen.startswith("This button is old")
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", SHOWS]


async def test_without_anything_marked_it_still_waits_to_be_sent(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.edit(ana.last_message, "It is dark there")
    assert ana.screen == (f"👀 Not added yet. This is all that goes to Yongxing Metal:\n“It is dark there”\n{LAMP}")
    assert (ana.labels, await texts(town)) == (
        ["📨 Send", "🆕 It is something new", "🗑 Throw it away"],
        ["A lamp would help"],
    )
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", "It is dark there"]


async def test_each_message_of_what_belongs_to_what_was_sent_is_changed_by_itself(
    town: Town, ana: Phone, sent: None
) -> None:
    await ana.write("It is dark there")
    await ana.write(SHOWS)
    await ana.press("➕ It belongs to what I just sent")
    await ana.edit(ana.last_message - 1, "It is dark here")
    assert f"“It is dark here\n\n{SHOWS}”" in ana.screen
    await ana.press("▇ Make it unreadable")
    await ana.edit(ana.last_message, "Ask the foreman")
    await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", "It is dark here\n\nAsk the foreman"]


async def test_words_below_a_picture_are_changed_or_left_out_and_the_picture_stays(
    town: Town, ana: Phone, sent: None
) -> None:
    for words in ("The lamp", ""):
        await reply(ana)
        await ana.photo(SHOWS)
        await ana.edit(ana.last_message, words)
        await ana.press("📨 Send")
    assert await texts(town) == ["A lamp would help", "The lamp", ""]
    assert await files(town) == [[], [MediaKind.PHOTO], [MediaKind.PHOTO]]


async def test_what_was_added_is_not_changed_any_more_and_that_is_said(town: Town, ana: Phone, sent: None) -> None:
    await reply(ana)
    await ana.write(SHOWS)
    await ana.press("📨 Send")
    await ana.edit(ana.last_message, "Nothing")
    assert ana.screen.startswith("✋ I can't take this change.")
    assert await texts(town) == ["A lamp would help", SHOWS]


async def adds_a_place(town: Town, phone: Phone, urgency: str) -> None:
    await phone.photo()
    await phone.press("⚠️ Danger")
    await phone.press(urgency)
    await phone.press("📍 Say where the danger is")
    await phone.write(SHOWS)
    await town.later(hours=2)


async def test_a_place_is_looked_at_too(town: Town, ana: Phone) -> None:
    await adds_a_place(town, ana, "🟡 It could")
    assert ana.said[-2].text == LOOK.replace(LAMP, f"It is added to: ⚠️ Mon 30 Nov\n{READS}")
    assert await texts(town) == [""]
    await ana.press("▇ Make it unreadable")
    await ana.press("📨 Send")
    assert await texts(town) == ["", f"📍 {BLANKED}"]


async def test_what_hurts_somebody_now_never_waits_for_a_second_look(town: Town, ana: Phone) -> None:
    await adds_a_place(town, ana, "🔴 It will hurt someone now")
    assert await texts(town) == ["", f"📍 {SHOWS}"]


# Names typed earlier


async def with_name(phone: Phone, name: str) -> None:
    await phone.write("A fan would help")
    await phone.press("💡 Good idea")
    await phone.press("✍️ With my name")
    await phone.write(name)


async def test_a_name_sent_under_once_is_marked_in_what_goes_without_one(town: Town, ana: Phone) -> None:
    await with_name(ana, "Lin Xiaoyu")
    await ana.press("📨 Send")
    await town.later(days=2)
    await ana.write("Lin Xiaoyu wants a lamp")
    await ana.press("💡 Good idea")
    assert "🔎 This could show who you are: “Lin Xiaoyu”" in ana.screen
    await ana.press("▇ Make it unreadable")
    await ana.press("📨 Send")
    await ana.press("📂 My things")
    await ana.press("💡 Wed 2 Dec")
    await ana.press("💬 Reply or add")
    await ana.write("says Xiaoyu")
    assert "🔎 This could show who you are: “Xiaoyu”" in ana.screen


async def test_a_name_typed_and_left_out_is_marked_in_what_is_added(town: Town, ana: Phone) -> None:
    await with_name(ana, "Lin Xiaoyu")
    await ana.press("✅ No name")
    await ana.press("📨 Send")
    await ana.press("📂 My things")
    await ana.press("💡 Mon 30 Nov")
    await ana.press("💬 Reply or add")
    await ana.write("says Xiaoyu")
    assert "🔎 This could show who you are: “Xiaoyu”" in ana.screen


async def test_the_name_of_a_case_is_known_to_its_readers_already(town: Town, ana: Phone) -> None:
    await with_name(ana, "Lin Xiaoyu")
    await ana.press("📨 Send")
    await ana.press("📂 My things")
    await ana.press("💡 Mon 30 Nov")
    await ana.press("💬 Reply or add")
    await ana.write("says Xiaoyu")
    await town.later(hours=2)
    assert await texts(town) == ["A fan would help", "says Xiaoyu"]


async def test_a_reply_to_an_answer_by_another_account_looks_for_its_own_names(town: Town, ana: Phone) -> None:
    """The friend who holds the number has typed a name of their own before."""
    friend = town.phone(777)
    await friend.write("/start YONG")
    await with_name(friend, "Zhou Min")
    await friend.press("📨 Send")
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("🔒 No way back")
    await ana.press("📨 Send")
    digits = "".join(sign for sign in ana.screen.splitlines()[0] if sign.isdigit())
    await town.later(hours=2)
    lamp = next(case for case in await town.cases() if not case.name)
    async with town.work() as work:
        await answer(work, lamp.id, town.people["Chen Li"], "Where?", (), town.at)
    await friend.write("/receipt")
    await friend.write(digits)
    await friend.press("💬 Reply")
    await friend.write("Beside Zhou Min")
    assert "🔎 This could show who you are: “Zhou Min”" in friend.screen


# Where a danger is


KINDS = [
    (["⚠️ Danger", "🟡 It could"], True),
    (["💡 Good idea", "📨 Send"], False),
    (["❓ Question", "📨 Send"], False),
    (["😟 Unfair treatment", "Nobody in particular", "No", "📨 Send"], False),
]


async def sends(phone: Phone, taps: list[str]) -> None:
    await phone.write("It is too loud")
    for label in taps:
        await phone.press(label)


@pytest.mark.parametrize(("taps", "asked"), KINDS)
async def test_only_of_a_danger_it_is_asked_where_it_is(ana: Phone, taps: list[str], asked: bool) -> None:
    await sends(ana, taps)
    assert ("📍 Say where the danger is" in ana.labels) is asked


@pytest.mark.parametrize(("taps", "asked"), KINDS)
async def test_a_forged_press_asks_of_nothing_else_where_it_is(
    town: Town, ana: Phone, taps: list[str], asked: bool
) -> None:
    """Of a grievance a place would be where its sender works."""
    await sends(ana, taps)
    await town.later(hours=30)
    [case] = await town.cases()
    await ana.forge(OnOwn(wish=Wish.PLACE, case=case.id).pack())
    answer = "📍 Where is the danger?" if asked else "This button is old"
    assert ana.screen.startswith(answer)
