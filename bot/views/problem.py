"""When something could not be done: one kind sentence, and what to do."""

from collections.abc import Mapping
from typing import Any

from bot.callbacks.worker import GoTo, Place
from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.rules import broken_rule
from bot.views.shown import Button, Row, Shown
from bot.views.worker.receipt import my_things
from cases.errors import HuiyinError, NotOwn, OldButton, UnknownChat
from cases.ports import Address, Message, Priority, ToChat

PARKED = "Parked"


def problem(here: Address, error: HuiyinError | str) -> Message:
    """``error`` travels by the name of its class, with the rule it names, and with nothing else."""
    name = error if isinstance(error, str) else type(error).__name__
    args = {"error": name, "rule": getattr(error, "rule", None)}
    return Message(ToChat(here), "problem", "problem", args, priority=Priority.PROMPT)


def shown(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    rule = args.get("rule")
    return Shown(broken_rule(rule, t) if rule else sentence(args["error"], t), _ways_on(args["error"], t))


def _ways_on(error: str, t: Speech) -> list[Row]:
    """A worker's own case is open by its number from every chat; what an old button was for stands in *my things*."""
    if error == OldButton.__name__:
        return [[my_things(t)]]
    by_number = Button(t._("🔢 Open it with the number"), GoTo(place=Place.RECEIPT))
    return [[by_number]] if error in (NotOwn.__name__, UnknownChat.__name__) else []


def sentence(error: str, t: Speech) -> str:
    stale = t._("This screen is old: the case has moved on since. Please open it again.")
    known = {
        "NotFound": t._(
            "I can't find that. It may have been taken back; if not, please check the number or open the list again."
        ),
        "ReceiptVoid": t._(
            "The number with which you opened this keeps it open no longer. "
            "Tap /receipt and type it again, or a newer one if you have it."
        ),
        "NotOwn": t._(
            "This can't be opened here any more. If you have its receipt number, that still opens it, "
            "unless you took it back."
        ),
        "UnknownChat": t._(
            "I don't know where you work, so I can't open this here. Scan the QR code on the poster once more, "
            "or type the code that stands below it; then tap this again. With its receipt number it opens at once."
        ),
        "NotAllowed": t._("This is not for you to do here. If your tasks have changed, ask your team's lead."),
        "AlreadyTaken": t._("Somebody was faster and has taken it already."),
        "StaleButton": stale,
        "OldButton": t._(
            "This button is old: what it belongs to was sent already, or has moved on. Nothing was changed now. "
            "Here you see where things stand:"
        ),
        "MoveForbidden": stale,
        "InviteInvalid": t._("This invitation was used already or has run out. Ask for a new link."),
        "CalendarEmpty": t._(
            "The calendar has no working day, so no date can be promised. The programme office can correct it."
        ),
    }
    ours = t._("That did not work, and it is our fault. Nothing you sent is lost; the operator has been told.")
    return known.get(error, ours)
