"""What reaches staff without their asking: reminders, alerts, a telephone call to make, the message of the shift."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.callbacks.staff import Ask, CallMade, HaveIt
from bot.translate import Speech
from bot.views import View
from bot.views.facts import CaseFacts, Facts
from bot.views.shown import Button, Row, Sheet, Shown
from bot.views.staff.asks import about_a_case
from bot.views.staff.buttons import button, offered
from bot.views.staff.card import visible
from bot.views.staff.lines import line_buttons, line_words
from bot.views.staff.words import due_words, kind_words, shortened, sign
from cases.actions.manage import EXTENDABLE
from cases.model import Case, Clock, ClockKind, Member, Role
from cases.routing import is_ticked, to_call

MOST_LINES = 6
WORDS = 60
"""So much of an answer is repeated to tell which one is meant."""


def _running(facts: Facts, args: Mapping[str, Any]) -> Clock | None:
    """The promise the message is about; None once it is kept, or when the reader must not know of the case."""
    seen, reader = facts.case, facts.reader
    if seen is None or reader is None or is_ticked(reader, seen.case) or not seen.case.open:
        return None
    return next((each for each in seen.clocks if each.kind == args["clock"] and each.met_at is None), None)


def alert(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    """To those above the team it says where and by when, and nothing of what was written."""
    clock = _running(facts, args)
    if clock is None or facts.case is None or facts.enterprise is None:
        return None
    seen, case = visible(facts), facts.case.case
    named = _title(case, t) if seen else t._("Case {number}", number=case.number)
    parts = [
        t._("⏰ {enterprise}: {case}", enterprise=facts.enterprise.name, case=named),
        _state(clock, facts.at, t),
        _owner(clock, facts.case, t) if seen else _whom_to_ask(case, facts, t),
        _whom_to_call(case, facts, t) if args.get("call") else "",
    ]
    return Shown("\n".join(filter(None, parts)), _alert_buttons(seen, clock.kind, facts, t) if seen else ())


def _whom_to_ask(case: Case, facts: Facts, t: Speech) -> str:
    """Of what may be about somebody there, by name: whoever asks around tells them that there is such a case.

    One name alone: of all but one the reader would know whom the worker's tick means.
    """
    if not case.restricted:
        return t._("Please ask there what is in the way. You see no texts of this case.")
    return t._(
        "Please ask {name} what is in the way, and nobody else: whom it may be about must not learn of it. "
        "You see no texts of this case.",
        name=called.name if (called := _called(case, facts)) else None,
    )


def _called(case: Case, facts: Facts) -> Member | None:
    """Who is asked and who is called are one; None when only the reader looks after it."""
    return to_call(case, facts.staff, facts.reader.id) if facts.reader else None


def _whom_to_call(case: Case, facts: Facts, t: Speech) -> str:
    called = _called(case, facts)
    if called is None:
        return t._("Please call: nobody has answered this alert yet.")
    if called.phone:
        return t._(
            "📞 Nobody has answered this alert yet. Please call {name}: {phone}", name=called.name, phone=called.phone
        )
    return t._("📞 Nobody has answered this alert yet. Please call {name}.", name=called.name)


def _title(case: Case, t: Speech) -> str:
    return t._(
        "{sign} Case {number}: {kind}",
        sign=sign(case.kind, case.urgency),
        number=case.number,
        kind=kind_words(case, t),
    )


def _state(clock: Clock, at: datetime, t: Speech) -> str:
    due = due_words(clock.due, t)
    if at < clock.due:
        return {
            ClockKind.TAKEN: t._("Urgent: somebody has to take it by {due}.", due=due),
            ClockKind.ANSWERED: t._("Urgent: the worker has to get an answer by {due}.", due=due),
            ClockKind.MADE_SAFE: t._("Urgent: the danger has to be under control by {due}.", due=due),
            ClockKind.SOLVED: t._("Urgent: it has to be solved by {due}.", due=due),
            ClockKind.ASSURED: t._("Urgent: the five assurances have to be given by {due}.", due=due),
        }[clock.kind]
    return {
        ClockKind.TAKEN: t._("Somebody should have taken it by {due}. Nobody has.", due=due),
        ClockKind.ANSWERED: t._("The worker was promised an answer by {due} and has none.", due=due),
        ClockKind.MADE_SAFE: t._("The danger should have been under control by {due}. Nobody says it is.", due=due),
        ClockKind.SOLVED: t._("It was to be solved by {due} and is not.", due=due),
        ClockKind.ASSURED: t._("The five assurances for a major danger were due by {due} and are missing.", due=due),
    }[clock.kind]


def _owner(clock: Clock, seen: CaseFacts, t: Speech) -> str:
    """That nobody has taken it is said already where that is what is late."""
    if seen.owner:
        return t._("{name} has it.", name=seen.owner.name)
    return "" if clock.kind is ClockKind.TAKEN else t._("Nobody has it.")


def _alert_buttons(seen: CaseFacts, clock: ClockKind, facts: Facts, t: Speech) -> list[Row]:
    case = seen.case
    moves = (Ask.REASSIGN, Ask.EXTEND) if clock in EXTENDABLE else (Ask.REASSIGN,)
    allowed = [button(ask, case.id, t) for ask in moves if offered(ask, case, facts.reader, facts.staff)]
    have_it = Button(t._("👌 I have it"), HaveIt(case=case.id, clock=clock))
    return list(filter(None, [[have_it], allowed, [button(Ask.OPEN, case.id, t)]]))


def reminder(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    clock, seen = _running(facts, args), visible(facts)
    if clock is None or seen is None:
        return None
    text = "\n".join([t._("🔔 {case}", case=_title(seen.case, t)), _state(clock, facts.at, t)])
    return Shown(text, [[button(Ask.OPEN, seen.case.id, t)]])


def call_manager(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    """A task for a person: the alerts went unanswered."""
    clock = _running(facts, args)
    if clock is None or facts.case is None or facts.enterprise is None:
        return None
    case = facts.case.case
    called = _called(case, facts)
    if case.restricted and called is None:
        return None
    text = (
        t._(
            "📞 {enterprise}: please call {name} about case {number}, and speak with nobody else of it: "
            "whom it may be about must not learn of it. Two alerts had no answer.",
            enterprise=facts.enterprise.name,
            name=called.name if called else None,
            number=case.number,
        )
        if case.restricted
        else t._(
            "📞 {enterprise}: please call the management about case {number}. Two alerts had no answer.",
            enterprise=facts.enterprise.name,
            number=case.number,
        )
    )
    reached = Button(t._("☎️ Reached"), CallMade(case=case.id, reached=True))
    missed = Button(t._("🔕 Not reached"), CallMade(case=case.id, reached=False))
    return Shown("\n".join([text, _state(clock, facts.at, t)]), [[reached, missed]])


def call_noted(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    if args["reached"]:
        return Shown(t._("📞 Case {number}: noted that you reached them. Thank you.", number=args["number"]))
    return Shown(t._("📞 Case {number}: noted that you did not reach them.", number=args["number"]))


def visit_sheet(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    """For paper, so by number and date alone: a sheet lies about in the firm."""
    if facts.enterprise is None or not args["lines"]:
        return None
    in_the_firm = facts.reader is not None and facts.reader.has(Role.LEAD)
    rows = [(str(line["number"]), due_words(datetime.fromisoformat(line["due"]), t), "") for line in args["lines"]]
    sheet = Sheet(
        t.locale.language,
        t._("What is late at {enterprise}", enterprise=facts.enterprise.name)
        if in_the_firm
        else t._("Next visit to {enterprise}", enterprise=facts.enterprise.name),
        [
            t._("Printed on {day}.", day=t.day(facts.at)),
            t._("Two alerts had no answer, and nobody picked up the telephone. What is late:"),
        ],
        (t._("Case"), t._("Promised by"), t._("Who does what, by when")),
        rows,
        [t._("Spoken with:"), t._("Agreed:"), t._("Day and signature:")],
    )
    if in_the_firm:
        return Shown(t._("🖨 Print this sheet and go through it with the management."), sheet=sheet)
    return Shown(t._("🖨 For your next visit: print this sheet and take it along."), sheet=sheet)


def overdue_count(facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown | None:
    """The office learns that a promise is long broken, and nothing of the case."""
    if facts.enterprise is None:
        return None
    return Shown(
        t._("⏰ {enterprise}: one promise is ten working days past its date.", enterprise=facts.enterprise.name)
    )


@about_a_case
def assigned(seen: CaseFacts, _facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._("👤 You have been given this one. {case}", case=_title(seen.case, t))
    return Shown(text, [[button(Ask.OPEN, seen.case.id, t)]])


@about_a_case
def file_refused(seen: CaseFacts, _facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    """To who sent the file, so that they know which of their messages lacks it."""
    said = next((" ".join(each.text.split()) for each in seen.entries if each.id == args["entry"]), "")
    text = (
        t._(
            "📎 Case {number}: a file you sent with “{words}” could not be opened safely, so nobody gets it. "
            "Please send it once more, as a photo.",
            number=seen.case.number,
            words=shortened(said, WORDS),
        )
        if said
        else t._(
            "📎 Case {number}: a file you sent could not be opened safely, so nobody gets it. "
            "Please send it once more, as a photo.",
            number=seen.case.number,
        )
    )
    return Shown(text, [[button(Ask.OPEN, seen.case.id, t)]])


@about_a_case
def recheck(seen: CaseFacts, _facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "🔁 {case}\nThis danger was solved some time ago. Please go and look: is it still gone?",
        case=_title(seen.case, t),
    )
    return Shown(text, [[button(Ask.GONE, seen.case.id, t), button(Ask.BACK, seen.case.id, t)]])


def digest(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    """At most seven lines, the heading included, with a button for each case."""
    if not args["lines"]:
        return None
    lines, more = args["lines"][:MOST_LINES], len(args["lines"][MOST_LINES:])
    head = (
        t.n_("☀️ Today: {shown} and {count} more.", "☀️ Today: {shown} and {count} more.", more, shown=len(lines))
        if more
        else t.n_("☀️ Today: {count} case.", "☀️ Today: {count} cases.", len(lines))
    )
    return Shown("\n".join([head, *(line_words(line, t) for line in lines)]), line_buttons(lines))


VIEWS: dict[str, View] = {
    "alert": alert,
    "reminder": reminder,
    "call_manager": call_manager,
    "call_noted": call_noted,
    "visit_sheet": visit_sheet,
    "overdue_count": overdue_count,
    "assigned": assigned,
    "file_refused": file_refused,
    "recheck": recheck,
    "digest": digest,
}
