"""*My things*: the list, one case with what happens next, taking back, and the way in by number."""

from datetime import date, datetime

from bot.callbacks.worker import Earlier, GoTo, MoreThings, OnOwn, Open, Place, Wish
from bot.translate import Speech
from bot.views.facts import CaseFacts, Facts
from bot.views.shown import Button, Row, Shown
from bot.views.worker.after import check_ins, punished
from bot.views.worker.news import not_solved, verdicts
from bot.views.worker.receipt import my_things, take_back
from bot.views.worker.words import SIGNS, Args, clock_time, heading, land, lines, moment
from cases.clocks import coming_dates, known_dates, reply_seen_at, waits_for_worker
from cases.model import Case, ClockKind, Kind, Level, Mode, Stage
from cases.stages import may_move


def things(facts: Facts, args: Args, t: Speech) -> Shown:
    by_number = [Button(t._("🔢 Open one with its number"), GoTo(place=Place.RECEIPT))]
    if not args["items"]:
        said = t._("📂 Nothing here yet. What you send with no way back does not stand here: open it with its number.")
        return Shown(said, [by_number])
    rows = [[Button(_label(item, t), OnOwn(wish=Wish.LOOK, case=item["case"]))] for item in args["items"]]
    said = t._("📂 What you sent: what is still open first, then what has ended. Tap one to see what happens next.")
    return Shown(said, [*rows, *_more(args, t), by_number])


def _more(args: Args, t: Speech) -> list[Row]:
    if not args.get("left"):
        return []
    label = t.n_("⬇️ {count} more", "⬇️ {count} more", args["left"])
    return [[Button(label, MoreThings(start=args["until"]))]]


def _label(item: Args, t: Speech) -> str:
    kind = Kind(item["kind"]) if item["kind"] else None
    return f"{SIGNS[kind]} {t.day(date.fromisoformat(item['day']))} {item['words']}".rstrip()


def thing(facts: Facts, args: Args, t: Speech) -> Shown | None:
    """Where a case stands, and what can be done with it. None when it is gone."""
    if facts.case is None:
        return None
    unseen: list[Row] = [[_open(facts.case.case, t)]] if args.get("unseen") else []
    earlier = _earlier(facts.case.case, args, t)
    if args.get("leaves"):
        said, rows = _leaves(facts, args["leaves"], t), _rows_of_all(facts.case.case, t)
    else:
        said, rows = lines(_standing(facts, facts.case, t), _next_date(facts, facts.case, t)), _rows(facts.case, t)
    return Shown(lines(heading(facts.case, t), said), [*unseen, *earlier, *rows])


def _open(case: Case, t: Speech) -> Button:
    return Button(t._("📬 Open messages"), Open(case=case.id))


def _earlier(case: Case, args: Args, t: Speech) -> list[Row]:
    if not args.get("earlier"):
        return []
    label = t.n_("⬆️ {count} earlier", "⬆️ {count} earlier", args["earlier"])
    return [[Button(label, Earlier(case=case.id, until=args["earlier"]))]]


def _leaves(facts: Facts, at: str, t: Speech) -> str:
    return t._("↩️ You took it back. It leaves their list at {time}.", time=clock_time(moment(at), facts.at, t))


def _standing(facts: Facts, case: CaseFacts, t: Speech) -> str:
    if case.case.released_at is None:
        when = clock_time(case.case.release_due, facts.at, t)
        return t._(
            "📨 Sent. Nobody has seen it yet; they see it at {time}. Until then you can take it back.", time=when
        )
    if case.case.stage is Stage.CLOSED and case.case.level is Level.OUTSIDE:
        return t._("🔒 Closed without a solution in here. Tap /help for the doors outside.")
    said = {
        Stage.NEW: t._("👀 They can see it. Nobody has it in hand yet."),
        Stage.TAKEN: t._("🙋 Somebody has it in hand."),
        Stage.ACCEPTED: t._("👍 They said yes and are working on it."),
        Stage.RESOLVED: t._("🛠 They say it is done. Is it?"),
        Stage.DECLINED: t._("They said no. Is that all right for you?"),
        Stage.CLOSED: t._("🔒 Closed."),
        Stage.WITHDRAWN: t._("↩️ You took it back."),
    }[case.case.stage]
    return _unowned(case.case, t) or said


def _unowned(case: Case, t: Speech) -> str | None:
    """Of what was taken before: who had it may have left, or it is open again."""
    if case.owner is not None:
        return None
    return {
        Stage.TAKEN: t._("👀 They can see it. Nobody has it in hand right now."),
        Stage.ACCEPTED: t._("👍 They said yes, but nobody has it in hand right now."),
    }.get(case.stage)


def _next_date(facts: Facts, case: CaseFacts, t: Speech) -> str | None:
    """The nearest date that is still to come; where none is, what the worker was promised and did not get. What rests
    has no date.
    """
    if waits_for_worker(case.case, case.clocks):
        return _waiting(facts, case, t)
    if not case.case.open:
        return None
    if coming := coming_dates(case.case, case.clocks, facts.at):
        return _promise(*coming[0], t)
    known = known_dates(case.clocks)
    return _broken(*known[0], t) if known else None


def _waiting(facts: Facts, case: CaseFacts, t: Speech) -> str:
    """Who has replied can do no more: the answer rests until the reply is seen."""
    seen = reply_seen_at(case.case, case.entries)
    if seen is None:
        return t._("⏳ They wait for your reply, three working days at most; then you get an answer.")
    when = clock_time(seen, facts.at, t)
    return t._("⏳ They see what you wrote at {time}; then you get an answer.", time=when)


def _promise(due: datetime, kind: ClockKind, t: Speech) -> str:
    if kind is ClockKind.ANSWERED:
        return t._("⏳ You get an answer by {day}.", day=t.day(due))
    return t._("⏳ It is done by {day}.", day=t.day(due))


def _broken(due: datetime, kind: ClockKind, t: Speech) -> str:
    if kind is ClockKind.ANSWERED:
        return t._(
            "⌛ We said you would hear by {day}, and you did not. Nobody has set a new date yet.", day=t.day(due)
        )
    return t._("⌛ We said it would be done by {day}, and it is not. Nobody has set a new date yet.", day=t.day(due))


def _rows(case: CaseFacts, t: Speech) -> list[Row]:
    here = case.case
    rows: list[Row] = []
    if here.stage in (Stage.RESOLVED, Stage.DECLINED):
        rows += verdicts(here, t)
    if here.stage is Stage.CLOSED and here.level is not Level.OUTSIDE:
        rows.append([not_solved(here, t)])
    if here.open:
        rows.append([Button(t._("💬 Reply or add"), OnOwn(wish=Wish.ADD, case=here.id))])
    if may_move(here, Stage.WITHDRAWN):
        rows.append([take_back(here.id, t)])
    return [*rows, *_rows_of_all(here, t)]


def _rows_of_all(case: Case, t: Speech) -> list[Row]:
    """Also of what is out of their sight, or soon will be."""
    digits = Button(t._("🔢 New receipt number"), OnOwn(wish=Wish.NEW_DIGITS, case=case.id))
    stop = Button(t._("✂️ Erase the way back to me"), OnOwn(wish=Wish.STOP_ANSWERS, case=case.id))
    return [*_after(case, t), [digits], [stop], [my_things(t)]]


def _after(case: Case, t: Speech) -> list[Row]:
    """What a grievance has beside the others: a word about punishment, for ever, and being asked later."""
    if case.kind is not Kind.GRIEVANCE:
        return []
    rows: list[Row] = [[punished(case.id, t)]] if case.released_at else []
    return rows if case.mode is Mode.NO_WAY_BACK else [*rows, [check_ins(case.id, t)]]


def ask_take_back(facts: Facts, args: Args, t: Speech) -> Shown | None:
    if facts.case is None:
        return None
    case = facts.case.case
    keep = Button(t._("No, leave it"), OnOwn(wish=Wish.SHOW, case=case.id))
    gone = Button(t._("↩️ Take it back"), OnOwn(wish=Wish.TAKE_BACK_NOW, case=case.id))
    if case.released_at is None:
        said = t._("Take it back? Nobody has seen it. It is erased and counts nowhere.")
        return Shown(lines(heading(facts.case, t), said), [[gone], [keep]])
    said = t._("They have seen it already. Do you want it back yourself, or did somebody tell you to?")
    mine = Button(t._("↩️ I want it back myself"), OnOwn(wish=Wish.TAKE_BACK_NOW, case=case.id))
    pressed = Button(t._("🤐 Somebody told me to"), OnOwn(wish=Wish.PRESSED, case=case.id))
    return Shown(lines(heading(facts.case, t), said), [[mine], [pressed], [keep]])


def taken_back(facts: Facts, args: Args, t: Speech) -> Shown:
    said = {
        "gone": t._("↩️ Taken back. Nobody has seen it, it is erased and counts nowhere."),
        "recalled": t._("↩️ Taken back. They saw it, but nobody had it in hand yet. It counts nowhere."),
        "counted": t._(
            "↩️ Taken back. It leaves their list at the next fixed time, so that staff don't see when you tapped."
        ),
    }
    return Shown(said[args["how"]])


def pressed(facts: Facts, args: Args, t: Speech) -> Shown:
    """Nobody may make a worker take a case back."""
    said = t._(
        "Nobody may make you take it back, and staff don't learn that you said so. It stays for now. You can get help:"
    )
    back = Button(t._("↩️ Take it back all the same"), OnOwn(wish=Wish.TAKE_BACK_NOW, case=args["of"]))
    keep = Button(t._("Leave it"), OnOwn(wish=Wish.SHOW, case=args["of"]))
    return Shown(lines(said, *land(facts).doors(t)), [[keep], [back]])


def rated(facts: Facts, args: Args, t: Speech) -> Shown:
    said = {
        "solved": t._("✅ Thank you, noted as solved."),
        "half": t._("🟡 Noted: half done. It goes back to them."),
        "not": t._("❌ Noted: not solved. It goes one step higher."),
    }
    return Shown(
        lines(
            said[args["verdict"]],
            t._(
                "It takes effect at {time}, not now, so that staff don't see when you tapped.",
                time=clock_time(moment(args["when"]), facts.at, t),
            ),
        )
    )


def answers_stopped(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(
        t._("✂️ The way back is erased. I can't write to you about it any more; only a receipt number opens it.")
    )


def ask_digits(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(lines(t._("🔢 Type the 16 digits from your paper. Spaces don't matter."), _taken_away(t)))


def _taken_away(t: Speech) -> str:
    """Telegram may refuse, so it is not said to be done."""
    return t._("I take your message with the number out of this chat.")


def wrong_digits(facts: Facts, args: Args, t: Speech) -> Shown:
    wait = args["wait"]
    if args["complete"]:
        said = t._("No case opens with this number. Check each digit. A newer number makes the older one void.")
    else:
        said = t._("These are not 16 digits. Look at your paper again and type them all.")
    slow = t.n_("Please wait {count} second, then try again.", "Please wait {count} seconds, then try again.", wait)
    return Shown(lines(said, _taken_away(t), slow if wait else None))


def slow_down(facts: Facts, args: Args, t: Speech) -> Shown:
    said = t.n_(
        "That was too soon. Please wait {count} more second, then type the number again.",
        "That was too soon. Please wait {count} more seconds, then type the number again.",
        args["wait"],
    )
    return Shown(lines(said, _taken_away(t)))


def edited_after_send(facts: Facts, args: Args, t: Speech) -> Shown:
    said = t._(
        "✋ I can't take this change. What is sent stays as you sent it: take it back, or add to it. "
        "What is not sent yet, please send as a new message."
    )
    return Shown(said, [[my_things(t)]])


VIEWS = {
    "things": things,
    "thing": thing,
    "ask_take_back": ask_take_back,
    "taken_back": taken_back,
    "pressed": pressed,
    "rated": rated,
    "answers_stopped": answers_stopped,
    "ask_digits": ask_digits,
    "wrong_digits": wrong_digits,
    "slow_down": slow_down,
    "edited_after_send": edited_after_send,
}
