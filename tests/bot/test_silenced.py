"""A team's group where only admins may write, while the bot is none: nobody waits for cards that can't come there."""

from functools import partial

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendMessage

from bot.delivery import route_ended
from cases.model import Role
from cases.ports import Message, ToTeam
from sandbox.client import Phone
from sandbox.errors import bad_request
from sandbox.people import Chat
from tests.bot.conftest import PATIENCE, House, until
from tests.bot.test_sender import bound_group, quiet, say

GUARD, LAMP = "The guard of press 3 is loose", "The lamp over the press flickers"


async def danger(house: House, words: str, who: str = "Ana") -> Phone:
    ana = await house.worker(who)
    await ana.sends(words)
    await ana.presses("⚠️")
    await ana.presses("🔴")
    return ana


async def cards(phone: Phone, words: str) -> int:
    return sum(words in message.text for message in await phone.screen())


async def times_told(lead: Phone) -> int:
    return sum("taken out of the team" in message.text for message in await lead.screen())


@pytest.mark.parametrize(
    ("said", "chat", "ended"),
    [
        ("not enough rights to send text messages to the chat", -5, True),
        ("have no rights to send a message", -5, True),
        ("CHAT_WRITE_FORBIDDEN", -5, True),
        ("CHAT_SEND_PLAIN_FORBIDDEN", -5, True),
        ("CHAT_RESTRICTED", -5, True),
        ("TOPIC_CLOSED", -5, True),
        ("chat not found", 5, True),
        ("have no rights to send a message", 5, False),
        ("not enough rights to send photos to the chat", -5, False),
    ],
)
def test_what_telegram_says_of_a_chat_that_cannot_be_written_to(said: str, chat: int, *, ended: bool) -> None:
    error = TelegramBadRequest(SendMessage(chat_id=chat, text=""), f"Bad Request: {said}")
    assert route_ended(error, chat) is ended


async def test_the_lead_gets_what_the_group_may_not_and_the_group_once_it_may(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    there = await bound_group(house, lead)
    await there.does("only_admins_write")
    await danger(house, GUARD)
    await lead.sees("taken out of the team", within=PATIENCE)
    await lead.sees(GUARD, within=PATIENCE, also_old=True)
    await there.does("only_admins_write", on=False)
    await there.sends("/today")
    await there.sees(GUARD, within=PATIENCE, also_old=True)
    await danger(house, LAMP)
    await there.sees(LAMP, within=PATIENCE)
    assert await times_told(lead) == 1


async def test_what_is_heard_there_meanwhile_tells_nobody_again(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    there = await bound_group(house, lead)
    await there.does("only_admins_write")
    await danger(house, GUARD)
    await lead.sees(GUARD, within=PATIENCE)
    for _ in range(3):
        await there.sends("/today")
        await quiet(house)
    assert (await cards(there, GUARD), await cards(lead, GUARD), await times_told(lead)) == (0, 1, 1)


async def test_what_was_taken_back_meanwhile_goes_from_its_card_once_it_may(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    there = await bound_group(house, lead)
    ana = await danger(house, GUARD)
    await there.sees(GUARD, within=PATIENCE)
    await there.does("only_admins_write")
    await danger(house, LAMP, "Bea")
    await lead.sees("taken out of the team", within=PATIENCE)
    await ana.presses("Take it back")
    await ana.presses("I want it back myself")
    await ana.sees("Taken back", within=PATIENCE)
    await there.does("only_admins_write", on=False)
    await there.sends("/today")
    await there.sees(LAMP, within=PATIENCE, also_old=True)
    await quiet(house)
    assert await cards(there, GUARD) == 0


async def test_where_telegram_says_it_may_and_refuses_all_the_same_the_lead_is_told_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    there = await bound_group(house, lead)
    world = house.sandbox.world
    may = world.chat_to_write

    def shut(chat_id: int | str, what: str) -> Chat:
        if (chat := may(chat_id, what)).id == there.chat_id:
            raise bad_request("TOPIC_CLOSED")
        return chat

    monkeypatch.setattr(world, "chat_to_write", shut)
    await danger(house, GUARD)
    await lead.sees(GUARD, within=PATIENCE)
    for _ in range(3):
        before = len(await house.calls_to(there))
        await there.sends("/today")
        await until(partial(spoken_to, house, there, before))
        await quiet(house)
    assert (await times_told(lead), await cards(lead, GUARD)) == (1, 1)


async def spoken_to(house: House, there: Phone, before: int) -> bool:
    """It was tried anew to write there."""
    calls = (await house.calls_to(there))[before:]
    return any(call["method"].lower() == "sendmessage" for call in calls)


async def test_let_in_where_it_may_not_write_it_tells_the_lead_and_no_more(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    group = house.sandbox.group("Dawn team", lead)
    await lead.inside(group).does("only_admins_write")
    await lead.adds_bot(group, f"g_{await house.token(frozenset(), group=True)}")
    await lead.sees("taken out of the team", within=PATIENCE)
    await lead.inside(group).does("promote_bot")
    await danger(house, GUARD)
    await lead.inside(group).sees(GUARD, within=PATIENCE)
    assert await times_told(lead) == 1


async def test_a_group_that_moves_while_it_is_out_of_reach_gets_what_came_meanwhile(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    there = await bound_group(house, lead)
    await there.does("only_admins_write")
    await danger(house, GUARD)
    await lead.sees(GUARD, within=PATIENCE)
    await there.does("only_admins_write", on=False)
    moved = await there.does("migrate")
    await lead.inside(moved).sees(GUARD, within=PATIENCE, also_old=True)
    await say(house, Message(ToTeam(), "group_lost", "one"))
    await lead.inside(moved).sees("移出", within=PATIENCE, also_old=True)
    assert await times_told(lead) == 1
