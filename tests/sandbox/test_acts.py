"""What people do, and what the bot hears of it."""

import aiogram
import pytest
from aiogram.types import ForceReply, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove

from sandbox.app import Sandbox
from sandbox.errors import ActError
from sandbox.phone import Phone
from tests.sandbox.samples import OGG, keyboard, png


async def heard(bot: aiogram.Bot) -> list[aiogram.types.Message]:
    return [update.message for update in await bot.get_updates() if update.message]


async def test_start_carries_its_payload_as_a_command(bot: aiogram.Bot, ben: Phone) -> None:
    await ben.starts("W1_abc-9")
    (message,) = await heard(bot)
    assert message.text == "/start W1_abc-9"
    assert message.entities is not None
    assert (message.entities[0].type, message.entities[0].length) == ("bot_command", 6)


@pytest.mark.parametrize("payload", ["with space", "好", "x" * 65])
async def test_start_refuses_what_a_link_cannot_carry(ben: Phone, payload: str) -> None:
    with pytest.raises(ActError, match="Telegram carries at most 64 of A-Z a-z 0-9 _ - in a link"):
        await ben.starts(payload)


async def test_start_unblocks_as_telegram_does(bot: aiogram.Bot, ana: Phone) -> None:
    await ana.blocks()
    with pytest.raises(ActError, match="Ana has blocked the bot"):
        await ana.sends("hello")
    await ana.starts()
    assert (await bot.send_message(ana.chat_id, "hello again")).text == "hello again"


async def test_files_arrive_with_what_a_phone_says_of_them(bot: aiogram.Bot, ana: Phone) -> None:
    await ana.sends_photo(png(4, 5), caption="the stairs")
    await ana.sends_voice(OGG, duration=7)
    await ana.sends_video(b"film")
    _, photo, voice, video = await heard(bot)
    assert photo.photo is not None
    assert voice.voice is not None
    assert video.video is not None
    assert (photo.caption, photo.photo[-1].width, photo.photo[-1].height) == ("the stairs", 4, 5)
    assert (voice.voice.duration, voice.voice.mime_type, video.video.mime_type) == (7, "audio/ogg", "video/mp4")


async def test_album_is_several_messages_of_one_group(bot: aiogram.Bot, ana: Phone) -> None:
    await ana.sends_album(png(), png(), png(), caption="three")
    album = [message for message in await heard(bot) if message.media_group_id]
    assert len({message.media_group_id for message in album}) == 1
    assert [message.caption for message in album] == ["three", None, None]


async def test_reply_and_edit_reach_the_bot(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.send_message(ana.chat_id, "Question?")
    question = await ana.sees("Question?")
    answer = await ana.sends("Answer", reply_to=question)
    await ana.edits(answer, "Better answer")
    *_, message, edited = await bot.get_updates()
    assert message.message is not None
    assert message.message.reply_to_message is not None
    assert edited.edited_message is not None
    assert message.message.reply_to_message.message_id == question.id
    assert (edited.edited_message.message_id, edited.edited_message.text) == (answer.id, "Better answer")


async def test_deleting_is_not_told(bot: aiogram.Bot, ana: Phone) -> None:
    said = await ana.sends("oops")
    before = len(await bot.get_updates())
    await ana.deletes(said)
    assert len(await bot.get_updates()) == before
    assert [message.text for message in await ana.screen()] == ["/start"]


async def test_deleted_chat_is_empty_for_the_person_alone(bot: aiogram.Bot, ana: Phone) -> None:
    sent = await bot.send_message(ana.chat_id, "old")
    await ana.deletes_chat()
    assert await ana.screen() == []
    await bot.edit_message_text("changed", chat_id=ana.chat_id, message_id=sent.message_id)
    await bot.send_message(ana.chat_id, "new")
    assert [message.text for message in await ana.screen()] == ["new"]


async def test_reply_keyboard_types_its_label(bot: aiogram.Bot, ana: Phone) -> None:
    rows = [[KeyboardButton(text="💡 Idea"), KeyboardButton(text="❓ Ask")]]
    sent = await bot.send_message(ana.chat_id, "Menu", reply_markup=ReplyKeyboardMarkup(keyboard=rows))
    assert sent.reply_markup is None
    assert await ana.labels() == ["💡 Idea", "❓ Ask"]
    await ana.presses("Idea")
    assert (await heard(bot))[-1].text == "💡 Idea"
    await bot.send_message(ana.chat_id, "Go", reply_markup=ReplyKeyboardRemove())
    assert await ana.labels() == []


async def test_one_time_keyboard_goes_after_one_press(bot: aiogram.Bot, ana: Phone) -> None:
    markup = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Once")]], one_time_keyboard=True)
    await bot.send_message(ana.chat_id, "Menu", reply_markup=markup)
    await ana.presses("Once")
    assert await ana.labels() == []


async def test_force_reply_is_taken(bot: aiogram.Bot, ana: Phone) -> None:
    assert (await bot.send_message(ana.chat_id, "Say", reply_markup=ForceReply())).text == "Say"


async def test_press_takes_the_newest_button_of_the_label(bot: aiogram.Bot, ana: Phone) -> None:
    first = await bot.send_message(ana.chat_id, "first", reply_markup=keyboard("✅ Yes", callback_data="1"))
    await bot.send_message(ana.chat_id, "second", reply_markup=keyboard("✅ Yes", callback_data="2"))
    old = next(message for message in await ana.screen() if message.id == first.message_id)
    await ana.presses("Yes")
    await ana.presses("Yes", on=old)
    queries = [update.callback_query for update in await bot.get_updates() if update.callback_query]
    assert [query.data for query in queries] == ["2", "1"]


async def test_press_prefers_whichever_keyboard_came_last(bot: aiogram.Bot, ana: Phone) -> None:
    menu = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Go")]])
    await bot.send_message(ana.chat_id, "one", reply_markup=keyboard("Go", callback_data="1"))
    await bot.send_message(ana.chat_id, "menu", reply_markup=menu)
    await ana.presses("Go")
    await bot.send_message(ana.chat_id, "two", reply_markup=keyboard("Go", callback_data="2"))
    await ana.presses("Go")
    _, typed, pressed = await bot.get_updates()
    assert typed.message is not None
    assert pressed.callback_query is not None
    assert (typed.message.text, pressed.callback_query.data) == ("Go", "2")


async def test_part_of_a_label_must_be_of_one_button(bot: aiogram.Bot, ana: Phone) -> None:
    await bot.send_message(ana.chat_id, "Choose", reply_markup=keyboard("Yes, now", "Yes, later"))
    with pytest.raises(ActError, match="Ana sees no button 'Yes' in Ana"):
        await ana.presses("Yes", within=0.05)


async def test_missing_button_names_the_visible_ones(bot: aiogram.Bot, ana: Phone) -> None:
    with pytest.raises(ActError, match=r"Ana sees no button 'No' in Ana\. Visible: no buttons at all"):
        await ana.presses("No", within=0.05)
    await bot.send_message(ana.chat_id, "Choose", reply_markup=keyboard("Yes", "Later"))
    with pytest.raises(ActError, match=r"Ana sees no button 'No' in Ana\. Visible: 'Yes', 'Later'"):
        await ana.presses("No", within=0.05)


async def test_link_button_to_the_bot_presses_start(bot: aiogram.Bot, ana: Phone, team: int, ben: Phone) -> None:
    link = "https://t.me/huiyin_sandbox_bot?start=C1"
    await bot.send_message(team, "Card", reply_markup=keyboard("Open", url=link))
    await ben.inside(team).presses("Open")
    message = (await heard(bot))[-1]
    assert (message.chat.id, message.text) == (ben.person_id, "/start C1")


async def test_bot_comes_into_a_group_with_a_payload(bot: aiogram.Bot, sandbox: Sandbox, ana: Phone) -> None:
    group = sandbox.group("Crew", ana)
    await ana.adds_bot(group, "T7")
    _, change, joined, start = await bot.get_updates()
    assert change.my_chat_member is not None
    assert joined.message is not None
    assert joined.message.new_chat_members is not None
    assert start.message is not None
    assert change.my_chat_member.new_chat_member.status == "member"
    assert joined.message.new_chat_members[0].id == bot.id
    assert start.message.text == "/start@huiyin_sandbox_bot T7"


async def test_privacy_mode_hides_what_is_not_meant_for_bots(bot: aiogram.Bot, ana: Phone, team: int) -> None:
    here = ana.inside(team)
    await bot.send_message(team, "Card")
    card = await here.sees("Card")
    for text in ("just chatting", "/today", "/other@another_bot", "hey @huiyin_sandbox_bot"):
        await here.sends(text)
    await here.sends("to the card", reply_to=card)
    texts = [message.text for message in await heard(bot) if message.chat.id == team and message.text]
    assert texts == ["/today", "hey @huiyin_sandbox_bot", "to the card"]
    await here.does("promote_bot")
    await here.sends("just chatting")
    assert (await heard(bot))[-1].text == "just chatting"


async def test_members_come_and_go(bot: aiogram.Bot, sandbox: Sandbox, ana: Phone, ben: Phone, team: int) -> None:
    carol = sandbox.phone("Carol").inside(team)
    with pytest.raises(ActError, match="Carol is not in Team"):
        await carol.sends("hello")
    await carol.does("join")
    await ana.inside(team).does("kick", target=ben.person_id)
    await carol.does("leave")
    with pytest.raises(ActError, match="Carol is no administrator of Team"):
        await carol.does("kick", target=ana.person_id)
    joined, kicked, left = [message for message in await heard(bot) if message.chat.id == team][-3:]
    assert joined.new_chat_members is not None
    assert joined.new_chat_members[0].first_name == "Carol"
    assert [message.left_chat_member.first_name for message in (kicked, left) if message.left_chat_member] == [
        "Ben",
        "Carol",
    ]


async def test_long_text_leaves_in_several_messages(bot: aiogram.Bot, ana: Phone) -> None:
    await ana.sends("好" * 4096 + "😀" * 3)
    _, first, second = await heard(bot)
    assert (first.text, second.text) == ("好" * 4096, "😀" * 3)


async def test_anything_else_can_be_sent(bot: aiogram.Bot, ana: Phone) -> None:
    await ana.sends_content(location={"latitude": 31.2, "longitude": 121.5})
    place = (await heard(bot))[-1].location
    assert place is not None
    assert (place.latitude, place.longitude) == (31.2, 121.5)


async def test_language_is_the_persons(bot: aiogram.Bot, ana: Phone) -> None:
    await ana.chooses_language("zh-hans")
    await ana.sends("你好")
    sender = (await heard(bot))[-1].from_user
    assert sender is not None
    assert sender.language_code == "zh-hans"


async def test_unknown_act_is_refused_with_the_known_ones(ana: Phone) -> None:
    with pytest.raises(ActError, match=r"Nobody can 'fly' here\. People can: add_bot, album"):
        await ana.does("fly")
