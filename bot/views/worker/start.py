"""The first words, and finding out where somebody works."""

from bot.callbacks.worker import ChangeJob, GoTo, Place
from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.shown import Button, Shown
from bot.views.worker.keyboard import keyboard
from bot.views.worker.receipt import my_things
from bot.views.worker.words import Args, firm, handlers, land, lines

FEW_PEOPLE = 20


def greeting(facts: Facts, args: Args, t: Speech) -> Shown:
    text = t._(
        "👋 This is Huiyin, for people who work at {enterprise}.\n"
        "📷 Photo, 🎤 voice or text: just send it. No name needed. I don't tell the factory or the coach who sent it.\n"
        "Ideas and dangers: the improvement team reads them. Unfair treatment: only {handlers}; "
        "if it is about them, one tap and they can't see it.\n"
        "You'll see the day you get an answer. If nobody answers, I push it higher.\n"
        "⚠️ Fire, or someone hurt: get away, shout, call {numbers}. This is not an emergency line.",
        enterprise=firm(facts, t),
        handlers=handlers(facts, t),
        numbers=land(facts).numbers,
    )
    return Shown(text, keyboard=keyboard(t))


def is_small(facts: Facts) -> bool:
    """Everybody knows everybody there."""
    return facts.enterprise is not None and facts.enterprise.headcount < FEW_PEOPLE


def few_people(facts: Facts, args: Args, t: Speech) -> Shown | None:
    """Said with the greeting where everybody knows everybody."""
    if not is_small(facts):
        return None
    return Shown(
        t._(
            "👀 Only a few people work here. I don't say who sent it, but what you write may show it: "
            "your work, your shift, how you talk. Leave out what only you know."
        )
    )


def back_again(facts: Facts, args: Args, t: Speech) -> Shown:
    """/start without a code, by somebody we know."""
    text = t._(
        "👋 You are at {enterprise}. Send a photo, a voice message or a text, or tap a key below.",
        enterprise=firm(facts, t),
    )
    return Shown(text, keyboard=keyboard(t))


def ask_code(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(
        t._(
            "👋 This is Huiyin. I don't know yet where you work, so I have kept nothing. "
            "Scan the QR code on the poster once more, or type the code that stands below it."
        )
    )


def unknown_code(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(
        t._(
            "I don't know this code. Look at the poster again: the code stands below the QR code. "
            "If the poster is old, ask somebody of the improvement team for the new one."
        )
    )


def firm_closed(facts: Facts, args: Args, t: Speech) -> Shown:
    """In place of everything that would begin something new."""
    said = t._(
        "🚪 {enterprise} is no longer part of Huiyin, so nobody would read what you send, and I keep nothing of it. "
        "What you sent before is under My things. Doors outside the company; there they may ask your name:",
        enterprise=firm(facts, t),
    )
    return Shown(lines(said, *land(facts).doors(t)), [[my_things(t)]])


def changed_job(facts: Facts, args: Args, t: Speech) -> Shown:
    text = t._(
        "This code belongs to {enterprise}. Do you work there now? What you sent before stays where it is.",
        enterprise=firm(facts, t),
    )
    yes = Button(t._("Yes, I work there now"), ChangeJob(code=str(args["code"])))
    return Shown(text, [[yes], [Button(t._("No, leave it as it is"), GoTo(place=Place.STAY))]])


VIEWS = {
    "greeting": greeting,
    "few_people": few_people,
    "back_again": back_again,
    "ask_code": ask_code,
    "unknown_code": unknown_code,
    "changed_job": changed_job,
    "firm_closed": firm_closed,
}
