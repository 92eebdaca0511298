"""Joining by a one-time link: what the part is, what one will see, and a tap to agree."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.callbacks.staff import Invitation
from bot.desk import Desk
from bot.errands import buttons_spent, menu_later
from bot.handlers.part import Part
from bot.handlers.staff_filters import Linked
from bot.handlers.worker_filters import Private
from bot.say import prompt
from cases.actions.arrive import bring_to_new
from cases.actions.digest import plan_digest
from cases.actions.flags import go_on_without
from cases.errors import InviteInvalid
from cases.ports import Address, Unit


def router() -> Router:
    router = Part(name="invites")
    router.message.register(invited, Private(), Linked("i_"))
    router.callback_query.register(decided, Invitation.filter())
    return router


async def invited(_message: Message, token: str, unit: Unit, here: Address, at: datetime) -> None:
    invite = await unit.identities.peek_invite(token, at)
    if invite.group:
        raise InviteInvalid
    enterprise = (await unit.enterprise(invite.enterprise)).enterprise
    roles = sorted(invite.roles)
    await prompt(unit.outbox, here, "invited", enterprise=enterprise.name, roles=roles, name=invite.name, token=token)


async def decided(
    _query: CallbackQuery,
    callback_data: Invitation,
    unit: Unit,
    here: Address,
    user: int,
    at: datetime,
) -> None:
    if callback_data.accept:
        await join(callback_data.token, unit, here, user, at)
    else:
        await prompt(unit.outbox, here, "invite_left")
    await buttons_spent(unit.outbox, here)


async def join(token: str, unit: Unit, here: Address, user: int, at: datetime) -> None:
    invite, before = await unit.identities.peek_invite(token, at), await unit.identities.members(here.chat)
    staff = await (await unit.enterprise(invite.enterprise)).staff.all()
    member = await unit.identities.accept(token, here, at)
    work = await unit.enterprise(member.enterprise)
    await bring_to_new(work, staff, at)
    for known in before:
        if known.id == member.id:
            await go_on_without(work, known, member, at)
    await plan_digest(work, member, at)
    await menu_later(unit.outbox, here)
    desk = Desk(unit, work, member, here, user, at)
    await desk.say("welcome", name=member.name, enterprise=work.enterprise.name)
