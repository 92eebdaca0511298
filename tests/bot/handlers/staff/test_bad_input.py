"""What should not happen and does: old and forged buttons, strangers, leavers, files nobody can take."""

import pytest

from cases.model import Audience, Role, Stage
from tests.bot.handlers.staff.phones import GROUP, Phones

OLD = "This screen is old"
NOT_FOUND = "I can't find that."
NOT_ALLOWED = "This is not for you to do here."


async def test_the_second_who_takes_it_is_told_who_has_it(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🙋 I look today", GROUP)
    await phones.sends_data("Carol", f"st:{case}:look_today", GROUP)
    number = (await phones.plant.case(case)).number
    assert phones.last(GROUP).text == f"Ben has case {number} already."
    assert (await phones.plant.case(case)).owner == phones.plant.people["Ben"].id


@pytest.mark.parametrize(
    "data",
    [
        "s:fly:1",
        "st:x:look_today",
        "sy:accept:1:99999999999",
        "sy:answer:1:739000",
        "sd:1:because",
        "sh:1:forever",
        "zz:1",
        "",
        "s" * 64,
    ],
)
async def test_a_forged_button_is_answered_kindly(phones: Phones, data: str) -> None:
    await phones.sends_data("Carol", data, GROUP)
    assert phones.last(GROUP).text.startswith(OLD)


@pytest.mark.parametrize("press", ["s:open", "st", "sh", "sr", "sc", "se", "sy:accept", "sd"])
async def test_a_case_that_does_not_exist_is_not_found(phones: Phones, press: str) -> None:
    rest = {
        "st": "look_today",
        "sh": "taken",
        "sr": "1",
        "sc": "SUG-QUA",
        "se": "done",
        "sy:accept": "739000",
        "sd": "duplicate",
    }
    value = rest.get(press)
    await phones.sends_data("Carol", f"{press}:77" + (f":{value}" if value else ""))
    assert phones.last("Carol").text.startswith(NOT_FOUND)


async def test_an_old_button_changes_nothing(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🚫 Decline", GROUP)
    await phones.presses("Ben", "Too costly", GROUP)
    await phones.says("Ben", "A new press comes.", GROUP, reply_to=max(phones.chats[GROUP]))
    for press in (f"s:accept:{case}", f"s:resolve:{case}", f"s:decline:{case}", f"sd:{case}:duplicate"):
        await phones.sends_data("Ben", press, GROUP)
        assert phones.last(GROUP).text.startswith(OLD)
    assert (await phones.plant.case(case)).stage is Stage.DECLINED


@pytest.mark.parametrize(
    "press", ["sy:accept:{}:739000", "sy:extend:{}:739000", "se:{}:worker", "se:{}:note", "se:{}:done"]
)
async def test_a_step_without_its_conversation_is_old(phones: Phones, case: int, press: str) -> None:
    await phones.sends_data("Ben", press.format(case), GROUP)
    assert phones.last(GROUP).text.startswith(OLD)


async def test_a_lead_of_another_enterprise_finds_nothing(phones: Phones, case: int) -> None:
    await phones.joins("Zoe", 77, Role.LEAD, enterprise=await phones.another_enterprise())
    number = (await phones.plant.case(case)).number
    for press in (f"s:open:{case}", f"st:{case}:look_today", f"s:decline:{case}", f"sh:{case}:taken", f"sm:{case}:1"):
        await phones.sends_data("Zoe", press)
        assert phones.last("Zoe").text.startswith(NOT_FOUND)
    await phones.says("Zoe", f"/case {number}")
    assert phones.last("Zoe").text.startswith(NOT_FOUND)
    await phones.says("Zoe", "/inbox")
    assert phones.last("Zoe").text == "📥 Everything has been taken by somebody."


async def test_a_lead_of_another_enterprise_finds_nothing_in_our_group(phones: Phones, case: int) -> None:
    await phones.joins("Zoe", 77, Role.LEAD, enterprise=await phones.another_enterprise())
    await phones.sends_data("Zoe", f"st:{case}:look_today", GROUP)
    assert phones.last(GROUP).text.startswith(NOT_FOUND)
    await phones.says("Zoe", "/inbox", GROUP)
    assert phones.last(GROUP).text.startswith(NOT_ALLOWED)


async def test_a_role_that_ended_ends_its_buttons(phones: Phones, case: int) -> None:
    async with phones.plant.work() as work:
        await work.staff.end(phones.plant.people["Ben"].id, phones.plant.now)
    await phones.presses("Ben", "🙋 I look today", GROUP)
    assert phones.last(GROUP).text.startswith(NOT_FOUND)
    assert (await phones.plant.case(case)).stage is Stage.NEW


async def test_a_stranger_in_the_group_presses_in_vain(phones: Phones, case: int) -> None:
    phones.plant.chats[99] = "Stranger"
    await phones.presses("Stranger", "🙋 I look today", GROUP)
    assert phones.last(GROUP).text.startswith(NOT_FOUND)


async def test_an_empty_text_is_no_reason(phones: Phones, grievance: int) -> None:
    await phones.presses("Dora", "🚫 Decline")
    await phones.presses("Dora", "We could not confirm it")
    await phones.says("Dora", "   ")
    assert (await phones.plant.case(grievance)).stage is Stage.NEW


@pytest.mark.parametrize("caption", [None, "As you see here"])
async def test_where_only_words_go_a_photo_is_not_dropped_in_silence(
    phones: Phones, grievance: int, caption: str | None
) -> None:
    number = (await phones.plant.case(grievance)).number
    await phones.presses("Dora", "📝 Note")
    await phones.shows("Dora", caption)
    assert phones.last("Dora").text == (
        f"✏️ Case {number}: only words go here, so nothing of this was taken. Please write it without a file."
    )
    await phones.says("Dora", "The guard is bent")
    assert await phones.entries(grievance) == [
        (Audience.TEAM, "He shouts at us"),
        (Audience.TEAM, "The guard is bent"),
    ]


async def test_for_an_album_it_is_said_once(phones: Phones, grievance: int) -> None:
    await phones.presses("Dora", "📝 Note")
    for _ in range(3):
        await phones.shows("Dora", album="1")
    await phones.plant.until("2026-03-02 11:31")
    await phones.deliver()
    assert len([each for each in phones.bubbles("Dora") if "only words go here" in each.text]) == 1


async def test_what_is_too_long_for_one_message_is_cut_on_the_card_and_stored_whole(
    phones: Phones, grievance: int
) -> None:
    await phones.presses("Dora", "📝 Note")
    await phones.says("Dora", "n" * 4096)
    assert await phones.entries(grievance) == [(Audience.TEAM, "He shouts at us"), (Audience.TEAM, "n" * 4096)]
    assert max(len(bubble.text) for bubble in phones.bubbles("Dora")) <= 4096


async def test_a_file_too_large_is_refused_and_the_conversation_goes_on(phones: Phones, grievance: int) -> None:
    await phones.presses("Dora", "💬 Answer")
    await phones.shows("Dora", size=20 * 1024 * 1024 + 1)
    await phones.says("Dora", "Then in words.")
    await phones.presses("Dora", "💬 To the worker")
    assert (await phones.entries(grievance))[-1] == (Audience.WORKER, "Then in words.")


async def test_nobody_else_is_made_owner_by_a_forged_button(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🙋 I look today", GROUP)
    gina = phones.plant.people["Gina"].id
    await phones.sends_data("Carol", f"sr:{case}:{gina}", GROUP)
    assert phones.last(GROUP).text.startswith(NOT_ALLOWED)
    assert (await phones.plant.case(case)).owner == phones.plant.people["Ben"].id


async def test_a_language_nobody_speaks_here_is_refused(phones: Phones) -> None:
    await phones.sends_data("Carol", "sl:xx")
    assert phones.last("Carol").text.startswith(OLD)


async def test_an_eleventh_file_is_left_out_with_a_word_and_the_ten_are_sent(phones: Phones, grievance: int) -> None:
    await phones.presses("Dora", "💬 Answer")
    for _ in range(11):
        await phones.shows("Dora")
    assert phones.last("Dora").text.startswith("This file was not added: ten files are the most")
    await phones.presses("Dora", "💬 To the worker")
    async with phones.plant.work() as work:
        assert len((await work.entries.of(grievance))[-1].media) == 10


WORD = "application/msword"
WORDS = "I took the words you wrote with it."


async def test_words_below_a_refused_file_are_the_answer_and_the_refusal_is_said(
    phones: Phones, grievance: int
) -> None:
    await phones.presses("Dora", "💬 Answer")
    await phones.attaches("Dora", WORD, "It comes on Friday")
    refused, asked = [bubble.text for bubble in phones.bubbles("Dora")][-2:]
    assert (refused.startswith("I don't take Word"), refused.splitlines()[1:]) == (True, [WORDS])
    assert "does this go to the worker" in asked
    await phones.presses("Dora", "💬 To the worker")
    assert (await phones.entries(grievance))[-1] == (Audience.WORKER, "It comes on Friday")


async def test_so_are_those_in_a_reply_to_the_card(phones: Phones, grievance: int) -> None:
    await phones.attaches("Dora", WORD, "It comes on Friday", reply_to=phones.card("Dora"))
    await phones.presses("Dora", "📝 A note for staff")
    assert (await phones.entries(grievance))[-1] == (Audience.TEAM, "It comes on Friday")


async def test_words_below_an_eleventh_file_are_part_of_the_answer(phones: Phones, grievance: int) -> None:
    await phones.presses("Dora", "💬 Answer")
    for number in range(1, 12):
        await phones.shows("Dora", f"photo {number}")
    await phones.presses("Dora", "💬 To the worker")
    said = "\n".join(f"photo {number}" for number in range(1, 12))
    assert (await phones.entries(grievance))[-1] == (Audience.WORKER, said)
    assert len([each for each in phones.bubbles("Dora") if each.text.endswith(WORDS)]) == 1


async def test_where_only_words_go_those_below_a_refused_file_are_not_taken_either(
    phones: Phones, grievance: int
) -> None:
    await phones.presses("Dora", "📝 Note")
    await phones.attaches("Dora", WORD, "As you see here")
    assert "only words go here, so nothing of this was taken" in phones.last("Dora").text
    assert len(await phones.entries(grievance)) == 1


async def test_an_answer_without_end_is_ended(phones: Phones, grievance: int) -> None:
    await phones.presses("Dora", "💬 Answer")
    for _ in range(3):
        await phones.says("Dora", "a" * 4_096)
    assert phones.last("Dora").text.startswith("This was not added: the answer has grown too long.")
    await phones.presses("Dora", "💬 To the worker")
    assert (await phones.entries(grievance))[-1] == (Audience.WORKER, "\n".join(["a" * 4_096] * 2))
