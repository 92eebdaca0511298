"""What staff are asked on the way to an action.

All are said about a case, and show nothing of it to whom it was taken from meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.callbacks.staff import Ask, DayOf, Decline, End, Finish, OnDay, PutCategory, Reassign
from bot.translate import Speech
from bot.views import View
from bot.views.categories import category_labels
from bot.views.facts import CaseFacts, Facts
from bot.views.shown import Button, Row, Shown
from bot.views.staff.buttons import button, writes_down
from bot.views.staff.card import TEXT, visible
from bot.views.staff.words import reason_words, shortened
from cases.model import Case, DeclineReason, Kind

MOST_MARKS, MARK = 5, 60
"""How many of the marked words are repeated, and how much of each."""

Body = Callable[[CaseFacts, Facts, Mapping[str, Any], Speech], Shown]


def about_a_case(body: Body) -> View:
    """A view that is shown only to whom the case is, or who keeps a recording of it."""

    def view(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
        seen = visible(facts) or (facts.case if writes_down(facts) else None)
        return body(seen, facts, args, t) if seen else None

    return view


def _ask(text: str, case: Case, facts: Facts, t: Speech, rows: Sequence[Row] = ()) -> Shown:
    """In a group a bot reads only replies to itself, so there the keyboard opens for one; in private a button stops."""
    if rows or facts.reader:
        return Shown(text, [*rows, [_cancel(case, t)]])
    stop = t._("Reply to this message. /cancel stops.")
    return Shown(f"{text}\n\n{stop}", ask=True)


def _cancel(case: Case, t: Speech) -> Button:
    return Button(t._("✖️ Cancel"), End(case=case.id, finish=Finish.CANCEL))


@about_a_case
def ask_answer(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "💬 Case {number}: write what the worker shall read, or send a picture. You see it once more before it leaves.",
        number=seen.case.number,
    )
    return _ask(text, seen.case, facts, t)


@about_a_case
def ask_note(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._("📝 Case {number}: write the note. The worker never sees it.", number=seen.case.number)
    return _ask(text, seen.case, facts, t)


@about_a_case
def ask_note_for_the_team(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "🎤 Case {number}: the recording stays with you, for who sent it did not send it to the team. Write for the "
        "team what it is about, in your own words; leave out what shows who speaks.",
        number=seen.case.number,
    )
    return _ask(text, seen.case, facts, t)


@about_a_case
def words_only(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "✏️ Case {number}: only words go here, so nothing of this was taken. Please write it without a file.",
        number=seen.case.number,
    )
    return _ask(text, seen.case, facts, t)


@about_a_case
def ask_question(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "🗣 Case {number}: what do you need to know from the worker? Ask about the matter, never who it is. "
        "While you wait the clock rests, at most three working days, once.",
        number=seen.case.number,
    )
    return _ask(text, seen.case, facts, t)


@about_a_case
def ask_words(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "🎤 Case {number}: write down what was said, all of it and in the same words; leave out what shows who speaks. "
        "The worker is asked whether it is right. Before that nobody else reads it.",
        number=seen.case.number,
    )
    return _ask(text, seen.case, facts, t)


@about_a_case
def ask_major(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "🛑 Case {number}: “major” is a class of the law, for a danger that can kill or can't be removed at once. "
        "Within 72 hours it is gone, or five assurances are given: a person, measures, money, a time limit, "
        "an emergency plan. Is it major?",
        number=seen.case.number,
    )
    return _ask(text, seen.case, facts, t, [[button(Ask.IS_MAJOR, seen.case.id, t)]])


@about_a_case
def ask_assurance(seen: CaseFacts, facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    if args["part"] == "until":
        text = t._(
            "🛟 Case {number}, 4 of 5: by which day is the danger gone? Tap one, or type it like this: {example}",
            number=seen.case.number,
            example=args["days"][-1],
        )
        return _ask_day(text, DayOf.ASSURE, seen.case, facts, args, t)
    return _ask(_assurance(args["part"], seen.case.number, t), seen.case, facts, t)


def _assurance(part: str, number: int, t: Speech) -> str:
    return {
        "person": t._("🛟 Case {number}, 1 of 5: who answers for it? Write the name.", number=number),
        "measures": t._("🛟 Case {number}, 2 of 5: what keeps people safe until the danger is gone?", number=number),
        "money": t._("🛟 Case {number}, 3 of 5: what money is there for it, and who gives it?", number=number),
        "plan": t._("🛟 Case {number}, 5 of 5: what does everybody do if it goes wrong before that?", number=number),
    }[part]


@about_a_case
def ask_target(seen: CaseFacts, _facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    """Before anything leaves: to the worker, or a note?"""
    case, files = seen.case, args["files"]
    question = t._("Case {number}: does this go to the worker, or is it a note for staff?", number=case.number)
    counted = t.n_("📎 {count} file", "📎 {count} files", files) if files else ""
    worker = Button(t._("💬 To the worker"), End(case=case.id, finish=Finish.TO_WORKER))
    note = Button(t._("📝 A note for staff"), End(case=case.id, finish=Finish.AS_NOTE))
    rows = [[worker], *([[note]] if args["text"] and not files else []), [_cancel(case, t)]]
    return Shown("\n\n".join(filter(None, [question, shortened(args["text"], TEXT), counted])), rows)


@about_a_case
def ask_reason(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._("🚫 Case {number}: why not? Next you write it in your own words.", number=seen.case.number)
    rows = [
        [Button(reason_words(reason, t), Decline(case=seen.case.id, reason=reason))]
        for reason in DeclineReason
        if seen.case.kind is not Kind.GRIEVANCE or reason is not DeclineReason.NEEDS_MORE_FACTS
    ]
    return _ask(text, seen.case, facts, t, rows)


@about_a_case
def ask_decline(seen: CaseFacts, facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "🚫 Case {number}, “{reason}”. Write to the worker why, in a sentence or two. It goes out as you write it.",
        number=seen.case.number,
        reason=reason_words(DeclineReason(args["reason"]), t),
    )
    return _ask(text, seen.case, facts, t)


@about_a_case
def ask_solve_day(seen: CaseFacts, facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "👍 Case {number}: by which day is it solved? The worker is told that day. "
        "Tap one, or type it like this: {example}",
        number=seen.case.number,
        example=args["days"][-1],
    )
    return _ask_day(text, DayOf.ACCEPT, seen.case, facts, args, t)


@about_a_case
def ask_new_day(seen: CaseFacts, facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "📅 Case {number}: which day is the new one? A date moves once. Tap one, or type it like this: {example}",
        number=seen.case.number,
        example=args["days"][-1],
    )
    return _ask_day(text, DayOf.EXTEND, seen.case, facts, args, t)


def _ask_day(text: str, of: DayOf, case: Case, facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    days = [date.fromisoformat(day) for day in args["days"]]
    rows = [[Button(t.day(day), OnDay(of=of, case=case.id, day=day.toordinal()))] for day in days]
    unread = t._("I can't read that as a day to come.") if args.get("unread") else None
    return _ask(_with_reply([unread, text], facts, t), case, facts, t, rows)


def _with_reply(texts: Sequence[str | None], facts: Facts, t: Speech) -> str:
    """In a group what is typed reaches a bot only as a reply to it, and beside buttons no keyboard can open for one."""
    reply = None if facts.reader else t._("To type it, reply to this message.")
    return "\n\n".join(filter(None, [*texts, reply]))


@about_a_case
def ask_day_read(seen: CaseFacts, facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    """Before a typed day counts. A year is named that is not this one."""
    day = date.fromisoformat(args["day"])
    told = t.day(day) if day.year == facts.at.astimezone(t.zone).year else t.whole_day(day)
    text = t._(
        "📅 Case {number}: {day}. Is that the day? If not, type it again like this: {example}",
        number=seen.case.number,
        day=told,
        example=args["day"],
    )
    chosen = OnDay(of=args["of"], case=seen.case.id, day=day.toordinal())
    return _ask(_with_reply([text], facts, t), seen.case, facts, t, [[Button(t._("✅ Yes, {day}", day=told), chosen)]])


@about_a_case
def ask_extension(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "📅 Case {number}: write to the worker why it takes longer. Then you choose the new day.",
        number=seen.case.number,
    )
    return _ask(text, seen.case, facts, t)


@about_a_case
def ask_safe(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "🛡 Case {number}: how is the danger under control? Write what was shut off, fenced or stopped. "
        "The worker reads it.",
        number=seen.case.number,
    )
    return _ask(text, seen.case, facts, t)


@about_a_case
def ask_solution(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    if seen.case.kind is Kind.HAZARD:
        text = t._(
            "🔧 Case {number}: send a photo of how it looks now, and write what was done.", number=seen.case.number
        )
    else:
        text = t._("🔧 Case {number}: write what was done, or send pictures of it.", number=seen.case.number)
    return _ask(text, seen.case, facts, t)


@about_a_case
def ask_solved(seen: CaseFacts, facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    """What is gathered so far; the end is offered once the evidence is there."""
    case, files = seen.case, args["files"]
    counted = t.n_("📎 {count} file", "📎 {count} files", files) if files else ""
    if case.kind is Kind.HAZARD and not args["photo"]:
        ask = t._("🔧 Case {number}: a danger also needs a photo of how it looks now.", number=case.number)
        return _ask("\n\n".join(filter(None, [shortened(args["text"], TEXT), counted, ask])), case, facts, t)
    ask = t._("🔧 Case {number}: send this to the worker? You can still add a text or a picture.", number=case.number)
    send = Button(t._("🔧 Send: it is solved"), End(case=case.id, finish=Finish.DONE))
    text = "\n\n".join(filter(None, [shortened(args["text"], TEXT), counted, ask]))
    return Shown(text, [[send], [_cancel(case, t)]])


@about_a_case
def second_look(seen: CaseFacts, _facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    """It warns and never forbids."""
    number = seen.case.number
    asks = t._(
        "🔎 Case {number}: this asks who the worker is, or to show up. Who fears that falls silent.", number=number
    )
    named = [t._("“{words}”", words=shortened(mark, MARK)) for mark in args["marks"][:MOST_MARKS]]
    shows = t._("🔎 Case {number}: this may show who somebody is: {marks}", number=number, marks=t.names(named))
    send = Button(t._("📨 Send it anyway"), End(case=seen.case.id, finish=Finish.ANYWAY))
    blank = Button(t._("▇ Make that unreadable and send it"), End(case=seen.case.id, finish=Finish.BLANK))
    anew = Button(t._("✏️ Write it anew"), End(case=seen.case.id, finish=Finish.ANEW))
    text = "\n".join(filter(None, [asks if args["asks"] else "", shows if named else ""]))
    return Shown(text, [[send], *([[blank]] if named else []), [anew], [_cancel(seen.case, t)]])


@about_a_case
def ask_category(seen: CaseFacts, facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._("🏷 Case {number}: what is it about?", number=seen.case.number)
    labels = category_labels(seen.case.kind, t)
    rows = [[Button(label, PutCategory(case=seen.case.id, code=code))] for code, label in labels.items()]
    return _ask(text, seen.case, facts, t, rows)


@about_a_case
def ask_owner(seen: CaseFacts, facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._("👤 Case {number}: who shall have it?", number=seen.case.number)
    names = {member.id: member.name for member in facts.staff}
    rows = [
        [Button(names[member], Reassign(case=seen.case.id, member=member))]
        for member in args["members"]
        if member in names
    ]
    return _ask(text, seen.case, facts, t, rows)


VIEWS: dict[str, View] = {
    "ask_answer": ask_answer,
    "ask_note": ask_note,
    "ask_note_for_the_team": ask_note_for_the_team,
    "ask_question": ask_question,
    "ask_words": ask_words,
    "ask_major": ask_major,
    "ask_assurance": ask_assurance,
    "ask_target": ask_target,
    "ask_reason": ask_reason,
    "ask_decline": ask_decline,
    "ask_solve_day": ask_solve_day,
    "ask_new_day": ask_new_day,
    "ask_day_read": ask_day_read,
    "ask_extension": ask_extension,
    "ask_safe": ask_safe,
    "ask_solution": ask_solution,
    "ask_solved": ask_solved,
    "words_only": words_only,
    "second_look": second_look,
    "ask_category": ask_category,
    "ask_owner": ask_owner,
}
