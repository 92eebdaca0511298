"""What is said right after sending: the receipt, its digits, the place, and what is added later."""

from datetime import datetime

from bot.callbacks.worker import AsNew, BlankHeld, GoTo, OnOwn, Place, SendHeld, Wish, WroteDown
from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.shown import Button, Row, Shown
from bot.views.worker.after import check_ins
from bot.views.worker.readers import before_speaking, recorded, who_reads_now
from bot.views.worker.sending import blank_label, files_line, marks_line, quoted, send_label, throw_away
from bot.views.worker.words import Args, clock_time, firm, heading, land, lines, moment, role_name
from cases.model import Role

ADDED_WORDS = 110
"""How much of an addition is shown again; its writer sees all of it above."""


def receipt(facts: Facts, args: Args, t: Speech) -> Shown:
    """One date, what happens without an answer, and until when it can be taken back."""
    if args["next_role"] is None:
        return Shown(lines(*([safety(facts, t), ""] if args["red"] else []), _kept(facts, args, t)), _buttons(args, t))
    if args["red"]:
        return Shown(lines(safety(facts, t), "", _sent_now(facts, args, t)), _buttons(args, t))
    return Shown(_got_it(facts, args, t), _buttons(args, t))


def safety(facts: Facts, t: Speech) -> str:
    """What to do first when it will hurt somebody now."""
    country = land(facts)
    first = t._(
        "🏃 Get away first. Shout so that others get away too. Fire: call {fire}. Someone hurt: call {injury}.",
        fire=country.fire,
        injury=country.injury,
    )
    return lines(first, country.law(t))


def _kept(facts: Facts, args: Args, t: Speech) -> str:
    """No date is promised in the name of nobody."""
    return t._(
        "📥 It is kept. But nobody has a role here who could answer you, and there is nobody I could tell. "
        "Help outside the company stands in /help. You can take it back until {until}.",
        until=_when(args["until"], facts, t),
    )


def _sent_now(facts: Facts, args: Args, t: Speech) -> str:
    if args["no_way_back"]:
        return t._(
            "✅ Sent right now. You get an answer by {time}. Come back for it with the number below. "
            "If nobody answers, I report it to {next}.",
            time=_when(args["promised"], facts, t),
            next=role_name(Role(args["next_role"]), t),
        )
    return t._(
        "✅ Sent right now. You get an answer by {time}. If nobody answers, I tell you and report it to {next}. "
        "You can take it back until {until}.",
        time=_when(args["promised"], facts, t),
        next=role_name(Role(args["next_role"]), t),
        until=_when(args["until"], facts, t),
    )


def _got_it(facts: Facts, args: Args, t: Speech) -> str:
    said = {
        "day": t.day(moment(args["promised"])),
        "next": role_name(Role(args["next_role"]), t),
        "until": _when(args["until"], facts, t),
    }
    if args["no_way_back"]:
        return t._(
            "✅ Got it. By the end of {day} there is an answer: yes, no, or let's talk. If no, it says why. "
            "I can't reach you: come back with the number below. If nobody answers, I report it to {next}. "
            "You can take it back until {until}.",
            **said,
        )
    return t._(
        "✅ Got it. By the end of {day} you get an answer: yes, no, or let's talk. If no, you are told why. "
        "If nobody answers, I tell you and report it to {next}. You can take it back until {until}.",
        **said,
    )


def _when(value: str, facts: Facts, t: Speech) -> str:
    return clock_time(moment(value), facts.at, t)


def _buttons(args: Args, t: Speech) -> list[Row]:
    if args["no_way_back"]:
        return [[Button(t._("🔢 Open it with the number"), GoTo(place=Place.RECEIPT))], [delete_chat(t)]]
    case = int(args["of"])
    rows: list[Row] = (
        [[Button(t._("📍 Say where the danger is"), OnOwn(wish=Wish.PLACE, case=case))]] if args["hazard"] else []
    )
    if args.get("grievance"):
        rows.append([check_ins(case, t)])
    return [
        *rows,
        [Button(t._("➕ Add to it"), OnOwn(wish=Wish.ADD, case=case)), take_back(case, t)],
        [my_things(t), Button(t._("🔢 Receipt number"), OnOwn(wish=Wish.NEW_DIGITS, case=case))],
        [delete_chat(t)],
    ]


def take_back(case: int, t: Speech) -> Button:
    return Button(t._("↩️ Take it back"), OnOwn(wish=Wish.TAKE_BACK, case=case))


def my_things(t: Speech) -> Button:
    return Button(t._("📂 My things"), GoTo(place=Place.THINGS))


def delete_chat(t: Speech) -> Button:
    return Button(t._("🧹 Delete this chat"), GoTo(place=Place.WIPE))


def digits(facts: Facts, args: Args, t: Speech) -> Shown:
    number = str(args["digits"])
    grouped = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    text = t._(
        "🔢 {digits}\nWrite it on paper. With this number you see the answer, from any phone: tap /receipt. "
        "Lost means lost: nobody can find it again. Delete it here once you have it on paper.",
        digits=grouped,
    )
    return Shown(text, [[Button(t._("✍️ I wrote it down"), WroteDown())]])


def wrote_down(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(t._("👍 Good. If the number still stands above, hold your finger on it and delete it."))


def ask_place(facts: Facts, args: Args, t: Speech) -> Shown | None:
    return _ask(t._("📍 Where is the danger? Write the place in a few words, or send a photo of it."), facts, args, t)


def ask_addition(facts: Facts, args: Args, t: Speech) -> Shown | None:
    return _ask(t._("➕ What do you want to add? Send a text, a photo or a voice message."), facts, args, t)


def ask_own_words(facts: Facts, args: Args, t: Speech) -> Shown | None:
    return _ask(t._("✍️ Write it as it should be read. What they wrote down is left out."), facts, args, t)


def _ask(said: str, facts: Facts, args: Args, t: Speech) -> Shown | None:
    """Whatever is asked, a voice may be the answer: who would hear it is said before."""
    if facts.case is None:
        return None
    heard = before_speaking(facts.case.case, facts, t)
    return Shown(lines(said, *heard), [[throw_away(args, t, t._("Never mind"))]])


def nothing_added(facts: Facts, args: Args, t: Speech) -> Shown:
    """``words`` when some waited."""
    if args["words"]:
        said = t._("🗑 Thrown away. Nobody has seen it. What you sent before stays as it is.")
    else:
        said = t._("👌 All right, nothing is added. What you sent before stays as it is.")
    return Shown(said, [[my_things(t)]])


def added(facts: Facts, args: Args, t: Speech) -> Shown:
    seen = moment(args["seen"])
    if seen <= datetime.fromisoformat(args["at"]):
        return Shown(t._("➕ Added. They see it now."))
    return Shown(t._("➕ Added. They see it at {time}.", time=clock_time(seen, facts.at, t)))


def not_added(facts: Facts, args: Args, t: Speech) -> Shown:
    """Whatever the reason, the way on is named; ``words`` when only those that came with the file were added, or are
    ``waiting`` for a second look."""
    if args.get("words") and args.get("waiting"):
        text = t._(
            "This file was not added: ten files are the most for one thing. "
            "The words you wrote with it are here, not sent yet."
        )
        return Shown(text, [[my_things(t)]])
    if args.get("words"):
        text = t._("This file was not added: ten files are the most for one thing. I took the words you wrote with it.")
        return Shown(text, [[my_things(t)]])
    said = {
        "withdrawn": t._("This was not added: you took that back, and nobody works on it. Send it as something new."),
        "forgotten": t._(
            "This was not added: you took that back, or erased the way back to you, so I can't tell any more what it "
            "was. Send it as something new."
        ),
        "closed": t._(
            "This was not added: that is closed, and nobody would read it. "
            "Not solved? Open it under My things and tap ❌. Or send this as something new."
        ),
        "void": t._(
            "This was not added: the number with which you opened that keeps it open no longer. "
            "Tap /receipt and type it again, or a newer one if you have it."
        ),
        "too_many": t._("This file was not added: ten files are the most for one thing. Say in words what it shows."),
        "too_long": t._("This was not added: that has grown too long. Send it as something new."),
    }
    return Shown(said[args["why"]], [[my_things(t)]])


def look_again(facts: Facts, args: Args, t: Speech) -> Shown | None:
    """Exactly what will be read, of which case and by whom, and never a refusal; ``sorted`` when that was sorted since
    it was asked for."""
    if facts.case is None:
        return None
    text = lines(
        t._("👀 Not added yet. This is all that goes to {enterprise}:", enterprise=firm(facts, t)),
        *quoted(args["text"], ADDED_WORDS, t),
        files_line(args["files"], t),
        marks_line(args["marks"], t),
        t._("It is added to: {thing}", thing=heading(facts.case, t)),
        t._("🗂 It was sorted meanwhile; others may read it now.") if args.get("sorted") else None,
        who_reads_now(facts.case, facts, t) if facts.case.case.open else None,
        *(before_speaking(facts.case.case, facts, t) if recorded(args) else []),
    )
    blank = [[Button(blank_label(t), BlankHeld(held=args["tag"]))]] if args["marks"] else []
    new = [[Button(t._("🆕 It is something new"), AsNew(held=args["tag"]))]] if args.get("may_be_new") else []
    return Shown(text, [[Button(send_label(t), SendHeld(held=args["tag"]))], *blank, *new, [throw_away(args, t)]])


VIEWS = {
    "look_again": look_again,
    "receipt": receipt,
    "digits": digits,
    "wrote_down": wrote_down,
    "ask_place": ask_place,
    "ask_addition": ask_addition,
    "ask_own_words": ask_own_words,
    "nothing_added": nothing_added,
    "added": added,
    "not_added": not_added,
}
