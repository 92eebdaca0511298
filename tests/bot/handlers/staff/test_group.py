"""The team's group is lost, found again, and moves."""

from cases.model import Stage
from tests.bot.handlers.staff.phones import GROUP, Phones

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


async def test_a_group_nobody_tied_is_told_how(phones: Phones) -> None:
    await phones.bot_let_in("Carol", -77, let_in=True)
    assert phones.last(-77).text.startswith("This group belongs to no enterprise yet.")


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
