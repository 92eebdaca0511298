"""What is to be said is said once, within the limits, and to nobody who is not there any more."""

from datetime import datetime, timedelta

from bot.delivery import File, albums
from bot.errands import SPENT
from cases.actions.wind_up import come_back, wind_up
from cases.model import MediaKind, Role
from cases.ports import Address, Message, Priority, ToChat, ToMember, ToTeam
from sandbox.client import Phone
from storage import closing
from tests.bot.conftest import House, until

FAST, SLOW = Priority.URGENT, Priority.DIGEST


async def say(house: House, *messages: Message) -> None:
    """Within one transaction, as a rule would."""
    async with house.app.storage.unit() as unit:
        work = await unit.enterprise(house.enterprise.id)
        for message in messages:
            await work.outbox.say(message)


def to(phone: Phone, what: str, key: str, priority: Priority = Priority.PROMPT) -> Message:
    return Message(ToChat(Address(phone.chat_id, "en")), what, key, priority=priority)


async def quiet(house: House) -> None:
    """Waits until nothing is left to be said."""

    async def nothing_waits() -> bool:
        return await house.app.storage.outbox_queue.waiting() == {}

    await until(nothing_waits)


async def sent(house: House, phone: Phone) -> list[str]:
    return [message.text for message in await phone.screen() if message.sender == "Huiyin"]


async def test_retry_after_is_obeyed(house: House) -> None:
    ana = await house.worker("Ana")
    await house.sandbox.client.breaks("429", "sendMessage", retry_after=2)
    await ana.sends("/privacy")
    await ana.sees("🔒", within=8)
    tries = (await house.sandbox.client.calls("sendMessage"))[1:]
    refused, heard = (datetime.fromisoformat(call["at"]) for call in tries)
    assert heard - refused >= timedelta(seconds=2)


async def test_what_fails_for_a_moment_is_said_later(house: House) -> None:
    ana = await house.worker("Ana")
    for kind in ("500", "502html", "500"):
        await house.sandbox.client.breaks(kind, "sendMessage")
    await ana.sends("/privacy")
    await ana.sees("🔒", within=20)


async def test_a_blocked_bot_gives_up_that_chat_and_no_other(house: House) -> None:
    ana, ben = await house.worker("Ana"), await house.worker("Ben")
    await ana.blocks()
    await say(house, to(ana, "thrown_away", "a"), to(ben, "thrown_away", "b"))
    await ben.sees()
    await quiet(house)
    assert len(await sent(house, ana)) == 1


async def test_a_member_who_blocked_the_bot_is_reached_again_after_coming_back(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    async with house.app.storage.reading() as unit:
        [member] = await (await unit.enterprise(house.enterprise.id)).staff.all()
    await lead.blocks()
    await say(house, Message(ToMember(member.id), "group_lost", "one"))
    await quiet(house)
    async with house.app.storage.reading() as unit:
        assert await (await unit.enterprise(house.enterprise.id)).staff.reachable() == frozenset()
    await lead.unblocks()

    async def is_reachable() -> bool:
        async with house.app.storage.reading() as unit:
            found = await (await unit.enterprise(house.enterprise.id)).staff.reachable()
            return found == frozenset({member.id})

    await until(is_reachable)
    await say(house, Message(ToMember(member.id), "group_lost", "two"))
    await lead.sees()


async def bound_group(house: House, lead: Phone, chat_type: str = "group") -> Phone:
    group = house.sandbox.group("Dawn team", lead, chat_type=chat_type)
    there = lead.inside(group)
    await lead.adds_bot(group, f"g_{await house.token(frozenset(), group=True)}")
    await there.sees("Dawn Textiles", within=8)
    return there


async def test_a_group_that_became_a_supergroup_is_followed(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    there = await bound_group(house, lead)
    moved = await there.does("migrate")
    await say(house, Message(ToTeam(), "group_lost", "one"))
    await lead.inside(moved).sees("移出", also_old=True)
    await quiet(house)


async def test_what_is_said_to_a_group_that_became_a_supergroup_is_said_there(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    there = await bound_group(house, lead)
    moved = await there.does("migrate")
    await say(house, to(there, "group_lost", "question"))
    await lead.inside(moved).sees("taken out of the team", also_old=True)
    await quiet(house)


async def test_a_group_that_threw_the_bot_out_is_given_up(house: House) -> None:
    lead = await house.staff("Lena", Role.LEAD)
    there = await bound_group(house, lead)
    await there.does("kick_bot")

    async def is_unbound() -> bool:
        async with house.app.storage.reading() as unit:
            return not (await unit.enterprise(house.enterprise.id)).enterprise.group_bound

    await until(is_unbound)
    await quiet(house)


async def a_danger_in(house: House, there: Phone) -> None:
    ana = await house.worker("Ana")
    await ana.sends("The lamp over the press flickers")
    await ana.presses("⚠️")
    await ana.presses("🔴")
    await there.sees("The lamp over the press flickers", within=10)


async def test_leads_get_what_is_open_when_only_the_sender_finds_the_group_gone(house: House) -> None:
    """Telegram has not told, and will not."""
    lead = await house.staff("Lena", Role.LEAD)
    there = await bound_group(house, lead)
    await a_danger_in(house, there)
    world = house.sandbox.world
    world.chats[there.chat_id].members[world.bot.id] = "kicked"
    await say(house, Message(ToTeam(), "group_lost", "one"))
    await lead.sees("taken out of the team", within=10)
    await lead.sees("The lamp over the press flickers", within=10)


async def test_leads_get_what_is_open_when_the_group_went_while_their_enterprise_was_closed(house: House) -> None:
    """Then it was out of reach anyway: that it is gone is found out by who writes there again."""
    lead = await house.staff("Lena", Role.LEAD)
    there = await bound_group(house, lead)
    await a_danger_in(house, there)
    async with house.app.storage.unit() as unit:
        await closing.mark(await unit.enterprise(house.enterprise.id), unit.at)
        await wind_up(await unit.enterprise(house.enterprise.id), unit.at)
    await quiet(house)
    heard, *_ = await house.counts()
    await there.does("kick_bot")

    async def is_handled() -> bool:
        received, done, *_ = await house.counts()
        return heard < received == done

    await until(is_handled)
    async with house.app.storage.unit() as unit:
        await closing.take_back(await unit.enterprise(house.enterprise.id))
        await come_back(await unit.enterprise(house.enterprise.id), unit.at)
    await lead.sees("taken out of the team", within=10)
    await lead.sees("The lamp over the press flickers", within=10, also_old=True)


async def test_the_urgent_passes_a_herd(house: House) -> None:
    herd = [house.sandbox.phone(f"Worker {number}") for number in range(90)]
    ana = house.sandbox.phone("Ana")
    for phone in (*herd, ana):
        await phone.sends("/start")
    await quiet(house)
    await say(house, *(to(phone, "thrown_away", "herd", SLOW) for phone in herd))
    await say(house, to(ana, "thrown_away", "urgent", FAST))
    await ana.sees()
    await quiet(house)
    told = [str(call["params"]["chat_id"]) for call in await house.sandbox.client.calls("sendMessage")]
    assert 90 - told[-91:].index(str(ana.chat_id)) > 30
    limits = await house.sandbox.client.get("/limits")
    assert (limits["highest_per_second"] <= 30, limits["highest_per_second_in_a_chat"]) == (True, 1)


async def test_a_message_without_a_reason_is_dropped(house: House) -> None:
    ana = await house.worker("Ana")
    await say(house, to(ana, "media_refused", "a"))
    await quiet(house)
    assert len(await sent(house, ana)) == 1


async def test_a_message_that_cannot_be_rendered_stops_no_other(house: House) -> None:
    ana = await house.worker("Ana")
    await say(house, to(ana, "there is no such view", "a"), to(ana, "thrown_away", "b"))
    await ana.sees()


async def test_an_errand_that_cannot_be_run_is_tried_later_and_later(house: House) -> None:
    ana = await house.worker("Ana")
    await say(house, to(ana, SPENT, "of no message"), to(ana, "thrown_away", "b"))
    await ana.sees()
    broken = {"outcome": "broken"}

    async def is_tried_thrice() -> bool:
        return house.app.metrics.registry.get_sample_value("huiyin_messages_total", broken) == 3

    await until(is_tried_thrice)


def test_albums_hold_what_telegram_takes_together() -> None:
    kinds = [MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.VOICE, MediaKind.VOICE, MediaKind.DOCUMENT]
    files = [File(kind, kind.value, b"") for kind in [*kinds, *[MediaKind.PHOTO] * 12]]
    assert [[file.name for file in album] for album in albums(files)] == [
        ["photo", "video"],
        ["voice"],
        ["voice"],
        ["document"],
        ["photo"] * 10,
        ["photo"] * 2,
    ]
