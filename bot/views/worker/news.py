"""What a worker is told of a case. The names are those of the case's events, the facts are theirs."""

from bot.callbacks.worker import Heard, OnOwn, OnWords, Open, Rate, Wish
from bot.translate import Speech
from bot.views.facts import CaseFacts, Facts
from bot.views.shown import Button, Row, Shown
from bot.views.worker.readers import who_reads
from bot.views.worker.receipt import my_things
from bot.views.worker.sending import blank_label, marks_line
from bot.views.worker.words import (
    Args,
    clock_time,
    day_of,
    entry_text,
    firm,
    heading,
    kind_label,
    land,
    lines,
    moment,
    role_name,
)
from cases.clocks import coming_dates, reply_seen_at, waits_for_worker
from cases.leaks import find
from cases.model import Case, ClockKind, DeclineReason, Kind, Level, Mode, Role, Stage, TakeChoice, Verdict
from cases.recordings import to_confirm


def knock(facts: Facts, args: Args, t: Speech) -> Shown | None:
    """All that a locked screen shows."""
    if facts.case is None:
        return None
    return Shown(t._("Huiyin: new message"), [[Button(t._("Open"), Open(case=facts.case.case.id))]])


def taken(facts: Facts, args: Args, t: Speech) -> Shown | None:
    said = {
        TakeChoice.LOOK_TODAY: t._("👀 Somebody has it in hand and looks at it today."),
        TakeChoice.MEETING: t._("👥 Somebody has it in hand. It is talked about at the next meeting."),
        TakeChoice.NEED_TO_ASK: t._("🙋 Somebody has it in hand and has to ask around first."),
    }
    return _about(facts, t, said[TakeChoice(args["choice"])])


def sorted_out(facts: Facts, args: Args, t: Speech) -> Shown | None:
    """What it is taken for, who reads it now, and by when there is an answer while that holds; never who said so."""
    kind = kind_label(Kind(args["kind"]), t)
    if args["team"] and facts.case and not facts.team_there:
        said = lines(t._("🗂 It is sorted now: {kind}.", kind=kind), who_reads(facts.case.case, facts, t))
    elif args["team"]:
        said = t._("🗂 It is sorted now: {kind}. From now on the improvement team reads it.", kind=kind)
    else:
        said = t._("🗂 It is sorted now: {kind}. It stays with those who look after unfair treatment.", kind=kind)
    day = day_of(args["promised"], t) if args["promised"] else None
    by = t._("You get an answer by {day}.", day=day) if day and _holds(day, ClockKind.ANSWERED, facts, t) else None
    return _about(facts, t, lines(said, by))


def _holds(day: str, kind: ClockKind, facts: Facts, t: Speech) -> bool:
    """Whether a date that the worker was told is still one that is to come."""
    coming = coming_dates(facts.case.case, facts.case.clocks, facts.at) if facts.case else []
    return (day, kind) in [(t.day(due), promised) for due, promised in coming]


def unsorted(facts: Facts, args: Args, t: Speech) -> Shown | None:
    if args["team"]:
        said = t._(
            "🗂 It was sorted wrongly, and the improvement team may have read it. From now on only those who look after "
            "unfair treatment read it, until it is sorted anew."
        )
    else:
        said = t._("🗂 It was sorted wrongly. Those who look after unfair treatment sort it anew.")
    stay = t._("Photos and files that reached the team stay there.") if args["team"] and args.get("files") else None
    return _about(facts, t, lines(said, stay))


def written_down(facts: Facts, args: Args, t: Speech) -> Shown | None:
    """The buttons go once the worker has said yes, or when it was written down anew."""
    if facts.case is None:
        return None
    case, entry = facts.case.case, int(args["entry"])
    waiting = to_confirm(facts.case.entries, facts.case.events)
    said = t._("🎤 They wrote down what you said. Is it right? Only what you say yes to is passed on.")
    words = entry_text(facts.case, entry) or ""
    marks = [words[leak.start : leak.end] for leak in find(words)]
    rows = _words_rows(case, entry, marks, t) if case.open and waiting and waiting.id == entry else []
    return Shown(lines(heading(facts.case, t), said, words, marks_line(marks, t)), [*rows, [my_things(t)]])


def _words_rows(case: Case, entry: int, marks: list[str], t: Speech) -> list[Row]:
    labels = {
        Heard.RIGHT: t._("✅ That is what I said"),
        **({Heard.BLANK: blank_label(t)} if marks else {}),
        Heard.CHANGE: t._("✍️ Change it"),
        Heard.LEAVE_OUT: t._("🔇 Leave it out"),
    }
    return [[Button(label, OnWords(case=case.id, entry=entry, heard=heard))] for heard, label in labels.items()]


def nothing_new(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(t._("👌 Nothing new since you last looked."))


def words_passed_on(facts: Facts, args: Args, t: Speech) -> Shown | None:
    when = clock_time(moment(args["seen"]), facts.at, t)
    return _about(facts, t, t._("✅ Noted. These words are passed on at {time}.", time=when))


def words_left_out(facts: Facts, args: Args, t: Speech) -> Shown | None:
    return _about(facts, t, t._("🔇 Left out: the words are not passed on. Who has heard the recording has heard it."))


def answer(facts: Facts, args: Args, t: Speech) -> Shown | None:
    return _with_entry(facts, args, t, t._("💬 They write to you:"))


def question(facts: Facts, args: Args, t: Speech) -> Shown | None:
    """The answer waits for three working days; whoever reads it later, or once more, can reply as well, and who has
    replied is asked no more."""
    said = t._("🙋 They asked you something. You can reply; you don't have to.")
    if facts.case and _asks(facts.case):
        said = t._(
            "🙋 They need to know something from you before they can answer. "
            "The answer waits for you, three working days at most. You don't have to reply."
        )
    return _with_entry(facts, args, t, said)


def _asks(case: CaseFacts) -> bool:
    return waits_for_worker(case.case, case.clocks) and reply_seen_at(case.case, case.entries) is None


def made_safe(facts: Facts, args: Args, t: Speech) -> Shown | None:
    return _with_entry(facts, args, t, t._("🛡 The danger is under control. They write to you:"))


def came_back(facts: Facts, args: Args, t: Speech) -> Shown | None:
    said = t._("🔁 They looked again, and the danger is back. It is open again, and you get a new answer.")
    return _about(facts, t, said)


def accepted(facts: Facts, args: Args, t: Speech) -> Shown | None:
    return _about(facts, t, t._("👍 Yes, it will be done. By {day}.", day=day_of(args["solve_by"], t)))


def declined(facts: Facts, args: Args, t: Speech) -> Shown | None:
    if facts.case is None:
        return None
    said = lines(_reason(DeclineReason(args["reason"]), t), entry_text(facts.case, args.get("entry")))
    return _settled(
        facts, args, t, said, t._("Is that all right for you? If not, tap ❌: then it goes one step higher.")
    )


def _reason(reason: DeclineReason, t: Speech) -> str:
    return {
        DeclineReason.DUPLICATE: t._(
            "👥 Somebody else said the same before; it is being looked after there. They write:"
        ),
        DeclineReason.ALREADY_DONE: t._("They say it is done already. They write:"),
        DeclineReason.NOT_FEASIBLE_NOW: t._("They say it can't be done now. They write:"),
        DeclineReason.TOO_COSTLY: t._("They say it costs too much. They write:"),
        DeclineReason.OUTSIDE_OUR_POWER: t._("They say it is not in their power. They write:"),
        DeclineReason.NOT_CONFIRMED: t._("They looked and did not find it so. They write:"),
        DeclineReason.NEEDS_MORE_FACTS: t._("They don't know enough to act. They write:"),
    }[reason]


def resolved(facts: Facts, args: Args, t: Speech) -> Shown | None:
    if facts.case is None:
        return None
    said = lines(t._("🛠 They say it is done. They write:"), entry_text(facts.case, args.get("entry")))
    return _settled(facts, args, t, said, t._("Is it solved? One tap. With ❌ it goes one step higher."))


def promise_broken(facts: Facts, args: Args, t: Speech) -> Shown | None:
    if args["next_role"] is None:
        return _about(facts, t, _nobody_told(args, t))
    said = {"day": t.day(moment(args["promised"])), "next": role_name(Role(args["next_role"]), t)}
    if args["clock"] == ClockKind.SOLVED:
        return _about(facts, t, _not_done(said, facts, t))
    return _about(facts, t, _not_heard(said, facts, t))


def _nobody_told(args: Args, t: Speech) -> str:
    day = t.day(moment(args["promised"]))
    if args["clock"] == ClockKind.SOLVED:
        return t._(
            "Sorry. We said it would be done by {day}, and it is not. It is not your fault. "
            "There is nobody else here I could tell. Help outside the company stands in /help.",
            day=day,
        )
    return t._(
        "Sorry. We said you would hear by {day}, and you did not. It is not your fault. "
        "There is nobody else here I could tell. Help outside the company stands in /help.",
        day=day,
    )


def _not_heard(said: dict[str, str], facts: Facts, t: Speech) -> str:
    if _named(facts.case):
        return t._(
            "Sorry. We said you would hear by {day}, and you did not. It is not your fault. "
            "I have reported it to {next}. Nobody has set a new date yet, so I won't promise one.",
            **said,
        )
    return t._(
        "Sorry. We said you would hear by {day}, and you did not. It is not your fault. "
        "I have reported it to {next}. They don't know who you are. "
        "Nobody has set a new date yet, so I won't promise one.",
        **said,
    )


def _not_done(said: dict[str, str], facts: Facts, t: Speech) -> str:
    if _named(facts.case):
        return t._(
            "Sorry. We said it would be done by {day}, and it is not. It is not your fault. "
            "I have reported it to {next}. Nobody has set a new date yet, so I won't promise one.",
            **said,
        )
    return t._(
        "Sorry. We said it would be done by {day}, and it is not. It is not your fault. "
        "I have reported it to {next}. They don't know who you are. "
        "Nobody has set a new date yet, so I won't promise one.",
        **said,
    )


def _named(facts: CaseFacts | None) -> bool:
    return facts is not None and facts.case.mode is Mode.NAMED


def extended(facts: Facts, args: Args, t: Speech) -> Shown | None:
    """The date is said only while it is the one that holds; after that the words are left."""
    day = day_of(args["new_date"], t)
    if not _holds(day, ClockKind(args["clock"]), facts, t):
        return answer(facts, args, t)
    return _with_entry(facts, args, t, t._("⏳ It takes longer. The new date is {day}. They write:", day=day))


def closed_by_silence(facts: Facts, args: Args, t: Speech) -> Shown | None:
    said = t._(
        "🔒 We heard nothing more from you for two weeks, so this is closed. Not solved? Tap ❌ and it opens again."
    )
    if facts.case is None:
        return None
    return Shown(lines(heading(facts.case, t), said), [[not_solved(facts.case.case, t)], [my_things(t)]])


def climbed(facts: Facts, args: Args, t: Speech) -> Shown | None:
    if args["level"] == Level.INDEPENDENT and args.get("independent", True):
        said = t._(
            "⬆️ You said it is not solved. Now the independent contact looks at it too, "
            "who is not paid by the company. You get a new answer."
        )
    else:
        said = t._("⬆️ You said it is not solved. It goes one step higher now, and you get a new answer.")
    return _about(facts, t, said)


def outside_doors(facts: Facts, args: Args, t: Speech) -> Shown | None:
    said = t._(
        "We could not solve it in here. I'm sorry. These doors are outside the company; there they may ask your name:"
    )
    return _about(facts, t, lines(said, *land(facts).doors(t)))


def enterprise_closed(facts: Facts, args: Args, t: Speech) -> Shown | None:
    return _about(facts, t, lines(_who_has_it(facts, args, t), *land(facts).doors(t)))


def enterprise_reopened(facts: Facts, args: Args, t: Speech) -> Shown | None:
    if args["to"] is None:
        said = t._(
            "🚪 {enterprise} is back in Huiyin. What you sent goes on there, its words stay, "
            "and answers still come here.",
            enterprise=firm(facts, t),
        )
    else:
        said = t._(
            "🚪 {enterprise} is back in Huiyin. What you sent stays with {who}, its words stay too, "
            "and answers still come here.",
            enterprise=firm(facts, t),
            who=role_name(Role(args["to"]), t),
        )
    return _about(facts, t, said)


def _who_has_it(facts: Facts, args: Args, t: Speech) -> str:
    if args["to"] is None:
        return t._(
            "🚪 {enterprise} leaves Huiyin, and nobody is left in it who could answer you. "
            "Doors outside the company; there they may ask your name:",
            enterprise=firm(facts, t),
        )
    return t._(
        "🚪 {enterprise} leaves Huiyin. What you sent is with {who} now, and answers still come here. After 90 days "
        "its words are erased, unless {enterprise} comes back or they must be kept for a court. "
        "Doors outside the company; there they may ask your name:",
        enterprise=firm(facts, t),
        who=role_name(Role(args["to"]), t),
    )


def media_refused(facts: Facts, args: Args, t: Speech) -> Shown | None:
    return _about(
        facts,
        t,
        t._(
            "📎 One of your files could not be opened safely, so nobody gets it. The rest is there. Send it as a photo."
        ),
    )


def _about(facts: Facts, t: Speech, said: str) -> Shown | None:
    """One sentence about one case; nothing when the case is gone."""
    if facts.case is None:
        return None
    return Shown(lines(heading(facts.case, t), said), [[_reply(facts.case.case, t), my_things(t)]])


def _with_entry(facts: Facts, args: Args, t: Speech, said: str) -> Shown | None:
    if facts.case is None:
        return None
    text = lines(heading(facts.case, t), said, entry_text(facts.case, args.get("entry")))
    return Shown(text, [[_reply(facts.case.case, t), my_things(t)]], media=_files(facts.case, args))


def _settled(facts: Facts, args: Args, t: Speech, said: str, ask: str) -> Shown | None:
    """A decision, and the worker's one tap on it while it still waits for one, and no later one does."""
    if facts.case is None:
        return None
    case = facts.case.case
    decided = [event.data.get("entry") for event in facts.case.events if event.what in ("resolved", "declined")]
    waiting = case.stage in (Stage.RESOLVED, Stage.DECLINED) and decided[-1:] in ([], [args.get("entry")])
    rows: list[Row] = [*(verdicts(case, t) if waiting else []), [_reply(case, t), my_things(t)]]
    return Shown(lines(heading(facts.case, t), said, ask if waiting else None), rows, media=_files(facts.case, args))


def verdicts(case: Case, t: Speech) -> list[Row]:
    solved = Button(t._("✅ Solved"), Rate(case=case.id, verdict=Verdict.SOLVED))
    half = Button(t._("🟡 Half"), Rate(case=case.id, verdict=Verdict.HALF))
    return [[solved, half, not_solved(case, t)]]


def not_solved(case: Case, t: Speech) -> Button:
    return Button(t._("❌ Not solved"), Rate(case=case.id, verdict=Verdict.NOT))


def _reply(case: Case, t: Speech) -> Button:
    return Button(t._("💬 Reply"), OnOwn(wish=Wish.ADD, case=case.id))


def _files(case: CaseFacts, args: Args) -> tuple[int, ...]:
    return next((tuple(each.id for each in entry.media) for entry in case.entries if entry.id == args.get("entry")), ())


VIEWS = {
    "knock": knock,
    "taken": taken,
    "sorted": sorted_out,
    "unsorted": unsorted,
    "written_down": written_down,
    "nothing_new": nothing_new,
    "words_passed_on": words_passed_on,
    "words_left_out": words_left_out,
    "answer": answer,
    "question": question,
    "made_safe": made_safe,
    "came_back": came_back,
    "accepted": accepted,
    "declined": declined,
    "resolved": resolved,
    "promise_broken": promise_broken,
    "extended": extended,
    "closed_by_silence": closed_by_silence,
    "climbed": climbed,
    "outside_doors": outside_doors,
    "enterprise_closed": enterprise_closed,
    "enterprise_reopened": enterprise_reopened,
    "media_refused": media_refused,
}
