"""Handlers: one router per role. The order counts: staff first, the worker's answers whatever is left."""

from aiogram import Router

from bot.handlers import staff, worker


def routers() -> list[Router]:
    return [staff.router(), worker.router()]
