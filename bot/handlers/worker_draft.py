"""The buttons on the way to sending."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks.worker import (
    AddToLast,
    AsNew,
    BlankHeld,
    BlankOut,
    OrderedByBoss,
    Pick,
    PickAbout,
    PickHarm,
    PickKind,
    PickMode,
    PickUrgency,
    Send,
    SendHeld,
    ShowAll,
    ThrowAway,
)
from bot.flows import added, adding, send
from bot.handlers.part import Part
from cases.ports import Address, Draft, Unit


def router() -> Router:
    router = Part(name="worker draft")
    for press in (PickKind, PickUrgency, OrderedByBoss, PickAbout, PickHarm, PickMode, BlankOut):
        router.callback_query.register(pick, press.filter())
    router.callback_query.register(send_it, Send.filter())
    router.callback_query.register(show_all, ShowAll.filter())
    router.callback_query.register(add_to_last, AddToLast.filter())
    router.callback_query.register(blank_held, BlankHeld.filter())
    router.callback_query.register(send_held, SendHeld.filter())
    router.callback_query.register(as_new, AsNew.filter())
    router.callback_query.register(throw_away, ThrowAway.filter())
    return router


async def pick(
    callback_query: CallbackQuery,
    callback_data: Pick,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    await send.choose(unit, here, draft, callback_data, at)


async def send_it(
    callback_query: CallbackQuery,
    callback_data: Send,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    """What comes to mind again may be for a case."""
    if addition := adding.begun(draft, callback_data.draft):
        await added.look(unit, here, addition, at)
    else:
        await send.send(unit, here, draft, callback_data, at)


async def show_all(
    callback_query: CallbackQuery, callback_data: ShowAll, unit: Unit, here: Address, draft: Draft | None
) -> None:
    await send.show_all(unit, here, send.pressed(draft, callback_data.draft))


async def add_to_last(
    callback_query: CallbackQuery,
    callback_data: AddToLast,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    await send.add_to_last(unit, here, draft, callback_data, at)


async def blank_held(
    callback_query: CallbackQuery,
    callback_data: BlankHeld,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    await added.blank_held(unit, here, adding.waiting(draft, callback_data.held), at)


async def send_held(
    callback_query: CallbackQuery,
    callback_data: SendHeld,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    await added.send_held(unit, here, adding.waiting(draft, callback_data.held), at)


async def as_new(
    callback_query: CallbackQuery,
    callback_data: AsNew,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    await send.as_new(unit, here, draft, adding.waiting(draft, callback_data.held), at)


async def throw_away(
    callback_query: CallbackQuery,
    callback_data: ThrowAway,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    if addition := adding.begun(draft, callback_data.draft):
        await added.throw_away(unit, here, addition, at)
    else:
        await send.throw_away(unit, here, draft, callback_data.draft)
