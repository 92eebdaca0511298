"""The buttons under a case. Each press is judged anew by the action behind it."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks.staff import (
    Ask,
    DayOf,
    Decline,
    End,
    Finish,
    HaveIt,
    OnCase,
    OnDay,
    PutCategory,
    Reassign,
    Sort,
    Take,
)
from bot.desk import Desk, state_of
from bot.flows import (
    staff_accept,
    staff_assure,
    staff_decline,
    staff_extend,
    staff_look,
    staff_note,
    staff_question,
    staff_reassign,
    staff_reply,
    staff_resolve,
    staff_safe,
    staff_sort,
    staff_words,
)
from bot.flows.content import Content
from bot.handlers.at_desk import AtDesk
from bot.handlers.part import Part
from bot.pages import show_all, show_dates
from bot.views.staff.buttons import allowed, timely
from cases.access import may_see
from cases.actions.major import call_major
from cases.actions.manage import categorise, have_it
from cases.actions.recheck import recheck
from cases.actions.take import take
from cases.actions.verify import verify
from cases.categories import categories_of
from cases.errors import NotAllowed, RuleBroken, StaleButton
from cases.model import Case
from cases.ports import Draft


def router() -> Router:
    router = Part(name="staff presses")
    router.callback_query.middleware(AtDesk())
    router.callback_query.register(begin, OnCase.filter())
    router.callback_query.register(take_it, Take.filter())
    router.callback_query.register(sort_it, Sort.filter())
    router.callback_query.register(decline_because, Decline.filter())
    router.callback_query.register(choose_day, OnDay.filter())
    router.callback_query.register(end, End.filter())
    router.callback_query.register(put_category, PutCategory.filter())
    router.callback_query.register(give_to, Reassign.filter())
    router.callback_query.register(hold, HaveIt.filter())
    return router


async def take_it(_query: CallbackQuery, callback_data: Take, desk: Desk, case: Case) -> None:
    """The second of two who press at once is told who has it, and the card in their chat shows it too."""
    await refuse_readers(desk, case)
    if case.owner in (None, desk.member.id):
        await take(desk.work, case.id, desk.member, callback_data.choice, desk.at)
        return
    await desk.work.outbox.refresh(case.id)
    owner = await desk.work.staff.get(case.owner)
    await desk.say("has_it_already", case=case.id, name=owner.name)


async def refuse_readers(desk: Desk, case: Case) -> None:
    """A button of old days. Raises NotAllowed for who only reads the case or keeps a recording of it by now."""
    if not may_see(desk.member, case, await desk.work.staff.all()):
        raise NotAllowed


async def sort_it(_query: CallbackQuery, callback_data: Sort, desk: Desk, case: Case, draft: Draft | None) -> None:
    if case.kind is not None:
        raise StaleButton
    await staff_sort.chosen(desk, case, callback_data.row, draft)


async def open_case(desk: Desk, case: Case) -> None:
    await desk.say("case", case=case.id)


async def ask_category(desk: Desk, case: Case) -> None:
    await desk.say("ask_category", case=case.id)


async def checked(desk: Desk, case: Case) -> None:
    await verify(desk.work, case.id, desk.member, desk.at)
    await desk.say("done", case=case.id, result="verify")


async def ask_major(desk: Desk, case: Case) -> None:
    await desk.say("ask_major", case=case.id)


async def is_major(desk: Desk, case: Case) -> None:
    await call_major(desk.work, case.id, desk.member, desk.at)
    await desk.say("done", case=case.id, result="major")


async def still_gone(desk: Desk, case: Case) -> None:
    await recheck(desk.work, case.id, desk.member, True, desk.at)
    await desk.say("done", case=case.id, result="gone")


async def came_back(desk: Desk, case: Case) -> None:
    await recheck(desk.work, case.id, desk.member, False, desk.at)
    await desk.say("done", case=case.id, result="back")


BEGINNINGS: Mapping[Ask, Callable[[Desk, Case], Awaitable[None]]] = {
    Ask.OPEN: open_case,
    Ask.READ: show_all,
    Ask.ANSWER: staff_reply.ask,
    Ask.NOTE: staff_note.ask,
    Ask.QUESTION: staff_question.ask,
    Ask.CATEGORY: ask_category,
    Ask.WORDS: staff_words.ask,
    Ask.MAJOR: ask_major,
    Ask.IS_MAJOR: is_major,
    Ask.ASSURE: staff_assure.ask,
    Ask.GONE: still_gone,
    Ask.BACK: came_back,
    Ask.ACCEPT: staff_accept.ask,
    Ask.DECLINE: staff_decline.ask,
    Ask.SAFE: staff_safe.ask,
    Ask.RESOLVE: staff_resolve.ask,
    Ask.VERIFY: checked,
    Ask.EXTEND: staff_extend.ask,
    Ask.REASSIGN: staff_reassign.ask,
    Ask.WHY: show_dates,
}


async def begin(_query: CallbackQuery, callback_data: OnCase, desk: Desk, case: Case) -> None:
    """Refused before anybody types in vain."""
    ask = callback_data.ask
    if not timely(ask, case):
        raise StaleButton
    if ask is Ask.VERIFY and case.resolved_by == desk.member.id:
        raise RuleBroken("second_person_needed")
    if not allowed(ask, case, desk.member, await desk.work.staff.all()):
        raise NotAllowed
    await BEGINNINGS[ask](desk, case)


async def decline_because(_query: CallbackQuery, callback_data: Decline, desk: Desk, case: Case) -> None:
    if not timely(Ask.DECLINE, case):
        raise StaleButton
    await refuse_readers(desk, case)
    await staff_decline.because(desk, case, callback_data.reason)


DAYS = {DayOf.ACCEPT: staff_accept, DayOf.ASSURE: staff_assure, DayOf.EXTEND: staff_extend}


async def choose_day(_query: CallbackQuery, callback_data: OnDay, desk: Desk, case: Case, draft: Draft | None) -> None:
    """The day belongs to what was asked for; whoever is in the middle of something else pressed an old button."""
    flow = DAYS[callback_data.of]
    await flow.on_day(desk, case, state_of(draft, flow.FLOW, case.id), date.fromordinal(callback_data.day))


async def end(_query: CallbackQuery, callback_data: End, desk: Desk, case: Case, draft: Draft | None) -> None:
    match callback_data.finish:
        case Finish.TO_WORKER:
            await staff_reply.to_worker(desk, case, state_of(draft, staff_reply.FLOW, case.id))
        case Finish.AS_NOTE:
            await staff_reply.as_note(desk, case, state_of(draft, staff_reply.FLOW, case.id))
        case Finish.DONE:
            await staff_resolve.send(desk, case, state_of(draft, staff_resolve.FLOW, case.id))
        case Finish.ANYWAY:
            await anyway(desk, case, *held(draft, case))
        case Finish.BLANK:
            flow, state = held(draft, case)
            await anyway(desk, case, flow, staff_look.blanked(case, state))
        case Finish.ANEW:
            await staff_look.write_anew(desk, case, *held(draft, case))
        case Finish.CANCEL:
            await desk.finish("cancel", case.id)


GIVEN = {
    each.FLOW: each.given for each in (staff_decline, staff_extend, staff_question, staff_safe, staff_sort, staff_words)
}
SENT = {staff_reply.FLOW: staff_reply.to_worker, staff_resolve.FLOW: staff_resolve.send}


def held(draft: Draft | None, case: Case) -> tuple[str, Mapping[str, Any]]:
    """The conversation whose words wait for a second look. Raises StaleButton when none do."""
    if draft is None or not draft.state.get("held"):
        raise StaleButton
    return draft.flow, state_of(draft, draft.flow, case.id)


async def anyway(desk: Desk, case: Case, flow: str, state: Mapping[str, Any]) -> None:
    sure = {**state, "sure": True}
    if flow in SENT:
        await SENT[flow](desk, case, sure)
    else:
        await GIVEN[flow](desk, case, sure, Content(0, state["held"]))


async def put_category(_query: CallbackQuery, callback_data: PutCategory, desk: Desk, case: Case) -> None:
    if callback_data.code not in categories_of(case.kind):
        raise StaleButton
    await categorise(desk.work, case.id, desk.member, callback_data.code, desk.at)
    await desk.say("done", case=case.id, result="categorise")


async def give_to(_query: CallbackQuery, callback_data: Reassign, desk: Desk, case: Case) -> None:
    await staff_reassign.to(desk, case, callback_data.member)


async def hold(_query: CallbackQuery, callback_data: HaveIt, desk: Desk, case: Case) -> None:
    until = await have_it(desk.work, case.id, callback_data.clock, desk.member, desk.at)
    await desk.say("held", case=case.id, until=until.isoformat())
