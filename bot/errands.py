"""What is asked of Telegram without saying anything.

Rows of the outbox like all others, so that they leave after the commit, paced, and once more when they failed.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from secrets import token_hex

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BotCommandScopeChat

from bot import delivery
from bot.commands import bot_commands, staff
from bot.say import BLANK
from bot.standing import may_speak
from bot.translate import Speech
from cases.actions.arrive import bring_to_group
from cases.model import Role
from cases.ports import Address, Message, Outbox, Priority, ToChat, ToMember, ToTeam, Work, Worker
from cases.routing import TEAM_ROLES
from storage import Storage
from storage.drafts import erase_closed
from storage.marks import Outgoing

MENU, COUNT, SPENT, WIPE, SPEAK, LOOK = "menu", "count_group", "spent", "wipe", "speak", "look"


async def menu_later(outbox: Outbox, here: Address) -> None:
    """The private chat of somebody with a place gets the commands of their roles."""
    await outbox.say(Message(ToChat(here), MENU, MENU, priority=Priority.DIGEST))


async def count_later(work: Work, key: str | None = None) -> None:
    """The group's members are counted against the registered team; once for each ``key``."""
    if work.enterprise.group_bound:
        await work.outbox.say(Message(ToTeam(), COUNT, f"{COUNT}:{key or token_hex(8)}", priority=Priority.DIGEST))


async def put_menu(bot: Bot, storage: Storage, out: Outgoing) -> None:
    async with storage.reading() as unit:
        members = await unit.identities.members(out.address.chat)
    scope = BotCommandScopeChat(chat_id=out.address.chat)
    if members:
        roles = frozenset[Role]().union(*(member.roles for member in members))
        await bot.set_my_commands(bot_commands(staff(roles, Speech(members[0].language))), scope)
    else:
        await bot.delete_my_commands(scope)


async def count_group(bot: Bot, storage: Storage, out: Outgoing) -> None:
    people = await bot.get_chat_member_count(out.address.chat) - 1  # without ourselves
    async with storage.unit() as unit:
        await warn_of_strangers(await unit.enterprise(out.enterprise or 0), people)


async def warn_of_strangers(work: Work, people: int) -> None:
    """Tells the leads once for each pair of numbers that more people read the cards than are registered."""
    everybody = await work.staff.all()
    registered = sum(member.has(*TEAM_ROLES) for member in everybody)
    if people <= registered:
        return
    for lead in (member for member in everybody if member.has(Role.LEAD)):
        key = f"group_too_big:{lead.id}:{people}:{registered}"
        args = {"members": people, "registered": registered}
        await work.outbox.say(Message(ToMember(lead.id), "group_too_big", key, args, priority=Priority.DIGEST))


async def take_words(bot: Bot, _storage: Storage, out: Outgoing) -> None:
    """What cannot be edited any more, or is gone, is passed over: nothing else can be done about it."""
    await delivery.blank(bot, out.address.chat, out.args["message"])


async def buttons_spent(outbox: Outbox, here: Address) -> None:
    """The question whose button was pressed just now is answered: its buttons go, the words stay."""
    if here.pressed is not None:
        await outbox.say(Message(ToChat(here), SPENT, "", {"message": here.pressed}, priority=Priority.PROMPT))


async def take_buttons(bot: Bot, _storage: Storage, out: Outgoing) -> None:
    """A message that is gone, or has none any more, is passed over."""
    with suppress(TelegramBadRequest):
        await bot.edit_message_reply_markup(chat_id=out.address.chat, message_id=out.args["message"])


async def wipe_later(outbox: Outbox, here: Address) -> None:
    """What still lies of this chat's conversations may be touched in no transaction that touches its worker."""
    await outbox.say(Message(ToChat(here), WIPE, WIPE, priority=Priority.PROMPT))


async def wipe(_bot: Bot, storage: Storage, out: Outgoing) -> None:
    await erase_closed(storage, out.address.chat)


async def speak_later(outbox: Outbox, there: Address) -> None:
    """Who of the staff is a worker too hears that language there: no transaction may write both rows of one person."""
    await outbox.say(Message(ToChat(there), SPEAK, SPEAK, priority=Priority.PROMPT))


async def speak(_bot: Bot, storage: Storage, out: Outgoing) -> None:
    async with storage.unit() as unit:
        if worker := await unit.identities.worker(out.address.chat):
            await unit.identities.keep_worker(out.address.chat, Worker(worker.enterprise, out.address.language))


async def look_later(outbox: Outbox, there: Address) -> None:
    """Something was heard in a team's group that is out of reach: it may be that it can be written to again."""
    await outbox.say(Message(ToChat(there), LOOK, LOOK, priority=Priority.PROMPT))


async def look(bot: Bot, storage: Storage, out: Outgoing) -> None:
    """Telegram is asked, since a card that fails to come there would tell the leads once more that it is lost."""
    chat = out.address.chat
    ours, group = await bot.get_chat_member(chat, bot.id), await bot.get_chat(chat)
    if may_speak(ours, group.permissions):
        async with storage.unit() as unit:
            if back := await unit.identities.regain_chat(chat):
                await bring_to_group(await unit.enterprise(back), unit.at, again=True)


Errand = Callable[[Bot, Storage, Outgoing], Awaitable[None]]
ERRANDS: Mapping[str, Errand] = {
    MENU: put_menu,
    COUNT: count_group,
    BLANK: take_words,
    SPENT: take_buttons,
    WIPE: wipe,
    SPEAK: speak,
    LOOK: look,
}
"""By the name that an outbox row calls it."""
