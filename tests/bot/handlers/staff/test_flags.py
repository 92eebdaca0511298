"""Somebody is known by a new flag: what it means leaves their screen, and others go on with it."""

import pytest

from cases.actions.decide import resolve
from cases.actions.flags import set_flags
from cases.actions.leave import leave
from cases.actions.rate import apply_verdict
from cases.actions.sort import sort
from cases.actions.take import take
from cases.actions.withdraw import apply_withdrawal
from cases.model import About, Flag, Kind, Role, Stage, TakeChoice, Verdict
from cases.policy import RowName
from cases.ports import Invite
from tests.bot.handlers.staff.phones import GROUP, Phones


@pytest.fixture
async def about_a_leader(phones: Phones) -> int:
    """Dora, who reads grievances, looks at one about some line leader."""
    case = await phones.released("She shouts at us", kind=Kind.GRIEVANCE, about=About.LINE_LEADER)
    await phones.plant.does(take, case, "Dora", TakeChoice.LOOK_TODAY)
    await phones.deliver()
    return case


async def flagged(phones: Phones, name: str, *flags: Flag) -> None:
    async with phones.plant.work() as work:
        await set_flags(work, phones.plant.people[name].id, frozenset(flags), phones.plant.now)
    await phones.deliver()


def cards(phones: Phones, name: str) -> list[tuple[str, list[str]]]:
    return [(each.text, each.labels) for each in phones.bubbles(name)]


async def test_a_new_flag_takes_the_card_off_the_screen(phones: Phones, about_a_leader: int) -> None:
    assert "She shouts at us" in phones.last("Dora").text
    await flagged(phones, "Dora", Flag.LINE_LEADER)
    assert cards(phones, "Dora") == [("·", [])]
    assert "She shouts at us" in phones.last("Emil").text


async def test_who_left_hears_no_more_that_it_was_taken_back(phones: Phones) -> None:
    case = await phones.released("The guard of press 3 is loose", kind=None)
    await phones.presses("Dora", "🟡 Danger")
    await left(phones, "Dora")
    assert cards(phones, "Dora") == [("·", [])]
    await phones.plant.does(apply_withdrawal, case)
    await phones.deliver()
    assert cards(phones, "Dora") == [("·", [])]


async def test_a_card_on_its_way_to_who_left_is_not_sent(phones: Phones) -> None:
    case = (await phones.plant.sends(kind=None)).case_id
    await phones.plant.until("2026-03-02 11:30")  # the cards are written and not sent yet
    async with phones.plant.work() as work:
        await leave(work, phones.plant.people["Dora"].id, phones.plant.now)
    await phones.plant.does(sort, case, "Emil", RowName.HAZARD_YELLOW)
    await phones.plant.does(apply_withdrawal, case)
    await phones.deliver()
    assert cards(phones, "Dora") == []


async def test_what_nobody_has_any_more_is_asked_for_like_what_is_new(phones: Phones) -> None:
    case = await phones.released()
    number = (await phones.plant.case(case)).number
    await phones.presses("Ben", "🙋 I look today", GROUP)
    await left(phones, "Ben")
    assert "👍 Accept" in phones.last(GROUP).labels
    await phones.says("Carol", "/inbox")
    assert phones.last("Carol").text.splitlines()[1:] == [f"🙋 💡 {number}: nobody has it yet, due Wed 4 Mar, 17:00"]
    await phones.until("2026-03-04 17:01")
    assert "Nobody has." in phones.last("Carol").text


async def test_what_was_accepted_and_lost_its_owner_is_taken_by_one_tap(phones: Phones) -> None:
    case = await phones.released()
    await phones.presses("Ben", "👍 Accept", GROUP)
    await phones.presses("Ben", "Mon 9 Mar", GROUP)
    await left(phones, "Ben")
    assert "Accepted. Who takes it on?" in phones.bubbles(GROUP)[0].text
    await phones.presses("Carol", "🙋 I look today", GROUP)
    assert (await phones.plant.case(case)).owner == phones.plant.people["Carol"].id
    assert "Accepted. Carol has it." in phones.bubbles(GROUP)[0].text


async def test_who_leaves_keeps_no_card_of_a_closed_case_either(phones: Phones, about_a_leader: int) -> None:
    await phones.plant.does(resolve, about_a_leader, "Dora", "It was talked about.", ())
    await phones.plant.does(apply_verdict, about_a_leader, Verdict.SOLVED)
    await phones.deliver()
    await left(phones, "Dora")
    assert cards(phones, "Dora") == [("·", [])]


async def left(phones: Phones, name: str) -> None:
    async with phones.plant.work() as work:
        await leave(work, phones.plant.people[name].id, phones.plant.now)
    await phones.deliver()


async def test_who_leaves_keeps_no_card_on_the_screen(phones: Phones, about_a_leader: int) -> None:
    await left(phones, "Dora")
    assert cards(phones, "Dora") == [("·", [])]
    await phones.sends_data("Dora", f"s:open:{about_a_leader}")
    assert "She shouts at us" not in phones.last("Dora").text


async def closes(phones: Phones, case: int) -> None:
    await phones.plant.does(resolve, case, "Dora", "It was talked about.", ())
    await phones.plant.does(apply_verdict, case, Verdict.SOLVED)
    assert (await phones.plant.case(case)).stage is Stage.CLOSED
    await phones.deliver()


async def test_a_new_flag_takes_the_card_of_a_closed_case_off_the_screen(phones: Phones, about_a_leader: int) -> None:
    await closes(phones, about_a_leader)
    await flagged(phones, "Dora", Flag.LINE_LEADER)
    assert cards(phones, "Dora") == [("·", [])]


async def test_a_flag_by_a_second_invitation_takes_the_card_of_a_closed_case_off_the_screen(
    phones: Phones, about_a_leader: int
) -> None:
    await closes(phones, about_a_leader)
    await joins_again(phones, "Dora", Flag.LINE_LEADER)
    assert cards(phones, "Dora")[0] == ("·", [])


async def test_whom_a_new_flag_hides_it_from_does_not_hear_that_it_was_taken_back(
    phones: Phones, about_a_leader: int
) -> None:
    """Or they would hear that the worker gave up."""
    number = (await phones.plant.case(about_a_leader)).number
    await flagged(phones, "Dora", Flag.LINE_LEADER)
    await phones.plant.does(apply_withdrawal, about_a_leader)
    await phones.deliver()
    assert cards(phones, "Dora") == [("·", [])]
    assert phones.last("Emil").text == f"↩️ Case {number}: the worker has taken it back."


async def test_a_new_flag_leaves_no_trace_of_what_was_never_shown(phones: Phones, about_a_leader: int) -> None:
    await flagged(phones, "Ben", Flag.LINE_LEADER, Flag.WOMAN)
    assert cards(phones, "Ben") == []


async def test_the_dot_of_who_left_and_is_back_stays_one_beside_the_card_of_now(phones: Phones) -> None:
    case = await phones.released("She shouts at us", kind=Kind.GRIEVANCE)
    await left(phones, "Dora")
    await joins_again(phones, "Dora")
    await phones.plant.does(take, case, "Emil", TakeChoice.LOOK_TODAY)
    await phones.deliver()
    assert cards(phones, "Dora")[0] == ("·", [])
    assert sum("She shouts at us" in bubble.text for bubble in phones.bubbles("Dora")) == 1


async def test_a_card_that_was_still_to_be_taken_off_is_so_for_who_is_back_at_once(
    phones: Phones, about_a_leader: int
) -> None:
    async with phones.plant.work() as work:
        await leave(work, phones.plant.people["Dora"].id, phones.plant.now)
    await joins_again(phones, "Dora", role=Role.LEAD)
    assert cards(phones, "Dora")[0] == ("·", [])


async def test_the_dot_of_who_left_and_is_back_in_the_team_stays_one(phones: Phones, about_a_leader: int) -> None:
    await left(phones, "Dora")
    await joins_again(phones, "Dora", role=Role.LEAD)
    await phones.plant.does(take, about_a_leader, "Emil", TakeChoice.LOOK_TODAY)
    await phones.deliver()
    assert cards(phones, "Dora")[0] == ("·", [])


async def joins_again(phones: Phones, name: str, *flags: Flag, role: Role = Role.HANDLER) -> None:
    """By a second invitation, which may say more of the person than the first."""
    plant = phones.plant
    known = frozenset({role}), frozenset(flags)
    expires = plant.now.replace(year=plant.now.year + 1)
    invite = Invite(plant.enterprise, *known, name, group=False, expires=expires)
    await phones.says(name, f"/start i_{await plant.storage.admin.invite(invite)}")
    await phones.presses(name, "✅ I am in")


async def test_a_flag_by_a_second_invitation_hands_on_too(phones: Phones, about_a_leader: int) -> None:
    await joins_again(phones, "Emil", Flag.LINE_LEADER)
    assert phones.bubbles("Gina") == []
    await joins_again(phones, "Dora", Flag.LINE_LEADER)
    assert cards(phones, "Dora")[0] == ("·", [])
    assert "She shouts at us" in phones.last("Gina").text
    assert (await phones.plant.case(about_a_leader)).owner is None
    assert (await phones.plant.log(about_a_leader))[-1] == "handed_on"
