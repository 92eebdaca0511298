"""What every staff person can do by command and in words: look at cases, write under them, choose a language."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.callbacks.staff import Look, Page, Speak
from bot.desk import Desk, desk_of_case, desk_of_number, desks, lapse
from bot.errands import menu_later, speak_later
from bot.flows import (
    staff_accept,
    staff_assure,
    staff_decline,
    staff_extend,
    staff_note,
    staff_question,
    staff_reply,
    staff_resolve,
    staff_safe,
    staff_sort,
    staff_words,
)
from bot.flows.content import Content
from bot.flows.staff_files import Gathered, within_ten
from bot.handlers.incoming import content_of
from bot.handlers.part import Part
from bot.handlers.staff_filters import InFlow, IsStaff, Meant, Named, OnlyStaff, ReplyToCard, first_word
from bot.pages import show_cases, show_counts, show_dates, show_silent, show_which
from bot.translate import languages
from bot.views.staff.pages import LOOKS, pages_of
from cases.actions.reply import note
from cases.errors import NotAllowed, NotFound, StaleButton
from cases.model import Case
from cases.ports import Address, Draft, Unit

FLOWS = (
    staff_accept,
    staff_assure,
    staff_decline,
    staff_extend,
    staff_note,
    staff_question,
    staff_reply,
    staff_resolve,
    staff_safe,
    staff_sort,
    staff_words,
)
LONGEST_NUMBER = 9
"""Digits: no case of any enterprise has more."""

STEPS = {flow.FLOW: flow.given for flow in FLOWS}
"""What happens with the next words of somebody in the middle of a conversation."""

TAKE_FILES = {staff_reply.FLOW, staff_resolve.FLOW}
"""All others are of words alone; a file's caption may be nothing without it, so it is not taken either."""


def router() -> Router:
    router = Part(name="team")
    router.message.register(page, Named(*Page), IsStaff())
    router.message.register(one_case, Named("case"), IsStaff())
    router.message.register(write_note, Named("note"), IsStaff())
    router.message.register(dates, Named("why"), IsStaff())
    router.message.register(help_staff, Named("help"), IsStaff())
    router.message.register(language, Named("language"), IsStaff())
    router.message.register(cancel, Named("cancel"), InFlow(STEPS))
    router.message.register(reply_to_card, ReplyToCard())
    router.message.register(step, InFlow(STEPS), Meant())
    router.message.register(help_staff, OnlyStaff())
    router.callback_query.register(look, Look.filter())
    router.callback_query.register(speak, Speak.filter())
    return router


async def page(_message: Message, name: str, unit: Unit, here: Address, user: int, at: datetime) -> None:
    await show(unit, here, user, at, Page(name))


async def look(_query: CallbackQuery, callback_data: Look, unit: Unit, here: Address, user: int, at: datetime) -> None:
    await show(unit, here, user, at, callback_data.page)


async def show(unit: Unit, here: Address, user: int, at: datetime, page: Page) -> None:
    """Raises NotAllowed for a page that is of no use to any place of this person."""
    fitting = [desk for desk in await places(unit, here, user, at) if desk.member.has(*LOOKS[page])]
    if not fitting:
        raise NotAllowed
    if page is Page.SILENT:
        await show_silent(fitting)
    elif page in (Page.OVERVIEW, Page.ENTERPRISES):
        await show_counts(fitting, page)
    else:
        await show_cases(fitting, page)


async def places(unit: Unit, here: Address, user: int, at: datetime) -> list[Desk]:
    """Raises NotAllowed for somebody without a place here."""
    found = await desks(unit, here, user, at)
    if not found:
        raise NotAllowed
    return found


async def named_case(unit: Unit, here: Address, user: int, at: datetime, words: str) -> tuple[Desk, Case, str]:
    """The case whose number the words begin with, and the words after it. Raises NotFound."""
    number, rest = first_word(words)
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        raise NotFound
    desk, case = await desk_of_number(unit, here, user, at, int(number))
    return desk, case, rest


async def one_case(_message: Message, words: str, unit: Unit, here: Address, user: int, at: datetime) -> None:
    if not words:  # as Telegram sends it when the menu is tapped
        await show_which(await places(unit, here, user, at), "case")
        return
    desk, case, _ = await named_case(unit, here, user, at, words)
    await desk.say("case", case=case.id)


async def dates(_message: Message, words: str, unit: Unit, here: Address, user: int, at: datetime) -> None:
    if not words:
        await show_which(await places(unit, here, user, at), "why")
        return
    desk, case, _ = await named_case(unit, here, user, at, words)
    await show_dates(desk, case)


async def write_note(_message: Message, words: str, unit: Unit, here: Address, user: int, at: datetime) -> None:
    if not words:
        await show_which(await places(unit, here, user, at), "note")
        return
    desk, case, text = await named_case(unit, here, user, at, words)
    if text:
        await note(desk.work, case.id, desk.member, text, at)
        await desk.finish("note", case.id)
    else:
        await staff_note.ask(desk, case)


async def help_staff(_message: Message, unit: Unit, here: Address, user: int, at: datetime) -> None:
    found = await places(unit, here, user, at)
    if found[0].private:
        await menu_later(unit.outbox, here)
    members = [desk.member for desk in found]
    roles = sorted({role for member in members for role in member.roles})
    await found[0].say("help_staff", roles=roles, pages=pages_of(members))


async def language(_message: Message, unit: Unit, here: Address, user: int, at: datetime) -> None:
    desk, *_ = await places(unit, here, user, at)
    if not desk.private:
        raise NotAllowed
    await desk.say("staff_language")


async def speak(
    _query: CallbackQuery, callback_data: Speak, unit: Unit, here: Address, user: int, at: datetime
) -> None:
    """One person, one language: as staff and, for who also sends things in, as a worker: that is done apart."""
    chosen = callback_data.language
    if chosen not in languages():
        raise StaleButton
    desk, *_ = await places(unit, here, user, at)
    await unit.identities.set_language(user, chosen)
    await menu_later(unit.outbox, here)
    await speak_later(unit.outbox, Address(user, chosen))
    await desk.say("staff_language_set")


async def cancel(_message: Message, unit: Unit, here: Address, user: int, at: datetime, draft: Draft) -> None:
    try:
        desk, case = await desk_of_case(unit, here, user, at, draft.state["case"])
    except NotFound:
        await lapse(unit, here, user)
    else:
        await desk.finish("cancel", case.id)


async def reply_to_card(message: Message, case_id: int, unit: Unit, here: Address, user: int, at: datetime) -> None:
    """Nothing leaves before the question is answered: to the worker, or a note?"""
    desk, case = await desk_of_case(unit, here, user, at, case_id)
    if content := await fitting(message, desk, {}):
        await told_of_file(desk, content)
        await staff_reply.given(desk, case, {}, content)


async def step(message: Message, unit: Unit, here: Address, user: int, at: datetime, draft: Draft) -> None:
    """What was begun about a case that this person sees no more is over."""
    try:
        desk, case = await desk_of_case(unit, here, user, at, draft.state["case"])
    except NotFound:
        await lapse(unit, here, user)
        return
    content = await fitting(message, desk, draft.state)
    if content and not content.bare and draft.flow not in TAKE_FILES:
        await desk.say_once(content, "words_only", case=case.id)
    elif content:
        await told_of_file(desk, content)
        await STEPS[draft.flow](desk, case, draft.state, content)


async def fitting(message: Message, desk: Desk, state: Gathered) -> Content | None:
    """What the person sent, besides what they gave before; of what cannot be taken they are told why."""
    content = content_of(message)
    if isinstance(content, Content):
        return within_ten(state, content)
    if content is not None:
        await desk.say("unfit", why=content, rest=bool(state.get("text") or state.get("files")))
    return None


async def told_of_file(desk: Desk, content: Content) -> None:
    """Of one that is left out, whose words are taken."""
    if content.left_out:
        await desk.say("unfit", why=content.left_out, words=True)
