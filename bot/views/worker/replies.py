"""Kind answers to what is no input: small talk, things that cannot be taken."""

from bot.callbacks.worker import GoTo, Place
from bot.flows.content import Unfit
from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.shown import Button, Shown
from bot.views.worker.words import Args, lines

FILES = (Unfit.OFFICE_FILE, Unfit.OTHER_FILE, Unfit.TOO_BIG)


def try_it(facts: Facts, args: Args, t: Speech) -> Shown:
    """For "hello", "anyone there?" and "test"."""
    text = t._(
        "👋 Yes, I'm here. I am a program; people read what you send. Try it first: in practice nobody gets anything. "
        "For real: just send a photo, a voice message or a few words about what is wrong."
    )
    return Shown(text, [[Button(t._("🙂 Just try"), GoTo(place=Place.PRACTICE))]])


def unfit(facts: Facts, args: Args, t: Speech) -> Shown:
    """And what is kept: the ``words`` that came with it, ``waiting`` to be sent, or the ``rest`` of before."""
    why = Unfit(args["why"])
    kept = None
    if args.get("words") and args.get("waiting"):
        kept = t._("The words you wrote with it are here, not sent yet.")
    elif args.get("words"):
        kept = t._("I took the words you wrote with it.")
    elif args.get("rest") and why in FILES:
        kept = t._("Everything else is still here.")
    return Shown(lines(_why(why, t), kept))


def _why(why: Unfit, t: Speech) -> str:
    return {
        Unfit.STICKER: t._("🙂 Nice one! I can't pass it on, though. Tell me in words, with a photo or by voice."),
        Unfit.CONTACT: t._("I need no phone numbers, and I have not kept this one. Tell me in words what it is about."),
        Unfit.LOCATION: t._("I don't take locations: they could show where you are. Write the place in words instead."),
        Unfit.GAME: t._("I can't pass that on. Tell me in words, with a photo or by voice."),
        Unfit.FORWARDED: t._(
            "I did not take this: a forwarded message can show who wrote it first. "
            "Copy the words, or send the photo anew."
        ),
        Unfit.OFFICE_FILE: t._(
            "I don't take Word, Excel or such files: your name may hide in them. Send a photo or a PDF."
        ),
        Unfit.OTHER_FILE: t._(
            "I can't open this kind of file safely. Send a photo, a voice message, a video or a PDF."
        ),
        Unfit.TOO_BIG: t._("This file is too big: 20 MB is the most. Send a shorter video, or a photo."),
        Unfit.TOO_MANY: t._(
            "Ten files are the most for one thing. The others are all here; this one is not. You can send them now."
        ),
        Unfit.TOO_LONG: t._(
            "That is very long. This last part is not taken; all before it is here. Send that first, then add the rest."
        ),
        Unfit.EMPTY: t._("That was empty. Send a photo, a voice message or a few words."),
        Unfit.OTHER: t._("I can't pass this on. Send a photo, a voice message, a video, a PDF or a few words."),
    }[why]


def finish_first(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(t._("You have something here that is not sent yet. Send it or throw it away first, then try."))


VIEWS = {"try_it": try_it}

OF_WHAT_WAS_GIVEN = {"unfit": unfit, "finish_first": finish_first}
"""Tells that the worker gave something."""
