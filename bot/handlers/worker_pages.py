"""What a worker can look at or set: the same places by command, key and button."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.callbacks.worker import Forget, GoTo, MoreThings, Place, Speak
from bot.errands import wipe_later
from bot.flows import added, own, receipt, send, unfinished
from bot.handlers.part import Part
from bot.handlers.staff_filters import Named
from bot.handlers.team import help_staff
from bot.handlers.worker_filters import PageKey, Slash
from bot.say import blank, delete, prompt
from bot.translate import languages
from cases.errors import OldButton
from cases.ports import Address, Draft, Outbox, Unit, Worker

COMMANDS = {
    "mine": Place.THINGS,
    "receipt": Place.RECEIPT,
    "proof": Place.PROOF,
    "practice": Place.PRACTICE,
    "privacy": Place.PRIVACY,
    "rules": Place.RULES,
    "language": Place.LANGUAGE,
    "wipe": Place.WIPE,
    "help": Place.HELP,
}

PAGES = {
    Place.PRIVACY: "privacy",
    Place.RULES: "rules",
    Place.HELP: "help",
    Place.LANGUAGE: "choose_language",
    Place.WIPE: "ask_wipe",
    Place.STAY: "stay",
}
"""Places that only show something, by the name of the view."""


def router() -> Router:
    router = Part(name="worker pages")
    router.message.register(by_command, Named(*COMMANDS))
    router.message.register(by_key, PageKey())
    router.message.register(unknown_command, Slash())
    router.callback_query.register(by_button, GoTo.filter())
    router.callback_query.register(more_things, MoreThings.filter())
    router.callback_query.register(speak, Speak.filter())
    router.callback_query.register(forget, Forget.filter())
    return router


async def by_command(
    message: Message, name: str, words: str, unit: Unit, here: Address, draft: Draft | None, at: datetime
) -> None:
    """A number typed behind it is asked for once more, and goes from the chat like any other."""
    await go(COMMANDS[name], unit, here, draft, at)
    if receipt.digits_in(words, None):
        await delete(unit.outbox, here.chat, [message.message_id])


async def unknown_command(
    message: Message, unit: Unit, here: Address, user: int, draft: Draft | None, at: datetime
) -> None:
    """Staff get their own help, but for who has something here that was not sent yet as a worker."""
    if await unit.identities.members(user) and not unfinished.unsent(draft):
        await help_staff(message, unit, here, user, at)
    else:
        await prompt(await _outbox_at_home(unit, here), here, "help")


async def by_key(message: Message, page: Place, unit: Unit, here: Address, draft: Draft | None, at: datetime) -> None:
    await go(page, unit, here, draft, at)


async def by_button(
    callback_query: CallbackQuery,
    callback_data: GoTo,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    await go(callback_data.place, unit, here, draft, at)


async def go(place: Place, unit: Unit, here: Address, draft: Draft | None, at: datetime) -> None:
    if page := PAGES.get(place):
        await prompt(await _outbox_at_home(unit, here), here, page)
    elif place in (Place.RECEIPT, Place.PROOF, Place.PRACTICE) and unfinished.unsent(draft):
        await added.finish_first(unit, here, await outbox_of(unit, here), draft, at)
    elif place in (Place.RECEIPT, Place.PROOF):
        await receipt.ask(unit, here, await outbox_of(unit, here), at, proof=place is Place.PROOF)
    else:
        await _at_work(place, unit, here, at)


async def _at_work(place: Place, unit: Unit, here: Address, at: datetime) -> None:
    """Places that only somebody has who works somewhere."""
    worker = await unit.identities.worker(here.chat)
    if worker is None:
        await prompt(unit.outbox, here, "ask_code")
    elif place is Place.PRACTICE:
        await send.rehearse(unit, here, worker.enterprise, at)
    else:
        await list_things(unit, here)


async def more_things(callback_query: CallbackQuery, callback_data: MoreThings, unit: Unit, here: Address) -> None:
    if await unit.identities.worker(here.chat) is None:
        await prompt(unit.outbox, here, "ask_code")
    else:
        await list_things(unit, here, callback_data.start)


async def list_things(unit: Unit, here: Address, start: int = 0) -> None:
    await prompt(await outbox_of(unit, here), here, "things", **await own.listed(unit, here, start))


async def outbox_of(unit: Unit, here: Address) -> Outbox:
    """With the facts of the worker's enterprise, where there is one."""
    worker = await unit.identities.worker(here.chat)
    return (await unit.enterprise(worker.enterprise)).outbox if worker else unit.outbox


async def _outbox_at_home(unit: Unit, here: Address) -> Outbox:
    """As ``outbox_of``; staff who send nothing in read of their own enterprise, and the numbers of its country."""
    members = await unit.identities.members(here.chat)
    if members and await unit.identities.worker(here.chat) is None:
        return (await unit.enterprise(members[0].enterprise)).outbox
    return await outbox_of(unit, here)


async def speak(callback_query: CallbackQuery, callback_data: Speak, unit: Unit, here: Address) -> None:
    if callback_data.language not in languages():
        raise OldButton("no such language")
    worker = await unit.identities.worker(here.chat)
    if worker:
        await unit.identities.keep_worker(here.chat, Worker(worker.enterprise, callback_data.language))
    there = Address(here.chat, callback_data.language)
    await prompt(await outbox_of(unit, here), there, "language_set" if worker else "ask_code")


async def forget(callback_query: CallbackQuery, unit: Unit, here: Address) -> None:
    await unit.identities.forget_worker(here.chat)
    await unit.drafts.drop(here.chat, here.chat)
    await wipe_later(unit.outbox, here)
    young, old = await unit.traces.take(here.chat)
    await delete(unit.outbox, here.chat, young)
    await blank(unit.outbox, here.chat, old)
    await prompt(unit.outbox, here, "wiped")
