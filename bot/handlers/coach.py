"""The coach: the month of an enterprise in ten lines."""

import re
from collections.abc import Collection
from datetime import date, datetime
from unicodedata import normalize

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.callbacks.staff import Summary
from bot.desk import Desk, desks
from bot.handlers.part import Part
from bot.handlers.staff_filters import IsStaff, Named
from bot.views.staff.chain import anchor_args
from bot.views.staff.summary import summary_args
from cases.actions.summarise import people, summary
from cases.errors import NotAllowed, NotFound
from cases.model import Role
from cases.ports import Address, Unit

MONTH = re.compile(r"(2\d{3})[-/.年](\d{1,2})月?")


def router() -> Router:
    router = Part(name="coach")
    router.message.register(by_command, Named("summary"), IsStaff())
    router.callback_query.register(by_button, Summary.filter())
    return router


async def coached(unit: Unit, here: Address, user: int, at: datetime) -> list[Desk]:
    """Raises NotAllowed for who coaches no enterprise, and in a group."""
    found = [desk for desk in await desks(unit, here, user, at) if desk.private and desk.member.has(Role.COACH)]
    if not found:
        raise NotAllowed
    return found


async def by_command(_message: Message, words: str, unit: Unit, here: Address, user: int, at: datetime) -> None:
    """``/summary [enterprise] [month]``: without a code every enterprise of the coach, without a month this one.

    What is neither is never passed over: the figures of another month would be taken for those that were asked for.
    """
    given = normalize("NFKC", words).split()
    found = await coached(unit, here, user, at)
    months = {month for word in given if (month := read_month(word))}
    codes = {word.lower() for word in given if not read_month(word)}
    if wrong := not_understood(found, codes, months):
        await found[0].say(wrong, code=found[0].work.enterprise.code, month=this_month(found[0]).isoformat())
        return
    for desk in found:
        if not codes or desk.work.enterprise.code.lower() in codes:
            await send(desk, next(iter(months), this_month(desk)))


def not_understood(found: Collection[Desk], codes: set[str], months: set[date]) -> str | None:
    """The name of the view that says it."""
    if codes - {desk.work.enterprise.code.lower() for desk in found}:
        return "summary_unknown"
    return "summary_one_month" if len(months) > 1 else None


def this_month(desk: Desk) -> date:
    return desk.today.replace(day=1)


async def by_button(
    _query: CallbackQuery, callback_data: Summary, unit: Unit, here: Address, user: int, at: datetime
) -> None:
    year, month = divmod(callback_data.month, 12)
    first = read_month(f"{year}-{month + 1}")
    chosen = [
        desk for desk in await coached(unit, here, user, at) if desk.work.enterprise.id == callback_data.enterprise
    ]
    if not chosen or first is None:
        raise NotFound
    await send(chosen[0], first)


async def send(desk: Desk, month: date) -> None:
    if month > this_month(desk):
        await desk.say("summary_to_come", month=month.isoformat())
        return
    figures = await summary(desk.work, desk.member, month, desk.at)
    told = await people(desk.work, desk.member, month, sum(figures.submitted.values()), desk.at)
    anchor = await desk.work.chain.anchor()
    await desk.say("summary", **summary_args(figures, told, desk.work.enterprise.name), **anchor_args(anchor))


def read_month(word: str) -> date | None:
    """The first day of a month, ``2026-10`` or ``2026年10月``; of this millennium: every zone has a month after it."""
    found = MONTH.fullmatch(word)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)
