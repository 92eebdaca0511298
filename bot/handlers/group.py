"""The team's group: tied to an enterprise by a one-time link, lost, found again, moved; people who block the bot."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject

from bot.errands import count_later, look_later
from bot.handlers.part import Part
from bot.handlers.staff_filters import Commanded, InGroup, Linked, Migrated, PeopleChanged, Unbound
from bot.say import prompt, tell
from bot.standing import may_speak
from cases.actions.arrive import bring_to_group, lose_chat
from cases.errors import InviteInvalid
from cases.ports import Address, Unit


def router() -> Router:
    router = Part(name="group")
    for observer in (router.message, router.callback_query):
        observer.outer_middleware(look_where_lost)
    router.message.register(bind, Linked("g_"), InGroup())
    router.message.register(how_to_bind, Linked("g_"))
    router.message.register(moved, Migrated())
    router.message.register(people_changed, PeopleChanged(), InGroup())
    router.my_chat_member.register(standing_changed)
    router.message.register(belongs_to_nobody, Commanded(), Unbound())
    router.callback_query.register(belongs_to_nobody, Unbound())
    return router


async def look_where_lost(
    handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], event: TelegramObject, data: dict[str, Any]
) -> Any:
    """That all members may write again Telegram tells no bot: it is asked as soon as anything is heard there."""
    unit: Unit = data["unit"]
    here: Address = data["here"]
    enterprise = await unit.identities.group(here.chat) if here.chat < 0 else None
    if enterprise and not (await unit.enterprise(enterprise)).enterprise.group_bound:
        await look_later(unit.outbox, here)
    return await handler(event, data)


async def bind(_message: Message, token: str, unit: Unit, here: Address, at: datetime) -> None:
    """The group speaks the enterprise's first language, whoever brought the bot in. What is open comes with it."""
    invite = await unit.identities.peek_invite(token, at)
    work = await unit.enterprise(invite.enterprise)
    language = work.enterprise.languages[0]
    there = Address(here.chat, language)
    again = await unit.identities.group(here.chat) == invite.enterprise
    before = await unit.identities.bind_group(token, there, at)
    if before is not None:
        await tell(unit.outbox, Address(before, language), "group_left", enterprise=work.enterprise.name)
    await tell(unit.outbox, there, "group_bound", enterprise=work.enterprise.name)
    bound = await unit.enterprise(invite.enterprise)
    await bring_to_group(bound, at, again=again)
    await count_later(bound)


async def how_to_bind(
    _message: Message, token: str, unit: Unit, here: Address, at: datetime, bot_username: str
) -> None:
    """The link was opened in private: it is handed on to the group."""
    if not (await unit.identities.peek_invite(token, at)).group:
        raise InviteInvalid
    url = f"https://t.me/{bot_username}?startgroup=g_{token}"
    await prompt(unit.outbox, here, "group_hint", url=url)


async def moved(_message: Message, new_chat: int, unit: Unit, here: Address) -> None:
    await unit.identities.move_group(here.chat, new_chat)


async def people_changed(_message: Message, unit: Unit, here: Address) -> None:
    """Somebody came or left: who reads the cards may no longer be the registered team."""
    if enterprise := await unit.identities.group(here.chat):
        await count_later(await unit.enterprise(enterprise))


async def standing_changed(event: ChatMemberUpdated, unit: Unit, here: Address, at: datetime) -> None:
    """The bot was let in or thrown out, may write or may not; in private: unblocked or blocked.

    Let in, it says nothing yet: the link that ties the group to its enterprise comes a moment later.
    """
    if may_speak(event.new_chat_member):
        if back := await unit.identities.regain_chat(here.chat):
            await bring_to_group(await unit.enterprise(back), at, again=True)
        return
    await lose_chat(unit, here.chat, at)


async def belongs_to_nobody(_event: Message | CallbackQuery, unit: Unit, here: Address) -> None:
    await tell(unit.outbox, here, "group_unknown")
