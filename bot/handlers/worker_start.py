"""Where somebody works: the code of the poster, by link or typed, and a change of job."""

import re
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.callbacks.worker import ChangeJob
from bot.errands import menu_later
from bot.flows import added, unfinished
from bot.handlers.part import Part
from bot.handlers.staff_filters import Named
from bot.say import prompt, tell
from cases.errors import NotFound
from cases.ports import Address, Draft, Unit, Work, Worker

CODE = re.compile(r"[A-Za-z0-9-]{3,32}")


def router() -> Router:
    router = Part(name="worker start")
    router.message.register(start, Named("start"))
    router.callback_query.register(change_job, ChangeJob.filter())
    return router


async def start(message: Message, unit: Unit, here: Address, words: str) -> None:
    worker = await unit.identities.worker(here.chat)
    if await unit.identities.members(here.chat):
        await menu_later(unit.outbox, here)
    if words:
        await by_code(unit, here, words)
    elif worker:
        work = await unit.enterprise(worker.enterprise)
        await prompt(work.outbox, here, "firm_closed" if work.enterprise.closed_at else "back_again")
    else:
        await prompt(unit.outbox, here, "ask_code")


async def by_code(unit: Unit, here: Address, code: str) -> None:
    """Joins, greets again, or asks about a change of job."""
    try:
        work = await unit.enterprise_by_code(code)
    except NotFound:
        await prompt(unit.outbox, here, "unknown_code")
        return
    worker = await unit.identities.worker(here.chat)
    elsewhere = worker is not None and worker.enterprise != work.enterprise.id
    if elsewhere and work.enterprise.closed_at is None:
        await prompt(work.outbox, here, "changed_job", code=work.enterprise.code)
    else:
        await join(unit, work, here)


async def join(unit: Unit, work: Work, here: Address) -> None:
    if work.enterprise.closed_at is not None:
        await prompt(work.outbox, here, "firm_closed")
        return
    await unit.identities.keep_worker(here.chat, Worker(work.enterprise.id, here.language))
    await prompt(work.outbox, here, "greeting")
    await tell(work.outbox, here, "few_people")


async def change_job(
    callback_query: CallbackQuery,
    callback_data: ChangeJob,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    if unfinished.unsent(draft):
        await added.finish_first(unit, here, unit.outbox, draft, at)
    else:
        await join(unit, await unit.enterprise_by_code(callback_data.code), here)


def looks_like_code(text: str) -> bool:
    return CODE.fullmatch(text.strip()) is not None
