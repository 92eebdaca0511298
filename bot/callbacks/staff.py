"""The presses of staff, typed: a press names what it is about; whether the person may is asked anew each time."""

from datetime import date
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.callbacks.ids import RowId
from cases.model import ClockKind, DeclineReason, TakeChoice
from cases.policy import RowName


class Ask(StrEnum):
    """What a button on a card begins."""

    OPEN = "open"
    READ = "read"
    ANSWER = "answer"
    NOTE = "note"
    QUESTION = "question"
    CATEGORY = "category"
    WORDS = "words"
    MAJOR = "major"
    IS_MAJOR = "is_major"
    ASSURE = "assure"
    GONE = "gone"
    BACK = "back"
    ACCEPT = "accept"
    DECLINE = "decline"
    SAFE = "safe"
    RESOLVE = "resolve"
    VERIFY = "verify"
    EXTEND = "extend"
    REASSIGN = "reassign"
    WHY = "why"


class OnCase(CallbackData, prefix="s"):
    ask: Ask
    case: RowId


class Take(CallbackData, prefix="st"):
    case: RowId
    choice: TakeChoice


class Sort(CallbackData, prefix="sz"):
    """What an unsorted case is, as the row of the promises it comes under."""

    case: RowId
    row: RowName


class SortAgain(CallbackData, prefix="sx"):
    """It was a slip."""

    case: RowId


class PutCategory(CallbackData, prefix="sc"):
    case: RowId
    code: str


class Decline(CallbackData, prefix="sd"):
    case: RowId
    reason: DeclineReason


class DayOf(StrEnum):
    """What a day is asked for."""

    ACCEPT = "accept"
    ASSURE = "assure"
    EXTEND = "extend"


class OnDay(CallbackData, prefix="sy"):
    """A day chosen for what was asked; ``day`` is its ordinal."""

    of: DayOf
    case: RowId
    day: int = Field(ge=date.min.toordinal(), le=date.max.toordinal())


class Reassign(CallbackData, prefix="sr"):
    case: RowId
    member: RowId


class HaveIt(CallbackData, prefix="sh"):
    case: RowId
    clock: ClockKind


class CallMade(CallbackData, prefix="sm"):
    case: RowId
    reached: bool


class Finish(StrEnum):
    """How a conversation about a case ends."""

    TO_WORKER = "worker"
    AS_NOTE = "note"
    DONE = "done"
    ANYWAY = "anyway"
    BLANK = "blank"
    ANEW = "anew"
    CANCEL = "cancel"


class End(CallbackData, prefix="se"):
    case: RowId
    finish: Finish


class Invitation(CallbackData, prefix="si"):
    accept: bool
    token: str


class Hold(CallbackData, prefix="sk"):
    """The second person's yes to what the operator asks about a case that is kept beyond its time."""

    token: str


class Speak(CallbackData, prefix="sl"):
    language: str


class Page(StrEnum):
    """What a person can look at, by command and by button."""

    TODAY = "today"
    INBOX = "inbox"
    MINE = "mine"
    OVERDUE = "overdue"
    OVERVIEW = "overview"
    ENTERPRISES = "enterprises"
    SILENT = "silent"


class Look(CallbackData, prefix="sp"):
    page: Page


class Summary(CallbackData, prefix="su"):
    """``month`` counts from year 0, twelve a year: it is the same everywhere and has no zone."""

    enterprise: RowId
    month: int = Field(ge=12, le=12 * 9999)
