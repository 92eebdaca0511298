"""The team's group is lost, found again, and moves."""

import pytest

from cases.model import Kind, Stage
from tests.bot.handlers.staff.phones import GROUP, Phones

UNKNOWN = "This group belongs to no enterprise yet. The lead has a one-time link that ties it to one."
OF_ANOTHER = (
    "This group belongs to another enterprise's improvement team, and stays with it. Please open the link, "
    "which is still good, in a group of your own team."
)
LOST = "👥 Keyu Tools: I was taken out of the team's group, or may not write there."


async def test_when_the_bot_is_thrown_out_the_lead_is_told_and_gets_the_cards(phones: Phones) -> None:
    await phones.bot_let_in("Fred", GROUP, let_in=False)
    assert phones.last("Carol").text.startswith(LOST)
    await phones.released()
    assert "The guard of press 3 is loose" in phones.last("Carol").text
    assert phones.bubbles(GROUP) == []


async def test_let_in_again_the_bot_writes_to_the_group(phones: Phones) -> None:
    await phones.bot_let_in("Fred", GROUP, let_in=False)
    await phones.bot_let_in("Fred", GROUP, let_in=True)
    await phones.released()
    assert "The guard of press 3 is loose" in phones.last(GROUP).text


async def test_a_group_nobody_tied_hears_nothing_until_somebody_wants_something_there(phones: Phones) -> None:
    await phones.bot_let_in("Carol", -77, let_in=True)
    await phones.says("Carol", "Who is this?", -77)
    await phones.says("Carol", "/inbox@other_bot", -77)
    assert phones.bubbles(-77) == []


@pytest.mark.parametrize("command", ["/inbox", "/start@huiyin_bot", "/nothing", "/case 4711", "/summary"])
async def test_a_command_in_a_group_nobody_tied_is_told_how(phones: Phones, command: str) -> None:
    await phones.says("Carol", command, -77)
    assert [bubble.text for bubble in phones.bubbles(-77)] == [UNKNOWN]


@pytest.mark.parametrize("press", ["s:open:7", "sp:today", "nonsense"])
async def test_a_press_in_a_group_nobody_tied_is_told_how(phones: Phones, press: str) -> None:
    await phones.sends_data("Carol", press, -77)
    assert [bubble.text for bubble in phones.bubbles(-77)] == [UNKNOWN]


async def test_a_group_that_is_let_in_by_its_link_hears_one_thing(phones: Phones) -> None:
    await phones.bot_let_in("Carol", -77, let_in=True)
    await phones.says("Carol", await phones.link("g"), -77)
    [bubble] = phones.bubbles(-77)
    assert bubble.text.startswith("👥 This is now the group of the improvement team of Keyu Tools.")


async def test_a_new_group_takes_the_place_of_the_old_one_with_all_that_is_open(phones: Phones, case: int) -> None:
    await phones.released("He shouts at us", kind=Kind.GRIEVANCE)
    await phones.says("Carol", await phones.link("g"), -77)
    assert "The guard of press 3 is loose" in phones.last(-77).text
    assert "He shouts at us" not in "".join(bubble.text for bubble in phones.bubbles(-77))
    assert phones.last(GROUP).text.startswith("👥 The improvement team of Keyu Tools has another group now.")
    await phones.presses("Ben", "🙋 At the next meeting", -77)
    assert (await phones.plant.case(case)).stage is Stage.TAKEN
    assert phones.last(GROUP).text.startswith("👥 The improvement team of Keyu Tools has another group now.")


async def test_the_first_group_gets_what_is_open(phones: Phones, case: int) -> None:
    await phones.bot_let_in("Fred", GROUP, let_in=False)
    await phones.says("Carol", await phones.link("g"), -77)
    assert "The guard of press 3 is loose" in phones.last(-77).text


async def test_another_enterprise_does_not_get_the_group_and_its_link_serves_elsewhere(
    phones: Phones, case: int
) -> None:
    link = await phones.link("g", enterprise=await phones.another_enterprise())
    await phones.says("Carol", link, GROUP)
    assert phones.last(GROUP).text == OF_ANOTHER
    await phones.says("Carol", link, -77)
    assert phones.last(-77).text.startswith("👥 这里是Elsewhere Foods改进小组的群了。")
    await phones.presses("Ben", "🙋 I look today", GROUP)
    assert (await phones.plant.case(case)).stage is Stage.TAKEN


async def test_whoever_blocks_the_bot_gets_nothing_until_they_come_back(phones: Phones) -> None:
    await phones.bot_let_in("Dora", let_in=False)
    await phones.bot_let_in("Dora", let_in=True)
    assert phones.bubbles("Dora") == []


async def test_a_group_that_became_a_supergroup_is_followed(phones: Phones, case: int) -> None:
    await phones.group_becomes("Carol", -100_900)
    await phones.plant.sends("A second one")
    await phones.until("2026-03-02 16:30")
    assert "A second one" in phones.last(-100_900).text
    await phones.presses("Ben", "🙋 I look today", -100_900)
    assert [each.text for each in phones.bubbles(-100_900) if "A second one" in each.text and "Ben has it" in each.text]


async def test_talk_in_the_group_is_left_alone(phones: Phones, case: int) -> None:
    await phones.says("Ben", "The guard is loose again", GROUP)
    await phones.shows("Ben", "Look", GROUP)
    assert len(phones.bubbles(GROUP)) == 1
    assert (await phones.plant.case(case)).stage is Stage.NEW


async def test_when_the_bot_is_thrown_out_the_lead_gets_what_is_open_after_the_word(phones: Phones, case: int) -> None:
    await phones.bot_let_in("Fred", GROUP, let_in=False)
    said, card = phones.bubbles("Carol")
    assert said.text.startswith(LOST)
    assert "The guard of press 3 is loose" in card.text
    await phones.presses("Carol", "🙋 I look today")
    assert (await phones.plant.case(case)).stage is Stage.TAKEN


async def test_let_in_again_the_group_gets_what_came_meanwhile_and_a_grievance_never(phones: Phones) -> None:
    await phones.bot_let_in("Fred", GROUP, let_in=False)
    await phones.released()
    await phones.released("He shouts at us", kind=Kind.GRIEVANCE)
    await phones.bot_let_in("Fred", GROUP, let_in=True)
    [card] = phones.bubbles(GROUP)
    assert "The guard of press 3 is loose" in card.text


async def test_what_stood_in_the_group_all_the_time_is_not_said_there_twice(phones: Phones, case: int) -> None:
    for let_in in (False, True):
        await phones.bot_let_in("Fred", GROUP, let_in=let_in)
    assert len(phones.bubbles(GROUP)) == 1
