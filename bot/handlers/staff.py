"""Everything staff can do, in private and in the team's group. It comes before the worker's router."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import coach, group, holds, invites, lead, sort_again, staff_presses, team
from bot.handlers.part import Part
from bot.handlers.staff_filters import InGroup
from bot.middlewares import InHand
from cases.errors import StaleButton
from cases.ports import Slot

PARTS = (group, invites, holds, staff_presses, sort_again, team, lead, coach)


def router() -> Router:
    router = Router(name="staff")
    router.callback_query.outer_middleware(InHand(Slot.STAFF))
    router.include_routers(*(part.router() for part in PARTS), _rest())
    return router


def _rest() -> Router:
    """A router of its own, since aiogram asks a router's own handlers before those it includes."""
    router = Part(name="group rest")
    router.callback_query.register(unknown_button, InGroup())
    return router


async def unknown_button(_query: CallbackQuery) -> None:
    """A forged or very old press."""
    raise StaleButton
