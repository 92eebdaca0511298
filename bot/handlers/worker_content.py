"""Whatever a worker sends that is no command and no key: content first, at any moment."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from bot.flows import added, adding, receipt, send, small_talk, unfinished
from bot.flows.adding import Addition
from bot.flows.content import Content, Unfit
from bot.flows.tries import WrongTries
from bot.handlers.incoming import content_of
from bot.handlers.part import Part
from bot.handlers.worker_filters import Digits, KindKey
from bot.handlers.worker_pages import outbox_of
from bot.handlers.worker_start import by_code, looks_like_code
from bot.say import delete, prompt, tell
from cases.model import Kind
from cases.ports import Address, Draft, Unit, Work, Worker


def router() -> Router:
    router = Part(name="worker content")
    router.message.register(kind, KindKey())
    router.message.register(digits, Digits())
    router.message.register(content)
    router.edited_message.register(edited)
    return router


async def kind(message: Message, kind: Kind, unit: Unit, here: Address, draft: Draft | None, at: datetime) -> None:
    worker = await unit.identities.worker(here.chat)
    if worker is None:
        await prompt(unit.outbox, here, "ask_code")
    elif closed := await _closed(unit, worker):
        await prompt(closed.outbox, here, "firm_closed")
    elif isinstance(unfinished.unsent(draft), Addition):
        await added.finish_first(unit, here, await outbox_of(unit, here), draft, at)
    else:
        await send.pick_kind(unit, here, draft, worker.enterprise, kind, at)


async def digits(
    message: Message,
    digits: str,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
    tries: WrongTries,
) -> None:
    """Whatever comes of it, the number goes from the chat: also a mistyped one is nearly right."""
    outbox = await outbox_of(unit, here)
    if unfinished.unsent(draft):
        await added.finish_first(unit, here, outbox, draft, at)
    else:
        await receipt.enter(unit, here, outbox, tries, digits, at, receipt.opening(draft))
    await delete(outbox, here.chat, [message.message_id])


async def content(message: Message, unit: Unit, here: Address, draft: Draft | None, at: datetime) -> None:
    given = content_of(message)
    some = given if isinstance(given, Content) else Content(message.message_id)
    addition = adding.expected(draft, some, at) or await _nothing_new(unit, here, draft, some)
    if isinstance(given, Content) and addition:
        await added.receive(unit, here, addition, given, at)
    elif isinstance(given, Unfit) and addition:  # who came by a receipt may work nowhere
        outbox = (await unit.enterprise(addition.enterprise)).outbox
        await tell(outbox, here, "unfit", why=given, rest=addition.unsent)
    elif given is not None:
        await _something_new(message, given, unit, here, draft, at)


async def _nothing_new(unit: Unit, here: Address, draft: Draft | None, content: Content) -> Addition | None:
    """What was asked for, however long ago, of an enterprise that its writer left, or that has left: as something new
    others would read it, or nobody."""
    addition, worker = adding.in_hand(draft), await unit.identities.worker(here.chat)
    if addition is None or worker is None or _says_hello(content, draft):
        return None
    gone = worker.enterprise != addition.enterprise or await _closed(unit, worker) is not None
    return addition if gone else None


def _says_hello(content: Content, draft: Draft | None) -> bool:
    """*Yes* is no greeting to who was asked something about a case, however long ago; but a place it is not."""
    asked = adding.in_hand(draft)
    answers = asked is not None and not asked.place and small_talk.is_answer(content.text)
    return content.bare and bool(content.text) and small_talk.is_small_talk(content.text) and not answers


async def _something_new(
    message: Message, given: Content | Unfit, unit: Unit, here: Address, draft: Draft | None, at: datetime
) -> None:
    worker = await unit.identities.worker(here.chat)
    if worker is None:
        await _stranger(message, unit, here)
    elif closed := await _closed(unit, worker):
        await prompt(closed.outbox, here, "firm_closed")
    elif isinstance(given, Unfit):
        outbox = (await unit.enterprise(worker.enterprise)).outbox
        await tell(outbox, here, "unfit", why=given, rest=unfinished.unsent(draft) is not None)
    else:
        await _given(given, unit, here, draft, worker.enterprise, at)


async def _stranger(message: Message, unit: Unit, here: Address) -> None:
    """Somebody we know no enterprise of may type the code of the poster."""
    text = (message.text or "").strip()
    if looks_like_code(text) and not small_talk.is_small_talk(text):
        await by_code(unit, here, text)
    else:
        await prompt(unit.outbox, here, "ask_code")


async def _closed(unit: Unit, worker: Worker) -> Work | None:
    """Where somebody works, when that enterprise has left the programme."""
    work = await unit.enterprise(worker.enterprise)
    return work if work.enterprise.closed_at is not None else None


async def _given(given: Content, unit: Unit, here: Address, draft: Draft | None, enterprise: int, at: datetime) -> None:
    if not unfinished.unsent(draft) and _says_hello(given, draft):
        await prompt((await unit.enterprise(enterprise)).outbox, here, "try_it")
    else:
        await send.receive(unit, here, draft, enterprise, given, at)


async def edited(edited_message: Message, unit: Unit, here: Address, draft: Draft | None, at: datetime) -> None:
    """What cannot be taken is no part of a draft, unless it took the place of what was. What was sent is known no more:
    the answer is true of that, and of all else.
    """
    given = content_of(edited_message)
    unfit = given if isinstance(given, Unfit) and given is not Unfit.EMPTY else None
    now = given if isinstance(given, Content) else Content(edited_message.message_id, left_out=unfit)
    if addition := adding.edited(draft, now):
        await added.edit(unit, here, addition, now, at)
    elif not await send.edit(unit, here, draft, now, at) and now is given:
        await prompt(await outbox_of(unit, here), here, "edited_after_send")
