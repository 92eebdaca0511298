"""A worker's own cases: open, reply, take back, rate, a new number, no more answers."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks.worker import Earlier, Heard, OnOwn, OnWords, Open, Rate, Wish, WroteDown
from bot.flows import added, adding, held, own, unfinished
from bot.flows.adding import Addition
from bot.flows.own import Own
from bot.handlers.part import Part
from bot.handlers.worker_pages import outbox_of
from bot.say import tell
from cases.actions.rate import rate
from cases.actions.withdraw import withdraw
from cases.actions.write_down import confirm_words, leave_out, words_to_confirm
from cases.errors import OldButton
from cases.model import Kind
from cases.ports import UNSENT, Address, Draft, Unit


def router() -> Router:
    router = Part(name="worker cases")
    router.callback_query.register(on_own, OnOwn.filter())
    router.callback_query.register(open_news, Open.filter())
    router.callback_query.register(read_earlier, Earlier.filter())
    router.callback_query.register(on_words, OnWords.filter())
    router.callback_query.register(rate_case, Rate.filter())
    router.callback_query.register(wrote_down, WroteDown.filter())
    return router


async def on_own(
    callback_query: CallbackQuery,
    callback_data: OnOwn,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    found = await own.own(unit, here, draft, callback_data.case)
    if callback_data.wish is Wish.PLACE:
        await must_be_a_danger(found)
    if callback_data.wish in (Wish.ADD, Wish.PLACE):
        await ask_addition(unit, here, draft, addition(found, place=callback_data.wish is Wish.PLACE), at)
    elif callback_data.wish is Wish.TAKE_BACK_NOW:
        await take_back(unit, here, draft, found, at)
    elif callback_data.wish is Wish.STOP_ANSWERS:
        await stop_answers(here, draft, found)
    elif callback_data.wish is Wish.NEW_DIGITS:
        await new_digits(unit, here, draft, found, at)
    else:
        await _SIMPLE[callback_data.wish](here, found)


async def must_be_a_danger(found: Own) -> None:
    """Of anything else a place would be where its sender works. Raises OldButton."""
    if (await found.work.cases.get(found.case)).kind is not Kind.HAZARD:
        raise OldButton


def addition(found: Own, *, place: bool = False, words: int = 0) -> Addition:
    return Addition(found.work.enterprise.id, found.case, place=place, visiting=found.visiting, words=words)


async def ask_addition(unit: Unit, here: Address, draft: Draft | None, asked: Addition, at: datetime) -> None:
    if unfinished.unsent(draft):
        await added.finish_first(unit, here, unit.outbox, draft, at)
    else:
        counted = draft is not None and adding.takes_part_in(draft) == asked.enterprise
        await added.ask(unit, here, replace(asked, names=adding.names_in(draft), counted=counted), at)


async def take_back(unit: Unit, here: Address, draft: Draft | None, found: Own, at: datetime) -> None:
    how = await withdraw(found.work, found.case, at)
    if draft is not None and draft.state.get("case") == found.case and draft.flow != UNSENT:
        await unit.drafts.drop(here.chat, here.chat)
        await tell_what_is_lost(here, draft, found)
    await tell(found.work.outbox, here, "taken_back", how=how)


async def tell_what_is_lost(here: Address, draft: Draft, found: Own) -> None:
    """What waited for the case goes with it."""
    if unfinished.unsent(draft):
        await tell(found.work.outbox, here, "draft_expired")


async def ask_take_back(here: Address, found: Own) -> None:
    await tell(found.work.outbox, here, "ask_take_back", case=found.case)


async def somebody_pressed(here: Address, found: Own) -> None:
    await tell(found.work.outbox, here, "pressed", case=found.case)


async def ask_protection(here: Address, found: Own) -> None:
    await tell(found.work.outbox, here, "ask_protection", case=found.case)


async def new_digits(unit: Unit, here: Address, draft: Draft | None, found: Own, at: datetime) -> None:
    """Whoever came by the older number goes on with the new one, and nobody else does."""
    if found.visiting and unfinished.unsent(draft):  # it is known by the older number
        await added.finish_first(unit, here, unit.outbox, draft, at)
        return
    digits = await found.work.receipts.issue(found.case)
    if found.visiting:
        await own.keep_visit(unit, here, replace(found, visiting=found.work.receipts.mark(digits)), at)
    await tell(found.work.outbox, here, "digits", digits=digits)


async def stop_answers(here: Address, draft: Draft | None, found: Own) -> None:
    await found.work.replies.end(found.case)
    if draft is not None and draft.flow == adding.FLOW and draft.state["case"] == found.case:
        await tell_what_is_lost(here, draft, found)
    await tell(found.work.outbox, here, "answers_stopped")


_SIMPLE = {
    Wish.SHOW: own.show,
    Wish.LOOK: own.look,
    Wish.TAKE_BACK: ask_take_back,
    Wish.PRESSED: somebody_pressed,
    Wish.PUNISHED: ask_protection,
}


async def open_news(
    callback_query: CallbackQuery, callback_data: Open, unit: Unit, here: Address, draft: Draft | None
) -> None:
    await own.show_news(here, await own.own(unit, here, draft, callback_data.case))


async def read_earlier(
    callback_query: CallbackQuery, callback_data: Earlier, unit: Unit, here: Address, draft: Draft | None
) -> None:
    await own.look(here, await own.own(unit, here, draft, callback_data.case), callback_data.until)


async def on_words(
    callback_query: CallbackQuery,
    callback_data: OnWords,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    """The worker says whether what was written down of a recording is right; left out, it waits no more."""
    found = await own.own(unit, here, draft, callback_data.case)
    if callback_data.heard is Heard.CHANGE:
        await ask_addition(unit, here, draft, addition(found, words=callback_data.entry), at)
    elif callback_data.heard is Heard.BLANK:
        await blank_words(unit, here, draft, found, callback_data.entry, at)
    elif callback_data.heard is Heard.RIGHT:
        await pass_on_words(unit, here, draft, found, callback_data.entry, at)
    else:
        await leave_out(found.work, found.case, callback_data.entry, at)
        await tell(found.work.outbox, here, "words_left_out", in_place=True, case=found.case)


async def pass_on_words(unit: Unit, here: Address, draft: Draft | None, found: Own, entry: int, at: datetime) -> None:
    """First shown once more when others may read them by now than when they were written down, or when a name that this
    chat typed is in them: the question knows none and left it bare.
    """
    words = await own_words(found, draft, entry)
    if not (await held.sorted_since(unit, words) or await held.names_its_writer(unit, here, words)):
        seen = await confirm_words(found.work, found.case, entry, at)
        await tell(found.work.outbox, here, "words_passed_on", in_place=True, case=found.case, seen=seen.isoformat())
    elif unfinished.unsent(draft):
        await added.finish_first(unit, here, unit.outbox, draft, at)
    else:
        await held.hold(unit, here, words, at)


async def blank_words(unit: Unit, here: Address, draft: Draft | None, found: Own, entry: int, at: datetime) -> None:
    """What was written down becomes the worker's own words, without what could tell who it is."""
    words = await own_words(found, draft, entry)
    if unfinished.unsent(draft):
        await added.finish_first(unit, here, unit.outbox, draft, at)
    else:
        await held.blank_out(unit, here, words, at)


async def own_words(found: Own, draft: Draft | None, entry: int) -> Addition:
    """What staff wrote down, as its speaker's own words; they were asked about as they were to be read then."""
    heard = await words_to_confirm(found.work, found.case, entry)
    asked, names = heard.visible_at.isoformat(), adding.names_in(draft)
    return replace(addition(found, words=entry), asked=asked, held=[[0, heard.text]], names=names)


async def rate_case(
    callback_query: CallbackQuery,
    callback_data: Rate,
    unit: Unit,
    here: Address,
    draft: Draft | None,
    at: datetime,
) -> None:
    found = await own.own(unit, here, draft, callback_data.case)
    when = await rate(found.work, found.case, callback_data.verdict, at)
    await tell(found.work.outbox, here, "rated", verdict=callback_data.verdict, when=when.isoformat())


async def wrote_down(callback_query: CallbackQuery, unit: Unit, here: Address) -> None:
    await tell(await outbox_of(unit, here), here, "wrote_down", in_place=True)
