"""The presses of a worker, typed. None carries a text, a name or a chat: whose case it is, is asked anew each time.

``draft`` tells one draft from the next, so that an old button never changes a new one. ``look`` counts the changes of
a draft: a button does what it says only under what is shown last, and an older one shows that anew.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.callbacks.ids import RowId
from cases.model import About, Kind, Mode, Protection, Urgency, Verdict


class PickKind(CallbackData, prefix="wk"):
    """``kind`` is None for *I don't know*."""

    draft: int
    look: int
    kind: Kind | None


class PickUrgency(CallbackData, prefix="wu"):
    draft: int
    look: int
    urgency: Urgency


class OrderedByBoss(CallbackData, prefix="wb"):
    draft: int
    look: int


class PickAbout(CallbackData, prefix="wa"):
    draft: int
    look: int
    about: About


class PickHarm(CallbackData, prefix="wh"):
    draft: int
    look: int
    harm: bool


class PickMode(CallbackData, prefix="wm"):
    draft: int
    look: int
    mode: Mode


class BlankOut(CallbackData, prefix="wx"):
    """What could tell who wrote it is made unreadable."""

    draft: int
    look: int


class BlankHeld(CallbackData, prefix="wy"):
    """As ``BlankOut``, in words that wait for a second look before they are added; ``held`` tells which words."""

    held: int


class SendHeld(CallbackData, prefix="wz"):
    """The words that wait are added as they were shown."""

    held: int


class AsNew(CallbackData, prefix="wsn"):
    """The words that wait for a case are something new."""

    held: int


Pick = PickKind | PickUrgency | OrderedByBoss | PickAbout | PickHarm | PickMode | BlankOut


NO_LOOK = -1
"""Of a button that comes by itself and shows what it belongs to first."""


class Send(CallbackData, prefix="ws"):
    """Only what the preview showed is sent."""

    draft: int
    look: int


class ShowAll(CallbackData, prefix="wv"):
    """All that a preview has no room for."""

    draft: int


class AddToLast(CallbackData, prefix="wj"):
    """What was just written belongs to what was sent before."""

    draft: int
    look: int


class ThrowAway(CallbackData, prefix="wt"):
    draft: int


class Wish(StrEnum):
    """What a worker does with a case of their own."""

    SHOW = "show"
    LOOK = "look"
    """As ``SHOW``, after what was read about it before."""
    ADD = "add"
    PLACE = "place"
    TAKE_BACK = "back"
    TAKE_BACK_NOW = "gone"
    PRESSED = "pressed"
    """Takes it back because somebody told the worker to."""
    NEW_DIGITS = "digits"
    STOP_ANSWERS = "stop"
    PUNISHED = "punished"
    """Says that somebody punishes the worker for it."""


class OnOwn(CallbackData, prefix="wc"):
    wish: Wish
    case: RowId


class MoreThings(CallbackData, prefix="wn"):
    """The rest of *my things*, from there on."""

    start: RowId


class Open(CallbackData, prefix="wo"):
    """Behind a knock: shows what is new."""

    case: RowId


class Earlier(CallbackData, prefix="ww"):
    """What is said again of a case, before the one of that number."""

    case: RowId
    until: RowId


class Heard(StrEnum):
    """What a worker says to the words in which staff put a recording."""

    RIGHT = "right"
    CHANGE = "change"
    BLANK = "blank"
    """They are right, but what could tell who it is shall be made unreadable."""
    LEAVE_OUT = "out"


class OnWords(CallbackData, prefix="wq"):
    case: RowId
    entry: RowId
    heard: Heard


class Rate(CallbackData, prefix="wr"):
    case: RowId
    verdict: Verdict


class Punished(CallbackData, prefix="wp"):
    case: RowId
    protection: Protection


class Answer(StrEnum):
    """What a worker says to being asked later how things are."""

    WANTED = "wanted"
    ALL_RIGHT = "right"
    STOP = "stop"


class CheckIn(CallbackData, prefix="wi"):
    case: RowId
    answer: Answer


class Place(StrEnum):
    """Where a worker can go by button."""

    THINGS = "things"
    RECEIPT = "receipt"
    PROOF = "proof"
    PRACTICE = "practice"
    PRIVACY = "privacy"
    HELP = "help"
    RULES = "rules"
    LANGUAGE = "language"
    WIPE = "wipe"
    STAY = "stay"


class GoTo(CallbackData, prefix="wg"):
    place: Place


class WroteDown(CallbackData, prefix="wd"):
    """The digits stand on paper: the message with them goes."""


class Forget(CallbackData, prefix="wf"):
    """Where this chat's person works is forgotten."""


class Speak(CallbackData, prefix="wl"):
    language: str


class ChangeJob(CallbackData, prefix="we"):
    code: str
