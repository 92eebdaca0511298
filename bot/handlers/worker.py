"""Everything a worker can do in the private chat. It comes last: what nobody else wanted is answered here."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import worker_after, worker_cases, worker_content, worker_draft, worker_pages, worker_start
from bot.handlers.part import Part
from bot.handlers.worker_filters import Private
from bot.middlewares import InHand
from cases.errors import OldButton
from cases.ports import Slot

PARTS = (worker_start, worker_pages, worker_draft, worker_cases, worker_after, worker_content)


def router() -> Router:
    router = Router(name="worker")
    for observer in (router.message, router.edited_message, router.callback_query):
        observer.filter(Private())
        observer.outer_middleware(InHand(Slot.WORKER))
    router.include_routers(*(part.router() for part in PARTS), _rest())
    return router


def _rest() -> Router:
    """A router of its own, since aiogram asks a router's own handlers before those it includes."""
    router = Part(name="worker rest")
    router.callback_query.register(unknown_button)
    return router


async def unknown_button(callback_query: CallbackQuery) -> None:
    """A forged or very old press."""
    raise OldButton
