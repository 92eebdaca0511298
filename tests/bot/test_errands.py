"""What is asked of Telegram without saying anything: each person's menu, and how many read the team's cards."""

import pytest

from bot.commands import private, staff
from bot.translate import Speech
from cases.model import Role
from tests.bot.conftest import PATIENCE, House, until

TEAM = ["today", "inbox", "case", "help"]
MENUS = {
    Role.MEMBER: TEAM,
    Role.LEAD: TEAM,
    Role.HANDLER: TEAM,
    Role.INDEPENDENT: TEAM,
    Role.MANAGER: ["overdue", "overview", "help"],
    Role.COACH: ["overdue", "enterprises", "summary", "silent", "help"],
    Role.OFFICE: ["enterprises", "silent", "help"],
}


@pytest.mark.parametrize("role", Role)
def test_a_role_has_a_short_menu(role: Role) -> None:
    assert list(staff({role}, Speech("en"))) == MENUS[role]
    assert all(any("一" <= sign <= "鿿" for sign in told) for told in staff({role}, Speech("zh_Hans")).values())


async def test_each_person_has_the_menu_of_their_roles_and_a_worker_the_common_one(house: House) -> None:
    ana, max_ = await house.worker("Ana"), await house.staff("Max", Role.MANAGER)

    async def is_there() -> bool:
        return await max_.commands() == MENUS[Role.MANAGER]

    await until(is_there)
    assert await ana.commands() == list(private(Speech("en")))
    await house.staff("Max", Role.COACH)

    async def is_wider() -> bool:
        return await max_.commands() == ["overdue", "overview", "enterprises", "summary", "silent", "help"]

    await until(is_wider)


async def test_the_lead_is_told_once_when_more_people_read_the_cards_than_are_registered(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    stranger, another = house.sandbox.phone("Olaf"), house.sandbox.phone("Piet")
    group = house.sandbox.group("Dawn team", lead, stranger)
    await lead.adds_bot(group, f"g_{await house.token(frozenset(), group=True)}")
    await lead.sees("the group has 2 members, the registered team 1", within=PATIENCE)
    await another.inside(group).does("join")
    await lead.sees("the group has 3 members, the registered team 1", within=PATIENCE)
    await another.inside(group).does("leave")
    told = [message.text for message in await lead.screen() if "the registered team" in message.text]
    assert len(told) == 2


async def test_who_of_the_staff_is_a_worker_too_is_spoken_to_in_one_language(house: House) -> None:
    lena = await house.staff("Lena", Role.LEAD)
    await lena.starts("DAWN")
    await lena.sees("Dawn Textiles", within=PATIENCE)
    await lena.sends("/language")
    await lena.presses("中文 (简体)", within=PATIENCE)

    async def is_chosen() -> bool:
        async with house.app.storage.reading() as unit:
            worker = await unit.identities.worker(lena.person_id)
            [member] = await unit.identities.members(lena.person_id)
            return bool(worker and worker.language == member.language == "zh_Hans")

    await until(is_chosen)
