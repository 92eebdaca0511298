"""Everything staff can do, in private and in the team's group. It comes before the worker's router."""

from aiogram import Router

from bot.handlers import coach, group, invites, lead, staff_presses, team

PARTS = (invites, staff_presses, team, lead, coach, group)


def router() -> Router:
    router = Router(name="staff")
    router.include_routers(*(part.router() for part in PARTS))
    return router
