"""Joining by a one-time link, and tying a group to an enterprise."""

from datetime import timedelta

import pytest

from cases.actions.leave import leave
from cases.actions.wind_up import wind_up
from cases.model import Kind, Role
from cases.ports import Invite
from storage import closing, invites
from storage.errors import EnterpriseClosed
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.actions.plant import Plant

INVALID = "This invitation was used already or has run out."


@pytest.fixture
def jane(phones: Phones) -> str:
    """Somebody who has no place yet."""
    phones.plant.chats[50] = "Jane"
    return "Jane"


async def members(phones: Phones) -> set[str]:
    async with phones.plant.work() as work:
        return {member.name for member in await work.staff.all()}


async def test_a_link_tells_the_part_before_anybody_agrees(phones: Phones, jane: str) -> None:
    await phones.says(jane, await phones.link("i", Role.HANDLER, person="Jane"))
    assert phones.last(jane).text == (
        "👋 Keyu Tools invites you to Huiyin. Your part: handler.\n\n"
        "You see grievances, in this chat alone, without who sent them, unless they wrote their name.\n\n"
        "The others see you as Jane.\n\n"
        "No punishment and no fine may follow from what is sent here."
    )
    assert "Jane" not in await members(phones)


async def test_who_was_invited_without_a_name_reads_of_none(phones: Phones, jane: str) -> None:
    await phones.says(jane, await phones.link("i", Role.HANDLER, person=""))
    assert "The others see you" not in phones.last(jane).text


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD])
async def test_the_team_is_told_before_it_agrees_that_names_may_be_written(
    phones: Phones, jane: str, role: Role
) -> None:
    await phones.says(jane, await phones.link("i", role, person="Jane"))
    assert phones.last(jane).text.split("\n\n")[1] == (
        "You see ideas, dangers and questions, without who sent them, unless they wrote their name. "
        "You never see grievances."
    )


async def test_a_tap_joins(phones: Phones, jane: str) -> None:
    await phones.says(jane, await phones.link("i", Role.MEMBER, person="Jane"))
    await phones.presses(jane, "✅ I am in")
    assert phones.last(jane).text == ("✅ Welcome, Jane. You belong to Keyu Tools now. /help shows what you can do.")
    assert "Jane" in await members(phones)


async def test_a_manager_accepts_the_charter(phones: Phones, jane: str) -> None:
    await phones.says(jane, await phones.link("i", Role.MANAGER, person="Jane"))
    assert "The charter: the programme office sees figures." in phones.last(jane).text
    await phones.presses(jane, "✅ I accept the charter")
    assert "Jane" in await members(phones)


async def test_saying_no_leaves_the_link_good(phones: Phones, jane: str) -> None:
    link = await phones.link("i", Role.MEMBER, person="Jane")
    await phones.says(jane, link)
    await phones.presses(jane, "✖️ Not now")
    assert "Jane" not in await members(phones)
    await phones.says(jane, link)
    await phones.presses(jane, "✅ I am in")
    assert "Jane" in await members(phones)


async def test_a_used_link_is_refused_kindly(phones: Phones, jane: str) -> None:
    link = await phones.link("i", Role.LEAD, person="Jane")
    await phones.says(jane, link)
    await phones.presses(jane, "✅ I am in")
    phones.plant.chats[51] = "Kim"
    await phones.says("Kim", link)
    assert phones.last("Kim").text.startswith(INVALID)


async def test_two_who_agree_to_one_link_do_not_both_join(phones: Phones, jane: str) -> None:
    link = await phones.link("i", Role.LEAD, person="Jane")
    phones.plant.chats[51] = "Kim"
    await phones.says(jane, link)
    await phones.says("Kim", link)
    await phones.presses(jane, "✅ I am in")
    await phones.presses("Kim", "✅ I am in")
    assert phones.last("Kim").text.startswith(INVALID)


async def test_a_link_that_ran_out_is_refused_kindly(phones: Phones, jane: str) -> None:
    link = await phones.link("i", Role.LEAD, person="Jane")
    phones.plant.clock.at += timedelta(days=366)
    await phones.says(jane, link)
    assert phones.last(jane).text.startswith(INVALID)


@pytest.mark.parametrize("link", ["/start i_nothing", "/start g_nothing", "/start i_"])
async def test_a_link_nobody_made_is_refused_kindly(phones: Phones, jane: str, link: str) -> None:
    await phones.says(jane, link)
    assert phones.last(jane).text.startswith(INVALID)


async def test_an_old_yes_joins_nobody(phones: Phones, jane: str) -> None:
    await phones.says(jane, await phones.link("i", Role.MEMBER, person="Jane"))
    (yes,) = [
        button.press.pack() for button in phones.last(jane).buttons if button.press and button.label == "✅ I am in"
    ]
    for _ in range(2):
        await phones.sends_data(jane, yes)
    assert phones.last(jane).text.startswith(INVALID)


@pytest.mark.parametrize("press", ["si:1:nothing", "si:1:", "si:1"])
async def test_a_forged_yes_joins_nobody(phones: Phones, jane: str, press: str) -> None:
    await phones.sends_data(jane, press)
    assert phones.bubbles(jane) != []
    assert "Jane" not in await members(phones)


async def test_a_groups_link_is_no_invitation_and_the_other_way_round(phones: Phones, jane: str) -> None:
    await phones.says(jane, (await phones.link("g")).replace("g_", "i_"))
    assert phones.last(jane).text.startswith(INVALID)
    await phones.says("Carol", (await phones.link("i", Role.LEAD)).replace("i_", "g_"), -77)
    assert phones.last(-77).text.startswith(INVALID)


async def test_a_groups_link_opened_alone_leads_to_the_group(phones: Phones) -> None:
    link = await phones.link("g")
    await phones.says("Carol", link)
    assert phones.last("Carol").buttons[0].url == f"https://t.me/huiyin_bot?startgroup={link.split()[1]}"


async def test_a_group_is_tied_by_its_link(phones: Phones) -> None:
    await phones.says("Carol", (await phones.link("g")).replace("/start", "/start@huiyin_bot"), -77)
    assert phones.last(-77).text.startswith("👥 This is now the group of the improvement team of Keyu Tools.")
    await phones.released()
    assert "The guard of press 3 is loose" in phones.last(-77).text
    assert "The guard of press 3 is loose" not in "".join(bubble.text for bubble in phones.bubbles(GROUP))


async def test_a_command_to_another_bot_is_not_ours(phones: Phones) -> None:
    await phones.says("Carol", "/inbox@other_bot", GROUP)
    assert phones.bubbles(GROUP) == []


async def leaves_with_all(plant: Plant) -> None:
    async with plant.storage.unit() as unit:
        await closing.mark(await unit.enterprise(plant.enterprise), plant.now)
        await wind_up(await unit.enterprise(plant.enterprise), plant.now)


async def test_where_the_coach_of_an_enterprise_that_left_leaves_too_another_takes_over(phones: Phones) -> None:
    """Else what is open would be nobody's until its keys are destroyed."""
    await phones.released()
    await leaves_with_all(phones.plant)
    await phones.plant.does(leave, phones.plant.people["Gina"].id)
    await phones.joins("Jane", 88, Role.COACH)
    assert any("The guard of press 3 is loose" in bubble.text for bubble in phones.bubbles("Jane"))


async def test_nobody_comes_to_an_enterprise_whose_keys_are_destroyed(phones: Phones) -> None:
    """Nor would they ever be forgotten there."""
    plant = phones.plant
    await leaves_with_all(plant)
    async with plant.storage.unit() as unit:
        await closing.erase_one(unit, plant.enterprise, "KEYU", plant.now)
    with pytest.raises(EnterpriseClosed):
        await phones.link("i", Role.COACH, person="Jane")


async def test_in_an_enterprise_that_left_no_link_counts_made_in_whatever_moment(phones: Phones, jane: str) -> None:
    """Whoever makes one while it closes may not have seen that it does."""
    await phones.released()
    await phones.released("He shouts at us", kind=Kind.GRIEVANCE)
    plant = phones.plant
    await leaves_with_all(plant)
    async with plant.storage.unit() as unit:
        expires, roles = plant.now + timedelta(days=1), frozenset({Role.HANDLER})
        person = await invites.make(unit, Invite(plant.enterprise, roles, frozenset(), "Jane", False, expires))
        group = await invites.make(unit, Invite(plant.enterprise, frozenset(), frozenset(), "", True, expires))
    for who, link, where in ((jane, f"i_{person}", None), ("Carol", f"g_{group}", -77)):
        await phones.says(who, f"/start {link}", where)
        assert phones.last(where or who).text.startswith(INVALID)
    assert "Jane" not in await members(phones)
    assert len(phones.bubbles(-77)) == 1


async def test_the_group_of_an_enterprise_that_left_stays_lost_where_it_moves_to(phones: Phones) -> None:
    await phones.plant.sends()
    async with phones.plant.storage.unit() as unit:
        await closing.mark(await unit.enterprise(phones.plant.enterprise), phones.plant.now)
    await phones.group_becomes("Carol", -100_900)
    await phones.until("2026-03-02 11:30")
    assert phones.bubbles(-100_900) == []
